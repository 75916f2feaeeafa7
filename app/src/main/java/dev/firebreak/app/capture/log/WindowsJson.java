package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Windows events in JSON: {@code Get-WinEvent | ConvertTo-Json}, Winlogbeat and others of its shape, the nested form of EVTX converters,
 * and the flat form of NXLog and public data sets.
 */
final class WindowsJson {

    private static final Pattern DATE = Pattern.compile("/Date\\((-?\\d{1,14})(?:[+-]\\d{4})?\\)/");
    private static final Pattern MESSAGE_LINE = Pattern.compile("(\\w{1,40}): (.*)");

    /** Get-WinEvent gives values without names: their order by event (Microsoft, "Security auditing"; manifest of each event). */
    private static final Map<Integer, List<String>> SECURITY_ORDER = Map.of(
            4663,
                    List.of(
                            "SubjectUserSid",
                            "SubjectUserName",
                            "SubjectDomainName",
                            "SubjectLogonId",
                            "ObjectServer",
                            "ObjectType",
                            "ObjectName",
                            "HandleId",
                            "AccessList",
                            "AccessMask",
                            "ProcessId",
                            "ProcessName",
                            "ResourceAttributes"),
            4688,
                    List.of(
                            "SubjectUserSid",
                            "SubjectUserName",
                            "SubjectDomainName",
                            "SubjectLogonId",
                            "NewProcessId",
                            "NewProcessName",
                            "TokenElevationType",
                            "ProcessId",
                            "CommandLine",
                            "TargetUserSid",
                            "TargetUserName",
                            "TargetDomainName",
                            "TargetLogonId",
                            "ParentProcessName",
                            "MandatoryLabel"),
            5140,
                    List.of(
                            "SubjectUserSid",
                            "SubjectUserName",
                            "SubjectDomainName",
                            "SubjectLogonId",
                            "ObjectType",
                            "IpAddress",
                            "IpPort",
                            "ShareName",
                            "ShareLocalPath",
                            "AccessMask",
                            "AccessList"),
            5145,
                    List.of(
                            "SubjectUserSid",
                            "SubjectUserName",
                            "SubjectDomainName",
                            "SubjectLogonId",
                            "ObjectType",
                            "IpAddress",
                            "IpPort",
                            "ShareName",
                            "ShareLocalPath",
                            "RelativeTargetName",
                            "AccessMask",
                            "AccessList",
                            "AccessReason"));

    private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

    /** Sysmon's names, and where Winlogbeat's module for it puts their values (Elastic Common Schema). */
    private static final Map<String, String> COMMON_SCHEMA = Map.ofEntries(
            Map.entry("QueryName", "/dns/question/name"),
            Map.entry("TargetFilename", "/file/path"),
            Map.entry("Image", "/process/executable"),
            Map.entry("CommandLine", "/process/command_line"),
            Map.entry("CurrentDirectory", "/process/working_directory"),
            Map.entry("OriginalFileName", "/process/pe/original_file_name"),
            Map.entry("ParentImage", "/process/parent/executable"),
            Map.entry("ParentCommandLine", "/process/parent/command_line"),
            Map.entry("SourceIp", "/source/ip"),
            Map.entry("SourcePort", "/source/port"),
            Map.entry("DestinationIp", "/destination/ip"),
            Map.entry("DestinationPort", "/destination/port"),
            Map.entry("Protocol", "/network/transport"),
            Map.entry("TargetObject", "/registry/path"));

    private static final List<String> ORDER_7045 =
            List.of("ServiceName", "ImagePath", "ServiceType", "StartType", "AccountName");

    private WindowsJson() {}

    static boolean fits(JsonNode record) {
        return record.path("Event").path("System").isObject()
                || record.path("winlog").isObject()
                || record.has("EventID")
                || (record.has("event_id") && record.has("event_data"))
                || (record.has("LogName") && record.has("Id"));
    }

    static boolean accept(JsonNode record, LogContext context, Consumer<Event> out) {
        WindowsEvents.Fields event;
        if (record.path("Event").path("System").isObject()) {
            event = nested(record.path("Event"), context);
        } else if (record.path("winlog").isObject()) {
            event = beat(record.path("winlog"), record, context);
        } else if (record.has("event_data")) {
            event = beat(record, record, context);
        } else if (record.has("LogName") && record.has("Id")) {
            event = powerShell(record, context);
        } else {
            event = flat(record, context);
        }
        return event != null && WindowsEvents.accept(event, context, out);
    }

    private static WindowsEvents.@Nullable Fields fields(
            @Nullable Instant time,
            @Nullable String channel,
            @Nullable String provider,
            @Nullable String id,
            @Nullable String computer,
            Map<String, String> fields) {
        if (channel == null || id == null || !id.matches("\\d{1,9}")) {
            return null;
        }
        return new WindowsEvents.Fields(
                time,
                channel,
                Objects.requireNonNullElse(provider, ""),
                Integer.parseInt(id),
                Objects.requireNonNullElse(computer, ""),
                fields);
    }

    private static WindowsEvents.@Nullable Fields nested(JsonNode event, LogContext context) {
        JsonNode system = event.path("System");
        JsonNode id = system.path("EventID");
        Map<String, String> fields = new LinkedHashMap<>();
        systemFields(system, fields);
        data(event.path("EventData"), fields);
        event.path("UserData").forEach(part -> JsonTexts.flatten("", part, fields));
        JsonNode created = system.path("TimeCreated");
        String time = JsonTexts.first(created.path("#attributes"), "SystemTime");
        return fields(
                time(time == null ? JsonTexts.first(created, "SystemTime", "@SystemTime") : time, context),
                JsonTexts.scalar(system.path("Channel")),
                provider(system.path("Provider")),
                id.isObject() ? JsonTexts.first(id, "#text", "text") : JsonTexts.scalar(id),
                JsonTexts.scalar(system.path("Computer")),
                fields);
    }

    private static void systemFields(JsonNode system, Map<String, String> fields) {
        for (String name : WindowsEvents.SYSTEM_FIELDS) {
            String value = JsonTexts.scalar(system.path(name));
            if (value != null) {
                fields.put(name, value);
            }
        }
    }

    /** Values by name; some converters keep the list of elements that they are in the XML. */
    private static void data(JsonNode data, Map<String, String> fields) {
        JsonNode elements = data.path("Data");
        boolean isNamed = elements.isArray() && elements.path(0).isObject();
        if (!isNamed) {
            JsonTexts.flatten("", data, fields);
            return;
        }
        for (JsonNode element : elements) {
            String name = JsonTexts.first(element, "@Name", "Name", "name");
            name = name == null ? JsonTexts.first(element.path("#attributes"), "Name") : name;
            String value = JsonTexts.first(element, "#text", "text", "Value", "value", "content");
            if (value != null) {
                fields.merge(name == null ? "Data" : name, value, (before, more) -> before + "\n" + more);
            }
        }
    }

    private static @Nullable String provider(JsonNode provider) {
        String name = JsonTexts.first(provider.path("#attributes"), "Name");
        return name == null ? JsonTexts.first(provider, "Name", "@Name") : name;
    }

    private static WindowsEvents.@Nullable Fields beat(JsonNode log, JsonNode record, LogContext context) {
        Map<String, String> fields = new LinkedHashMap<>();
        JsonTexts.flatten("", log.path("event_data"), fields);
        log.path("user_data").forEachEntry((name, value) -> {
            String text = JsonTexts.scalar(value);
            if (text != null) {
                fields.putIfAbsent(name, text);
            }
        });
        if (SYSMON.equals(JsonTexts.first(log, "channel", "log_name"))) {
            // The shipper's own module for Sysmon moves these to the names of its schema.
            COMMON_SCHEMA.forEach((name, path) -> {
                String value = JsonTexts.scalar(record.at(path));
                if (value != null) {
                    fields.putIfAbsent(name, value);
                }
            });
        }
        String created = JsonTexts.first(record.path("event"), "created");
        String time = JsonTexts.first(record, "@timestamp", "timestamp");
        return fields(
                time(time == null ? created : time, context),
                JsonTexts.first(log, "channel", "log_name"),
                JsonTexts.first(log, "provider_name", "source_name"),
                JsonTexts.scalar(log.path("event_id")),
                JsonTexts.scalar(log.path("computer_name")),
                fields);
    }

    private static WindowsEvents.@Nullable Fields flat(JsonNode record, LogContext context) {
        Map<String, String> fields = new LinkedHashMap<>();
        JsonTexts.flatten("", record, fields);
        return fields(
                time(
                        JsonTexts.first(
                                record, "UtcTime", "SystemTime", "TimeCreated", "EventTime", "@timestamp", "timestamp"),
                        context),
                JsonTexts.first(record, "Channel", "LogName"),
                JsonTexts.first(record, "SourceName", "ProviderName", "Provider_Name", "Provider"),
                JsonTexts.scalar(record.path("EventID")),
                JsonTexts.first(record, "Computer", "Hostname", "MachineName", "ComputerName"),
                fields);
    }

    private static WindowsEvents.@Nullable Fields powerShell(JsonNode record, LogContext context) {
        String id = JsonTexts.scalar(record.path("Id"));
        String channel = JsonTexts.scalar(record.path("LogName"));
        JsonNode created = record.path("TimeCreated");
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> names = names(channel, id);
        JsonNode properties = record.path("Properties");
        for (int i = 0; i < properties.size(); i++) {
            JsonNode property = properties.path(i);
            String value = JsonTexts.scalar(property.isObject() ? property.path("Value") : property);
            if (value != null) {
                fields.put(i < names.size() ? names.get(i) : "Data" + i, value);
            }
        }
        systemFields(record, fields);
        String message = JsonTexts.scalar(record.path("Message"));
        boolean isSysmon = channel != null && channel.startsWith("Microsoft-Windows-Sysmon");
        if (message != null && names.isEmpty() && !isSysmon) {
            fields.put("Message", message);
        }
        if (message != null && isSysmon) {
            // Sysmon's messages are in English everywhere, and name each of their values.
            message.lines().limit(100).forEach(line -> {
                Matcher m = MESSAGE_LINE.matcher(line);
                if (m.matches()) {
                    fields.putIfAbsent(m.group(1), m.group(2).strip());
                }
            });
        }
        return fields(
                time(
                        created.isObject() ? JsonTexts.first(created, "DateTime", "value") : JsonTexts.scalar(created),
                        context),
                channel,
                JsonTexts.scalar(record.path("ProviderName")),
                id,
                JsonTexts.scalar(record.path("MachineName")),
                fields);
    }

    private static List<String> names(@Nullable String channel, @Nullable String id) {
        if (id == null || channel == null || !id.matches("\\d{1,5}")) {
            return List.of();
        }
        return switch (channel) {
            case "Security" -> SECURITY_ORDER.getOrDefault(Integer.parseInt(id), List.of());
            case "System" -> id.equals("7045") ? ORDER_7045 : List.of();
            default -> List.of();
        };
    }

    private static @Nullable Instant time(@Nullable String text, LogContext context) {
        if (text == null) {
            return null;
        }
        Matcher date = DATE.matcher(text);
        return date.matches()
                ? Instant.ofEpochMilli(Long.parseLong(date.group(1)))
                : LogTimes.iso(text, context.zone());
    }
}
