package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Coverage;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Step;
import dev.firebreak.core.guidance.Visible;
import dev.firebreak.core.inventory.Complaint;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer as one page that can be mailed, printed and opened anywhere: headline, pictures, packages, every machine
 * with its reasons. What is said of machines waits in a spool, so that memory holds only names and where to find the rest.
 */
final class HtmlReport implements ReportSink {

    private static final Wording NO_SITE = new Wording("site not told", "拠点の記載なし");

    private static final Comparator<Wording> BY_TEXT = Comparator.comparing(Wording::en, NaturalOrder.INSTANCE);

    private final OutputStream out;
    private final ReportStyle style;
    private final String version;
    private final Spool spool;
    private final Html rows;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<Ended, Integer> ended = new LinkedHashMap<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private boolean wholeCatalogue;

    /** One advisory: its machines, and counts for the pictures. */
    record Part(Board board, Map<Wording, Tally> products, Map<Wording, Tally> sites) {}

    /** A product out of support, and what replaces it. */
    record Ended(Wording product, Wording support, Wording migrate) {}

    HtmlReport(OutputStream out, ReportStyle style, String version, Path temp) {
        this.out = out;
        this.style = style;
        this.version = version;
        this.spool = new Spool(temp);
        this.rows = new Html(spool);
    }

    @Override
    public void accept(Assessment assessment) {
        wholeCatalogue |= WholeCatalogue.holds(assessment);
        for (Finding finding : assessment.findings()) {
            Part part = parts.computeIfAbsent(
                    finding.advisory().id(),
                    id -> new Part(new Board(finding.advisory()), new LinkedHashMap<>(), new TreeMap<>(BY_TEXT)));
            Verdict.Kind kind = finding.verdict().kind();
            part.board().add(assessment, finding, row(assessment, finding));
            count(part.products(), Told.product(assessment), kind);
            String site = assessment.snapshot().site();
            count(part.sites(), site == null || site.isBlank() ? NO_SITE : Wording.same(Visible.name(site)), kind);
        }
        assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .filter(Action.Migrate.class::isInstance)
                .findFirst()
                .ifPresent(a -> ended.merge(
                        new Ended(
                                Told.product(assessment),
                                Words.support(assessment.support()),
                                Step.migrate((Action.Migrate) a)),
                        1,
                        Integer::sum));
    }

    private static void count(Map<Wording, Tally> tallies, Wording key, Verdict.Kind kind) {
        tallies.computeIfAbsent(key, k -> new Tally()).add(kind);
    }

    @Override
    public void complain(Complaint complaint) {
        complaints.add(complaint);
    }

    @Override
    public void close() {
        try (spool) {
            var html = new Html(out);
            HtmlPage.begin(html, style.language(), title());
            var sections = new HtmlSections(html, spool);
            for (Part part : parts.values()) {
                sections.advisory(part, style);
            }
            if (parts.isEmpty()) {
                html.raw("<p>")
                        .say(new Wording("No machine was read.", "読み取れた端末はありません。"))
                        .raw("</p>");
            }
            if (wholeCatalogue) {
                html.raw("<p>").say(Coverage.sentence()).raw("</p>");
            }
            sections.outOfSupport(ended);
            sections.complaints(complaints);
            sections.method();
            Wording written = Wording.format(
                    "Firebreak %s, written %s. Verdicts hold for %s.",
                    "Firebreak %s、作成 %s。判定は %s 時点のもの。",
                    version,
                    Words.moment(style.generatedAt()),
                    Words.date(style.asOf()));
            HtmlPage.end(
                    html,
                    style.knowledge() == null
                            ? written
                            : Wording.format(
                                    "%s %s.",
                                    "%s%s。", written, style.knowledge().words()));
        }
    }

    private Wording title() {
        String ids = String.join(", ", parts.keySet());
        return Wording.format(
                "%s: assessment as of %s",
                "%s 判定結果（%s 時点）", ids.isEmpty() ? "Firebreak" : ids, Words.date(style.asOf()));
    }

    /** The row of one machine, reasons with their sources under a fold. */
    private Spool.Piece row(Assessment assessment, Finding finding) {
        long from = spool.size();
        String site = assessment.snapshot().site();
        rows.raw("<tr><th scope=\"row\">")
                .text(Told.machine(assessment))
                .raw("</th><td>")
                .say(Told.product(assessment))
                .raw("</td><td>")
                .text(site == null ? "" : Visible.name(site))
                .raw("</td><td>")
                .say(Told.why(finding));
        rows.raw("<details><summary>").say(new Wording("evidence", "証拠")).raw("</summary><ul class=\"reasons\">");
        for (Reason reason : finding.verdict().because()) {
            rows.raw("<li><span class=\"mark\">" + Told.mark(reason) + "</span> ")
                    .say(reason.detail());
            if (reason.source() != null) {
                rows.raw(" <code>")
                        .text(Visible.name(reason.source().toString()))
                        .raw("</code>");
            }
            rows.raw("</li>");
        }
        rows.raw("</ul><p class=\"quiet\">")
                .say(Words.support(assessment.support()))
                .raw("</p></details></td></tr>\n");
        rows.flush();
        return new Spool.Piece(from, spool.size() - from);
    }
}
