package dev.firebreak.app.report.guide;

import dev.firebreak.app.report.text.LineWrapper;
import dev.firebreak.app.report.text.TerminalPage;
import dev.firebreak.app.report.text.TextWidth;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.text.Text;

/** Guidance on a terminal, sources as numbers in brackets. */
public final class GuideText {

    private final TerminalPage page;
    private final GuideSources sources;

    public GuideText(TerminalPage page, Guide guide) {
        this.page = page;
        this.sources = new GuideSources(guide);
    }

    public void write(Guide guide) {
        page.hanging(
                "",
                0,
                LineWrapper.lines(page.text(guide.title()), page.room(0)).stream()
                        .map(page.ink()::bold)
                        .toList());
        page.line(page.ink().dim(page.text(GuideSources.reviewed(guide))));
        int number = 1;
        for (Guide.Section section : guide.sections()) {
            page.line();
            page.line(page.ink().bold(number++ + ". " + page.text(section.title())));
            for (Guide.Statement paragraph : section.paragraphs()) {
                page.line();
                statement("  ", paragraph);
            }
            if (!section.items().isEmpty()) {
                page.line();
            }
            for (Guide.Statement item : section.items()) {
                statement("  - ", item);
            }
            section.disputes().forEach(this::dispute);
        }
        page.line();
        page.line(page.ink().bold(page.text(GuideSources.HEADING)));
        page.line();
        for (GuideSources.NumberedSource source : sources.all()) {
            String label = "  [" + source.number() + "] ";
            page.hanging(label, label.length(), page.text(source.described()));
            if (source.url() != null) {
                page.line(" ".repeat(label.length()) + source.url());
            }
        }
    }

    private void statement(String bullet, Guide.Statement statement) {
        page.hanging(bullet, bullet.length(), page.text(statement.text()) + sources.marks(statement));
        if (statement.command() != null) {
            page.line(" ".repeat(bullet.length() + 2) + page.ink().bold(statement.command()));
        }
    }

    private void dispute(Guide.Dispute dispute) {
        page.line();
        labelled(GuideSources.DISPUTED, dispute.question());
        for (Guide.Statement side : dispute.sides()) {
            statement("    * ", side);
        }
        labelled(GuideSources.ADVICE, dispute.advice());
    }

    private void labelled(Text label, Text text) {
        String said = "  " + page.text(label) + " ";
        page.hanging(page.ink().bold(said), TextWidth.of(said), page.text(text));
    }
}
