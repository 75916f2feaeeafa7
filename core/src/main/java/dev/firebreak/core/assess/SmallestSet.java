package dev.firebreak.core.assess;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The fewest updates that close all that can be closed: a set cover. Exact where the search ends within its budget, which
 * is nearly always, since one rollup covers most; else the best found, with a bound that says how far off it may be.
 *
 * @param chosen indices of the updates
 * @param atLeast no set can be smaller than this
 */
record SmallestSet(List<Integer> chosen, int atLeast) {

    /** Steps of the search before the best found so far has to do. */
    private static final int BUDGET = 50_000;

    SmallestSet {
        chosen = List.copyOf(chosen);
    }

    /**
     * @param closes for each update what it closes; of two that serve alike the earlier is taken
     * @param targets number of things to close; what no update closes is left out
     */
    static SmallestSet of(List<BitSet> closes, int targets) {
        BitSet open = new BitSet(targets);
        closes.forEach(open::or);
        Search search = new Search(closes);
        int atLeast = search.bound(open);
        search.best = greedy(closes, open);
        search.descend(open, new ArrayList<>());
        boolean exact = search.steps < BUDGET;
        return new SmallestSet(search.best, exact ? search.best.size() : atLeast);
    }

    private static List<Integer> greedy(List<BitSet> closes, BitSet targets) {
        BitSet open = (BitSet) targets.clone();
        List<Integer> chosen = new ArrayList<>();
        while (!open.isEmpty()) {
            int best = -1;
            int most = 0;
            for (int i = 0; i < closes.size(); i++) {
                int gain = common(closes.get(i), open);
                if (gain > most) {
                    most = gain;
                    best = i;
                }
            }
            chosen.add(best);
            open.andNot(closes.get(best));
        }
        return withoutNeedless(closes, chosen, targets);
    }

    private static List<Integer> withoutNeedless(List<BitSet> closes, List<Integer> chosen, BitSet targets) {
        List<Integer> kept = new ArrayList<>(chosen);
        for (int i = kept.size() - 1; i >= 0; i--) {
            BitSet others = new BitSet();
            for (int k = 0; k < kept.size(); k++) {
                if (k != i) {
                    others.or(closes.get(kept.get(k)));
                }
            }
            BitSet left = (BitSet) targets.clone();
            left.andNot(others);
            if (left.isEmpty()) {
                kept.remove(i);
            }
        }
        return kept;
    }

    private static int common(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.and(b);
        return both.cardinality();
    }

    private static final class Search {
        private final List<BitSet> closes;
        private List<Integer> best = List.of();
        private int steps;

        Search(List<BitSet> closes) {
            this.closes = closes;
        }

        /** Targets of which no two share an update need one each. */
        int bound(BitSet open) {
            BitSet taken = new BitSet();
            int count = 0;
            for (int t = open.nextSetBit(0); t >= 0; t = open.nextSetBit(t + 1)) {
                BitSet by = closing(t);
                if (!by.intersects(taken)) {
                    taken.or(by);
                    count++;
                }
            }
            return count;
        }

        private BitSet closing(int target) {
            BitSet by = new BitSet();
            for (int i = 0; i < closes.size(); i++) {
                if (closes.get(i).get(target)) {
                    by.set(i);
                }
            }
            return by;
        }

        void descend(BitSet open, List<Integer> chosen) {
            if (open.isEmpty()) {
                if (chosen.size() < best.size()) {
                    best = List.copyOf(chosen);
                }
                return;
            }
            steps++;
            if (steps >= BUDGET || chosen.size() + bound(open) >= best.size()) {
                return;
            }
            // The target with the fewest ways to close it leaves the fewest branches; with one way there is no choice.
            BitSet fewest = new BitSet();
            for (int t = open.nextSetBit(0); t >= 0; t = open.nextSetBit(t + 1)) {
                BitSet by = closing(t);
                if (fewest.isEmpty() || by.cardinality() < fewest.cardinality()) {
                    fewest = by;
                }
            }
            for (int i = fewest.nextSetBit(0); i >= 0; i = fewest.nextSetBit(i + 1)) {
                BitSet left = (BitSet) open.clone();
                left.andNot(closes.get(i));
                chosen.add(i);
                descend(left, chosen);
                chosen.removeLast();
            }
        }
    }
}
