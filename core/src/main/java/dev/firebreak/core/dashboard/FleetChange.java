package dev.firebreak.core.dashboard;

import dev.firebreak.core.fleet.MachineStatus;
import java.time.Instant;
import java.util.Map;

/**
 * Something that people who look at the board want to know.
 *
 * @param number from 1 since the server started, without gaps
 */
public record FleetChange(long number, Instant at, What what) {

    /** What happened. */
    public sealed interface What {}

    /** A machine's light changed for an advisory, or it is new. */
    public record StatusChanged(String machine, String site, Map<String, MachineStatus> statuses) implements What {}

    /** A machine was removed from the list. */
    public record Retired(String machine) implements What {}

    /** All machines were judged anew: knowledge or the day changed. */
    public record Reassessed(int machines, int turned) implements What {}

    /** Detectors found something in captures or logs. */
    public record Detected(int detections) implements What {}

    /** A site's token brought more new machines than it may in an hour; the rest is refused. */
    public record NewMachinesRefused(String site, int mostInAnHour) implements What {}

    /** The kill switch was called, probed, or decided about. */
    public record KillSwitchChanged(long calls) implements What {}
}
