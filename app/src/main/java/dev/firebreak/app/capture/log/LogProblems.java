package dev.firebreak.app.capture.log;

import dev.firebreak.core.text.Text;

/** Sentences about logs that could not be read. */
final class LogProblems {

    private LogProblems() {}

    static Text moreLines(long count) {
        return Text.format("%d more lines are not understood; not used", "ほかに %d 行が解釈できないため、使用しません", count);
    }

    static Text noColumn(String name) {
        return Text.format("the column \"%s\" is missing; this log is not used", "列「%s」がないため、このログは使用しません", name);
    }
}
