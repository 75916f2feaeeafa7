package dev.firebreak.app.report.model;

import dev.firebreak.app.io.SpoolFile;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Finding;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.text.Text;
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
 * One advisory over the whole fleet: machines by verdict and by what is to be done about them. Holds a few short
 * strings for each machine, most of them shared, so that a hundred thousand machines fit in a small heap.
 */
public final class AdvisoryBoard {

    /**
     * One machine.
     *
     * @param told where the rest of what is said of it waits
     */
    public record Row(String machine, Text product, Text why, SpoolFile.Piece told) {}

    /** Machines with which the same is to be done. */
    public record Group(List<ActionText> plan, List<Row> rows) {

        /** Rows that say the same of their machines, in the order of the first of each. */
        public Collection<List<Row>> alike() {
            return rows.stream()
                    .collect(Collectors.groupingBy(
                            row -> List.of(row.product(), row.why()), LinkedHashMap::new, Collectors.toList()))
                    .values();
        }
    }

    private final Advisory advisory;
    private final VerdictTally tally = new VerdictTally();
    private final Map<Verdict.Kind, Map<List<ActionText>, List<Row>>> rows = new EnumMap<>(Verdict.Kind.class);
    private final Map<Text, Text> pool = new HashMap<>();

    public AdvisoryBoard(Advisory advisory) {
        this.advisory = advisory;
    }

    public Advisory advisory() {
        return advisory;
    }

    public VerdictTally tally() {
        return tally;
    }

    public void add(Assessment assessment, Finding finding, SpoolFile.Piece told) {
        Verdict.Kind kind = finding.verdict().kind();
        add(
                assessment,
                kind,
                kind.isGreen() ? List.of() : ActionText.of(finding.actions()),
                MachineTexts.why(finding),
                told);
    }

    public void add(Assessment assessment, Verdict.Kind kind, List<ActionText> plan, Text why, SpoolFile.Piece told) {
        tally.add(kind);
        rows.computeIfAbsent(kind, k -> new LinkedHashMap<>())
                .computeIfAbsent(plan, p -> new ArrayList<>())
                .add(new Row(
                        MachineTexts.machine(assessment), pooled(MachineTexts.product(assessment)), pooled(why), told));
    }

    private Text pooled(Text wording) {
        Text known = pool.putIfAbsent(wording, wording);
        return known == null ? wording : known;
    }

    /** Groups of a verdict, the largest first; rows by name. */
    public List<Group> groups(Verdict.Kind kind) {
        List<Group> groups = new ArrayList<>();
        rows.getOrDefault(kind, Map.of()).forEach((plan, members) -> {
            members.sort(Comparator.comparing(Row::machine, NaturalOrder.INSTANCE));
            groups.add(new Group(plan, Collections.unmodifiableList(members)));
        });
        groups.sort(Comparator.comparingInt((Group g) -> -g.rows().size())
                .thenComparing(g -> g.rows().getFirst().machine(), NaturalOrder.INSTANCE));
        return groups;
    }
}
