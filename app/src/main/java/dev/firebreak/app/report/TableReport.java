package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Coverage;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Step;
import dev.firebreak.core.guidance.Visible;
import dev.firebreak.core.inventory.Complaint;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The answer on a terminal: exposed machines first, each under the exact package it needs. */
final class TableReport implements ReportSink {

    private static final int WIDEST_BAR = 60;
    private static final int WIDEST_NAME = 24;
    private static final int NAME_WHERE_NARROW = 16;
    private static final int WIDEST_PRODUCT = 34;
    private static final int LEAST_FOR_WHY = 28;
    private static final int MARGIN = 4;

    /** From this many machines on, what holds for all of them is said once. */
    private static final int MANY_ALIKE = 4;

    /** What to do next: a label, and how. */
    private record Hint(Wording label, Wording how) {}

    private static final Hint COLLECT = new Hint(
            new Wording("Missing evidence", "不足している情報"),
            new Wording(
                    "run scripts/collect.cmd on those machines, then assess again",
                    "該当端末で scripts/collect.cmd を実行し、再度判定する"));
    private static final Hint EXPLAIN = new Hint(
            new Wording("One machine", "1 台の詳細"),
            new Wording("firebreak explain MACHINE PATH..", "firebreak explain 端末名 パス.."));
    private static final Hint OTHER_FORMS = new Hint(
            new Wording("For others", "報告・連携用"),
            new Wording(
                    "--format html | xlsx | csv | json, with --out FILE",
                    "--format html | xlsx | csv | json（--out ファイル）"));

    private final Page page;
    private final ReportStyle style;
    private final Map<String, Board> boards = new LinkedHashMap<>();
    private final Map<Ended, Integer> ended = new LinkedHashMap<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private int machines;
    private boolean missing;

    /** A product out of support, and what replaces it. */
    private record Ended(Wording product, Lifecycle.Support support, Wording migrate) {}

    TableReport(OutputStream out, ReportStyle style) {
        this.page = new Page(out, style);
        this.style = style;
    }

    @Override
    public void accept(Assessment assessment) {
        machines++;
        if (WholeCatalogue.holds(assessment)) {
            boards.computeIfAbsent("", id -> new Board(WholeCatalogue.SUBJECT))
                    .add(
                            assessment,
                            assessment.worst(),
                            WholeCatalogue.plan(assessment),
                            WholeCatalogue.why(assessment),
                            Spool.Piece.NONE);
        } else {
            findings(assessment);
        }
        missing |= assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .anyMatch(Action.Collect.class::isInstance);
        assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .filter(Action.Migrate.class::isInstance)
                .findFirst()
                .ifPresent(a -> ended.merge(
                        new Ended(Told.product(assessment), assessment.support(), Step.migrate((Action.Migrate) a)),
                        1,
                        Integer::sum));
    }

    private void findings(Assessment assessment) {
        for (Finding finding : assessment.findings()) {
            boards.computeIfAbsent(finding.advisory().id(), id -> new Board(finding.advisory()))
                    .add(assessment, finding, Spool.Piece.NONE);
        }
    }

    @Override
    public void complain(Complaint complaint) {
        complaints.add(complaint);
    }

    @Override
    public void close() {
        boards.values().forEach(this::board);
        if (boards.containsKey("")) {
            page.hanging("  ", 2, page.say(Coverage.sentence()));
            page.line();
        }
        outOfSupport();
        complaints();
        if (machines > 0) {
            knowledge();
            hints();
        }
    }

    private void board(Board board) {
        heading(board);
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            List<Board.Group> groups = board.groups(kind);
            if (groups.isEmpty()) {
                continue;
            }
            page.line(page.ink()
                            .strong(
                                    kind,
                                    Ink.mark(kind) + " "
                                            + page.say(kind.label()).toUpperCase(Locale.ROOT))
                    + page.ink()
                            .bold("  " + page.say(Words.machines(board.tally().of(kind)))));
            page.line();
            Widths widths = Widths.of(groups, page);
            for (Board.Group group : groups) {
                group(kind, group, widths);
                page.line();
            }
        }
    }

    private void heading(Board board) {
        Tally tally = board.tally();
        page.hanging(
                page.ink().bold(board.advisory().id()) + "  ",
                Columns.of(board.advisory().id()) + 2,
                Visible.text(page.say(board.advisory().title())));
        page.line(page.say(
                Wording.format("%s, as of %s", "%s、%s 時点", Words.machines(tally.total()), Words.date(style.asOf()))));
        page.line();
        int width = page.columns() == 0 ? WIDEST_BAR : Math.min(WIDEST_BAR, page.columns());
        page.line(bar(tally, width));
        List<String> counts = new ArrayList<>();
        int used = 0;
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            if (tally.of(kind) == 0 && kind == Verdict.Kind.MITIGATED) {
                continue;
            }
            String count = Ink.block(kind) + " " + tally.of(kind) + " " + page.say(kind.label());
            if (page.columns() > 0 && used > 0 && used + 3 + Columns.of(count) > page.columns()) {
                page.line(String.join("   ", counts));
                counts.clear();
                used = 0;
            }
            used += Columns.of(count) + (used > 0 ? 3 : 0);
            counts.add(tally.of(kind) == 0 ? page.ink().dim(count) : page.ink().of(kind, count));
        }
        page.line(String.join("   ", counts));
        page.line();
    }

    /** Each verdict that occurs gets at least one block: a single exposed machine among thousands must be seen. */
    private String bar(Tally tally, int width) {
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
            bar.append(page.ink().of(kind, Ink.block(kind).repeat(blocks)));
            before = after;
        }
        return bar.toString();
    }

    private void group(Verdict.Kind kind, Board.Group group, Widths widths) {
        for (Step step : group.plan()) {
            page.step("→ ", 2, step, true);
        }
        if (page.columns() == 0) {
            // Somebody's program may look for a machine: a line each, with all of it.
            group.rows().forEach(row -> row(kind, row, widths));
            return;
        }
        for (List<Board.Row> alike : group.alike()) {
            if (alike.size() < MANY_ALIKE) {
                alike.forEach(row -> row(kind, row, widths));
            } else {
                together(kind, alike);
            }
        }
    }

    /** Machines of which the same is to be said: it is said once. */
    private void together(Verdict.Kind kind, List<Board.Row> rows) {
        Board.Row first = rows.getFirst();
        String mark = " ".repeat(MARGIN) + page.ink().of(kind, Ink.mark(kind)) + " ";
        int left = MARGIN + 2;
        page.hanging(
                mark,
                left,
                page.say(Wording.format(
                        "%s, %s: %s", "%s、%s: %s", first.product(), Words.machines(rows.size()), first.why())));
        var line = new StringBuilder();
        int used = 0;
        for (Board.Row row : rows) {
            int width = Columns.of(row.machine()) + 2;
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

    private void row(Verdict.Kind kind, Board.Row row, Widths widths) {
        String mark = " ".repeat(MARGIN) + page.ink().of(kind, Ink.mark(kind)) + " ";
        int left = MARGIN + 2;
        String machine = Columns.pad(row.machine(), widths.machine());
        String product = Columns.pad(page.say(row.product()), widths.product());
        String why = page.say(row.why());
        boolean namesFit = Columns.of(machine) == widths.machine() && Columns.of(product) == widths.product();
        int at = left + widths.machine() + 2 + widths.product() + 2;
        if (page.columns() == 0 || (namesFit && page.columns() - at >= LEAST_FOR_WHY)) {
            page.hanging(mark + machine + "  " + product + "  ", at, why);
            return;
        }
        page.hanging(mark, left, row.machine());
        page.hanging(" ".repeat(left + 2), left + 2, page.say(row.product()));
        page.hanging(" ".repeat(left + 2), left + 2, why);
    }

    /** Rows that get a line of their own. */
    private static List<Board.Row> singly(Board.Group group, Page page) {
        return page.columns() == 0
                ? group.rows()
                : group.alike().stream()
                        .filter(rows -> rows.size() < MANY_ALIKE)
                        .flatMap(List::stream)
                        .toList();
    }

    /** Widths of the first columns, the same for all groups of a verdict. */
    private record Widths(int machine, int product) {
        static Widths of(List<Board.Group> groups, Page page) {
            int machine = 0;
            int product = 0;
            for (Board.Group group : groups) {
                for (Board.Row row : singly(group, page)) {
                    machine = Math.max(machine, Columns.of(row.machine()));
                    product = Math.max(product, Columns.of(page.say(row.product())));
                }
            }
            boolean narrow = page.columns() > 0 && page.columns() < 100;
            return new Widths(
                    Math.min(machine, narrow ? NAME_WHERE_NARROW : WIDEST_NAME), Math.min(product, WIDEST_PRODUCT));
        }
    }

    private void outOfSupport() {
        if (ended.isEmpty()) {
            return;
        }
        page.line(page.ink().bold(page.say(new Wording("OUT OF SUPPORT", "サポートが終了した OS"))));
        page.line();
        int products = 0;
        for (Ended e : ended.keySet()) {
            products = Math.max(products, Math.min(WIDEST_PRODUCT, Columns.of(page.say(e.product()))));
        }
        for (var entry : ended.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Ended, Integer> e) ->
                                        e.getKey().support().ends(),
                                Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(e -> e.getKey().product().en()))
                .toList()) {
            Ended e = entry.getKey();
            String product = Columns.pad(page.say(e.product()), products);
            String count = page.say(Words.machines(entry.getValue()));
            String heading = " ".repeat(MARGIN) + product + "  " + Columns.pad(count, 12) + "  ";
            page.hanging(heading, Columns.of(heading), page.say(e.migrate()));
        }
        page.line();
    }

    private void complaints() {
        if (complaints.isEmpty()) {
            return;
        }
        page.line(page.ink().bold("! " + page.say(Words.COMPLAINTS)));
        page.line();
        for (Complaint complaint : complaints) {
            page.hanging(
                    " ".repeat(MARGIN),
                    MARGIN + 2,
                    Visible.name(complaint.source().toString()) + ": " + Visible.text(page.say(complaint.what())));
        }
        page.line();
    }

    private void knowledge() {
        if (style.knowledge() != null) {
            page.hanging("", 0, page.say(style.knowledge().words()));
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
                .mapToInt(h -> Columns.of(page.say(h.label())))
                .max()
                .orElse(0);
        for (Hint hint : hints) {
            String label = Columns.pad(page.say(hint.label()), widest) + "  ";
            page.hanging(page.ink().dim(label), widest + 2, page.say(hint.how()));
        }
    }
}
