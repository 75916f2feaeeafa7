package dev.firebreak.app.report.model;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.inventory.Problem;

/** Takes assessments one by one. Closing writes what needs the whole; the stream under it stays open. */
public interface ReportSink extends AutoCloseable {

    void accept(Assessment assessment);

    void addProblem(Problem problem);

    /** Machines that no report covers, which count as unknown; told before closing, by the formats that have a place for them. */
    default void addGaps(FleetGaps gaps) {}

    @Override
    void close();
}
