package dev.firebreak.app.capture.log;

import dev.firebreak.app.io.XmlElement;
import dev.firebreak.core.watch.ConnectionOutcome;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.FileAction;
import dev.firebreak.core.watch.Flow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of Windows logs, in whatever form they came: the record itself, and what it tells about connections, names that were asked for
 * and files. Field names and numbers are those of Microsoft's documentation of Sysmon and of the security audit events.
 */
final class WindowsEvents {

    private static final String SYSMON = "microsoft-windows-sysmon/operational";

    /** Rights of an access mask (MS-DTYP 2.4.3 and "File Access Rights Constants"). */
    private static final long WRITE_OR_APPEND = 0x2 | 0x4;

    private static final long DELETE = 0x10000;

    /** What the public rules ask about a record itself. */
    static final List<String> SYSTEM_FIELDS = List.of("Level", "Task", "Opcode", "Keywords");

    private WindowsEvents() {}

    /**
     * One event.
     *
     * @param channel the log, such as {@code Security}
     * @param id event number
     * @param computer that wrote it
     * @param fields of the event's data by name
     */
    record Fields(
            @Nullable Instant time,
            String channel,
            String provider,
            int id,
            String computer,
            Map<String, String> fields) {}

    /** From the element {@code Event}; null where it is none. */
    static @Nullable Fields of(XmlElement event, LogContext context) {
        XmlElement system = event.child("System");
        if (system == null) {
            return null;
        }
        String id = system.textOf("EventID");
        if (!id.matches("\\d{1,9}")) {
            return null;
        }
        XmlElement created = system.child("TimeCreated");
        XmlElement provider = system.child("Provider");
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : SYSTEM_FIELDS) {
            String value = system.textOf(name);
            if (!value.isEmpty()) {
                fields.put(name, value);
            }
        }
        XmlElement rendered = event.child("RenderingInfo");
        String message = rendered == null ? "" : rendered.textOf("Message");
        if (!message.isEmpty()) {
            fields.put("Message", message);
        }
        for (XmlElement part : event.children()) {
            if (part.name().equals("EventData") || part.name().equals("UserData")) {
                data(part, fields);
            }
        }
        return new Fields(
                created == null ? null : LogTimes.iso(created.attribute("SystemTime"), context.zone()),
                system.textOf("Channel"),
                provider == null ? "" : provider.attribute("Name"),
                Integer.parseInt(id),
                system.textOf("Computer"),
                fields);
    }

    /** Named values by their names, those without one together under the name Data, as the public rules have it. */
    private static void data(XmlElement part, Map<String, String> fields) {
        for (XmlElement value : part.children()) {
            String name =
                    value.name().equals("Data") && !value.attribute("Name").isEmpty()
                            ? value.attribute("Name")
                            : value.name();
            if (value.children().isEmpty()) {
                fields.merge(name, value.text().strip(), (before, more) -> before + "\n" + more);
            } else {
                data(value, fields);
            }
        }
    }

    /** Hands out the record and what follows from it. */
    static boolean accept(Fields event, LogContext context, Consumer<Event> out) {
        Instant time = event.time();
        if (time == null) {
            return false;
        }
        Map<String, String> fields = new LinkedHashMap<>(event.fields());
        fields.putIfAbsent("EventID", Integer.toString(event.id()));
        fields.putIfAbsent("Channel", event.channel());
        fields.putIfAbsent("Provider_Name", event.provider());
        fields.putIfAbsent("Computer", event.computer());
        Flow at = Flow.at(event.computer().isEmpty() ? "?" : event.computer());
        out.accept(new Event.LogRecord(time, context.origin(), at, event.channel(), event.id(), fields));
        String log = event.channel().toLowerCase(Locale.ROOT);
        if (log.equals(SYSMON)) {
            sysmon(event.id(), time, at, fields, context, out);
        } else if (log.equals("security")) {
            security(event, time, at, context, out);
        }
        return true;
    }

    private static void sysmon(
            int id, Instant time, Flow at, Map<String, String> fields, LogContext context, Consumer<Event> out) {
        switch (id) {
            case 3 -> {
                String source = fields.get("SourceIp");
                String target = fields.get("DestinationIp");
                if (source != null && target != null && "tcp".equalsIgnoreCase(fields.get("Protocol"))) {
                    out.accept(new Event.ConnectionAttempt(
                            time,
                            context.origin(),
                            Flow.of(
                                    source,
                                    PortNumber.of(fields.get("SourcePort")),
                                    target,
                                    PortNumber.of(fields.get("DestinationPort"))),
                            ConnectionOutcome.ACCEPTED));
                }
            }
            case 11, 23, 26 -> {
                String path = fields.get("TargetFilename");
                if (path != null) {
                    FileAction action = id == 11 ? FileAction.CREATE : FileAction.DELETE;
                    out.accept(new Event.FileOperation(
                            time, context.origin(), at, action, fields.get("User"), path, null, 0));
                }
            }
            case 22 -> {
                String name = fields.get("QueryName");
                if (name != null) {
                    out.accept(new Event.DnsQuery(
                            time,
                            context.origin(),
                            at,
                            ZeekColumns.withoutDot(name),
                            "",
                            result(fields.get("QueryStatus")),
                            answers(fields.getOrDefault("QueryResults", ""))));
                }
            }
            default -> {}
        }
    }

    /** Win32 error codes of DNS (Microsoft, "DNS Error Codes"). */
    private static @Nullable String result(@Nullable String status) {
        return switch (status == null ? "" : status) {
            case "" -> null;
            case "0" -> "NOERROR";
            case "9003" -> "NXDOMAIN";
            case "9002" -> "SERVFAIL";
            case "9005" -> "REFUSED";
            default -> "ERROR " + status;
        };
    }

    private static List<String> answers(String results) {
        List<String> answers = new ArrayList<>();
        for (String part : results.split(";")) {
            String answer = part.strip().replaceFirst("^::ffff:", "");
            if (!answer.isEmpty() && answers.size() < 32) {
                answers.add(answer);
            }
        }
        return answers;
    }

    private static void security(Fields event, Instant time, Flow at, LogContext context, Consumer<Event> out) {
        Map<String, String> fields = event.fields();
        FileAction action = action(fields.get("AccessMask"));
        String user = fields.get("SubjectUserName");
        if (event.id() == 4663 && "File".equals(fields.get("ObjectType")) && fields.containsKey("ObjectName")) {
            out.accept(new Event.FileOperation(
                    time, context.origin(), at, action, user, fields.getOrDefault("ObjectName", ""), null, 0));
        } else if (event.id() == 5145 && fields.containsKey("RelativeTargetName") && fields.containsKey("IpAddress")) {
            Flow client = Flow.of(
                    fields.getOrDefault("IpAddress", ""), PortNumber.of(fields.get("IpPort")), event.computer(), 445);
            String path = fields.getOrDefault("ShareName", "") + "\\" + fields.getOrDefault("RelativeTargetName", "");
            out.accept(new Event.FileOperation(time, context.origin(), client, action, user, path, null, 0));
        }
    }

    private static FileAction action(@Nullable String mask) {
        if (mask == null || !mask.matches("0x[0-9a-fA-F]{1,8}")) {
            return FileAction.READ;
        }
        long rights = Long.parseLong(mask.substring(2), 16);
        if ((rights & DELETE) != 0) {
            return FileAction.DELETE;
        }
        return (rights & WRITE_OR_APPEND) != 0 ? FileAction.WRITE : FileAction.READ;
    }
}
