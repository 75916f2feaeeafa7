package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Queries in the logs of BIND (channel "queries", BIND 9 reference manual), Unbound ({@code log-queries}, {@code log-replies}) and dnsmasq
 * ({@code log-queries}), in files of their own or in syslog.
 */
final class NameServerLines {

    private static final String ADDRESS = "([0-9a-fA-F:.]{2,45})(?:%\\S+)?";
    private static final Pattern BIND_TIME =
            Pattern.compile("(\\d{1,2}-[A-Za-z]{3}-\\d{4} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) (.*)");
    /** {@code print-time iso8601}, before the category and severity, or the message itself. */
    private static final Pattern BIND_ISO =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?)"
                    + " ((?:[a-z-]{1,30}: ){0,2}client .*)");

    private static final Pattern BIND = Pattern.compile(
            "client (?:@0x[0-9a-f]{1,16} )?" + ADDRESS
                    + "#(\\d{1,5})(?:/key \\S{1,300})?(?: \\([^)]{0,300}\\))?:(?: view [^:]{1,100}:)? query: (\\S{1,1100}) (\\S{1,20}) (\\S{1,20}) [-+].*");
    private static final Pattern UNBOUND_TIME = Pattern.compile("\\[(\\d{6,12})\\] (unbound\\[\\S{1,30} .*)");
    private static final Pattern UNBOUND_ISO =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\S{8,30}) (unbound\\[\\S{1,30} .*)");

    /** The time that a program writes into a file of its own as it would stand in syslog, without the machine. */
    private static final Pattern OWN_FILE = Pattern.compile("([A-Z][a-z]{2} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d)"
            + " (?=(?:unbound|dnsmasq)[\\w-]{0,20}\\[)(unbound\\[\\S{1,30} .*|dnsmasq\\S{1,40} .*)");

    private static final Pattern UNBOUND =
            Pattern.compile("(?:unbound)?\\[\\S{1,30} (?:info|query|reply): (?:query: |reply: )?" + ADDRESS
                    + " (\\S{1,1100}) ([A-Z0-9]{1,20}) ([A-Z0-9]{1,20})(?: ([A-Z]{1,20}) \\S.*)?\\s*");
    private static final Pattern DNSMASQ = Pattern.compile(
            "(?:dnsmasq\\S{0,40}: )?(?:\\d+ \\S+ )?query\\[([^\\]]{1,20})\\] (\\S{1,1100}) from " + ADDRESS + "\\s*");

    private NameServerLines() {}

    /** The query of a line that has a time of its own; null where the line is none. */
    static @Nullable Event ofFile(String line, LogContext context) {
        Matcher bind = BIND_TIME.matcher(line);
        if (bind.matches()) {
            Instant time = LogTimes.bind(bind.group(1), context.zone());
            int client = bind.group(2).indexOf("client ");
            return time == null || client < 0 ? null : ofMessage(bind.group(2).substring(client), time, null, context);
        }
        Matcher iso = BIND_ISO.matcher(line);
        if (iso.matches()) {
            Instant time = LogTimes.iso(iso.group(1), context.zone());
            return time == null ? null : ofMessage(iso.group(2), time, null, context);
        }
        Matcher unbound = UNBOUND_TIME.matcher(line);
        if (unbound.matches()) {
            Instant time = LogTimes.seconds(unbound.group(1));
            return time == null ? null : ofMessage(unbound.group(2), time, null, context);
        }
        Matcher dated = UNBOUND_ISO.matcher(line);
        if (dated.matches()) {
            Instant time = LogTimes.iso(dated.group(1), context.zone());
            return time == null ? null : ofMessage(dated.group(2), time, null, context);
        }
        Matcher ascii = OWN_FILE.matcher(line);
        if (ascii.matches()) {
            Instant time = LogTimes.syslog(ascii.group(1), context.zone(), context.latest());
            return time == null ? null : ofMessage(ascii.group(2), time, null, context);
        }
        return null;
    }

    /** Whether a line of such a file is something else that the server logged. */
    static boolean isOther(String line) {
        return BIND_TIME.matcher(line).matches()
                || UNBOUND_TIME.matcher(line).matches()
                || UNBOUND_ISO.matcher(line).matches()
                || OWN_FILE.matcher(line).matches();
    }

    /**
     * The query of a message; null where it is none.
     *
     * @param server that wrote it; null where the log does not tell
     */
    static @Nullable Event ofMessage(String message, Instant time, @Nullable String server, LogContext context) {
        int client = message.indexOf("client ");
        Matcher bind = BIND.matcher(client < 0 ? message : message.substring(client));
        if (bind.matches()) {
            int port = Integer.parseInt(bind.group(2));
            return query(
                    time,
                    bind.group(1),
                    port <= 0xFFFF ? port : 0,
                    server,
                    bind.group(3),
                    bind.group(5),
                    null,
                    context);
        }
        Matcher unbound = UNBOUND.matcher(message);
        if (unbound.matches()) {
            return query(
                    time, unbound.group(1), 0, server, unbound.group(2), unbound.group(3), unbound.group(5), context);
        }
        Matcher dnsmasq = DNSMASQ.matcher(message);
        if (dnsmasq.matches()) {
            return query(time, dnsmasq.group(3), 0, server, dnsmasq.group(2), dnsmasq.group(1), null, context);
        }
        return null;
    }

    private static Event query(
            Instant time,
            String client,
            int port,
            @Nullable String server,
            String name,
            String type,
            @Nullable String result,
            LogContext context) {
        return new Event.DnsQuery(
                time,
                context.origin(),
                Flow.of(client, port, server, 53),
                ZeekColumns.withoutDot(name),
                type,
                result,
                List.of());
    }
}
