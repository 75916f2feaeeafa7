package dev.firebreak.core.advisory;

import java.time.LocalDate;
import java.util.List;

/**
 * An update that an advisory names against itself.
 *
 * @param published when the vendor made it, for customers who pay or not
 * @param publicSince when anybody could have it
 * @param preferred whether it is the one to choose among those of its product
 * @param replaces updates it supersedes
 * @param packages its files; empty where none is known
 */
public record Remedy(
        Kb kb,
        UpdateKind kind,
        LocalDate published,
        LocalDate publicSince,
        boolean preferred,
        List<Kb> replaces,
        List<UpdatePackage> packages) {

    public Remedy {
        replaces = List.copyOf(replaces);
        packages = List.copyOf(packages);
    }
}
