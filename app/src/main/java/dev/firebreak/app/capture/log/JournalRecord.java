package dev.firebreak.app.capture.log;

import dev.firebreak.core.watch.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A record of the systemd journal as {@code journalctl -o json} writes it (systemd, "Journal JSON Format"). */
final class JournalRecord {

    private static final int MICROS = 1_000_000;

    private JournalRecord() {}

    static boolean fits(JsonNode record) {
        return record.has("__REALTIME_TIMESTAMP") && record.has("MESSAGE");
    }

    /** Reads one record; false where it is not understood. A record of another program is understood and tells nothing. */
    static boolean accept(JsonNode record, LogContext context, Consumer<Event> out) {
        String stamp = JsonTexts.scalar(record.path("__REALTIME_TIMESTAMP"));
        String message = message(record.path("MESSAGE"));
        if (stamp == null || !stamp.matches("\\d{1,18}")) {
            return false;
        }
        if (message != null) {
            long micros = Long.parseLong(stamp);
            Instant time = Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1000);
            var line = new SyslogLine(
                    time,
                    JsonTexts.scalar(record.path("_HOSTNAME")),
                    JsonTexts.scalar(record.path("SYSLOG_IDENTIFIER")),
                    message);
            SystemLogLines.message(line, time, context, out);
        }
        return true;
    }

    /** Text, or its bytes as numbers where it holds anything but printable characters. */
    private static @Nullable String message(JsonNode message) {
        if (!message.isArray()) {
            return JsonTexts.scalar(message);
        }
        var bytes = new ByteArrayOutputStream();
        message.forEach(one -> bytes.write(one.asInt(0)));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
