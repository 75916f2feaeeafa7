package dev.firebreak.app.report.model;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.inventory.Problem;

/** Takes assessments one by one. Closing writes what needs the whole; the stream under it stays open. */
public interface ReportSink extends AutoCloseable {

    void accept(Assessment assessment);

    void addProblem(Problem problem);

    @Override
    void close();
}
