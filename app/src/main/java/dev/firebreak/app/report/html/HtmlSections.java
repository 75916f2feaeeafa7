package dev.firebreak.app.report.html;

import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.app.report.model.AdvisoryBoard;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.app.report.model.TerminalColours;
import dev.firebreak.app.report.model.VerdictTally;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.SuspicionText;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parts of the page, from the headline to how it was made. */
final class HtmlSections {

    /** Rows that a browser lays out at once; what is out of sight waits. */
    private static final int ROWS_AT_ONCE = 100;

    private static final Text BY_PRODUCT = new Text("By product", "製品別");
    private static final Text BY_SITE = new Text("By site", "拠点別");
    private static final Text FIRST = new Text("What to do first", "最初に行うこと");
    private static final Text MACHINES = new Text("Every machine", "全端末の判定");
    private static final Text ENDED = new Text("Out of support", "サポートが終了した OS");
    private static final Text METHOD = new Text("How verdicts are made", "判定方法");
    private static final Text LINE = new Text("line", "行");

    private final HtmlWriter html;
    private final SpoolFile spool;
    private int plans;

    HtmlSections(HtmlWriter html, SpoolFile spool) {
        this.html = html;
        this.spool = spool;
    }

    /** Machines of one verdict that need the same, with the anchor the list at the top points at. */
    private record ActionGroup(Verdict.Kind kind, AdvisoryBoard.Group group, String anchor) {}

    /** Machines with traces of a worm, before anything else. */
    void suspected(Map<String, Text> machines) {
        if (machines.isEmpty()) {
            return;
        }
        html.raw("<section>\n<h2>").text(SuspicionText.TITLE).raw("</h2>\n<p>");
        html.text(SuspicionText.ADVICE).raw("</p>\n<ul>\n");
        machines.forEach((machine, said) -> html.raw("<li><strong>")
                .text(machine)
                .raw("</strong> ")
                .text(said)
                .raw("</li>\n"));
        html.raw("</ul>\n</section>\n");
    }

    void advisory(HtmlReport.Part part, ReportStyle style) {
        AdvisoryBoard board = part.board();
        VerdictTally tally = board.tally();
        html.raw("<article>\n<p class=\"over\">").text(board.advisory().id()).raw(" · ");
        html.text(board.advisory().title())
                .raw("</p>\n<h1>")
                .text(headline(tally))
                .raw("</h1>\n");
        int unknown = tally.of(Verdict.Kind.UNKNOWN);
        if (unknown > 0) {
            html.raw("<p class=\"lead\">")
                    .text(Text.format(
                            "%s cannot be assessed from the collected evidence: treat as vulnerable until known.",
                            "%sは収集した情報では判定できません。判明するまで未適用とみなしてください。", ReportTexts.machines(unknown)))
                    .raw("</p>\n");
        }
        html.raw("<p class=\"quiet\">")
                .text(Text.format("As of %s", "%s 時点", ReportTexts.date(style.asOf())))
                .raw("</p>\n");
        new HtmlCharts(html).whole(tally);
        List<ActionGroup> planned = planned(board);
        first(planned);
        html.raw("<div class=\"pictures\">\n");
        new HtmlCharts(html).by(BY_PRODUCT, part.products());
        if (part.sites().size() > 1) {
            new HtmlCharts(html).by(BY_SITE, part.sites());
        }
        html.raw("</div>\n<h2>").text(MACHINES).raw("</h2>\n");
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            verdict(kind, tally, planned.stream().filter(p -> p.kind() == kind).toList());
        }
        html.raw("</article>\n");
    }

    private static Text headline(VerdictTally tally) {
        int open = tally.of(Verdict.Kind.VULNERABLE);
        if (open > 0) {
            return Text.format(
                    open == 1 ? "%d of %d machines is vulnerable" : "%d of %d machines are vulnerable",
                    "%2$d 台中 %1$d 台が未適用です",
                    open,
                    tally.total());
        }
        return tally.of(Verdict.Kind.UNKNOWN) > 0
                ? Text.format("None of %d machines is known to be vulnerable", "%d 台中、未適用と確認された端末はありません", tally.total())
                : Text.format("None of %d machines is vulnerable", "%d 台中、未適用の端末はありません", tally.total());
    }

    private List<ActionGroup> planned(AdvisoryBoard board) {
        List<ActionGroup> planned = new ArrayList<>();
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            for (AdvisoryBoard.Group group : board.groups(kind)) {
                planned.add(new ActionGroup(kind, group, "plan-" + ++plans));
            }
        }
        return planned;
    }

    /** The packages, each with the number of machines it is for. */
    private void first(List<ActionGroup> planned) {
        List<ActionGroup> steps =
                planned.stream().filter(p -> !p.group().plan().isEmpty()).toList();
        if (steps.isEmpty()) {
            return;
        }
        html.raw("<h2>")
                .text(FIRST)
                .raw("</h2>\n<div class=\"scroll\"><table class=\"plans\"><thead><tr><th scope=\"col\">");
        html.text(ReportTexts.COUNT)
                .raw("</th><th scope=\"col\">")
                .text(ReportTexts.WHAT_TO_DO)
                .raw("</th><th scope=\"col\">");
        html.text(ReportTexts.FILE).raw(" / SHA-1</th></tr></thead><tbody>\n");
        for (ActionGroup p : steps) {
            html.raw("<tr><td class=\"number " + HtmlCharts.css(p.kind()) + "\"><span class=\"mark\">")
                    .raw(TerminalColours.mark(p.kind()) + "</span> <a href=\"#" + p.anchor() + "\">")
                    .text(ReportTexts.machines(p.group().rows().size()))
                    .raw("</a></td><td>");
            for (ActionText step : p.group().plan()) {
                html.raw("<div>").text(step.what()).raw("</div>");
            }
            html.raw("</td><td>");
            for (ActionText step : p.group().plan()) {
                for (ActionText.Detail detail : step.details()) {
                    if (detail.label().equals(ReportTexts.FILE)
                            || detail.label().equals(ActionText.SHA1)) {
                        html.raw("<code>").text(detail.value()).raw("</code><br>");
                    }
                }
            }
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private void verdict(Verdict.Kind kind, VerdictTally tally, List<ActionGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        html.raw("<details class=\"verdict " + HtmlCharts.css(kind) + "\"" + (kind.isGreen() ? "" : " open"))
                .raw("><summary><h3><span class=\"mark\">" + TerminalColours.mark(kind) + "</span> ")
                .text(kind.label())
                .raw(" <span class=\"count\">")
                .text(ReportTexts.machines(tally.of(kind)))
                .raw("</span></h3></summary>\n");
        for (ActionGroup p : groups) {
            html.raw("<section class=\"plan\" id=\"" + p.anchor() + "\">\n");
            if (!p.group().plan().isEmpty()) {
                html.raw("<ol class=\"steps\">");
                p.group().plan().forEach(this::step);
                html.raw("</ol>\n");
            }
            machines(p.group().rows());
            html.raw("</section>\n");
        }
        html.raw("</details>\n");
    }

    private void step(ActionText step) {
        html.raw("<li>").text(step.what());
        if (!step.details().isEmpty()) {
            html.raw("<dl>");
            for (ActionText.Detail detail : step.details()) {
                html.raw("<dt>").text(detail.label()).raw("</dt><dd>");
                value(detail);
                html.raw("</dd>");
            }
            html.raw("</dl>");
        }
        html.raw("</li>\n");
    }

    private void value(ActionText.Detail detail) {
        String value = detail.value().en();
        boolean link = detail.verbatim() && (value.startsWith("https://") || value.startsWith("http://"));
        if (link) {
            html.raw("<a rel=\"noreferrer\" href=\"")
                    .text(value)
                    .raw("\">")
                    .text(value)
                    .raw("</a>");
        } else if (detail.verbatim()) {
            html.raw("<code>").text(value).raw("</code>");
        } else {
            html.text(detail.value());
        }
    }

    private void machines(List<AdvisoryBoard.Row> rows) {
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            List<AdvisoryBoard.Row> chunk = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
            // Only what is long: a reserved height that is wrong would make a short page jump.
            html.raw(rows.size() > ROWS_AT_ONCE ? "<div class=\"chunk\">" : "<div>")
                    .raw("<table class=\"machines\"><thead" + (from == 0 ? "" : " class=\"unseen\""))
                    .raw("><tr><th scope=\"col\">")
                    .text(ReportTexts.MACHINE)
                    .raw("</th><th scope=\"col\">")
                    .text(ReportTexts.PRODUCT)
                    .raw("</th><th scope=\"col\">")
                    .text(ReportTexts.SITE)
                    .raw("</th><th scope=\"col\">")
                    .text(ReportTexts.WHY)
                    .raw("</th></tr></thead><tbody>\n");
            chunk.forEach(row -> html.copy(spool, row.told()));
            html.raw("</tbody></table></div>\n");
        }
    }

    void outOfSupport(Map<HtmlReport.EndedSupport, Integer> ended) {
        if (ended.isEmpty()) {
            return;
        }
        html.raw("<h2>").text(ENDED).raw("</h2>\n<div class=\"scroll\"><table><tbody>\n");
        ended.forEach((e, count) -> html.raw("<tr><th scope=\"row\">")
                .text(e.product())
                .raw("</th><td class=\"number\">")
                .text(ReportTexts.machines(count))
                .raw("</td><td>")
                .text(e.support())
                .raw("</td><td>")
                .text(e.migrate())
                .raw("</td></tr>\n"));
        html.raw("</tbody></table></div>\n");
    }

    void problems(List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        html.raw("<h2>")
                .text(ReportTexts.COMPLAINTS)
                .raw("</h2>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">");
        html.text(ReportTexts.SOURCE).raw("</th><th scope=\"col\">").text(LINE).raw("</th><th scope=\"col\">");
        html.text(ReportTexts.WHY_NOT).raw("</th></tr></thead><tbody>\n");
        for (Problem problem : problems) {
            html.raw("<tr><td><code>")
                    .text(SafeText.name(problem.source().file()))
                    .raw("</code></td><td class=\"number\">")
                    .raw(
                            problem.source().line() > 0
                                    ? Integer.toString(problem.source().line())
                                    : "")
                    .raw("</td><td>")
                    .text(problem.what())
                    .raw("</td></tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    void method() {
        html.raw("<h2>").text(METHOD).raw("</h2>\n<ul class=\"method\">");
        for (Text line : METHOD_LINES) {
            html.raw("<li>").text(line).raw("</li>");
        }
        html.raw("</ul>\n");
    }

    private static final List<Text> METHOD_LINES = List.of(
            new Text(
                    "\"Fixed\" and \"not affected\" are only stated with positive proof: the driver's version, the revision of the system, an update that contains the fix, or a version of Windows that never had the vulnerability.",
                    "「適用済み」「影響なし」は、ドライバーのバージョン、OS のリビジョン、修正を含む更新プログラム、脆弱性のない Windows のいずれかの根拠情報がある場合にだけ判定します。"),
            new Text(
                    "\"Vulnerable\" requires an old version, or a complete list of updates without the fix.",
                    "「未適用」は、バージョンが古い場合、または完全な更新一覧に修正がない場合に判定します。"),
            new Text(
                    "\"Mitigated\" means that SMBv1 is off and the update still missing or unproven: install it all the same.",
                    "「緩和済み」は SMBv1 が無効で、更新が未適用または未確認の状態です。更新プログラムの適用は引き続き必要です。"),
            new Text("Everything else is \"unknown\", with the evidence to collect.", "それ以外は「未確認」とし、判定に必要な情報を示します。"));
}
