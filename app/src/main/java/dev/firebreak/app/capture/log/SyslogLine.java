package dev.firebreak.app.capture.log;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of syslog, taken apart (RFC 3164, RFC 5424, and the files of rsyslog and journald).
 *
 * @param time when; null where the line does not begin with a time
 * @param host machine that wrote it; null where the line does not tell
 * @param program that wrote it; null where the line does not tell
 * @param message the rest
 */
record SyslogLine(
        @Nullable Instant time,
        @Nullable String host,
        @Nullable String program,
        String message) {

    private static final String TIME = "(?:<\\d{1,3}>)?(?:1 )?([A-Z][a-z]{2} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?"
            + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S*)";
    private static final Pattern LINE = Pattern.compile(
            TIME + " (\\S+) ([^\\s:\\[]{1,64})(?:\\[\\d+\\])?:? (?:\\d+ \\S+ \\S+ )?(.*)", Pattern.DOTALL);

    /** A line that is none of syslog is a message alone. */
    static SyslogLine parse(String line, LogContext context) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return new SyslogLine(null, null, null, line);
        }
        String time = m.group(1);
        Instant when = time.charAt(0) > '9'
                ? LogTimes.syslog(time, context.zone(), context.latest())
                : LogTimes.iso(time, context.zone());
        return new SyslogLine(when, m.group(2), m.group(3), m.group(4));
    }
}
