package dev.firebreak.app.report.model;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.UnreportedMachines;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.util.function.Function;

/** Takes assessments one by one. Closing writes what needs the whole; the stream under it stays open. */
public interface ReportSink extends AutoCloseable {

    void accept(Assessment assessment);

    void addProblem(Problem problem);

    /**
     * Machines that no report covers, which count as unknown; called before closing. A format without a section for them lists them
     * among its machines, so that no format leaves them out.
     *
     * @param assessor gives each its verdict
     */
    default void addGaps(FleetGaps gaps, Function<Snapshot, Assessment> assessor) {
        UnreportedMachines.of(gaps).forEach(machine -> accept(assessor.apply(machine)));
    }

    @Override
    void close();
}
