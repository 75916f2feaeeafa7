package dev.firebreak.app.capture.mail;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** One message in a file of its own (RFC 5322): .eml, and the files of a Maildir. */
final class MessageFormat implements EventFormat {

    @Override
    public String id() {
        return "mail";
    }

    @Override
    public boolean fits(byte[] head) {
        return MailHead.isMessage(head, 0);
    }

    @Override
    public void read(InputStream in, String origin, EventSink sink) throws IOException {
        byte[] message = in.readNBytes(MessageReader.MOST_BYTES);
        var reader = new MessageReader(origin, sink);
        reader.read(message, 0, Instant.EPOCH);
        if (in.read() >= 0) {
            reader.tooLarge(0);
        }
    }
}
