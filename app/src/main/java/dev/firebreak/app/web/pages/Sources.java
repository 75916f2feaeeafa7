package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.ControlRoom;
import dev.firebreak.core.estate.Ledger;
import dev.firebreak.core.estate.Waiver;
import dev.firebreak.core.guidance.Guide;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the pages show.
 *
 * @param zone in which moments are told to people
 * @param waivers exceptions that were approved, whether they still hold or not
 */
public record Sources(
        ControlRoom room,
        Ledger ledger,
        AuditLog audit,
        Supplier<Knowledge> knowledge,
        List<Guide> guides,
        Supplier<List<Waiver>> waivers,
        InstantSource clock,
        ZoneId zone) {

    public Sources {
        guides = List.copyOf(guides);
    }
}
