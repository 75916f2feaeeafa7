package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.watch.tie.FleetTies;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A list of machines, as far as a filter lets them through. */
public record MachinesView(
        PageFrame frame,
        List<Advisory> advisories,
        Advisory advisory,
        MachineFilter filter,
        MachineIndex.Page page,
        List<Choice> choices,
        Predicate<MachineSummary> isStale,
        FleetTies ties) {

    public MachinesView {
        advisories = List.copyOf(advisories);
        choices = List.copyOf(choices);
    }

    /** What a machine needs against the advisory; an fleet that is years behind needs much else. */
    List<Kb> needs(MachineSummary line) {
        Set<Kb> own = advisory.updates();
        return line.needs().stream().filter(own::contains).toList();
    }

    /** A list to choose from; {@code chosen} is empty for all. */
    record Choice(String key, String chosen, List<Option> options) {}

    /** One of them. */
    record Option(String value, String label) {}

    /**
     * The head of a column.
     *
     * @param link sorts by it; null where one cannot
     * @param sorted as {@code aria-sort} says it; null where it is not sorted by
     */
    record Column(
            String key, @Nullable String link, @Nullable String sorted, String arrow) {}

    List<Column> columns() {
        return List.of(
                column("state", MachineIndex.Sort.STATUS),
                column("machine", MachineIndex.Sort.NAME),
                column("site", MachineIndex.Sort.SITE),
                column("product", MachineIndex.Sort.PRODUCT),
                new Column("segment", null, null, ""),
                new Column("needs", null, null, ""),
                column("lastseen", MachineIndex.Sort.LAST_SEEN));
    }

    private Column column(String key, MachineIndex.Sort by) {
        boolean sorted = filter.sort() == by;
        return new Column(
                key,
                filter.by(by).link("/machines"),
                sorted ? (filter.descending() ? "descending" : "ascending") : null,
                sorted ? (filter.descending() ? "▼" : "▲") : "");
    }

    boolean stale(MachineSummary line) {
        return isStale.test(line);
    }

    /** How detections name a machine, in words; null where none does. */
    @Nullable
    String seen(MachineSummary line) {
        return MachineTable.seen(ties, line, frame.texts());
    }

    int pages() {
        return Math.max(1, (page.total() + MachineFilter.PAGE - 1) / MachineFilter.PAGE);
    }

    /** Which of them show: "51–100". */
    String span() {
        return page.machines().isEmpty() || pages() == 1
                ? ""
                : frame.texts().number(page.offset() + 1L) + "–"
                        + frame.texts().number(page.offset() + page.machines().size());
    }

    String link(MachineSummary line) {
        return PageLink.to("/machine")
                .with("name", line.name())
                .with("advisory", advisory.id())
                .toString();
    }
}
