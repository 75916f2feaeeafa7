package dev.firebreak.app.report;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One advisory over the whole estate: machines by verdict and by what is to be done about them. Holds a few short
 * strings for each machine, most of them shared, so that a hundred thousand machines fit in a small heap.
 */
final class Board {

    /**
     * One machine.
     *
     * @param told where the rest of what is said of it waits
     */
    record Row(String machine, Wording product, Wording why, Spool.Piece told) {}

    /** Machines with which the same is to be done. */
    record Group(List<Step> plan, List<Row> rows) {

        /** Rows that say the same of their machines, in the order of the first of each. */
        Collection<List<Row>> alike() {
            return rows.stream()
                    .collect(Collectors.groupingBy(
                            row -> List.of(row.product(), row.why()), LinkedHashMap::new, Collectors.toList()))
                    .values();
        }
    }

    private final Advisory advisory;
    private final Tally tally = new Tally();
    private final Map<Verdict.Kind, Map<List<Step>, List<Row>>> rows = new EnumMap<>(Verdict.Kind.class);
    private final Map<Wording, Wording> pool = new HashMap<>();

    Board(Advisory advisory) {
        this.advisory = advisory;
    }

    Advisory advisory() {
        return advisory;
    }

    Tally tally() {
        return tally;
    }

    void add(Assessment assessment, Finding finding, Spool.Piece told) {
        Verdict.Kind kind = finding.verdict().kind();
        add(assessment, kind, kind.isGreen() ? List.of() : Step.of(finding.actions()), Told.why(finding), told);
    }

    void add(Assessment assessment, Verdict.Kind kind, List<Step> plan, Wording why, Spool.Piece told) {
        tally.add(kind);
        rows.computeIfAbsent(kind, k -> new LinkedHashMap<>())
                .computeIfAbsent(plan, p -> new ArrayList<>())
                .add(new Row(Told.machine(assessment), pooled(Told.product(assessment)), pooled(why), told));
    }

    private Wording pooled(Wording wording) {
        Wording known = pool.putIfAbsent(wording, wording);
        return known == null ? wording : known;
    }

    /** Groups of a verdict, the largest first; rows by name. */
    List<Group> groups(Verdict.Kind kind) {
        List<Group> groups = new ArrayList<>();
        rows.getOrDefault(kind, Map.of()).forEach((plan, members) -> {
            members.sort(Comparator.comparing(Row::machine, NaturalOrder.INSTANCE));
            groups.add(new Group(plan, Collections.unmodifiableList(members)));
        });
        groups.sort(Comparator.comparing((Group g) -> -g.rows().size())
                .thenComparing(g -> g.rows().getFirst().machine(), NaturalOrder.INSTANCE));
        return groups;
    }
}
