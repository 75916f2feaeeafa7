package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Updates that a feed names for one Windows though our lines know them as those of another: the client's for a server, an
 * older version's for a newer. Nobody is offered them there. Where a feed names nothing else, the product's own cumulative
 * update of that day or the next after it decides: a month's fixes are all in it.
 */
final class MisattributedUpdates {

    /** By program, then by CVE. */
    private final TreeMap<String, TreeMap<String, TreeSet<Kb>>> named = new TreeMap<>();

    void named(String component, String cve, Kb kb) {
        named.computeIfAbsent(component, c -> new TreeMap<>())
                .computeIfAbsent(cve, c -> new TreeSet<>())
                .add(kb);
    }

    /**
     * Adds the product's own updates where nothing else is named, and tells what was done.
     *
     * @param closing updates by CVE, by program
     */
    List<SupersedenceRepair> mend(
            Map<String, TreeMap<String, TreeSet<Kb>>> closing, @Nullable UpdateLine carrying, ReleaseDates published) {
        TreeSet<Kb> told = new TreeSet<>();
        List<SupersedenceRepair> repairs = new ArrayList<>();
        named.forEach((component, byCve) -> byCve.forEach((cve, kbs) -> {
            TreeSet<Kb> own = closing.getOrDefault(component, new TreeMap<>()).getOrDefault(cve, new TreeSet<>());
            boolean alone = own.isEmpty();
            for (Kb kb : kbs) {
                @Nullable
                Kb instead = !alone || carrying == null || !carrying.isCumulative()
                        ? null
                        : published
                                .on(kb)
                                .flatMap(carrying::firstCumulativeFrom)
                                .map(Update::kb)
                                .orElse(null);
                if (instead != null) {
                    own.add(instead);
                }
                if (told.add(kb)) {
                    repairs.add(SupersedenceRepair.otherProductsUpdate(kb, instead == null ? kb : instead));
                }
            }
        }));
        return repairs;
    }
}
