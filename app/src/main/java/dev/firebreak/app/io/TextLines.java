package dev.firebreak.app.io;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text; one as large as memory is cut. */
public final class TextLines {

    private static final int MAX_CHARS = 1 << 16;

    private final Reader in;
    private final int maxChars;
    private final char[] buffer = new char[1 << 13];
    private int at;
    private int end;
    private long line;

    public TextLines(Reader in) {
        this(in, MAX_CHARS);
    }

    /** @param maxChars characters of a line that are kept */
    public TextLines(Reader in, int maxChars) {
        this.in = in;
        this.maxChars = maxChars;
    }

    /** The next line without its end; null at the end. */
    @Nullable
    public String next() throws IOException {
        var text = new StringBuilder();
        boolean any = false;
        for (int c = read(); c >= 0; c = read()) {
            any = true;
            if (c == '\n') {
                break;
            }
            if (c != '\r' && c != '\uFEFF' && text.length() < maxChars) {
                text.append((char) c);
            }
        }
        line++;
        return any ? text.toString() : null;
    }

    /** Number of the line last given. */
    public long line() {
        return line;
    }

    private int read() throws IOException {
        if (at == end) {
            end = Math.max(in.read(buffer, 0, buffer.length), 0);
            at = 0;
            if (end == 0) {
                return -1;
            }
        }
        return buffer[at++];
    }
}
