package dev.firebreak.core.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Package by package, which machines need it; and the machines for which no package is known.
 *
 * @param items the most machines first
 * @param without machines that need something of which no package is known at all
 */
public record DistributionList(List<Item> items, List<MachineNeed> without) {

    public DistributionList {
        items = List.copyOf(items);
        without = List.copyOf(without);
    }

    /**
     * One package and its machines.
     *
     * @param machines in the order of their names
     */
    public record Item(NeededPackage needed, List<Machine> machines) {
        public Item {
            machines = List.copyOf(machines);
        }

        /** How many machines of each site need it; the empty text stands for no site. */
        public Map<String, Integer> sites() {
            Map<String, Integer> sites = new TreeMap<>();
            machines.forEach(m -> sites.merge(m.site(), 1, Integer::sum));
            return sites;
        }
    }

    /**
     * One machine that needs a package.
     *
     * @param site empty where unknown
     * @param first what is installed before
     */
    public record Machine(String name, String site, String advisory, List<NeededPackage> first) {
        public Machine {
            first = List.copyOf(first);
        }
    }

    /** Gathers the needs of machines. */
    public static DistributionList of(Iterable<MachineNeed> needs) {
        Map<NeededPackage, List<Machine>> items = new LinkedHashMap<>();
        List<MachineNeed> without = new ArrayList<>();
        for (MachineNeed need : needs) {
            if (need.steps().isEmpty()) {
                without.add(need);
            }
            String site = need.site() == null ? "" : need.site();
            for (int i = 0; i < need.steps().size(); i++) {
                items.computeIfAbsent(need.steps().get(i), p -> new ArrayList<>())
                        .add(new Machine(
                                need.machine(),
                                site,
                                need.advisory(),
                                need.steps().subList(0, i)));
            }
        }
        List<Item> sorted = new ArrayList<>();
        items.forEach((needed, machines) -> {
            machines.sort(Comparator.comparing(Machine::name));
            sorted.add(new Item(needed, machines));
        });
        sorted.sort(Comparator.comparing((Item i) -> i.needed().step())
                .thenComparingInt(i -> -i.machines().size())
                .thenComparing(i -> i.needed().kb())
                .thenComparing(i -> String.valueOf(i.needed().target())));
        return new DistributionList(sorted, without);
    }
}
