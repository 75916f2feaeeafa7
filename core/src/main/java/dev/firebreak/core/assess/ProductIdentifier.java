package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells which product a machine runs from what it said of itself. Where several fit, all are kept. */
final class ProductIdentifier {

    /** Vista, the first Windows whose build number grows with its service pack. */
    private static final int FIRST_MAJOR_WITH_SERVICE_PACK_IN_BUILD = 6;

    /** Answers kept, a power of two: a fleet names itself in few ways. */
    private static final int KEPT = 1 << 9;

    private final Knowledge knowledge;
    private final Known[] kept = new Known[KEPT];

    /** What was found out for one way to name oneself; the language is each machine's own. */
    private record Known(OsObserved os, ProductIdentity identity) {
        boolean answers(OsObserved other) {
            return os.build().equals(other.build())
                    && Objects.equals(os.caption(), other.caption())
                    && Objects.equals(os.servicePack(), other.servicePack())
                    && os.architecture() == other.architecture()
                    && os.platform() == other.platform();
        }
    }

    ProductIdentifier(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    ProductIdentity identify(Snapshot snapshot) {
        OsObserved only = onlyOne(snapshot);
        if (only == null) {
            return workOut(snapshot);
        }
        int hash = Objects.hash(only.build(), only.caption(), only.servicePack()) * 31
                + Objects.hash(
                        only.architecture() == null ? "" : only.architecture().id(), only.platform() == null);
        int slot = (hash ^ (hash >>> 16)) & (KEPT - 1);
        Known known = kept[slot];
        if (known == null || !known.answers(only)) {
            known = new Known(only, workOut(Snapshot.of("", "", List.of(only))));
            kept[slot] = known; // a race only means that two threads find out the same
        }
        ProductIdentity found = known.identity();
        List<LanguageObserved> languages = languages(snapshot);
        return new ProductIdentity(
                found.candidates(),
                found.build(),
                found.architecture(),
                found.edition(),
                List.of(only),
                found.contradictory(),
                found.servicePackTold(),
                first(languages, LanguageObserved::locale),
                first(languages, LanguageObserved::display));
    }

    private static List<LanguageObserved> languages(Snapshot snapshot) {
        for (Evidence evidence : snapshot.evidence()) {
            if (evidence instanceof LanguageObserved) {
                return all(snapshot, LanguageObserved.class).toList();
            }
        }
        return List.of();
    }

    /** What it said of itself where it said so once; null where it did not, or more than once. */
    private static @Nullable OsObserved onlyOne(Snapshot snapshot) {
        @Nullable OsObserved one = null;
        for (Evidence evidence : snapshot.evidence()) {
            if (evidence instanceof OsObserved os) {
                if (one != null) {
                    return null;
                }
                one = os;
            }
        }
        return one;
    }

    private ProductIdentity workOut(Snapshot snapshot) {
        List<OsObserved> seen = all(snapshot, OsObserved.class)
                .sorted(Comparator.comparing((OsObserved os) -> os.caption() == null)
                        .thenComparing(os -> os.source().toString())
                        .thenComparing(OsObserved::toString))
                .toList();
        @Nullable Architecture architecture = only(seen.stream().map(ProductIdentifier::architecture));
        @Nullable Integer servicePack = only(seen.stream().map(OsObserved::servicePack));
        List<Set<Product>> fitting = seen.stream()
                .map(os -> candidates(os, os.servicePack() == null ? servicePack : os.servicePack(), architecture))
                .toList();
        Set<Product> common = new LinkedHashSet<>();
        fitting.stream().findFirst().ifPresent(common::addAll);
        fitting.forEach(common::retainAll);
        boolean contradictory =
                seen.stream().map(os -> os.build().branch()).distinct().count() > 1
                        || (common.isEmpty() && fitting.stream().anyMatch(s -> !s.isEmpty()));
        if (contradictory) {
            fitting.forEach(common::addAll);
        }
        boolean told = seen.stream().anyMatch(os -> os.servicePack() != null || buildTellsServicePack(os.build()));
        List<LanguageObserved> languages = all(snapshot, LanguageObserved.class).toList();
        return new ProductIdentity(
                List.copyOf(common),
                build(seen),
                architecture,
                only(seen.stream().map(os -> OsCaption.of(os.caption()).edition())),
                seen,
                contradictory,
                told,
                first(languages, LanguageObserved::locale),
                first(languages, LanguageObserved::display));
    }

    private Set<Product> candidates(OsObserved os, @Nullable Integer servicePack, @Nullable Architecture architecture) {
        OsCaption caption = OsCaption.of(os.caption());
        List<Product> fit = knowledge.onBranch(os.build());
        if (servicePack != null && !buildTellsServicePack(os.build())) {
            fit = keep(fit, p -> p.servicePack() == servicePack);
        }
        if (architecture != null) {
            fit = keep(fit, p -> p.architectures().contains(architecture));
        }
        Platform said = caption.platform();
        fit = ofPlatform(fit, said != null ? said : os.platform());
        if (!caption.isEmpty() && fit.size() > 1) {
            int best = fit.stream().mapToInt(caption::fit).max().orElse(0);
            fit = keep(fit, p -> caption.fit(p) == best);
        }
        // The highest service pack first: it is the one an update is made for.
        return new LinkedHashSet<>(fit.stream()
                .sorted(Comparator.comparingInt((Product p) -> -p.servicePack()).thenComparing(Product::id))
                .toList());
    }

    private static List<Product> ofPlatform(List<Product> products, @Nullable Platform platform) {
        if (platform == null) {
            return products;
        }
        List<Product> kept = keep(products, p -> p.platform() == platform);
        // An embedded Windows of which nothing of its own is known is the client it was made from.
        return kept.isEmpty() && platform == Platform.EMBEDDED ? ofPlatform(products, Platform.CLIENT) : kept;
    }

    private static @Nullable Architecture architecture(OsObserved os) {
        if (os.architecture() != null) {
            return os.architecture();
        }
        return OsCaption.of(os.caption()).saysX64() ? Architecture.X64 : null;
    }

    private static boolean buildTellsServicePack(Build build) {
        return build.major() >= FIRST_MAJOR_WITH_SERVICE_PACK_IN_BUILD;
    }

    private static @Nullable Build build(List<OsObserved> seen) {
        List<Build> builds = new ArrayList<>(
                seen.stream().map(OsObserved::build).distinct().sorted().toList());
        if (builds.stream().map(Build::branch).distinct().count() > 1 || builds.isEmpty()) {
            return null;
        }
        List<Build> told = keep(builds, Build::hasRevision);
        return told.size() == 1 ? told.getFirst() : builds.getFirst().branch();
    }

    private static <T> List<T> keep(List<T> items, Predicate<T> wanted) {
        return items.stream().filter(wanted).toList();
    }

    /** The one value that all who told agree on. */
    private static <T> @Nullable T only(Stream<? extends @Nullable T> values) {
        List<T> told = new ArrayList<>();
        values.filter(Objects::nonNull).distinct().limit(2).forEach(told::add);
        return told.size() == 1 ? told.getFirst() : null;
    }

    private static @Nullable String first(
            List<LanguageObserved> languages, Function<LanguageObserved, @Nullable String> part) {
        if (languages.size() == 1) {
            return part.apply(languages.getFirst());
        }
        return languages.stream()
                .sorted(Comparator.comparing(l -> l.source().toString()))
                .map(part)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static <E extends Evidence> Stream<E> all(Snapshot snapshot, Class<E> kind) {
        return snapshot.evidence().stream().filter(kind::isInstance).map(kind::cast);
    }
}
