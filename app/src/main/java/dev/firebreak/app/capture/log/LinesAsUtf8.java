package dev.firebreak.app.capture.log;

import dev.firebreak.app.io.TextLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of any encoding as bytes of UTF-8. */
final class LinesAsUtf8 extends InputStream {

    private final TextLines lines;
    private byte[] line = new byte[0];
    private int at;

    LinesAsUtf8(TextLines lines) {
        this.lines = lines;
    }

    @Override
    public int read() throws IOException {
        return isThere() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!isThere()) {
            return -1;
        }
        int some = Math.min(length, line.length - at);
        System.arraycopy(line, at, into, offset, some);
        at += some;
        return some;
    }

    private boolean isThere() throws IOException {
        while (at == line.length) {
            String next = lines.next();
            if (next == null) {
                return false;
            }
            line = (next + "\n").getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        return true;
    }
}
