package dev.firebreak.app.report.html;

import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.app.report.model.AdvisoryBoard;
import dev.firebreak.app.report.model.CatalogueSummary;
import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.NaturalOrder;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.app.report.model.VerdictTally;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Reason;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.CoverageText;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.guidance.SuspicionText;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The answer as one page that can be mailed, printed and opened anywhere: headline, pictures, packages, every machine
 * with its reasons. What is said of machines waits in a spool, so that memory holds only names and where to find the rest.
 */
public final class HtmlReport implements ReportSink {

    private static final Text NO_SITE = new Text("site not known", "拠点の記載なし");

    private static final Comparator<Text> BY_TEXT = Comparator.comparing(Text::en, NaturalOrder.INSTANCE);

    private final OutputStream out;
    private final ReportStyle style;
    private final String version;
    private final SpoolFile spool;
    private final HtmlWriter rows;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<EndedSupport, Integer> ended = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private FleetGaps gaps = FleetGaps.NONE;
    private final Map<String, Text> suspected = new LinkedHashMap<>();
    private boolean wholeCatalogue;

    /** One advisory: its machines, and counts for the pictures. */
    record Part(AdvisoryBoard board, Map<Text, VerdictTally> products, Map<Text, VerdictTally> sites) {}

    /** A product out of support, and what replaces it. */
    record EndedSupport(Text product, Text support, Text migrate) {}

    public HtmlReport(OutputStream out, ReportStyle style, String version, Path temp) {
        this.out = out;
        this.style = style;
        this.version = version;
        this.spool = new SpoolFile(temp);
        this.rows = new HtmlWriter(spool);
    }

    @Override
    public void accept(Assessment assessment) {
        wholeCatalogue |= CatalogueSummary.holds(assessment);
        SuspicionText.of(assessment.snapshot())
                .ifPresent(said -> suspected.put(MachineTexts.machine(assessment), MachineTexts.visible(said)));
        for (Finding finding : assessment.findings()) {
            Part part = parts.computeIfAbsent(
                    finding.advisory().id(),
                    id -> new Part(
                            new AdvisoryBoard(finding.advisory()), new LinkedHashMap<>(), new TreeMap<>(BY_TEXT)));
            Verdict.Kind kind = finding.verdict().kind();
            part.board().add(assessment, finding, row(assessment, finding));
            count(part.products(), MachineTexts.product(assessment), kind);
            String site = assessment.snapshot().site();
            count(part.sites(), site == null || site.isBlank() ? NO_SITE : Text.same(SafeText.name(site)), kind);
        }
        assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .filter(Action.Migrate.class::isInstance)
                .findFirst()
                .ifPresent(a -> ended.merge(
                        new EndedSupport(
                                MachineTexts.product(assessment),
                                ReportTexts.support(assessment.support()),
                                ActionText.migrate((Action.Migrate) a)),
                        1,
                        Integer::sum));
    }

    private static void count(Map<Text, VerdictTally> tallies, Text key, Verdict.Kind kind) {
        tallies.computeIfAbsent(key, k -> new VerdictTally()).add(kind);
    }

    @Override
    public void addProblem(Problem problem) {
        problems.add(problem);
    }

    /** Counted in a sentence before any verdict, and listed among the machines. */
    @Override
    public void addGaps(FleetGaps found, Function<Snapshot, Assessment> assessor) {
        gaps = found;
        ReportSink.super.addGaps(found, assessor);
    }

    @Override
    public void close() {
        try (spool) {
            var html = new HtmlWriter(out);
            HtmlPage.begin(html, style.language(), title());
            var sections = new HtmlSections(html, spool);
            sections.suspected(suspected);
            if (gaps.total() > 0) {
                html.raw("<p><strong>").text(gaps.sentence()).raw("</strong></p>");
            }
            for (Part part : parts.values()) {
                sections.advisory(part, style);
            }
            if (parts.isEmpty()) {
                html.raw("<p>")
                        .text(new Text("No machine was read.", "読み取れた端末はありません。"))
                        .raw("</p>");
            }
            if (wholeCatalogue) {
                html.raw("<p>").text(CoverageText.sentence()).raw("</p>");
            }
            sections.outOfSupport(ended);
            sections.problems(problems);
            sections.method();
            Text written = Text.format(
                    "Firebreak %s, written %s. Verdicts hold for %s.",
                    "Firebreak %s、作成 %s。判定は %s 時点のもの。",
                    version,
                    ReportTexts.moment(style.generatedAt()),
                    ReportTexts.date(style.asOf()));
            HtmlPage.end(
                    html,
                    style.knowledge() == null
                            ? written
                            : Text.format(
                                    "%s %s.",
                                    "%s%s。", written, style.knowledge().words()));
        }
    }

    private Text title() {
        String ids = String.join(", ", parts.keySet());
        return Text.format(
                "%s: assessment as of %s",
                "%s 判定結果（%s 時点）", ids.isEmpty() ? "Firebreak" : ids, ReportTexts.date(style.asOf()));
    }

    /** The row of one machine, reasons with their sources under a fold. */
    private SpoolFile.Piece row(Assessment assessment, Finding finding) {
        long from = spool.size();
        String site = assessment.snapshot().site();
        rows.raw("<tr><th scope=\"row\">")
                .text(MachineTexts.machine(assessment))
                .raw("</th><td>")
                .text(MachineTexts.product(assessment))
                .raw("</td><td>")
                .text(site == null ? "" : SafeText.name(site))
                .raw("</td><td>")
                .text(MachineTexts.why(finding));
        rows.raw("<details><summary>").text(new Text("evidence", "根拠情報")).raw("</summary><ul class=\"reasons\">");
        for (Reason reason : finding.verdict().because()) {
            rows.raw("<li><span class=\"mark\">" + MachineTexts.mark(reason) + "</span> ")
                    .text(ReasonText.of(reason));
            if (reason.source() != null) {
                rows.raw(" <code>")
                        .text(SafeText.name(reason.source().toString()))
                        .raw("</code>");
            }
            rows.raw("</li>");
        }
        rows.raw("</ul><p class=\"quiet\">")
                .text(ReportTexts.support(assessment.support()))
                .raw("</p></details></td></tr>\n");
        rows.flush();
        return new SpoolFile.Piece(from, spool.size() - from);
    }
}
