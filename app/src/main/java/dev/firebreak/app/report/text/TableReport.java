package dev.firebreak.app.report.text;

import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.app.report.model.AdvisoryBoard;
import dev.firebreak.app.report.model.CatalogueSummary;
import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.app.report.model.TerminalColours;
import dev.firebreak.app.report.model.VerdictTally;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.guidance.CoverageText;
import dev.firebreak.core.guidance.SuspicionText;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The answer on a terminal: exposed machines first, each under the exact package it needs. */
public final class TableReport implements ReportSink {

    private static final int WIDEST_BAR = 60;
    private static final int WIDEST_NAME = 24;
    private static final int NAME_WHERE_NARROW = 16;
    static final int WIDEST_PRODUCT = 34;
    static final int MIN_FOR_WHY = 28;
    static final int MARGIN = 4;

    /** From this many machines on, what holds for all of them is said once. */
    private static final int MANY_ALIKE = 4;

    /** What to do next: a label, and how. */
    private record Hint(Text label, Text how) {}

    private static final Hint COLLECT = new Hint(
            new Text("Missing evidence", "不足している情報"),
            new Text(
                    "run scripts/collect.cmd on those machines, then assess again",
                    "該当端末で scripts/collect.cmd を実行し、再度判定します"));
    private static final Hint EXPLAIN = new Hint(
            new Text("One machine", "1 台の詳細"),
            new Text("firebreak explain MACHINE PATH..", "firebreak explain 端末名 パス.."));
    private static final Hint OTHER_FORMS = new Hint(
            new Text("For others", "報告・連携用"),
            new Text(
                    "--format html | xlsx | csv | json, with --out FILE",
                    "--format html | xlsx | csv | json（--out ファイル）"));

    private final TerminalPage page;
    private final ReportStyle style;
    private final Map<String, AdvisoryBoard> boards = new LinkedHashMap<>();
    private final EndedSupportSection ended = new EndedSupportSection();
    private final List<Problem> problems = new ArrayList<>();
    private int machines;
    private final List<SuspectedMachine> suspected = new ArrayList<>();
    private boolean missing;
    private FleetGaps gaps = FleetGaps.NONE;

    /** A machine with traces of a worm. */
    private record SuspectedMachine(String name, Text traces) {}

    public TableReport(OutputStream out, ReportStyle style) {
        this.page = new TerminalPage(out, style);
        this.style = style;
    }

    @Override
    public void accept(Assessment assessment) {
        machines++;
        SuspicionText.of(assessment.snapshot())
                .ifPresent(said -> suspected.add(new SuspectedMachine(MachineTexts.machine(assessment), said)));
        if (CatalogueSummary.holds(assessment)) {
            boards.computeIfAbsent("", id -> new AdvisoryBoard(CatalogueSummary.SUBJECT))
                    .add(
                            assessment,
                            assessment.worst(),
                            CatalogueSummary.plan(assessment),
                            CatalogueSummary.why(assessment),
                            SpoolFile.Piece.NONE);
        } else {
            findings(assessment);
        }
        missing |= assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .anyMatch(Action.Collect.class::isInstance);
        ended.add(assessment);
    }

    private void findings(Assessment assessment) {
        for (Finding finding : assessment.findings()) {
            boards.computeIfAbsent(finding.advisory().id(), id -> new AdvisoryBoard(finding.advisory()))
                    .add(assessment, finding, SpoolFile.Piece.NONE);
        }
    }

    @Override
    public void addProblem(Problem problem) {
        problems.add(problem);
    }

    /** They have a section of their own, and are in the totals. */
    @Override
    public void addGaps(FleetGaps found, Function<Snapshot, Assessment> assessor) {
        gaps = found;
    }

    @Override
    public void close() {
        suspected();
        boards.values().forEach(this::board);
        new GapsSection(page).write(gaps);
        if (boards.containsKey("")) {
            page.hanging("  ", 2, page.text(CoverageText.sentence()));
            page.line();
        }
        ended.write(page);
        problems();
        if (machines > 0) {
            knowledge();
            hints();
        }
    }

    /** Before anything else: where a worm may be already, patching comes second. */
    private void suspected() {
        if (suspected.isEmpty()) {
            return;
        }
        page.line(page.ink().bold("! " + page.text(SuspicionText.TITLE).toUpperCase(Locale.ROOT)) + "  "
                + page.ink().bold(page.text(ReportTexts.machines(suspected.size()))));
        page.line();
        page.hanging("  ", 2, page.text(SuspicionText.ADVICE));
        for (SuspectedMachine machine : suspected) {
            page.hanging(
                    " ".repeat(MARGIN), MARGIN + 2, machine.name() + "  " + SafeText.text(page.text(machine.traces())));
        }
        page.line();
    }

    private void board(AdvisoryBoard board) {
        heading(board);
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            List<AdvisoryBoard.Group> groups = board.groups(kind);
            if (groups.isEmpty()) {
                continue;
            }
            page.line(page.ink()
                            .strong(
                                    kind,
                                    TerminalColours.mark(kind) + " "
                                            + page.text(kind.label()).toUpperCase(Locale.ROOT))
                    + page.ink()
                            .bold("  "
                                    + page.text(
                                            ReportTexts.machines(board.tally().of(kind)))));
            page.line();
            Widths widths = Widths.of(groups, page);
            for (AdvisoryBoard.Group group : groups) {
                group(kind, group, widths);
                page.line();
            }
        }
    }

    private void heading(AdvisoryBoard board) {
        VerdictTally tally = board.tally().plus(Verdict.Kind.UNKNOWN, gaps.unknown());
        page.hanging(
                page.ink().bold(board.advisory().id()) + "  ",
                TextWidth.of(board.advisory().id()) + 2,
                SafeText.text(page.text(board.advisory().title())));
        page.line(page.text(Text.format(
                "%s, as of %s", "%s、%s 時点", ReportTexts.machines(tally.total()), ReportTexts.date(style.asOf()))));
        page.line();
        int width = page.columns() == 0 ? WIDEST_BAR : Math.min(WIDEST_BAR, page.columns());
        page.line(bar(tally, width));
        List<String> counts = new ArrayList<>();
        int used = 0;
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            if (tally.of(kind) == 0 && kind == Verdict.Kind.MITIGATED) {
                continue;
            }
            String count = TerminalColours.block(kind) + " " + tally.of(kind) + " " + page.text(kind.label());
            if (page.columns() > 0 && used > 0 && used + 3 + TextWidth.of(count) > page.columns()) {
                page.line(String.join("   ", counts));
                counts.clear();
                used = 0;
            }
            used += TextWidth.of(count) + (used > 0 ? 3 : 0);
            counts.add(tally.of(kind) == 0 ? page.ink().dim(count) : page.ink().of(kind, count));
        }
        page.line(String.join("   ", counts));
        if (gaps.total() > 0) {
            page.hanging("", 0, page.text(gaps.sentence()));
        }
        page.line();
    }

    /** Each verdict that occurs gets at least one block: a single exposed machine among thousands must be seen. */
    private String bar(VerdictTally tally, int width) {
        Set<Verdict.Kind> present = EnumSet.noneOf(Verdict.Kind.class);
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            if (tally.of(kind) > 0) {
                present.add(kind);
            }
        }
        int free = width - present.size();
        var bar = new StringBuilder();
        long before = 0;
        for (Verdict.Kind kind : present) {
            long after = before + tally.of(kind);
            int blocks = 1 + (int) (after * free / tally.total() - before * free / tally.total());
            bar.append(page.ink().of(kind, TerminalColours.block(kind).repeat(blocks)));
            before = after;
        }
        return bar.toString();
    }

    private void group(Verdict.Kind kind, AdvisoryBoard.Group group, Widths widths) {
        for (ActionText step : group.plan()) {
            page.step("→ ", 2, step, true);
        }
        if (page.columns() == 0) {
            // Somebody's program may look for a machine: a line each, with all of it.
            group.rows().forEach(row -> row(kind, row, widths));
            return;
        }
        for (List<AdvisoryBoard.Row> alike : group.alike()) {
            if (alike.size() < MANY_ALIKE) {
                alike.forEach(row -> row(kind, row, widths));
            } else {
                together(kind, alike);
            }
        }
    }

    /** Machines of which the same is to be said: it is said once. */
    private void together(Verdict.Kind kind, List<AdvisoryBoard.Row> rows) {
        AdvisoryBoard.Row first = rows.getFirst();
        String mark = " ".repeat(MARGIN) + page.ink().of(kind, TerminalColours.mark(kind)) + " ";
        int left = MARGIN + 2;
        page.hanging(
                mark,
                left,
                page.text(Text.format(
                        "%s, %s: %s", "%s、%s: %s", first.product(), ReportTexts.machines(rows.size()), first.why())));
        var line = new StringBuilder();
        int used = 0;
        for (AdvisoryBoard.Row row : rows) {
            int width = TextWidth.of(row.machine()) + 2;
            if (used > 0 && left + 2 + used + width - 2 > page.columns()) {
                page.line(" ".repeat(left + 2) + line.toString().stripTrailing());
                line.setLength(0);
                used = 0;
            }
            line.append(row.machine()).append("  ");
            used += width;
        }
        page.line(" ".repeat(left + 2) + line.toString().stripTrailing());
    }

    private void row(Verdict.Kind kind, AdvisoryBoard.Row row, Widths widths) {
        String mark = " ".repeat(MARGIN) + page.ink().of(kind, TerminalColours.mark(kind)) + " ";
        int left = MARGIN + 2;
        String machine = TextWidth.pad(row.machine(), widths.machine());
        String product = TextWidth.pad(page.text(row.product()), widths.product());
        String why = page.text(row.why());
        boolean namesFit = TextWidth.of(machine) == widths.machine() && TextWidth.of(product) == widths.product();
        int at = left + widths.machine() + 2 + widths.product() + 2;
        if (page.columns() == 0 || (namesFit && page.columns() - at >= MIN_FOR_WHY)) {
            page.hanging(mark + machine + "  " + product + "  ", at, why);
            return;
        }
        page.hanging(mark, left, row.machine());
        page.hanging(" ".repeat(left + 2), left + 2, page.text(row.product()));
        page.hanging(" ".repeat(left + 2), left + 2, why);
    }

    /** Rows that get a line of their own. */
    private static List<AdvisoryBoard.Row> singly(AdvisoryBoard.Group group, TerminalPage page) {
        return page.columns() == 0
                ? group.rows()
                : group.alike().stream()
                        .filter(rows -> rows.size() < MANY_ALIKE)
                        .flatMap(List::stream)
                        .toList();
    }

    /** Widths of the first columns, the same for all groups of a verdict. */
    private record Widths(int machine, int product) {
        static Widths of(List<AdvisoryBoard.Group> groups, TerminalPage page) {
            int machine = 0;
            int product = 0;
            for (AdvisoryBoard.Group group : groups) {
                for (AdvisoryBoard.Row row : singly(group, page)) {
                    machine = Math.max(machine, TextWidth.of(row.machine()));
                    product = Math.max(product, TextWidth.of(page.text(row.product())));
                }
            }
            boolean narrow = page.columns() > 0 && page.columns() < 100;
            return new Widths(
                    Math.min(machine, narrow ? NAME_WHERE_NARROW : WIDEST_NAME), Math.min(product, WIDEST_PRODUCT));
        }
    }

    private void problems() {
        if (problems.isEmpty()) {
            return;
        }
        page.line(page.ink().bold("! " + page.text(ReportTexts.COMPLAINTS)));
        page.line();
        for (Problem problem : problems) {
            page.hanging(
                    " ".repeat(MARGIN),
                    MARGIN + 2,
                    SafeText.name(problem.source().toString()) + ": " + SafeText.text(page.text(problem.what())));
        }
        page.line();
    }

    private void knowledge() {
        if (style.knowledge() != null) {
            page.hanging("", 0, page.text(style.knowledge().words()));
            page.line();
        }
    }

    private void hints() {
        List<Hint> hints = new ArrayList<>();
        if (missing) {
            hints.add(COLLECT);
        }
        hints.add(EXPLAIN);
        hints.add(OTHER_FORMS);
        int widest = hints.stream()
                .mapToInt(h -> TextWidth.of(page.text(h.label())))
                .max()
                .orElse(0);
        for (Hint hint : hints) {
            String label = TextWidth.pad(page.text(hint.label()), widest) + "  ";
            page.hanging(page.ink().dim(label), widest + 2, page.text(hint.how()));
        }
    }
}
