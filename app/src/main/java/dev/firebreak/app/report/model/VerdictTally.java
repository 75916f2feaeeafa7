package dev.firebreak.app.report.model;

import dev.firebreak.core.assess.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** Counts by verdict. */
public final class VerdictTally {

    private final Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
    private int total;

    public void add(Verdict.Kind kind) {
        add(kind, 1);
    }

    public void add(Verdict.Kind kind, int machines) {
        counts.merge(kind, machines, Integer::sum);
        total += machines;
    }

    /** The same with some more. */
    public VerdictTally plus(Verdict.Kind kind, int machines) {
        var sum = new VerdictTally();
        counts.forEach(sum::add);
        if (machines > 0) {
            sum.add(kind, machines);
        }
        return sum;
    }

    public int of(Verdict.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    public int total() {
        return total;
    }
}
