package dev.firebreak.app.capture.log;

import dev.firebreak.app.io.TextLines;
import dev.firebreak.core.watch.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of lines that are understood one by one.
 */
final class LineLog implements LogReader {

    /** Understands one kind of line. */
    interface LineParser {
        /** Takes one line that is not blank; false where it is not understood. A line that is understood may hold no event. */
        boolean accept(String line, Consumer<Event> out);
    }

    private final TextLines lines;
    private final LineParser parser;
    private final LineProblems problems;
    private final Deque<Event> ready = new ArrayDeque<>();
    private boolean atEnd;

    LineLog(TextLines lines, LineParser parser, LogContext context) {
        this.lines = lines;
        this.parser = parser;
        this.problems = new LineProblems(context);
    }

    @Override
    public @Nullable Event next() throws IOException {
        while (ready.isEmpty() && !atEnd) {
            String line = lines.next();
            if (line == null) {
                atEnd = true;
                problems.end();
            } else if (!line.isBlank() && !parser.accept(line, ready::add)) {
                problems.notUnderstood(lines.line());
            }
        }
        return ready.poll();
    }
}
