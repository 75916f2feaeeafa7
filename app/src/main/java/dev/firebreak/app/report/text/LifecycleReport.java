package dev.firebreak.app.report.text;

import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.NaturalOrder;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Support dates of products, or of what machines run. */
public final class LifecycleReport {

    private static final Text MAINSTREAM = new Text("mainstream", "メインストリーム");
    private static final Text EXTENDED = new Text("extended", "延長");
    private static final Text ESU = new Text("paid (ESU)", "有償（ESU）");
    private static final Text STATE = new Text("state", "状態");
    private static final Text LAST_DAY = new Text("last day", "最終日");

    private final TerminalPage page;
    private final ReportStyle style;

    public LifecycleReport(TerminalPage page, ReportStyle style) {
        this.page = page;
        this.style = style;
    }

    /** A line of cells; the state colours the second one. */
    private record Line(Lifecycle.State state, List<String> cells) {}

    public void products(List<Lifecycle> products) {
        List<Line> lines = products.stream()
                .sorted(Comparator.comparing(Lifecycle::platform)
                        .thenComparing(Lifecycle::extendedEnd, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Lifecycle::name, NaturalOrder.INSTANCE))
                .map(this::product)
                .toList();
        write(List.of(ReportTexts.PRODUCT, STATE, MAINSTREAM, EXTENDED, ESU), lines);
    }

    private Line product(Lifecycle product) {
        Support support = product.on(style.asOf());
        return new Line(
                support.state(),
                List.of(
                        SafeText.name(product.name()),
                        page.text(support.state().label()),
                        date(product.mainstreamEnd()),
                        date(product.extendedEnd()),
                        date(product.esuEnd())));
    }

    /** Machines by what they run, those out of support first. */
    public void machines(List<Assessment> machines) {
        record Runs(Text product, Support support) {}
        Map<Runs, List<String>> names = new HashMap<>();
        for (Assessment machine : machines) {
            names.computeIfAbsent(new Runs(MachineTexts.product(machine), machine.support()), r -> new ArrayList<>())
                    .add(MachineTexts.machine(machine));
        }
        List<Line> lines = names.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Runs, List<String>> e) ->
                                rank(e.getKey().support().state()))
                        .thenComparing(e -> page.text(e.getKey().product()), NaturalOrder.INSTANCE))
                .map(e -> new Line(
                        e.getKey().support().state(),
                        List.of(
                                page.text(e.getKey().product()),
                                page.text(e.getKey().support().state().label()),
                                date(e.getKey().support().ends()),
                                page.text(ReportTexts.machines(e.getValue().size())),
                                String.join(
                                        "  ",
                                        e.getValue().stream()
                                                .sorted(NaturalOrder.INSTANCE)
                                                .toList()))))
                .toList();
        write(List.of(ReportTexts.PRODUCT, STATE, LAST_DAY, ReportTexts.COUNT, ReportTexts.MACHINES), lines);
    }

    private static int rank(Lifecycle.State state) {
        return switch (state) {
            case UNSUPPORTED -> 0;
            case UNKNOWN -> 1;
            case ESU -> 2;
            case EXTENDED -> 3;
            case MAINSTREAM -> 4;
        };
    }

    private void write(List<Text> headings, List<Line> lines) {
        page.line(page.ink()
                .bold(page.text(Text.format("Support as of %s", "%s 時点のサポート状況", ReportTexts.date(style.asOf())))));
        page.line();
        List<String> titles = headings.stream().map(page::text).toList();
        int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    TextWidth.of(titles.get(i)),
                    lines.stream()
                            .mapToInt(l -> TextWidth.of(l.cells().get(column)))
                            .max()
                            .orElse(0));
        }
        int others = 0;
        for (int i = 1; i < widths.length - 1; i++) {
            others += widths[i] + 2;
        }
        int last = Math.min(widths[widths.length - 1], 12);
        if (page.columns() > 0) {
            widths[0] = Math.min(widths[0], Math.max(20, page.columns() - others - last - 2));
        }
        page.line(
                page.ink().dim(row(titles, widths, -1, Lifecycle.State.UNKNOWN).stripTrailing()));
        for (Line line : lines) {
            line(line, widths, others);
        }
    }

    /** The first and the last cell may take several lines; a name that is cut could be another's. */
    private void line(Line line, int[] widths, int others) {
        List<String> names = LineWrapper.lines(line.cells().getFirst(), page.columns() == 0 ? 0 : widths[0]);
        List<String> ends = LineWrapper.lines(line.cells().getLast(), page.room(widths[0] + 2 + others));
        List<String> cells = new ArrayList<>(line.cells().subList(0, widths.length - 1));
        for (int i = 0; i < Math.max(names.size(), ends.size()); i++) {
            cells.set(0, i < names.size() ? names.get(i) : "");
            String start = i == 0
                    ? row(cells, widths, 1, line.state())
                    : TextWidth.pad(cells.getFirst(), widths[0] + 2 + others);
            page.line((start + (i < ends.size() ? ends.get(i) : "")).stripTrailing());
        }
    }

    private String row(List<String> cells, int[] widths, int coloured, Lifecycle.State state) {
        var row = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = TextWidth.pad(cells.get(i), widths[i]);
            row.append(i == coloured ? page.ink().of(state, cell) : cell).append("  ");
        }
        return row.toString();
    }

    private String date(@Nullable LocalDate day) {
        return day == null ? "-" : page.text(ReportTexts.date(day));
    }
}
