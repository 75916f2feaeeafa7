package dev.firebreak.app.cli.watch;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Rules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many mails were read and how many of them carry an indicator. Readers hand over the parts of one mail one after the other. */
final class MailCount {

    private long mails;
    private long carrying;
    private boolean isCarrying;
    private @Nullable String place;
    private final TimeSpan span = new TimeSpan();

    /** Takes an event and what the detectors found in it. */
    void accept(Event event, List<Detection> found) {
        if (!(event instanceof Event.MailPart part)) {
            return;
        }
        String message = part.origin() + " " + part.message();
        if (!message.equals(place)) {
            place = message;
            mails++;
            isCarrying = false;
            span.accept(part.time());
        }
        if (!isCarrying && found.stream().anyMatch(d -> d.rule().equals(Rules.INDICATOR))) {
            isCarrying = true;
            carrying++;
        }
    }

    long mails() {
        return mails;
    }

    long carrying() {
        return carrying;
    }

    /** From the oldest mail to the youngest. */
    TimeSpan span() {
        return span;
    }
}
