package dev.firebreak.app.capture.log;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.evtx.EvtxReader;
import dev.firebreak.app.io.TextLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The logs that are read, each decided by its content, the more particular first. */
public final class LogFormats {

    /** Lines of a head that are looked at. */
    private static final int LOOKED_AT = 200;

    private static final int MAX_LINE = 1 << 16;

    private LogFormats() {}

    /** All formats of logs. */
    public static List<EventFormat> all(LogOptions options) {
        return List.of(
                new LogFormat(
                        "evtx",
                        EvtxReader::fits,
                        (in, context) -> new EvtxLog(new EvtxReader(in, context.origin(), context.problems()), context),
                        options),
                new LogFormat("zeek", head -> text(head).startsWith("#separator "), ZeekTsvReader::new, options),
                new LogFormat("windows-xml", LogFormats::isEventXml, LogFormats::xml, options),
                new LogFormat(
                        "json",
                        LogFormats::isJson,
                        (in, context) -> new JsonLogReader(lines(in, JsonLogReader.MOST_CHARACTERS), context),
                        options),
                lineLog("windows-dns", WindowsDnsLines::tells, WindowsDnsLines::new, options),
                lineLog("squid", ProxyLines::tells, ProxyLines::new, options),
                lineLog("syslog", line -> SystemLogLines.tells(line, quiet()), SystemLogLines::new, options));
    }

    private static EventFormat lineLog(
            String id, Predicate<String> tells, Function<LogContext, LineLog.LineParser> parser, LogOptions options) {
        return new LogFormat(
                id,
                head -> text(head).lines().limit(LOOKED_AT).anyMatch(tells),
                (in, context) -> new LineLog(lines(in, MAX_LINE), parser.apply(context), context),
                options);
    }

    /** For looking at a head: what is wrong with it does not matter yet. */
    private static LogContext quiet() {
        return new LogContext("", ZoneOffset.UTC, LocalDate.EPOCH, false, problem -> {});
    }

    private static boolean isJson(byte[] head) {
        String text = text(head).stripLeading();
        String inside = text.startsWith("[") ? text.substring(1).stripLeading() : text;
        return inside.startsWith("{")
                && (inside.contains("\"event_type\"")
                        || inside.contains("\"ts\"")
                        || inside.contains("\"EventID\"")
                        || inside.contains("\"event_id\"")
                        || inside.contains("\"__REALTIME_TIMESTAMP\"")
                        || inside.contains("\"LogName\"")
                        || inside.contains("\"Channel\""));
    }

    private static boolean isEventXml(byte[] head) {
        String text = text(head).stripLeading();
        return text.startsWith("<")
                && (text.contains("<Event ") || text.contains("<Event>"))
                && text.contains("<System>");
    }

    private static LogReader xml(InputStream in, LogContext context) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(1 << 12);
        String head = text(buffered.readNBytes(1 << 11)).stripLeading();
        buffered.reset();
        boolean hasRoot = head.startsWith("<?xml") || head.startsWith("<Events");
        return new WindowsXmlLog(hasRoot ? buffered : utf8(buffered), hasRoot, context);
    }

    /** A document without a declaration in the form that XML then takes for granted. */
    private static InputStream utf8(InputStream in) throws IOException {
        return new LinesAsUtf8(lines(in, JsonLogReader.MOST_CHARACTERS));
    }

    private static TextLines lines(InputStream in, int mostCharacters) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(4);
        byte[] head = buffered.readNBytes(4);
        buffered.reset();
        return new TextLines(new InputStreamReader(buffered, charset(head)), mostCharacters);
    }

    private static String text(byte[] head) {
        String text = new String(head, charset(head));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** PowerShell writes UTF-16; all others that are read here write ASCII or UTF-8. */
    private static Charset charset(byte[] head) {
        if ((head.length > 1 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
                || (head.length > 1 && head[0] != 0 && head[1] == 0)) {
            return StandardCharsets.UTF_16LE;
        }
        return head.length > 1 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }
}
