package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.web.pages.frame.BurnDownChart;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.pages.frame.StatusBar;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Applicability;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.text.Text;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The board of one advisory.
 *
 * @param unsupported machines whose Windows gets no updates any more
 * @param gaps machines that no report covers: they count as unknown
 * @param hits what detections say about its machines
 */
public record BoardView(
        PageFrame frame,
        List<Advisory> advisories,
        Advisory advisory,
        MachineIndex.Board board,
        BurnDownChart burnDown,
        int unsupported,
        int unreadable,
        FleetGaps gaps,
        BoardHits hits) {

    /** Groups beyond these are a click away: nobody reads a hundred rows on a board. */
    private static final int MAX_GROUPS = 12;

    private static final int MAX_UNFOLDED = 40;

    private static final int MAX_NEEDS = 8;

    public BoardView {
        advisories = List.copyOf(advisories);
    }

    /** A part of the fleet with its bar and the list of its machines. */
    record Row(String name, StatusTally tally, StatusBar bar, String link) {}

    /** A table of parts. {@code rest} waits to be unfolded; {@code more} are left out. */
    record Table(String key, List<Row> rows, List<Row> rest, int more) {}

    /** An update and how many machines wait for it; {@code pack} names a service pack, whose number tells nobody what it is. */
    record Need(Kb kb, @Nullable Text pack, int machines, String link) {

        String text(PageTexts texts) {
            return pack == null ? texts.text("board.next.install", kb) : texts.text("board.next.pack", pack, kb);
        }
    }

    StatusTally all() {
        return board.all().withUnknown(gaps.unknown());
    }

    String machines(@Nullable MachineStatus status) {
        return link().with("status", status == null ? null : status.id()).toString();
    }

    /** Machines whose last evidence could not be read. */
    String unreadableLink() {
        return link().with("evidence", MachineFilter.UNREAD).toString();
    }

    String headline() {
        int open = all().open();
        if (all().total() == 0) {
            return frame.texts().text("board.empty");
        }
        return open == 0
                ? frame.texts().text("board.safe", all().total())
                : frame.texts().text(open == 1 ? "board.open.one" : "board.open.many", open, all().total());
    }

    List<Table> tables() {
        return List.of(
                table("site", board.sites()), table("product", board.products()), table("segment", board.segments()));
    }

    /** How many updates are wanted besides those that are shown. */
    int moreNeeds() {
        return Math.max(0, board.needs().size() - MAX_NEEDS);
    }

    private Map<Kb, Text> packs() {
        Map<Kb, Text> packs = new HashMap<>();
        advisory.byProduct().values().stream()
                .flatMap(List::stream)
                .map(Advisory.Scoped::said)
                .forEach(said -> {
                    if (said instanceof Applicability.NeedsServicePack needs) {
                        needs.path().forEach(pack -> {
                            Kb kb = pack.kb();
                            if (kb != null) {
                                packs.put(kb, pack.name());
                            }
                        });
                    }
                });
        return packs;
    }

    List<Need> needs() {
        Map<Kb, Text> packs = packs();
        return board.needs().entrySet().stream()
                .sorted(Map.Entry.<Kb, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_NEEDS)
                .map(e -> new Need(
                        e.getKey(),
                        packs.get(e.getKey()),
                        e.getValue(),
                        link().with("q", e.getKey().toString()).toString()))
                .toList();
    }

    private Table table(String by, List<MachineIndex.Group> groups) {
        // Where nobody told a segment, the table says nothing that the whole does not.
        List<MachineIndex.Group> told =
                groups.size() == 1 && groups.getFirst().name().isEmpty() ? List.of() : groups;
        List<Row> rows = told.stream()
                .limit(MAX_UNFOLDED)
                .map(g -> new Row(
                        g.name(),
                        g.tally(),
                        StatusBar.of(g.tally()),
                        link().with(by, g.name().isEmpty() ? MachineFilter.NOTHING : g.name())
                                .toString()))
                .toList();
        int first = Math.min(MAX_GROUPS, rows.size());
        return new Table(by, rows.subList(0, first), rows.subList(first, rows.size()), told.size() - rows.size());
    }

    private PageLink link() {
        return PageLink.to("/machines").with("advisory", advisory.id());
    }
}
