package dev.firebreak.app.report.guide;

import dev.firebreak.app.report.text.TerminalPage;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.text.Text;
import java.util.stream.Collectors;

/** Guidance as Markdown, to be pasted into a wiki or a ticket. */
public final class GuideMarkdown {

    private static final String SPECIAL = "\\`*_{}[]<>#|~";

    private final TerminalPage page;
    private final GuideSources sources;

    public GuideMarkdown(TerminalPage page, Guide guide) {
        this.page = page;
        this.sources = new GuideSources(guide);
    }

    public void write(Guide guide) {
        page.line("# " + text(guide.title()));
        page.line();
        page.line("*" + text(GuideSources.reviewed(guide)) + "*");
        for (Guide.Section section : guide.sections()) {
            page.line();
            page.line("## " + text(section.title()));
            for (Guide.Statement paragraph : section.paragraphs()) {
                page.line();
                page.line(said(paragraph));
                command("", paragraph);
            }
            if (!section.items().isEmpty()) {
                page.line();
            }
            for (Guide.Statement item : section.items()) {
                page.line("- " + said(item));
                command("  ", item);
            }
            section.disputes().forEach(this::dispute);
        }
        page.line();
        page.line("## " + text(GuideSources.HEADING));
        page.line();
        for (GuideSources.NumberedSource source : sources.all()) {
            String url = source.url() == null ? "" : " <" + source.url() + ">";
            page.line(source.number() + ". " + text(source.described()) + url);
        }
    }

    private void dispute(Guide.Dispute dispute) {
        page.line();
        page.line("**" + text(GuideSources.DISPUTED) + "** " + text(dispute.question()));
        page.line();
        for (Guide.Statement side : dispute.sides()) {
            page.line("- " + said(side));
        }
        page.line();
        page.line("**" + text(GuideSources.ADVICE) + "** " + text(dispute.advice()));
    }

    private void command(String indent, Guide.Statement statement) {
        if (statement.command() != null) {
            page.line();
            page.line(indent + "```");
            page.line(indent + statement.command());
            page.line(indent + "```");
        }
    }

    private String said(Guide.Statement statement) {
        String marks =
                sources.numbers(statement).stream().map(n -> "\\[" + n + "\\]").collect(Collectors.joining());
        return text(statement.text()) + (marks.isEmpty() ? "" : " " + marks);
    }

    private String text(Text wording) {
        return escaped(page.text(wording));
    }

    static String escaped(String text) {
        var out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
