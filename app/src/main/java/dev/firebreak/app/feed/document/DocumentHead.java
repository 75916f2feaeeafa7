package dev.firebreak.app.feed.document;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The beginning of a document, by which its kind is told. */
public final class DocumentHead {

    /** How much is looked at. */
    static final int BYTES = 1 << 16;

    private final byte[] bytes;
    private final String text;

    DocumentHead(byte[] bytes) {
        this.bytes = bytes;
        this.text = new String(bytes, charset(bytes));
    }

    /** Whether it begins with these bytes. */
    boolean begins(int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** The beginning as text, without byte order mark and white space before it. */
    public String text() {
        int at = 0;
        while (at < text.length() && (text.charAt(at) == '\uFEFF' || Character.isWhitespace(text.charAt(at)))) {
            at++;
        }
        return text.substring(at);
    }

    public boolean isJson() {
        return text().startsWith("{") || text().startsWith("[");
    }

    public boolean isMarkup() {
        return text().startsWith("<");
    }

    public boolean contains(String needle) {
        return text.contains(needle);
    }

    /** What the byte order mark says, else UTF-8. */
    Charset charset() {
        return charset(bytes);
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length > 1 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        if (bytes.length > 1 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }
}
