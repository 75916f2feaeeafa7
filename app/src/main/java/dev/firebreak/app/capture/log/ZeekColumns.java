package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the logs of Zeek say, whatever form they are written in (Zeek documentation, "Log Files"). */
final class ZeekColumns {

    /** One row: a value by the name of its column; null where it is unset, empty or has no such column. */
    interface Row {
        @Nullable
        String get(String column);

        /** Elements of a set or vector. */
        List<String> list(String column);

        Instant time();

        /** All columns that are set. */
        Map<String, String> all();
    }

    /** States of TCP connections ("conn_state"); the others tell nothing about whether the target accepted. */
    private static final Map<String, ConnectionOutcome> OUTCOMES = Map.of(
            "S0", ConnectionOutcome.UNANSWERED,
            "RSTOS0", ConnectionOutcome.UNANSWERED,
            "SH", ConnectionOutcome.UNANSWERED,
            "REJ", ConnectionOutcome.REFUSED,
            "S1", ConnectionOutcome.ACCEPTED,
            "S2", ConnectionOutcome.ACCEPTED,
            "S3", ConnectionOutcome.ACCEPTED,
            "SF", ConnectionOutcome.ACCEPTED,
            "RSTO", ConnectionOutcome.ACCEPTED,
            "RSTR", ConnectionOutcome.ACCEPTED);

    private static final Map<String, FileAction> ACTIONS = Map.of(
            "FILE_OPEN", FileAction.READ,
            "FILE_READ", FileAction.READ,
            "FILE_WRITE", FileAction.WRITE,
            "FILE_RENAME", FileAction.RENAME,
            "FILE_DELETE", FileAction.DELETE);

    private ZeekColumns() {}

    /** Which of Zeek's logs a row without a name is of; null for one that is not understood here. */
    static @Nullable String pathOf(Row row) {
        if (row.get("conn_state") != null) {
            return "conn";
        }
        if (row.get("query") != null || row.get("qtype_name") != null || row.get("rcode_name") != null) {
            return "dns";
        }
        if (row.get("uri") != null || row.get("method") != null) {
            return "http";
        }
        if (row.get("action") != null) {
            return "smb_files";
        }
        return row.get("command") != null && row.get("version") != null ? "smb_cmd" : null;
    }

    static void events(String path, Row row, LogContext context, Consumer<Event> out) {
        Instant time = row.time();
        switch (path) {
            case "conn" -> connection(time, row, context, out);
            case "dns" -> dns(time, row, context, out);
            case "http" -> http(time, row, context, out);
            case "smb_files" -> file(time, row, context, out);
            default -> {}
        }
        if (context.withRecords()) {
            Flow flow = flow(row);
            out.accept(new Event.LogRecord(
                    time, context.origin(), flow == null ? Flow.at("zeek") : flow, "zeek/" + path, 0, row.all()));
        }
    }

    private static void connection(Instant time, Row row, LogContext context, Consumer<Event> out) {
        String state = row.get("conn_state");
        ConnectionOutcome outcome = state == null || !"tcp".equals(row.get("proto")) ? null : OUTCOMES.get(state);
        Flow flow = outcome == null ? null : flow(row);
        if (outcome != null && flow != null) {
            out.accept(new Event.ConnectionAttempt(time, context.origin(), flow, outcome));
        }
    }

    private static void dns(Instant time, Row row, LogContext context, Consumer<Event> out) {
        String query = row.get("query");
        Flow flow = query == null ? null : flow(row);
        if (query != null && flow != null) {
            String type = row.get("qtype_name");
            out.accept(new Event.DnsQuery(
                    time,
                    context.origin(),
                    flow,
                    withoutDot(query),
                    type == null ? "" : type,
                    row.get("rcode_name"),
                    row.list("answers").stream().limit(32).toList()));
        }
    }

    private static void http(Instant time, Row row, LogContext context, Consumer<Event> out) {
        String method = row.get("method");
        Flow flow = method == null ? null : flow(row);
        if (method != null && flow != null) {
            String uri = row.get("uri");
            out.accept(HttpRequests.of(
                    time,
                    context.origin(),
                    flow,
                    method,
                    uri == null ? "/" : uri,
                    row.get("host"),
                    row.get("user_agent")));
        }
    }

    private static void file(Instant time, Row row, LogContext context, Consumer<Event> out) {
        String action = row.get("action");
        String name = row.get("name");
        Flow flow = name == null ? null : flow(row);
        if (action == null || name == null || flow == null) {
            return;
        }
        FileAction done = ACTIONS.get(action.toUpperCase(Locale.ROOT).replaceFirst("^SMB::", ""));
        if (done == null) {
            return;
        }
        String share = row.get("path");
        String folder = share == null || share.isEmpty() ? "" : share + "\\";
        String before = row.get("prev_name");
        boolean renamed = done == FileAction.RENAME && before != null;
        out.accept(new Event.FileOperation(
                time,
                context.origin(),
                flow,
                done,
                null,
                folder + (renamed ? before : name),
                renamed ? folder + name : null,
                count(row.get("size"))));
    }

    private static long count(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static @Nullable Flow flow(Row row) {
        String source = row.get("id.orig_h");
        String target = row.get("id.resp_h");
        String uid = row.get("uid");
        if (source == null || target == null) {
            return null;
        }
        int sourcePort = PortNumber.of(row.get("id.orig_p"));
        int targetPort = PortNumber.of(row.get("id.resp_p"));
        return uid == null
                ? Flow.of(source, sourcePort, target, targetPort)
                : new Flow(uid, source, sourcePort, target, targetPort);
    }
}
