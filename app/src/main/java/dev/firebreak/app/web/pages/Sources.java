package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.Boards;
import dev.firebreak.core.estate.ControlRoom;
import dev.firebreak.core.estate.Ledger;
import dev.firebreak.core.estate.Waivers;
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
 * @param spreadsheet writes the report for Excel
 */
public record Sources(
        ControlRoom room,
        Ledger ledger,
        AuditLog audit,
        Supplier<Knowledge> knowledge,
        List<Guide> guides,
        Waivers waivers,
        InstantSource clock,
        ZoneId zone,
        Boards boards,
        Spreadsheet spreadsheet) {

    public Sources {
        guides = List.copyOf(guides);
    }
}
