package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Suricata's event log (Suricata documentation, "EVE JSON Format"; versions 4 to 8). */
final class SuricataRecord {

    private static final int SYN = 0x02;
    private static final int RST = 0x04;

    private SuricataRecord() {}

    static boolean fits(JsonNode record) {
        return record.path("event_type").isString() && record.has("timestamp");
    }

    /** Reads one record; false where it is not understood. */
    static boolean accept(JsonNode record, LogContext context, Consumer<Event> out) {
        String timestamp = JsonTexts.scalar(record.path("timestamp"));
        Instant time = timestamp == null ? null : LogTimes.iso(timestamp, context.zone());
        if (time == null) {
            return false;
        }
        String type = record.path("event_type").stringValue();
        Flow flow = flow(record);
        if (flow != null) {
            switch (type) {
                case "flow", "netflow" -> connection(record, time, flow, context, out);
                case "dns" -> dns(record.path("dns"), time, flow, context, out);
                case "http" -> http(record.path("http"), time, flow, context, out);
                case "smb" -> file(record.path("smb"), time, flow, context, out);
                default -> {}
            }
        }
        if (context.withRecords()) {
            Map<String, String> fields = new LinkedHashMap<>();
            JsonTexts.flatten("", record, fields);
            out.accept(new Event.LogRecord(
                    time, context.origin(), flow == null ? Flow.at("suricata") : flow, "suricata/" + type, 0, fields));
        }
        return true;
    }

    private static @Nullable Flow flow(JsonNode record) {
        String source = JsonTexts.scalar(record.path("src_ip"));
        String target = JsonTexts.scalar(record.path("dest_ip"));
        if (source == null) {
            return null;
        }
        int sourcePort = record.path("src_port").asInt(0);
        int targetPort = record.path("dest_port").asInt(0);
        String id = JsonTexts.scalar(record.path("flow_id"));
        return id == null
                ? Flow.of(source, sourcePort, target, targetPort)
                : new Flow(id, source, sourcePort, target, targetPort);
    }

    private static void connection(JsonNode record, Instant time, Flow flow, LogContext context, Consumer<Event> out) {
        JsonNode counts = record.path("flow");
        if (!"TCP".equals(JsonTexts.scalar(record.path("proto"))) || !counts.has("pkts_toclient")) {
            return;
        }
        ConnectionOutcome outcome;
        if (counts.path("pkts_toclient").asInt(0) == 0) {
            outcome = ConnectionOutcome.UNANSWERED;
        } else {
            String flags = JsonTexts.scalar(record.path("tcp").path("tcp_flags_tc"));
            if (flags == null || !flags.matches("[0-9a-fA-F]{1,4}")) {
                return;
            }
            int seen = Integer.parseInt(flags, 16);
            if ((seen & SYN) != 0) {
                outcome = ConnectionOutcome.ACCEPTED;
            } else if ((seen & RST) != 0) {
                outcome = ConnectionOutcome.REFUSED;
            } else {
                return;
            }
        }
        // The time of the record is when the flow was forgotten; it began earlier.
        String start = JsonTexts.scalar(counts.path("start"));
        Instant began = start == null ? null : LogTimes.iso(start, context.zone());
        out.accept(new Event.ConnectionAttempt(began == null ? time : began, context.origin(), flow, outcome));
    }

    private static void dns(JsonNode dns, Instant time, Flow flow, LogContext context, Consumer<Event> out) {
        boolean answer = "answer".equals(JsonTexts.scalar(dns.path("type")))
                || "response".equals(JsonTexts.scalar(dns.path("type")));
        String result = answer ? JsonTexts.scalar(dns.path("rcode")) : null;
        List<String> answers = new ArrayList<>();
        for (JsonNode one : dns.path("answers")) {
            String data = JsonTexts.scalar(one.path("rdata"));
            if (data != null && answers.size() < 32) {
                answers.add(data);
            }
        }
        // Answers are logged with the server as their source.
        Flow asked = answer && flow.sourcePort() == 53 && flow.target() != null
                ? new Flow(flow.id(), flow.target(), flow.targetPort(), flow.source(), flow.sourcePort())
                : flow;
        List<JsonNode> questions = new ArrayList<>();
        // Version 3 of the format has a list of questions; records of other kinds have had one before.
        dns.path("queries").forEach(questions::add);
        dns.path("query").forEach(questions::add);
        if (questions.isEmpty()) {
            questions.add(dns);
        }
        for (JsonNode question : questions) {
            String name = JsonTexts.scalar(question.path("rrname"));
            if (name != null) {
                String type = JsonTexts.scalar(question.path("rrtype"));
                out.accept(new Event.DnsQuery(
                        time,
                        context.origin(),
                        asked,
                        ZeekColumns.withoutDot(name),
                        type == null ? "" : type,
                        result,
                        answers));
            }
        }
    }

    private static void http(JsonNode http, Instant time, Flow flow, LogContext context, Consumer<Event> out) {
        String url = JsonTexts.scalar(http.path("url"));
        String method = JsonTexts.scalar(http.path("http_method"));
        if (url != null || method != null) {
            out.accept(HttpRequests.of(
                    time,
                    context.origin(),
                    flow,
                    method == null ? "" : method,
                    url == null ? "/" : url,
                    JsonTexts.scalar(http.path("hostname")),
                    JsonTexts.scalar(http.path("http_user_agent"))));
        }
    }

    private static void file(JsonNode smb, Instant time, Flow flow, LogContext context, Consumer<Event> out) {
        String share = JsonTexts.scalar(smb.path("share"));
        String folder = share == null ? "" : share + "\\";
        JsonNode rename = smb.path("rename");
        String from = JsonTexts.scalar(rename.path("from"));
        String to = JsonTexts.scalar(rename.path("to"));
        if (from != null && to != null) {
            out.accept(new Event.FileOperation(
                    time, context.origin(), flow, FileAction.RENAME, null, folder + from, folder + to, 0));
            return;
        }
        String name = JsonTexts.scalar(smb.path("filename"));
        String command = JsonTexts.scalar(smb.path("command"));
        FileAction action =
                name == null || command == null ? null : action(command, JsonTexts.scalar(smb.path("disposition")));
        if (name != null && action != null) {
            out.accept(new Event.FileOperation(time, context.origin(), flow, action, null, folder + name, null, 0));
        }
    }

    private static @Nullable FileAction action(String command, @Nullable String disposition) {
        return switch (command) {
            case "SMB2_COMMAND_WRITE", "SMB1_COMMAND_WRITE_ANDX" -> FileAction.WRITE;
            case "SMB2_COMMAND_READ", "SMB1_COMMAND_READ_ANDX" -> FileAction.READ;
            case "SMB1_COMMAND_DELETE" -> FileAction.DELETE;
            case "SMB2_COMMAND_CREATE", "SMB1_COMMAND_NT_CREATE_ANDX" ->
                switch (disposition == null ? "" : disposition) {
                    case "FILE_CREATE" -> FileAction.CREATE;
                    case "FILE_OVERWRITE", "FILE_OVERWRITE_IF", "FILE_SUPERSEDE" -> FileAction.OVERWRITE;
                    default -> FileAction.READ;
                };
            default -> null;
        };
    }
}
