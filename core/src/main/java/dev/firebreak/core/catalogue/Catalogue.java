package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.PatchTuesday;
import dev.firebreak.core.advisory.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything the imported feeds say of Windows, compiled for assessment: the updates of each product and architecture. */
public final class Catalogue {

    /** A catalogue of nothing, where nothing was imported. */
    public static final Catalogue EMPTY =
            new Catalogue(List.of(), Map.of(), Map.of(), Set.of(), key -> Optional.empty(), new TreeSet<>());

    /**
     * A CVE.
     *
     * @param fact what is known of it besides; null for nothing
     */
    public record Cve(
            String id,
            String title,
            String severity,
            @Nullable CveFact fact) {

        /** Whether it is exploited, as far as known. */
        public boolean isExploited() {
            return fact != null && fact.exploitedSince() != null;
        }
    }

    private final List<Cve> cves;
    private final Map<String, Integer> indexOf = new HashMap<>();
    private final Map<Integer, String> titles;
    private final Map<String, KbSet> bulletins;
    private final Set<ProductUpdates.Key> keys;
    private final Function<ProductUpdates.Key, Optional<ProductUpdates>> productUpdates;
    private final NavigableSet<LocalDate> patchTuesdays;
    private final @Nullable LocalDate imported;

    /**
     * @param titles of updates, by KB number
     * @param bulletins updates by the id of their bulletin in capitals, {@code MS17-010}
     * @param productUpdates gives the updates of a product; may read them when first asked
     * @param patchTuesdays those of which it names an update
     */
    public Catalogue(
            List<Cve> cves,
            Map<Integer, String> titles,
            Map<String, KbSet> bulletins,
            Set<ProductUpdates.Key> keys,
            Function<ProductUpdates.Key, Optional<ProductUpdates>> productUpdates,
            SortedSet<LocalDate> patchTuesdays) {
        this(cves, titles, bulletins, keys, productUpdates, patchTuesdays, null);
    }

    private Catalogue(
            List<Cve> cves,
            Map<Integer, String> titles,
            Map<String, KbSet> bulletins,
            Set<ProductUpdates.Key> keys,
            Function<ProductUpdates.Key, Optional<ProductUpdates>> productUpdates,
            SortedSet<LocalDate> patchTuesdays,
            @Nullable LocalDate imported) {
        this.cves = List.copyOf(cves);
        for (int i = 0; i < cves.size(); i++) {
            indexOf.put(cves.get(i).id(), i);
        }
        this.titles = Map.copyOf(titles);
        this.bulletins = Map.copyOf(bulletins);
        this.keys = Set.copyOf(keys);
        this.productUpdates = productUpdates;
        this.patchTuesdays = new TreeSet<>(patchTuesdays);
        this.imported = imported;
    }

    /** The same, imported on that day: of Patch Tuesdays after it, it cannot tell. */
    public Catalogue importedOn(LocalDate day) {
        return new Catalogue(cves, titles, bulletins, keys, productUpdates, patchTuesdays.headSet(day, true), day);
    }

    /** Day of the newest import it was made of, UTC; null where none was. */
    public @Nullable LocalDate imported() {
        return imported;
    }

    /** The Patch Tuesdays of which it names an update. */
    public SortedSet<LocalDate> patchTuesdays() {
        return Collections.unmodifiableSortedSet(patchTuesdays);
    }

    /** The newest Patch Tuesday of which it names an update; null where there is none. */
    public @Nullable LocalDate until() {
        return patchTuesdays.isEmpty() ? null : patchTuesdays.last();
    }

    /** Whether it names an update of that Patch Tuesday, or the vendor published none on it. */
    public boolean covers(LocalDate patchTuesday) {
        return patchTuesdays.contains(patchTuesday) || PatchTuesday.wasEmpty(patchTuesday);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The CVE at an index of {@link Vulnerability#cves}. */
    public Cve cve(int index) {
        return cves.get(index);
    }

    public List<Cve> cves() {
        return cves;
    }

    /** Index of that CVE in any case, or -1. */
    public int indexOf(String cve) {
        return indexOf.getOrDefault(cve.toUpperCase(Locale.ROOT), -1);
    }

    /** What is known of that CVE besides; null for nothing. */
    public @Nullable CveFact fact(String cve) {
        int index = indexOf(cve);
        return index < 0 ? null : cves.get(index).fact();
    }

    /** Title of an update; empty where no feed gives one. */
    public String title(Kb kb) {
        return titles.getOrDefault(kb.number(), "");
    }

    public Map<Integer, String> titles() {
        return titles;
    }

    /** Updates of a bulletin; none where it is not known. */
    public KbSet bulletin(String id) {
        return bulletins.getOrDefault(id.toUpperCase(Locale.ROOT), KbSet.EMPTY);
    }

    public Map<String, KbSet> bulletins() {
        return bulletins;
    }

    public Set<ProductUpdates.Key> keys() {
        return keys;
    }

    /** What is known of a product; nothing where no feed mentions it. */
    public Optional<ProductUpdates> productUpdates(Product product, Architecture architecture) {
        return productUpdates(new ProductUpdates.Key(product.id(), architecture));
    }

    public Optional<ProductUpdates> productUpdates(ProductUpdates.Key key) {
        return keys.contains(key) ? productUpdates.apply(key) : Optional.empty();
    }

    /** All shelves, in order; reads every one. */
    public List<ProductUpdates> all() {
        List<ProductUpdates> all = new ArrayList<>();
        keys.stream()
                .sorted(java.util.Comparator.comparing(ProductUpdates.Key::product)
                        .thenComparing(ProductUpdates.Key::architecture))
                .forEach(key -> productUpdates(key).ifPresent(all::add));
        return all;
    }
}
