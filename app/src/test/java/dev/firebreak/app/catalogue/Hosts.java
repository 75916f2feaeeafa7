package dev.firebreak.app.catalogue;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Machines told in one line of a table: a caption, a version, a whole list of updates. */
final class Hosts {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();
    private static final Source SOURCE = Source.of("host.txt");

    private Hosts() {}

    /** @param installed KB numbers with spaces between */
    static ExposureCounts exposure(Catalogue catalogue, String caption, String version, String installed, String day) {
        return exposure(catalogue, caption, version, installed, List.of(), day);
    }

    static ExposureCounts exposure(
            Catalogue catalogue,
            String caption,
            String version,
            String installed,
            List<Evidence.ComponentObserved> parts,
            String day) {
        return Objects.requireNonNull(
                assess(catalogue, caption, version, installed, parts, day).exposure());
    }

    /** @param parts what else the machine told */
    static Assessment assess(
            Catalogue catalogue,
            String caption,
            String version,
            String installed,
            List<Evidence.ComponentObserved> parts,
            String day) {
        List<Kb> kbs = Arrays.stream(installed.strip().split(" +"))
                .filter(kb -> !kb.isEmpty())
                .map(kb -> new Kb(Integer.parseInt(kb)))
                .toList();
        List<Evidence> evidence = new ArrayList<>(parts);
        evidence.addAll(List.of(
                new Evidence.OsObserved(
                        "Microsoft " + caption,
                        Build.of(version),
                        version.startsWith("6.1.7601") ? 1 : 0,
                        Architecture.X64,
                        null,
                        SOURCE),
                Evidence.HotfixesListed.whole(KbSet.of(kbs), SOURCE)));
        return new Assessor(SHIPPED.knowledge(), List.of(), catalogue, LocalDate.parse(day))
                .assess(Snapshot.of("PC", "host.txt", evidence));
    }

    static String numbers(List<Kb> kbs) {
        return String.join(
                " ", kbs.stream().map(kb -> String.valueOf(kb.number())).toList());
    }
}
