package dev.firebreak.app.capture.mail;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;

/** One message in a file of its own (RFC 5322): .eml, and the files of a Maildir. */
final class MessageFormat implements EventFormat {

    /** A mark of the byte order in UTF-8, and ends of lines. */
    private static final String MARKS = "\u00EF\u00BB\u00BF\r\n";

    @Override
    public String id() {
        return "mail";
    }

    @Override
    public boolean fits(byte[] head) {
        return MailHead.isMessage(head, 0);
    }

    /** The header begins with the first field. */
    private static byte[] withoutMark(byte[] message) {
        int from = 0;
        while (from < message.length && MARKS.indexOf(message[from] & 0xFF) >= 0) {
            from++;
        }
        return from == 0 ? message : Arrays.copyOfRange(message, from, message.length);
    }

    @Override
    public void read(InputStream in, String origin, EventSink sink) throws IOException {
        byte[] message = withoutMark(in.readNBytes(MessageReader.MOST_BYTES));
        var reader = new MessageReader(origin, sink);
        reader.read(message, 0, Instant.EPOCH);
        if (in.read() >= 0) {
            reader.tooLarge(0);
        }
    }
}
