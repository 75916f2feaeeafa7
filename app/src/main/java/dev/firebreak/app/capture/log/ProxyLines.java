package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The access log of Squid in its native and in its "combined" form (Squid configuration, "logformat"). */
final class ProxyLines implements LineLog.LineParser {

    private static final Pattern NATIVE = Pattern.compile(
            "(\\d{6,12}\\.\\d{1,9}) +-?\\d+ (\\S{1,255}) [A-Z_]{1,60}/\\d{3} -?\\d+ ([A-Z_-]{1,30}|-) (\\S{1,10000}) (\\S+) \\S+/\\S+.*");
    private static final Pattern COMBINED = Pattern.compile(
            "(\\S{1,255}) \\S+ \\S+ \\[([^\\]]{20,40})\\] \"([A-Z_-]{1,30}) (\\S{1,10000})(?: [A-Z]+/[\\d.]+)?\" \\d{3} (?:\\d+|-)(?: \"[^\"]*\" \"([^\"]*)\")?.*");

    private final LogContext context;

    ProxyLines(LogContext context) {
        this.context = context;
    }

    /** Whether a line is of such a log. */
    static boolean tells(String line) {
        return NATIVE.matcher(line).matches() || COMBINED.matcher(line).matches();
    }

    @Override
    public boolean accept(String line, Consumer<Event> out) {
        return accept(line, context, out);
    }

    /** Takes a line, or the message of one of syslog, which Squid can write to as well. */
    static boolean accept(String line, LogContext context, Consumer<Event> out) {
        Matcher squid = NATIVE.matcher(line);
        if (squid.matches()) {
            return request(
                    LogTimes.seconds(squid.group(1)),
                    squid.group(2),
                    squid.group(3),
                    squid.group(4),
                    null,
                    context,
                    out);
        }
        Matcher combined = COMBINED.matcher(line);
        return combined.matches()
                && request(
                        LogTimes.apache(combined.group(2)),
                        combined.group(1),
                        combined.group(3),
                        combined.group(4),
                        combined.group(5),
                        context,
                        out);
    }

    private static boolean request(
            @Nullable Instant time,
            String client,
            String method,
            String target,
            @Nullable String agent,
            LogContext context,
            Consumer<Event> out) {
        if (time == null) {
            return false;
        }
        // A connection that ended before a request was read is logged as "error:..".
        if (!target.startsWith("error:")) {
            out.accept(
                    HttpRequests.of(time, context.origin(), Flow.of(client, 0, null, 0), method, target, null, agent));
        }
        return true;
    }
}
