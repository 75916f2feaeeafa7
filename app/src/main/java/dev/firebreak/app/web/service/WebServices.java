package dev.firebreak.app.web.service;

import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.ExceptionStore;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.GapStore;
import dev.firebreak.core.guidance.Guide;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the pages show.
 *
 * @param knowledge with the advisories that boards are shown of
 * @param zone in which moments are told to people
 * @param boards which those are
 * @param gaps lists of machines that there should be, and of addresses that were seen
 * @param delivery orders and packages
 * @param packages of the data folder, with what waits for a decision
 * @param killSwitch calls of the kill switch, and probes of it
 * @param sightings detections and incidents
 */
public record WebServices(
        FleetService fleet,
        FleetStore store,
        AuditLog audit,
        Supplier<Knowledge> knowledge,
        List<Guide> guides,
        ExceptionStore exceptions,
        InstantSource clock,
        ZoneId zone,
        AdvisoryBoards boards,
        GapStore gaps,
        Delivery delivery,
        PackageServices packages,
        KillSwitchService killSwitch,
        SightingService sightings) {

    public WebServices {
        guides = List.copyOf(guides);
    }
}
