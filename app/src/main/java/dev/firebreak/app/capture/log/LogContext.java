package dev.firebreak.app.capture.log;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Consumer;

/**
 * What a reader needs to know about a log beyond its bytes.
 *
 * @param origin name of the file, for events and problems
 * @param zone of times that are written without one
 * @param latest no record is younger than this day: settles the year of times that are written without one (syslog, RFC 3164)
 * @param withRecords whether every record is wanted with all of its fields, as Sigma rules need; else only what becomes an event of its own
 * @param problems takes what could not be read
 */
public record LogContext(
        String origin, ZoneId zone, LocalDate latest, boolean withRecords, Consumer<Problem> problems) {

    void problem(long line, Text what) {
        problems.accept(new Problem(new Source(origin, (int) Math.min(line, Integer.MAX_VALUE)), what));
    }
}
