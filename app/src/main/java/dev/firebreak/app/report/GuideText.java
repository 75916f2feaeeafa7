package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.guidance.Guide;

/** Guidance on a terminal, sources as numbers in brackets. */
final class GuideText {

    private final Page page;
    private final GuideSources sources;

    GuideText(Page page, Guide guide) {
        this.page = page;
        this.sources = new GuideSources(guide);
    }

    void write(Guide guide) {
        page.hanging(
                "",
                0,
                Wrap.lines(page.say(guide.title()), page.room(0)).stream()
                        .map(page.ink()::bold)
                        .toList());
        page.line(page.ink().dim(page.say(GuideSources.reviewed(guide))));
        int number = 1;
        for (Guide.Section section : guide.sections()) {
            page.line();
            page.line(page.ink().bold(number++ + ". " + page.say(section.title())));
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
        page.line(page.ink().bold(page.say(GuideSources.HEADING)));
        page.line();
        for (GuideSources.Numbered source : sources.all()) {
            String label = "  [" + source.number() + "] ";
            page.hanging(label, label.length(), page.say(source.described()));
            if (source.url() != null) {
                page.line(" ".repeat(label.length()) + source.url());
            }
        }
    }

    private void statement(String bullet, Guide.Statement statement) {
        page.hanging(bullet, bullet.length(), page.say(statement.text()) + sources.marks(statement));
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

    private void labelled(Wording label, Wording text) {
        String said = "  " + page.say(label) + " ";
        page.hanging(page.ink().bold(said), Columns.of(said), page.say(text));
    }
}
