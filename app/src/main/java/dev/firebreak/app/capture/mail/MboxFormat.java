package dev.firebreak.app.capture.mail;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many messages in one file, each after a line {@code From sender date} (RFC 4155). One message is held at a time. */
final class MboxFormat implements EventFormat {

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern SEPARATOR = Pattern.compile(
            "From \\S.* ([A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d(?::\\d\\d)?)(?: \\S+)* (\\d{4})(?: [+-]\\d{4})?\\s*");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm[:ss] uuuu", Locale.ENGLISH);
    private static final int MAX_LINE_LENGTH = 1 << 16;
    private static final int LOOKED_AHEAD = 1 << 12;

    @Override
    public String id() {
        return "mbox";
    }

    @Override
    public boolean fits(byte[] head) {
        if (!begins(head, head.length)) {
            return false;
        }
        int line = 0;
        while (line < head.length && head[line] != '\n') {
            line++;
        }
        return line < head.length && MailHead.isMessage(head, line + 1);
    }

    private static boolean begins(byte[] line, int length) {
        return length >= FROM.length && java.util.Arrays.equals(line, 0, FROM.length, FROM, 0, FROM.length);
    }

    @Override
    public void read(InputStream stream, String origin, EventSink sink) throws IOException {
        var in = new BufferedInputStream(stream, 1 << 16);
        var reader = new MessageReader(origin, sink);
        var message = new ByteArrayOutputStream();
        byte[] line = new byte[MAX_LINE_LENGTH];
        int number = 0;
        boolean tooLarge = false;
        boolean afterEmpty = true;
        Instant received = Instant.EPOCH;
        for (int length = line(in, line); length > 0; length = line(in, line)) {
            Matcher separator = begins(line, length) && (afterEmpty || isHeaderNext(in))
                    ? SEPARATOR.matcher(new String(line, 0, length, StandardCharsets.ISO_8859_1))
                    : null;
            if ((separator != null && separator.matches()) || number == 0) {
                finish(reader, message, number, tooLarge, received);
                number++;
                tooLarge = false;
                received = separator != null && separator.matches() ? date(separator) : Instant.EPOCH;
            } else if (message.size() + length <= MessageReader.MOST_BYTES) {
                message.write(line, 0, length);
            } else {
                tooLarge = true;
            }
            afterEmpty = line[0] == '\n' || line[0] == '\r';
        }
        finish(reader, message, number, tooLarge, received);
    }

    /** Some programs write no empty line between two messages; a sentence is not followed by a header. */
    private static boolean isHeaderNext(BufferedInputStream in) throws IOException {
        in.mark(LOOKED_AHEAD + 1);
        byte[] next = in.readNBytes(LOOKED_AHEAD);
        in.reset();
        return MailHead.isMessage(next, 0);
    }

    private static void finish(
            MessageReader reader, ByteArrayOutputStream message, int number, boolean tooLarge, Instant received) {
        if (number > 0) {
            reader.read(message.toByteArray(), number, received);
            if (tooLarge) {
                reader.tooLarge(number);
            }
        }
        message.reset();
    }

    private static Instant date(Matcher separator) {
        try {
            return LocalDateTime.parse((separator.group(1) + " " + separator.group(2)).replaceAll(" +", " "), DATE)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return Instant.EPOCH;
        }
    }

    /** Reads a line with its end, or the part of it that fits; returns its length, 0 at the end of the file. */
    private static int line(InputStream in, byte[] line) throws IOException {
        int length = 0;
        while (length < line.length) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            line[length++] = (byte) c;
            if (c == '\n') {
                break;
            }
        }
        return length;
    }
}
