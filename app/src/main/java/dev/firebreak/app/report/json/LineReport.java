package dev.firebreak.app.report.json;

import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A report that says each machine in a line of its own, so that several threads can write lines at once and machines that are
 * alike can share one; whoever does so puts the lines into {@link #lines} in order and says how many there were.
 */
public interface LineReport extends ReportSink {

    /** Writes one machine's line, its end included. Any thread may call. */
    void line(Assessment assessment, OutputStream out);

    /** Takes the lines in their order. */
    OutputStream lines();

    /** Says that this many machines with this worst verdict were put there. */
    void count(int machines, Verdict.Kind worst);

    @Override
    default void accept(Assessment assessment) {
        line(assessment, lines());
        count(1, assessment.worst());
    }

    /** Writes text as it is. */
    static void raw(String text, OutputStream out) {
        try {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
