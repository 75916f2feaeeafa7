package dev.firebreak.core.rollout;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.rollout.NeededPackage.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which machines, by what they know of themselves, need a package: how an offline medium chooses.
 *
 * @param build branch of Windows: 5.1.2600
 * @param type {@code client}, {@code server}, {@code embedded}, or {@code any} where one package serves all
 * @param languages ids of install languages; none means all
 * @param leastPack least service pack
 * @param mostPack most service pack
 * @param file the package; null where it is not there
 */
public record MediumEntry(
        Build build,
        String type,
        Architecture architecture,
        List<String> languages,
        int leastPack,
        int mostPack,
        NeededPackage needed,
        @Nullable PackageFile file) {

    private static final int MAX_PACKS = 9;

    /** Builds of Windows by service pack, where service packs change it; and the last service pack. */
    private static final Map<PackageName.Branch, List<String>> SERVICE_PACKS = Map.of(
            new PackageName.Branch(5, 1), List.of("5.1.2600", "5.1.2600", "5.1.2600", "5.1.2600"),
            new PackageName.Branch(5, 2), List.of("5.2.3790", "5.2.3790", "5.2.3790"),
            new PackageName.Branch(6, 0), List.of("6.0.6000", "6.0.6001", "6.0.6002"),
            new PackageName.Branch(6, 1), List.of("6.1.7600", "6.1.7601"));

    public MediumEntry {
        languages = List.copyOf(languages);
    }

    /**
     * Entries for the needs of an estate, service packs before fixes. A need of which the architecture is not known, or the language where
     * it decides, has none: nobody can choose by a guess.
     */
    public static List<MediumEntry> of(Collection<MachineNeed> needs, Collection<PackageFile> files) {
        Set<MediumEntry> entries = new LinkedHashSet<>();
        for (MachineNeed need : needs) {
            entries.addAll(of(need, files));
        }
        List<MediumEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing((MediumEntry e) -> e.needed().step())
                .thenComparing(e -> e.needed().key())
                .thenComparingInt(MediumEntry::leastPack));
        return sorted;
    }

    private static List<MediumEntry> of(MachineNeed need, Collection<PackageFile> files) {
        long packs =
                need.steps().stream().filter(s -> s.step() == Step.SERVICE_PACK).count();
        List<MediumEntry> entries = new ArrayList<>();
        int number = 0;
        for (NeededPackage step : need.steps()) {
            NeededPackage.Target target = step.target();
            Architecture architecture = target.architecture();
            List<String> builds = SERVICE_PACKS.get(PackageName.Branch.of(target.nt()));
            List<String> languages = languages(target);
            if (architecture == null
                    || (packs > 0 && builds == null)
                    || (isPerLanguage(target) && languages.isEmpty())) {
                return List.of();
            }
            int last = builds == null ? 0 : builds.size() - 1;
            int before = number == 0 ? target.servicePack() : (int) (last - packs + number);
            boolean isPack = step.step() == Step.SERVICE_PACK;
            int after = isPack ? (int) (last - packs + number + 1) : MAX_PACKS + 1;
            if (after <= before) {
                return List.of();
            }
            entries.add(new MediumEntry(
                    number == 0 || builds == null ? target.nt() : Build.of(builds.get(before)),
                    type(target),
                    architecture,
                    languages,
                    before,
                    after - 1,
                    step,
                    PackageChoice.choose(step, files).orElse(null)));
            number += isPack ? 1 : 0;
        }
        return entries;
    }

    private static boolean isPerLanguage(NeededPackage.Target target) {
        return target.nt().major() == 5;
    }

    private static List<String> languages(NeededPackage.Target target) {
        String letters = target.language();
        return letters == null || !isPerLanguage(target)
                ? List.of()
                : InstallLanguage.of(letters).map(InstallLanguage::ids).orElse(List.of());
    }

    /** Where clients, servers or embedded systems of one version have packages of their own. */
    private static String type(NeededPackage.Target target) {
        boolean isXp = target.nt().major() == 5 && target.nt().minor() == 1;
        boolean is8 = target.nt().major() == 6 && target.nt().minor() == 2;
        return switch (target.platform()) {
            case EMBEDDED -> isXp ? "embedded" : is8 ? "client" : "any";
            case CLIENT -> isXp || is8 ? "client" : "any";
            case SERVER -> is8 ? "server" : "any";
        };
    }
}
