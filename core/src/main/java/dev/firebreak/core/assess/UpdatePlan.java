package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Hole;
import dev.firebreak.core.advisory.Shelf;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Which updates to install, what each closes, and what none closes.
 *
 * @param steps the most urgent first
 * @param withoutUpdate open holes for which no update was to be had
 */
record UpdatePlan(List<Step> steps, int atLeast, List<Hole> withoutUpdate) {

    /** One update and the CVEs it closes, alone or with others. */
    record Step(int kb, TreeSet<Integer> cves, long exploited) {}

    /** A part of an open hole. */
    private record Target(Hole hole, int[] part) {}

    static UpdatePlan of(List<Hole> open, Standing standing, Shelf shelf, Digest digest, Catalogue catalogue) {
        List<Integer> candidates = digest.newest;
        List<Target> targets = new ArrayList<>();
        List<Hole> without = new ArrayList<>();
        for (Hole hole : open) {
            List<int[]> parts = standing.toClose(hole);
            if (parts.isEmpty()) {
                without.add(hole);
            }
            for (int[] part : parts) {
                if (candidates.stream().anyMatch(kb -> closes(shelf, kb, part))) {
                    targets.add(new Target(hole, part));
                } else if (without.isEmpty() || without.getLast() != hole) {
                    without.add(hole);
                }
            }
        }
        List<BitSet> closes = new ArrayList<>();
        for (int kb : candidates) {
            BitSet bits = new BitSet(targets.size());
            for (int t = 0; t < targets.size(); t++) {
                bits.set(t, closes(shelf, kb, targets.get(t).part()));
            }
            closes.add(bits);
        }
        SmallestSet smallest = SmallestSet.of(closes, targets.size());
        List<Step> steps = new ArrayList<>();
        for (int chosen : smallest.chosen()) {
            TreeSet<Integer> cves = new TreeSet<>();
            closes.get(chosen).stream().forEach(t -> {
                for (int cve : targets.get(t).hole().cves()) {
                    cves.add(cve);
                }
            });
            long exploited =
                    cves.stream().filter(c -> catalogue.cve(c).isExploited()).count();
            steps.add(new Step(candidates.get(chosen), cves, exploited));
        }
        steps.sort(Comparator.comparingLong((Step s) -> -s.exploited())
                .thenComparingInt(s -> -s.cves().size())
                .thenComparingInt(Step::kb));
        return new UpdatePlan(steps, smallest.atLeast(), without);
    }

    /**
     * Updates one could have that day which no other one contains: rollups first, then the newest, so that of two that
     * serve alike the better one is taken.
     */
    static List<Integer> newest(Shelf shelf, LocalDate asOf) {
        BitSet named = named(shelf);
        List<Integer> offered = new ArrayList<>();
        for (int kb = 0; kb < shelf.order().size(); kb++) {
            boolean out = shelf.outOn(kb, asOf) || (shelf.days()[kb] == Shelf.NO_DAY && !shelf.onLine(kb));
            if (out && shelf.isOffered(kb) && (!shelf.onLine(kb) || named.get(kb) || isPatchTuesday(shelf, kb))) {
                offered.add(kb);
            }
        }
        BitSet contained = new BitSet();
        for (int kb : offered) {
            BitSet within = (BitSet) shelf.order().contained(kb).clone();
            within.clear(kb);
            contained.or(within);
        }
        return offered.stream()
                .filter(kb -> !contained.get(kb))
                .sorted(Comparator.comparing((Integer kb) -> !shelf.onLine(kb))
                        .thenComparing(kb -> -(long) shelf.days()[kb])
                        .thenComparing(kb -> -kb))
                .toList();
    }

    private static BitSet named(Shelf shelf) {
        BitSet named = new BitSet();
        for (Hole hole : shelf.holes()) {
            for (int[] part : hole.parts()) {
                for (int kb : part) {
                    named.set(kb);
                }
            }
        }
        return named;
    }

    /** Between the second Tuesdays come optional updates, which bring no security of their own. */
    static boolean isPatchTuesday(Shelf shelf, int kb) {
        return shelf.published(kb)
                .map(day -> day.equals(day.with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.TUESDAY))))
                .orElse(false);
    }

    static boolean closes(Shelf shelf, int kb, int[] part) {
        BitSet within = shelf.order().contained(kb);
        for (int older : part) {
            if (within.get(older)) {
                return true;
            }
        }
        return false;
    }
}
