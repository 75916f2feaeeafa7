package dev.firebreak.core.exposure;

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
record SmallestUpdateSet(List<Integer> chosen, int atLeast) {

    /** Steps of the search before the best found so far has to do. */
    private static final int BUDGET = 50_000;

    SmallestUpdateSet {
        chosen = List.copyOf(chosen);
    }

    /**
     * @param ways ways to close something, each the updates that do; of two that serve alike the one with the smaller index
     *     is taken
     * @param things how many things there are to close in each way; what no update closes is left out
     * @param updates number of updates
     */
    static SmallestUpdateSet of(List<BitSet> ways, int[] things, int updates) {
        List<BitSet> targets = new ArrayList<>();
        int[] weights = new int[things.length];
        for (int way = 0; way < things.length; way++) {
            if (things[way] > 0 && !ways.get(way).isEmpty()) {
                weights[targets.size()] = things[way];
                targets.add(ways.get(way));
            }
        }
        BitSet open = new BitSet(targets.size());
        open.set(0, targets.size());
        Search search = new Search(targets, updates);
        int atLeast = search.bound(open);
        search.best = search.greedy(open, weights);
        search.descend(open, new ArrayList<>());
        boolean exact = search.steps < BUDGET;
        return new SmallestUpdateSet(search.best, exact ? search.best.size() : atLeast);
    }

    private static final class Search {
        /** By target, who closes it. */
        private final List<BitSet> closing;

        /** By update, what it closes. */
        private final BitSet[] closes;

        private List<Integer> best = List.of();
        private int steps;

        Search(List<BitSet> targets, int updates) {
            this.closing = targets;
            this.closes = new BitSet[updates];
            for (int i = 0; i < updates; i++) {
                closes[i] = new BitSet(targets.size());
            }
            for (int t = 0; t < targets.size(); t++) {
                BitSet by = targets.get(t);
                for (int i = by.nextSetBit(0); i >= 0; i = by.nextSetBit(i + 1)) {
                    closes[i].set(t);
                }
            }
        }

        List<Integer> greedy(BitSet targets, int[] weights) {
            BitSet open = (BitSet) targets.clone();
            List<Integer> chosen = new ArrayList<>();
            while (!open.isEmpty()) {
                int best = -1;
                int most = 0;
                for (int i = 0; i < closes.length; i++) {
                    int gain = 0;
                    for (int t = closes[i].nextSetBit(0); t >= 0; t = closes[i].nextSetBit(t + 1)) {
                        gain += open.get(t) ? weights[t] : 0;
                    }
                    if (gain > most) {
                        most = gain;
                        best = i;
                    }
                }
                chosen.add(best);
                open.andNot(closes[best]);
            }
            return withoutNeedless(chosen, targets);
        }

        @SuppressWarnings("ListRemoveAmbiguous") // by index
        private List<Integer> withoutNeedless(List<Integer> chosen, BitSet targets) {
            List<Integer> kept = new ArrayList<>(chosen);
            for (int i = kept.size() - 1; i >= 0; i--) {
                BitSet left = (BitSet) targets.clone();
                for (int k = 0; k < kept.size(); k++) {
                    if (k != i) {
                        left.andNot(closes[kept.get(k)]);
                    }
                }
                if (left.isEmpty()) {
                    kept.remove(i);
                }
            }
            return kept;
        }

        /** Targets of which no two share an update need one each. */
        int bound(BitSet open) {
            BitSet taken = new BitSet();
            int count = 0;
            for (int t = open.nextSetBit(0); t >= 0; t = open.nextSetBit(t + 1)) {
                if (!closing.get(t).intersects(taken)) {
                    taken.or(closing.get(t));
                    count++;
                }
            }
            return count;
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
            int least = Integer.MAX_VALUE;
            for (int t = open.nextSetBit(0); t >= 0; t = open.nextSetBit(t + 1)) {
                int size = closing.get(t).cardinality();
                if (size < least) {
                    least = size;
                    fewest = closing.get(t);
                }
            }
            for (int i = fewest.nextSetBit(0); i >= 0; i = fewest.nextSetBit(i + 1)) {
                BitSet left = (BitSet) open.clone();
                left.andNot(closes[i]);
                chosen.add(i);
                descend(left, chosen);
                chosen.removeLast();
            }
        }
    }
}
