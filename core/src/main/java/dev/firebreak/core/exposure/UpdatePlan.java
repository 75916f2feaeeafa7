package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.PatchTuesday;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.Vulnerability;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Which updates to install, what each closes, and what none closes.
 *
 * @param steps the most urgent first
 * @param withoutUpdate open holes for which no update was to be had
 */
public record UpdatePlan(List<Step> steps, int atLeast, List<Vulnerability> withoutUpdate) {

    /**
     * One update and what it closes, alone or with others.
     *
     * @param cves indices of the catalogue's CVEs
     */
    public record Step(int kb, BitSet cves, int exploited) {}

    /**
     * A hole that is open.
     *
     * @param ways to close what is open of it: indices of {@link ProductDigest#ways}; none where no update has to close anything
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record OpenVulnerability(Vulnerability vulnerability, int[] ways) {}

    public static UpdatePlan of(List<OpenVulnerability> open, ProductDigest digest, BitSet exploited) {
        List<Vulnerability> without = new ArrayList<>();
        // How many parts of holes can be closed in each way.
        int[] parts = new int[digest.ways.size()];
        for (OpenVulnerability vulnerability : open) {
            boolean all = vulnerability.ways().length > 0;
            for (int way : vulnerability.ways()) {
                parts[way]++;
                all &= way != ProductDigest.NO_WAY;
            }
            if (!all) {
                without.add(vulnerability.vulnerability());
            }
        }
        parts[ProductDigest.NO_WAY] = 0;
        SmallestUpdateSet smallest = SmallestUpdateSet.of(digest.ways, parts, digest.newest.size());
        List<Step> steps = new ArrayList<>();
        for (int chosen : smallest.chosen()) {
            BitSet cves = closed(open, digest.waysOf(chosen));
            BitSet urgent = (BitSet) cves.clone();
            urgent.and(exploited);
            steps.add(new Step(digest.newest.get(chosen), cves, urgent.cardinality()));
        }
        steps.sort(Comparator.comparingInt((Step s) -> -s.exploited())
                .thenComparingInt(s -> -s.cves().cardinality())
                .thenComparingInt(Step::kb));
        return new UpdatePlan(steps, smallest.atLeast(), without);
    }

    private static BitSet closed(List<OpenVulnerability> open, BitSet ways) {
        BitSet cves = new BitSet();
        for (OpenVulnerability vulnerability : open) {
            for (int way : vulnerability.ways()) {
                if (ways.get(way)) {
                    for (int cve : vulnerability.vulnerability().cves()) {
                        cves.set(cve);
                    }
                }
            }
        }
        return cves;
    }

    /**
     * Updates one could have that day which no other one contains: rollups first, then the newest, so that of two that
     * serve alike the better one is taken.
     */
    static List<Integer> newest(ProductUpdates productUpdates, LocalDate asOf) {
        BitSet named = named(productUpdates);
        List<Integer> offered = new ArrayList<>();
        for (int kb = 0; kb < productUpdates.order().size(); kb++) {
            boolean out = productUpdates.outOn(kb, asOf)
                    || (productUpdates.days()[kb] == ProductUpdates.NO_DAY && !productUpdates.onLine(kb));
            if (out && productUpdates.isOffered(kb) && isStated(productUpdates, kb, named)) {
                offered.add(kb);
            }
        }
        BitSet contained = new BitSet();
        for (int kb : offered) {
            BitSet within = (BitSet) productUpdates.order().contained(kb).clone();
            within.clear(kb);
            contained.or(within);
        }
        return offered.stream()
                .filter(kb -> !contained.get(kb))
                .sorted(Comparator.comparing((Integer kb) -> !productUpdates.onLine(kb))
                        .thenComparingLong(kb -> -(long) productUpdates.days()[kb])
                        .thenComparingInt(kb -> -kb))
                .toList();
    }

    /**
     * Whether a statement names it for this product: a line serves several, of which one gets more updates than another,
     * and for longer. Of what closes no hole by name, only what replaces something was told with the product.
     */
    private static boolean isStated(ProductUpdates productUpdates, int kb, BitSet named) {
        boolean beside = productUpdates.kinds()[kb] == UpdateKind.STANDALONE && !productUpdates.onLine(kb);
        return named.get(kb) || (beside && productUpdates.order().direct(kb).length > 0);
    }

    private static BitSet named(ProductUpdates productUpdates) {
        BitSet named = new BitSet();
        for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
            for (int[] part : vulnerability.parts()) {
                for (int kb : part) {
                    named.set(kb);
                }
            }
        }
        return named;
    }

    /** Between the second Tuesdays come optional updates, which bring no security of their own. */
    static boolean isPatchTuesday(ProductUpdates productUpdates, int kb) {
        return productUpdates.published(kb).map(PatchTuesday::is).orElse(false);
    }
}
