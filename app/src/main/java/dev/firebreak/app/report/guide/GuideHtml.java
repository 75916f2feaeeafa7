package dev.firebreak.app.report.guide;

import dev.firebreak.app.report.html.HtmlPage;
import dev.firebreak.app.report.html.HtmlWriter;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.text.Language;
import java.util.List;

/** Guidance as a page in both languages. */
public final class GuideHtml {

    private final HtmlWriter html;
    private final GuideSources sources;

    public GuideHtml(HtmlWriter html, Guide guide) {
        this.html = html;
        this.sources = new GuideSources(guide);
    }

    public void write(Guide guide, Language language) {
        HtmlPage.begin(html, language, guide.title());
        html.raw("<article class=\"guide\">\n<p class=\"over\">")
                .text(GuideSources.reviewed(guide))
                .raw("</p>\n<h1>");
        html.text(guide.title()).raw("</h1>\n");
        for (Guide.Section section : guide.sections()) {
            html.raw("<h2>").text(section.title()).raw("</h2>\n");
            for (Guide.Statement paragraph : section.paragraphs()) {
                html.raw("<p>");
                statement(paragraph);
                html.raw("</p>\n");
                command(paragraph);
            }
            list(section.items());
            section.disputes().forEach(this::dispute);
        }
        html.raw("<h2>").text(GuideSources.HEADING).raw("</h2>\n<ol>\n");
        for (GuideSources.NumberedSource source : sources.all()) {
            html.raw("<li id=\"source-" + source.number() + "\">").text(source.described());
            if (source.url() != null && source.url().matches("https?://.*")) {
                html.raw("<br><a rel=\"noreferrer\" href=\"").text(source.url()).raw("\">");
                html.text(source.url()).raw("</a>");
            }
            html.raw("</li>\n");
        }
        html.raw("</ol>\n</article>\n");
        HtmlPage.end(html, GuideSources.reviewed(guide));
    }

    private void list(List<Guide.Statement> statements) {
        if (statements.isEmpty()) {
            return;
        }
        html.raw("<ul>\n");
        for (Guide.Statement statement : statements) {
            html.raw("<li>");
            statement(statement);
            command(statement);
            html.raw("</li>\n");
        }
        html.raw("</ul>\n");
    }

    private void statement(Guide.Statement statement) {
        html.text(statement.text());
        for (int number : sources.numbers(statement)) {
            html.raw(" <sup><a href=\"#source-" + number + "\">[" + number + "]</a></sup>");
        }
    }

    private void command(Guide.Statement statement) {
        if (statement.command() != null) {
            html.raw("<pre><code>").text(statement.command()).raw("</code></pre>\n");
        }
    }

    private void dispute(Guide.Dispute dispute) {
        html.raw("<section class=\"dispute\"><p><b>")
                .text(GuideSources.DISPUTED)
                .raw("</b> ");
        html.text(dispute.question()).raw("</p>\n");
        list(dispute.sides());
        html.raw("<p><b>")
                .text(GuideSources.ADVICE)
                .raw("</b> ")
                .text(dispute.advice())
                .raw("</p></section>\n");
    }
}
