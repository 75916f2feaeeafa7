package dev.firebreak.app.web.pages.deliver;

import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Packages.
 *
 * @param needed what machines need, the missing ones first
 * @param stored all that are there
 * @param signature whether somebody vouches for them
 * @param problem what was wrong with what was asked for; null for nothing
 */
public record PackagesView(
        PageFrame frame,
        List<Need> needed,
        List<StoredPackage> stored,
        SignatureLine signature,
        @Nullable String problem) {

    public PackagesView {
        needed = List.copyOf(needed);
        stored = List.copyOf(stored);
    }

    /** Whether a package that machines need is there. */
    enum Presence {
        MISSING,
        WAITING,
        THERE
    }

    /**
     * A package that machines need.
     *
     * @param there the stored one; null where it is missing
     */
    record Need(
            NeededPackage needed,
            int machines,
            Presence presence,
            @Nullable StoredPackage there) {}

    /** Needs of all advisories with what is there for each; a package that several advisories ask for is one row. */
    static List<Need> rows(List<DistributionList.Item> items, List<StoredPackage> stored) {
        Map<String, NeededPackage> byKey = new LinkedHashMap<>();
        Map<String, Set<String>> machines = new LinkedHashMap<>();
        for (DistributionList.Item item : items) {
            // Two advisories that one package answers may word their notes differently.
            String key = item.needed().key() + " " + item.needed().target().product();
            byKey.putIfAbsent(key, item.needed());
            Set<String> names = machines.computeIfAbsent(key, k -> new TreeSet<>());
            item.machines().forEach(machine -> names.add(machine.name()));
        }
        List<Need> rows = new ArrayList<>();
        byKey.forEach((key, needed) ->
                rows.add(row(needed, machines.getOrDefault(key, Set.of()).size(), stored)));
        rows.sort(Comparator.comparing(Need::presence).thenComparingInt(need -> -need.machines()));
        return rows;
    }

    private static Need row(NeededPackage needed, int machines, List<StoredPackage> stored) {
        StoredPackage best = null;
        for (StoredPackage one : stored) {
            boolean better = best == null || (!best.isServed() && one.isServed());
            if (one.standing() != Standing.REJECTED && better && fits(needed, one)) {
                best = one;
            }
        }
        return new Need(
                needed,
                machines,
                best == null ? Presence.MISSING : best.isServed() ? Presence.THERE : Presence.WAITING,
                best);
    }

    /** By the hash that the knowledge names; where it names none, by a name that says for which Windows it is. */
    private static boolean fits(NeededPackage needed, StoredPackage stored) {
        String sha1 = needed.sha1();
        return sha1 != null
                ? sha1.equalsIgnoreCase(stored.sha1())
                : PackageName.parse(stored.file())
                        .filter(name -> name.fits(needed))
                        .isPresent();
    }

    /** Those that wait for a decision. */
    List<StoredPackage> waiting() {
        return stored.stream()
                .filter(one -> one.standing() == Standing.QUARANTINED)
                .toList();
    }

    /** All others. */
    List<StoredPackage> others() {
        return stored.stream()
                .filter(one -> one.standing() != Standing.QUARANTINED)
                .toList();
    }

    long missing() {
        return needed.stream()
                .filter(need -> need.presence() == Presence.MISSING)
                .count();
    }

    /** Key of the text that tells a standing. */
    static String key(Standing standing) {
        return "packages.standing." + standing.name().toLowerCase(Locale.ROOT);
    }

    /** Key of the text that tells whether it is there. */
    static String key(Presence presence) {
        return "packages.presence." + presence.name().toLowerCase(Locale.ROOT);
    }

    /** Size as people read it. */
    static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%,d\u00A0KB", Math.max(1, bytes >> 10))
                : String.format(Locale.ROOT, "%,.1f\u00A0MB", bytes / (double) (1 << 20));
    }

    /** Architecture and language of a need, as far as known. */
    String kind(NeededPackage needed) {
        List<String> parts = new ArrayList<>();
        parts.add(needed.target().product());
        if (needed.target().architecture() != null) {
            parts.add(needed.target().architecture().id());
        }
        if (needed.target().language() != null) {
            parts.add(needed.target().language());
        }
        return String.join(" / ", parts);
    }
}
