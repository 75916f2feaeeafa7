package dev.firebreak.core.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses, among the packages that are there, the one that a machine needs. */
public final class PackageChoice {

    private PackageChoice() {}

    /**
     * The file for a need: its name must say that it fits ({@link PackageName#fits}), and where the knowledge names its SHA-1, the name must
     * not hold another. Where several fit, the one that the knowledge names, then the first by name.
     */
    public static Optional<PackageFile> choose(NeededPackage needed, Collection<PackageFile> files) {
        return files.stream()
                .filter(f -> f.kb().equals(needed.kb()))
                .filter(f -> PackageName.parse(f.file())
                        .filter(name -> name.fits(needed) && !differs(needed.sha1(), name.sha1()))
                        .isPresent())
                .min(Comparator.comparing((PackageFile f) -> !isNamed(needed, f))
                        .thenComparing(PackageFile::file));
    }

    /** The files of all steps, in order; empty where one is missing. */
    public static Optional<List<PackageFile>> all(MachineNeed need, Collection<PackageFile> files) {
        List<PackageFile> all = new ArrayList<>();
        for (NeededPackage step : need.steps()) {
            Optional<PackageFile> file = choose(step, files);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            all.add(file.get());
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static boolean differs(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.equalsIgnoreCase(other);
    }

    private static boolean isNamed(NeededPackage needed, PackageFile file) {
        String wanted = needed.file();
        return wanted != null && PackageName.isSameFile(wanted, file.file());
    }
}
