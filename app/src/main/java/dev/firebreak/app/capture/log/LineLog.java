package dev.firebreak.app.capture.log;

import dev.firebreak.app.io.TextLines;
import dev.firebreak.core.watch.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of lines that are understood one by one. The first hundred lines that are not understood are problems of their own, the others
 * are counted in one at the end: a log of another kind must not fill the screen.
 */
final class LineLog implements LogReader {

    /** Understands one kind of line. */
    interface LineParser {
        /** Takes one line that is not blank; false where it is not understood. A line that is understood may hold no event. */
        boolean accept(String line, Consumer<Event> out);
    }

    private static final int MOST_PROBLEMS = 100;

    private final TextLines lines;
    private final LineParser parser;
    private final LogContext context;
    private final Deque<Event> ready = new ArrayDeque<>();
    private long wrong;
    private boolean atEnd;

    LineLog(TextLines lines, LineParser parser, LogContext context) {
        this.lines = lines;
        this.parser = parser;
        this.context = context;
    }

    @Override
    public @Nullable Event next() throws IOException {
        while (ready.isEmpty() && !atEnd) {
            String line = lines.next();
            if (line == null) {
                atEnd = true;
                if (wrong > MOST_PROBLEMS) {
                    context.problem(0, LogProblems.moreLines(wrong - MOST_PROBLEMS));
                }
            } else if (!line.isBlank() && !parser.accept(line, ready::add) && ++wrong <= MOST_PROBLEMS) {
                context.notUnderstood(lines.line());
            }
        }
        return ready.poll();
    }
}
