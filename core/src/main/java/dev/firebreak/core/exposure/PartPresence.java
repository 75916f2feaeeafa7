package dev.firebreak.core.exposure;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.exposure.WindowsPart.Family;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the parts that have updates of their own are on a machine. What ships with its Windows is; what nothing tells of
 * may be; absent is only what evidence says is not there, or what another version that is there replaced.
 */
final class PartPresence {

    /** Whether a part is there. */
    enum Presence {
        ABSENT,
        POSSIBLE,
        PRESENT
    }

    /**
     * What a machine told about one family.
     *
     * @param name {@link WindowsPart#name}
     * @param version {@link WindowsPart#version}, 0 where unknown
     */
    record Observation(Family family, String name, int version, boolean installed) implements Comparable<Observation> {
        @Override
        public int compareTo(Observation other) {
            return Comparator.comparing(Observation::family)
                    .thenComparing(Observation::name)
                    .thenComparingInt(Observation::version)
                    .thenComparing(Observation::installed)
                    .compare(this, other);
        }
    }

    private final Product product;
    private final Architecture architecture;
    private final LocalDate asOf;
    private final Collection<Observation> observations;

    /** What updates that install or remove a part are listed. */
    private final List<ShippedParts.Installer> installers = new ArrayList<>();

    /** Parts that an installed update is for. */
    private final Collection<WindowsPart> shown;

    private final boolean flashRemoved;

    /**
     * @param installers numbers of listed updates that install or remove a part
     * @param shown parts that an installed update is for
     * @param newestDayOnLine of the product's rollups or cumulative updates that are there, days since 1970
     */
    PartPresence(
            Product product,
            Architecture architecture,
            LocalDate asOf,
            Collection<Observation> observations,
            int[] installers,
            Collection<WindowsPart> shown,
            int newestDayOnLine) {
        this.product = product;
        this.architecture = architecture;
        this.asOf = asOf;
        this.observations = observations;
        this.shown = shown;
        for (int kb : installers) {
            ShippedParts.installer(kb).ifPresent(this.installers::add);
        }
        this.flashRemoved = this.installers.stream().anyMatch(i -> i.family() == Family.FLASH_PLAYER)
                || newestDayOnLine >= ShippedParts.FLASH_REMOVED_BY_ROLLUPS.toEpochDay();
    }

    Presence of(WindowsPart part) {
        if (part.family().isOneVersion()) {
            return ofOneVersion(part);
        }
        List<Observation> told =
                observations.stream().filter(o -> isOf(o, part)).toList();
        if (told.stream().anyMatch(Observation::installed)) {
            return Presence.PRESENT;
        }
        if (part.family() == Family.FLASH_PLAYER && flashRemoved) {
            return Presence.ABSENT;
        }
        // "Not there" by one source weighs less than an update that another lists for it.
        boolean isShown = shown.stream().anyMatch(part::equals);
        if (!told.isEmpty()) {
            return isShown ? Presence.POSSIBLE : Presence.ABSENT;
        }
        return isShown || ShippedParts.ships(part, product, architecture, asOf) ? Presence.PRESENT : Presence.POSSIBLE;
    }

    private static boolean isOf(Observation observation, WindowsPart part) {
        return observation.family() == part.family()
                && observation.name().equals(part.name())
                && (observation.version() == 0
                        || part.versions().isEmpty()
                        || part.versions().stream().anyMatch(v -> v / 100 == observation.version() / 100));
    }

    private Presence ofOneVersion(WindowsPart part) {
        NavigableSet<Integer> told = new TreeSet<>();
        boolean versionUntold = false;
        boolean toldAbsent = false;
        for (Observation observation : observations) {
            if (observation.family() == part.family()) {
                toldAbsent |= !observation.installed();
                versionUntold |= observation.installed() && observation.version() == 0;
                if (observation.installed() && observation.version() != 0) {
                    told.add(observation.version());
                }
            }
        }
        NavigableSet<Integer> known = told.isEmpty() ? byUpdates(part.family()) : told;
        if (told.isEmpty() && toldAbsent && !versionUntold) {
            return isShown(part.family()) ? Presence.POSSIBLE : Presence.ABSENT;
        }
        if (known.isEmpty() || part.versions().isEmpty()) {
            return Presence.POSSIBLE;
        }
        boolean sure = (toldAbsent || told.size() > 1) ? false : part.versions().containsAll(known);
        if (part.versions().stream().anyMatch(known::contains)) {
            return sure ? Presence.PRESENT : Presence.POSSIBLE;
        }
        if (part.versions().last() < known.first()) {
            return Presence.ABSENT;
        }
        if (told.isEmpty()) {
            // A newer one than everything that tells may have been installed since.
            return Presence.POSSIBLE;
        }
        return newestShown(part.family()).filter(s -> s.first() > known.last()).isPresent()
                ? Presence.POSSIBLE
                : Presence.ABSENT;
    }

    /** The versions that may be there by what ships, what was installed later, and what updates are for. */
    private NavigableSet<Integer> byUpdates(Family family) {
        TreeSet<Integer> least = new TreeSet<>();
        ShippedParts.version(family, product).ifPresent(least::add);
        installers.stream().filter(i -> i.family() == family).forEach(i -> least.add(i.version()));
        @Nullable Integer floor = least.isEmpty() ? null : least.last();
        NavigableSet<Integer> updated = newestShown(family).orElse(new TreeSet<>());
        if (floor == null || updated.isEmpty()) {
            return floor == null ? updated : new TreeSet<>(List.of(floor));
        }
        NavigableSet<Integer> later = updated.tailSet(floor, true);
        // An update for the version that is known to be there says nothing new.
        return later.isEmpty() || later.contains(floor) ? new TreeSet<>(List.of(floor)) : later;
    }

    private boolean isShown(Family family) {
        return newestShown(family).isPresent();
    }

    private Optional<NavigableSet<Integer>> newestShown(Family family) {
        return shown.stream()
                .filter(p -> p.family() == family && !p.versions().isEmpty())
                .map(WindowsPart::versions)
                .max(Comparator.<NavigableSet<Integer>>comparingInt(NavigableSet::last)
                        .thenComparingInt(NavigableSet::first));
    }
}
