package dev.firebreak.app.report.text;

import dev.firebreak.app.report.model.MachineTexts;
import dev.firebreak.app.report.model.ReportTexts;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.text.Text;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Products out of support on a terminal, each with what replaces it; those that ended first come first. */
final class EndedSupportSection {

    private static final Text HEADING = new Text("OUT OF SUPPORT", "サポートが終了した OS");

    private final Map<Product, Integer> machines = new LinkedHashMap<>();

    private record Product(Text name, Lifecycle.Support support, Text migrate) {}

    /** Counts a machine whose product is out of support. */
    void add(Assessment assessment) {
        assessment.findings().stream()
                .flatMap(f -> f.actions().stream())
                .filter(Action.Migrate.class::isInstance)
                .findFirst()
                .ifPresent(a -> machines.merge(
                        new Product(
                                MachineTexts.product(assessment),
                                assessment.support(),
                                ActionText.migrate((Action.Migrate) a)),
                        1,
                        Integer::sum));
    }

    void write(TerminalPage page) {
        if (machines.isEmpty()) {
            return;
        }
        page.line(page.ink().bold(page.text(HEADING)));
        page.line();
        int width = 0;
        for (Product product : machines.keySet()) {
            width = Math.max(width, Math.min(TableReport.WIDEST_PRODUCT, TextWidth.of(page.text(product.name()))));
        }
        List<Map.Entry<Product, Integer>> sorted = machines.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Product, Integer> e) ->
                                        e.getKey().support().ends(),
                                Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(e -> e.getKey().name().en()))
                .toList();
        for (Map.Entry<Product, Integer> entry : sorted) {
            row(page, entry.getKey(), entry.getValue(), width);
        }
        page.line();
    }

    private static void row(TerminalPage page, Product product, int count, int width) {
        String name = TextWidth.pad(page.text(product.name()), width);
        String machines = TextWidth.pad(page.text(ReportTexts.machines(count)), 12);
        String heading = " ".repeat(TableReport.MARGIN) + name + "  " + machines + "  ";
        if (page.columns() > 0 && page.columns() - TextWidth.of(heading) < TableReport.MIN_FOR_WHY) {
            page.line(heading.stripTrailing());
            page.hanging(" ".repeat(TableReport.MARGIN * 2), TableReport.MARGIN * 2, page.text(product.migrate()));
        } else {
            page.hanging(heading, TextWidth.of(heading), page.text(product.migrate()));
        }
    }
}
