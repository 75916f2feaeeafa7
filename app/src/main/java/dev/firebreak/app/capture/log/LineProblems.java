package dev.firebreak.app.capture.log;

import dev.firebreak.core.text.Text;

/** The problems of one log: the first hundred one by one, the others as a count at the end, so that a log of another kind does not fill the screen. */
final class LineProblems {

    private static final int MAX_PROBLEMS = 100;

    private static final Text NOT_UNDERSTOOD = new Text("this line is not understood; not used", "この行は解釈できないため、使用しません");

    private final LogContext context;
    private long count;

    LineProblems(LogContext context) {
        this.context = context;
    }

    void notUnderstood(long line) {
        add(line, NOT_UNDERSTOOD);
    }

    void add(long line, Text what) {
        if (++count <= MAX_PROBLEMS) {
            context.problem(line, what);
        }
    }

    /** The log ended; once. */
    void end() {
        if (count > MAX_PROBLEMS) {
            context.problem(0, LogProblems.moreLines(count - MAX_PROBLEMS));
        }
        count = 0;
    }
}
