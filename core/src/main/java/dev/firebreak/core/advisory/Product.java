package dev.firebreak.core.advisory;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A release of Windows with its service pack, as advisories name it.
 *
 * @param id our own, {@code windows-7-sp1}
 * @param names as the vendor's feeds spell it, by architecture
 * @param shortName without architecture: "Windows 7 SP1"
 * @param nt its branch, {@code 6.1.7601}
 * @param alsoNt branches that updates have moved it to: Server 2008 SP2 names itself 6.0.6003 since 2019
 * @param servicePack 0 for none
 * @param lifecycle ids of its support dates, by edition
 */
public record Product(
        String id,
        Map<Architecture, String> names,
        String shortName,
        Platform platform,
        Build nt,
        Set<Build> alsoNt,
        int servicePack,
        Map<Edition, String> lifecycle) {

    public Product {
        names = Map.copyOf(names);
        alsoNt = Set.copyOf(alsoNt);
        lifecycle = Map.copyOf(lifecycle);
    }

    /** Architectures it exists for. */
    public Set<Architecture> architectures() {
        return names.keySet();
    }

    /** Its name for an architecture; the short one where that is not known. */
    public String name(@Nullable Architecture architecture) {
        if (architecture != null && names.containsKey(architecture)) {
            return names.get(architecture);
        }
        return names.size() == 1 ? names.values().iterator().next() : shortName;
    }
}
