package dev.firebreak.app.collect.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A place in a line of JSON, and the plain things that may stand there; each step says whether it was as expected. */
abstract class JsonCursor {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    byte[] buffer = new byte[0];
    int at;
    int end;

    /** Whether the string read last holds anything but ASCII. */
    boolean foreign;

    final void over(byte[] line, int from, int to) {
        buffer = line;
        at = from;
        end = to;
    }

    /** Anything in brackets, to its end; never beyond the line. */
    final boolean nested() {
        int depth = 0;
        while (at < end) {
            byte c = buffer[at];
            if (c == '"') {
                if (!string(true)) {
                    return false;
                }
                continue;
            }
            at++;
            if (c >= 0 && c < ' ' && c != '\t') {
                return false;
            }
            if (c == '[' || c == '{') {
                depth++;
            } else if ((c == ']' || c == '}') && --depth == 0) {
                return true;
            }
            if (depth == 0) {
                return false;
            }
        }
        return false;
    }

    /** A string without escapes and control characters; without anything but ASCII where that is asked. */
    final boolean string(boolean anyLetters) {
        if (!take('"')) {
            return false;
        }
        foreign = false;
        while (at < end) {
            if (at + Long.BYTES <= end) {
                at += plain((long) LONGS.get(buffer, at));
            }
            byte c = buffer[at++];
            if (c == '"') {
                return true;
            }
            if (c == '\\' || (c >= 0 && c < ' ') || c == 0x7F || (c < 0 && !anyLetters)) {
                return false;
            }
            foreign |= c < 0;
        }
        return false;
    }

    /** How many of these eight bytes, from the first on, are plain ASCII that ends no string; 7 at most. */
    private static int plain(long bytes) {
        long quotes = bytes ^ LOW * '"';
        long escapes = bytes ^ LOW * '\\';
        long deletes = bytes ^ LOW * 0x7F;
        // A byte below 0x20 borrows when 0x20 is taken from it; bytes with their highest bit set are told by it.
        long odd = ((quotes - LOW & ~quotes)
                        | (escapes - LOW & ~escapes)
                        | (deletes - LOW & ~deletes)
                        | (bytes - LOW * ' ' & ~bytes)
                        | bytes)
                & HIGH;
        return odd == 0 ? Long.BYTES - 1 : Long.numberOfTrailingZeros(odd) >>> 3;
    }

    /** The place after the next such byte, wherever it stands; where we are if there is none. */
    final int after(char wanted) {
        int from = at;
        for (int i = from; i + Long.BYTES <= end; i += Long.BYTES) {
            long other = (long) LONGS.get(buffer, i) ^ LOW * wanted;
            long found = other - LOW & ~other & HIGH;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3) + 1;
            }
        }
        return from;
    }

    final boolean digits() {
        int first = at;
        while (at < end && buffer[at] >= '0' && buffer[at] <= '9') {
            at++;
        }
        return at > first && at - first < 8 && (buffer[first] != '0' || at - first == 1);
    }

    /** Three given letters, seven digits and a quote, eleven bytes in two looks; 0, and nothing is taken, where it is not that. */
    final int sevenDigitsQuoted(String letters) {
        if (at + 11 > end) {
            return 0;
        }
        long head = (long) LONGS.get(buffer, at);
        long digits = (long) LONGS.get(buffer, at + 3);
        long wanted = letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16;
        // The quote goes, a zero comes in front: eight digits.
        long eight = digits << Byte.SIZE | '0';
        boolean fits = (head & 0xFFFFFF) == wanted
                && digits >>> 56 == '"'
                && ((eight + LOW * 0x46 | eight - LOW * '0') & HIGH) == 0;
        if (!fits) {
            return 0;
        }
        at += 11;
        long pairs = ((eight & LOW * 0x0F) * 2561) >>> 8;
        long fours = ((pairs & 0x00FF00FF00FF00FFL) * 6553601) >>> 16;
        return (int) (((fours & 0x0000FFFF0000FFFFL) * 42949672960001L) >>> 32);
    }

    /** {@code 2017-05-14T09:00:00Z}, which is how it is told as well. */
    final boolean isTime(int from, int to) {
        if (to - from != 20) {
            return false;
        }
        String shape = "0000-00-00T00:00:00Z";
        for (int i = 0; i < 20; i++) {
            byte c = buffer[from + i];
            boolean fits = shape.charAt(i) == '0' ? c >= '0' && c <= '9' : c == shape.charAt(i);
            if (!fits) {
                return false;
            }
        }
        int month = number(from + 5, 2);
        int last = month == 2 ? 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        return between(from, 4, 1970, 2999)
                && between(from + 5, 2, 1, 12)
                && between(from + 8, 2, 1, last)
                && between(from + 11, 2, 0, 23)
                && between(from + 14, 2, 0, 59)
                && between(from + 17, 2, 0, 59);
    }

    private boolean between(int from, int length, int least, int most) {
        int number = number(from, length);
        return number >= least && number <= most;
    }

    private int number(int from, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number * 10 + buffer[from + i] - '0';
        }
        return number;
    }

    /** A word to be recognised eight bytes at once. */
    static final class Word {
        private final byte[] bytes;
        private final long head;
        private final long mask;

        Word(String word) {
            this.bytes = word.getBytes(StandardCharsets.US_ASCII);
            byte[] first = Arrays.copyOf(bytes, Long.BYTES);
            this.head = (long) LONGS.get(first, 0);
            this.mask = bytes.length >= Long.BYTES ? -1L : (1L << (bytes.length * Byte.SIZE)) - 1;
        }
    }

    final boolean is(int from, Word word) {
        int length = word.bytes.length;
        if (from + length > end) {
            return false;
        }
        if (from + Long.BYTES > buffer.length) {
            return Arrays.equals(buffer, from, from + length, word.bytes, 0, length);
        }
        if ((((long) LONGS.get(buffer, from)) & word.mask) != word.head) {
            return false;
        }
        for (int i = Long.BYTES; i < length; i++) {
            if (buffer[from + i] != word.bytes[i]) {
                return false;
            }
        }
        return true;
    }

    final void blanks() {
        while (at < end && (buffer[at] == ' ' || buffer[at] == '\t')) {
            at++;
        }
    }

    final boolean take(char c) {
        if (at < end && buffer[at] == c) {
            at++;
            return true;
        }
        return false;
    }
}
