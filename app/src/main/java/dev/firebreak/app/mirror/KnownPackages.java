package dev.firebreak.app.mirror;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdatePackage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The packages that the knowledge names, by hash and by name of file. */
public final class KnownPackages {

    private final Map<String, Known> bySha1 = new HashMap<>();
    private final Map<String, Set<String>> hashesByName = new HashMap<>();
    private final Set<Known> all = new LinkedHashSet<>();

    /** A package that the knowledge names, and the update it installs. */
    public record Known(Kb kb, UpdatePackage file) {}

    /** Adds one; later ones add to earlier ones. */
    public void add(Kb kb, UpdatePackage file) {
        var known = new Known(kb, file);
        all.add(known);
        String sha1 = file.sha1() == null ? "" : file.sha1().toLowerCase(Locale.ROOT);
        if (sha1.matches("[0-9a-f]{40}")) {
            bySha1.putIfAbsent(sha1, known);
            String name = file.file();
            if (name != null) {
                hashesByName
                        .computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new LinkedHashSet<>())
                        .add(sha1);
            }
        }
    }

    /** The package of a SHA-1 in lower case. */
    Optional<Known> ofSha1(String sha1) {
        return Optional.ofNullable(bySha1.get(sha1));
    }

    /** The hashes that a file of that name may have; empty where the knowledge names none. */
    Set<String> hashes(String name) {
        return hashesByName.getOrDefault(name.toLowerCase(Locale.ROOT), Set.of());
    }

    /** All that can be fetched: they have an address. */
    public List<Known> fetchable() {
        return all.stream()
                .filter(known -> known.file().url() != null)
                .sorted(Comparator.comparing(
                        known -> Objects.requireNonNullElse(known.file().file(), "")))
                .toList();
    }

    /** Everything that is known. */
    public List<Known> all() {
        return new ArrayList<>(all);
    }
}
