package dev.firebreak.app.capture.smb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

/** Names in SMB messages; never longer than Windows allows. */
final class SmbText {

    private static final int MAX_LENGTH = 2 * 1024;

    private SmbText() {}

    /** A name of a given length in UTF-16, without the zero that may end it. */
    static String unicode(byte[] b, int from, int length, int end) {
        int bytes = Math.max(0, Math.min(Math.min(length, end - from), MAX_LENGTH)) & ~1;
        // Where the name stands is the sender's word: it may lie beyond the message, and beyond what is there of it.
        if (bytes == 0) {
            return "";
        }
        String text = new String(b, from, bytes, UTF_16LE);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }

    /** A name of a given length in the server's code page; letters outside ASCII are not to be trusted. */
    static String oem(byte[] b, int from, int length, int end) {
        int bytes = Math.max(0, Math.min(Math.min(length, end - from), MAX_LENGTH));
        if (bytes == 0) {
            return "";
        }
        String text = new String(b, from, bytes, ISO_8859_1);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }

    /** The place after the zero that ends a name. */
    static int after(byte[] b, int from, int end, boolean isUnicode) {
        int at = from;
        if (isUnicode) {
            while (at + 1 < end && (b[at] != 0 || b[at + 1] != 0)) {
                at += 2;
            }
            return Math.min(end, at + 2);
        }
        while (at < end && b[at] != 0) {
            at++;
        }
        return Math.min(end, at + 1);
    }
}
