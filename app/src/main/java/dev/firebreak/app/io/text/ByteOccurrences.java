package dev.firebreak.app.io.text;

/**
 * Which bytes occur in a file. One look at all of them, so that nobody looks for what is not there: every encoding that we read writes
 * the characters of ASCII with the bytes of ASCII.
 */
public final class ByteOccurrences {

    private final boolean[] ascii;
    private final boolean others;

    private ByteOccurrences(boolean[] ascii, boolean others) {
        this.ascii = ascii;
        this.others = others;
    }

    public static ByteOccurrences in(byte[] bytes) {
        var ascii = new boolean[0x80];
        boolean others = false;
        for (byte b : bytes) {
            if (b < 0) {
                others = true;
            } else {
                ascii[b] = true;
            }
        }
        return new ByteOccurrences(ascii, others);
    }

    /** Whether this character of ASCII may be in the text. */
    public boolean has(char c) {
        return ascii[c];
    }

    /** Whether it is ASCII and nothing else: with a zero it may be UTF-16, two of whose plain bytes may be any letter. */
    public boolean onlyAscii() {
        return !others && !ascii[0];
    }
}
