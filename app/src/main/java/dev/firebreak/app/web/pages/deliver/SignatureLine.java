package dev.firebreak.app.web.pages.deliver;

import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.web.pages.frame.PageTexts;
import java.time.Instant;

/**
 * One line that tells whether somebody vouches for what a page shows.
 *
 * @param isGood whether somebody does now
 */
public record SignatureLine(boolean isGood, String text) {

    /** @param what key of what is signed: {@code packages}, {@code orders} */
    static SignatureLine of(TufPublisher.Status status, String what, PageTexts texts, Instant now) {
        if (!status.hasKeys()) {
            return new SignatureLine(false, texts.text("signed.none." + what));
        }
        TufPublisher.Published published = status.published();
        if (status.problem() != null) {
            String until = published != null && published.expires().isAfter(now)
                    ? " " + texts.text("signed.until", texts.moment(published.expires()))
                    : "";
            return new SignatureLine(false, texts.text("signed.problem." + what, texts.of(status.problem())) + until);
        }
        if (published == null) {
            return new SignatureLine(false, texts.text("signed.pending"));
        }
        if (!published.expires().isAfter(now)) {
            return new SignatureLine(false, texts.text("signed.expired." + what, texts.moment(published.expires())));
        }
        return new SignatureLine(
                true,
                texts.text(
                        "signed.good." + what,
                        published.targets(),
                        Integer.toString(published.version()),
                        texts.moment(published.signed()),
                        texts.moment(published.expires())));
    }
}
