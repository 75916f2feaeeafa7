package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Roll;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A list of machines, as far as a filter lets them through. */
record MachinesView(
        Frame frame,
        List<Advisory> advisories,
        Advisory advisory,
        Filter filter,
        Roll.Page page,
        List<Choice> choices,
        Predicate<MachineLine> isStale) {

    MachinesView {
        advisories = List.copyOf(advisories);
        choices = List.copyOf(choices);
    }

    /** What a machine needs against the advisory; an estate that is years behind needs much else. */
    List<Kb> needs(MachineLine line) {
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
                column("state", Roll.Sort.LIGHT),
                column("machine", Roll.Sort.NAME),
                column("site", Roll.Sort.SITE),
                column("product", Roll.Sort.PRODUCT),
                new Column("segment", null, null, ""),
                new Column("needs", null, null, ""),
                column("lastseen", Roll.Sort.LAST_SEEN));
    }

    private Column column(String key, Roll.Sort by) {
        boolean sorted = filter.sort() == by;
        return new Column(
                key,
                filter.by(by).link("/machines"),
                sorted ? (filter.descending() ? "descending" : "ascending") : null,
                sorted ? (filter.descending() ? "▼" : "▲") : "");
    }

    boolean stale(MachineLine line) {
        return isStale.test(line);
    }

    int pages() {
        return Math.max(1, (page.total() + Filter.PAGE - 1) / Filter.PAGE);
    }

    /** Which of them show: "51–100". */
    String span() {
        return page.machines().isEmpty() || pages() == 1
                ? ""
                : frame.say().number(page.offset() + 1L) + "–"
                        + frame.say().number(page.offset() + page.machines().size());
    }

    String link(MachineLine line) {
        return Link.to("/machine")
                .with("name", line.name())
                .with("advisory", advisory.id())
                .toString();
    }
}
