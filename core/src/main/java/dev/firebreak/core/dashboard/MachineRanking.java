package dev.firebreak.core.dashboard;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.fleet.MachineStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Orders the entries of the list. */
final class MachineRanking {

    private MachineRanking() {}

    /** How many machines need each update, the most wanted first. */
    static Map<Kb, Integer> mostWanted(Map<List<Kb>, int[]> needs) {
        Map<Kb, Integer> each = new HashMap<>();
        needs.forEach((kbs, machines) -> kbs.forEach(kb -> each.merge(kb, machines[0], Integer::sum)));
        Map<Kb, Integer> wanted = new LinkedHashMap<>();
        each.entrySet().stream()
                .sorted(Map.Entry.<Kb, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(e -> e.getKey().toString()))
                .forEach(e -> wanted.put(e.getKey(), e.getValue()));
        return wanted;
    }

    /** A part of what would be in order; the rest is not put in order where the part is a small one at the beginning. */
    static <T> List<T> part(List<T> entries, Comparator<T> order, int offset, int limit) {
        long most = (long) offset + limit;
        if (most * 8 >= entries.size()) {
            return entries.stream().sorted(order).skip(offset).limit(limit).toList();
        }
        var first = new PriorityQueue<T>(order.reversed());
        for (T entry : entries) {
            if (first.size() < most) {
                first.add(entry);
            } else if (most > 0 && order.compare(entry, first.element()) < 0) {
                first.remove();
                first.add(entry);
            }
        }
        return first.stream().sorted(order).skip(offset).toList();
    }

    /** Counts a machine among those of its site, product or segment; those without one are one group without a name. */
    static void count(Map<String, int[]> groups, @Nullable String name, MachineStatus status) {
        groups.computeIfAbsent(name == null ? "" : name, n -> new int[MachineStatus.values().length])[
                status.ordinal()]++;
    }
}
