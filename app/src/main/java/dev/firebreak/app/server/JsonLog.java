package dev.firebreak.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of a server: a JSON object a line on standard error, as log collectors read it. */
public final class JsonLog extends Formatter {

    /** Libraries that tell more than anybody asked for; held here, for a logger nobody holds forgets its level. */
    private static final List<Logger> TALKATIVE = List.of(
            Logger.getLogger("org.eclipse.jetty"),
            Logger.getLogger("io.javalin"),
            Logger.getLogger("org.flywaydb"),
            Logger.getLogger("org.sqlite"),
            Logger.getLogger("com.zaxxer"));

    private JsonLog() {}

    public static void begin(PrintStream to) {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(new Out(to));
    }

    /** A whole line at a time. */
    private static final class Out extends Handler {
        private final JsonLog lines = new JsonLog();
        private final PrintStream to;

        Out(PrintStream to) {
            this.to = to;
        }

        @Override
        public void publish(LogRecord record) {
            if (isLoggable(record)) {
                byte[] line = lines.format(record).getBytes(UTF_8);
                to.write(line, 0, line.length);
                to.flush();
            }
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    @Override
    public String format(LogRecord record) {
        var line = new StringBuilder(200).append("{\"time\":\"").append(record.getInstant());
        line.append("\",\"level\":\"").append(level(record.getLevel()));
        line.append("\",\"logger\":").append(quoted(String.valueOf(record.getLoggerName())));
        line.append(",\"message\":").append(quoted(formatMessage(record)));
        if (record.getThrown() != null) {
            var trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(",\"error\":").append(quoted(trace.toString()));
        }
        return line.append("}\n").toString();
    }

    private static String level(Level level) {
        int value = level.intValue();
        return value >= Level.SEVERE.intValue()
                ? "error"
                : value >= Level.WARNING.intValue() ? "warn" : value >= Level.INFO.intValue() ? "info" : "debug";
    }

    /** Printable ASCII that needs no escape, as nearly every line of every server is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** What is logged may hold names that machines gave: no control or format character leaves the line. */
    private static String quoted(String text) {
        if (isPlain(text)) {
            return '"' + text + '"';
        }
        var quoted = new StringBuilder(text.length() + 16).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c == '\t') {
                quoted.append("\\t");
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                if (c < 0x10000) {
                    quoted.append(String.format("\\u%04x", c));
                }
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
