package dev.firebreak.app.web.service;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.DistributionPlanner;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which packages the machines of the fleet need now, and which of them are in the store. */
public final class PackageNeeds {

    private final WebServices services;
    private final DistributionPlanner planner = new DistributionPlanner();

    PackageNeeds(WebServices services) {
        this.services = services;
    }

    /** Machines of one kind need the same packages. */
    private record Kind(
            @Nullable String product,
            @Nullable String build,
            @Nullable String architecture,
            @Nullable String language,
            List<?> needs) {}

    /** Which packages the fleet needs against an advisory. Machines of one kind are told by one of them. */
    public DistributionList lists(String advisory) {
        Map<Kind, List<MachineSummary>> kinds = new LinkedHashMap<>();
        services.fleet().lines(line -> {
            if (needs(line.verdict(advisory))) {
                kinds.computeIfAbsent(
                                new Kind(
                                        line.product(),
                                        line.build(),
                                        line.architecture(),
                                        line.language(),
                                        line.needs()),
                                k -> new ArrayList<>())
                        .add(line);
            }
        });
        List<MachineNeed> needs = new ArrayList<>();
        for (List<MachineSummary> machines : kinds.values()) {
            need(machines.getFirst().name(), advisory)
                    .ifPresent(need -> machines.forEach(m -> needs.add(need.of(m.name(), m.site()))));
        }
        return DistributionList.of(needs);
    }

    private static boolean needs(Verdict.Kind verdict) {
        return switch (verdict) {
            case VULNERABLE, MITIGATED -> true;
            case UNKNOWN, FIXED, NOT_AFFECTED -> false;
        };
    }

    /** What a machine needs against an advisory now; empty where it needs nothing. */
    Optional<MachineNeed> need(String machine, String advisory) {
        Optional<Assessment> assessment =
                services.fleet().assessment(machine, services.clock().instant());
        return assessment.flatMap(a -> planner.plan(a).stream()
                .filter(n -> n.advisory().equals(advisory))
                .findFirst());
    }

    /** The file for a need, where it is there. */
    public Optional<PackageFile> file(NeededPackage needed) {
        return PackageChoice.choose(needed, services.delivery().packages().get());
    }
}
