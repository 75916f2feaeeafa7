package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of name servers, of Samba's audit module and of proxies, in files of their own or together in a system log. Lines of other programs are
 * passed over: a system log is mostly that.
 */
final class SystemLogLines implements LineLog.LineParser {

    /** Before each message in Samba's own log files. */
    private static final Pattern SAMBA_HEADER =
            Pattern.compile("\\[(\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?), +\\d+[^\\]]*\\].*");

    private final LogContext context;
    private @Nullable Instant headerTime;

    SystemLogLines(LogContext context) {
        this.context = context;
    }

    @Override
    public boolean accept(String line, Consumer<Event> out) {
        Matcher header = SAMBA_HEADER.matcher(line);
        if (header.matches()) {
            headerTime = LogTimes.iso(header.group(1).replace('/', '-'), context.zone());
            return true;
        }
        Event query = NameServerLines.ofFile(line, context);
        if (query != null) {
            out.accept(query);
            return true;
        }
        if (NameServerLines.isOther(line)) {
            return true;
        }
        SyslogLine syslog = SyslogLine.parse(line, context);
        Instant time = syslog.time() == null ? headerTime : syslog.time();
        if (time == null) {
            return false;
        }
        message(syslog, time, context, out);
        return true;
    }

    /** A message of a system log, however it was written down; false where it tells nothing that is looked for. */
    static boolean message(SyslogLine syslog, Instant time, LogContext context, Consumer<Event> out) {
        Event event = NameServerLines.ofMessage(syslog.message(), time, syslog.host(), context);
        if (event == null) {
            event = SambaAuditLines.of(syslog.message().strip(), time, syslog.host(), context);
        }
        if (event != null) {
            out.accept(event);
            return true;
        }
        return ProxyLines.accept(syslog.message().strip(), context, out);
    }

    /** Whether a line is of a program that is read here, and not only a line of some system log. */
    static boolean tells(String line, LogContext context) {
        if (NameServerLines.ofFile(line, context) != null) {
            return true;
        }
        SyslogLine syslog = SyslogLine.parse(line, context);
        return SambaAuditLines.fits(syslog.message().strip())
                || (syslog.time() != null && ProxyLines.tells(syslog.message().strip()))
                || NameServerLines.ofMessage(syslog.message(), Instant.EPOCH, null, context) != null;
    }
}
