package dev.firebreak.app.io.text;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is UTF-16 and where it is not. {@code wmic} appends UTF-16 to what {@code systeminfo} began in a code page,
 * and {@code cmd} appends a code page to what PowerShell began in UTF-16; no mark tells where the one ends.
 */
final class EncodingDetector {

    /** A stretch of one encoding; {@code wide} is null where it is bytes of a code page or UTF-8. */
    record Run(int from, int to, @Nullable Charset wide) {}

    /** Fewer bytes than this without a zero may be Chinese characters between two line ends. */
    private static final int SHORTEST_NARROW = 12;

    private static final int HOLE_LOOKED_AT = 64;

    private EncodingDetector() {}

    static List<Run> of(byte[] bytes) {
        boolean markLittle = TextDecoder.starts(bytes, 0xFF, 0xFE);
        boolean markBig = TextDecoder.starts(bytes, 0xFE, 0xFF);
        if (!markLittle && !markBig && !hasZero(bytes, 0, bytes.length)) {
            return List.of(new Run(0, bytes.length, null));
        }
        List<Run> runs = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int from = at;
            int narrowEnd = narrowEnd(bytes, at, at == 0 && (markLittle || markBig));
            if (narrowEnd > at) {
                runs.add(new Run(at, narrowEnd, null));
                at = narrowEnd;
            }
            if (at < bytes.length) {
                at = wide(bytes, at, runs, at == 0 && markBig);
            }
            if (at <= from) {
                break;
            }
        }
        return runs;
    }

    /** End of the lines from here on that hold no zero byte, and of the plain beginning of the line after them. */
    private static int narrowEnd(byte[] bytes, int from, boolean marked) {
        if (marked) {
            return from;
        }
        int zero = from;
        while (zero < bytes.length && (bytes[zero] != 0 || isHole(bytes, zero))) {
            zero++;
        }
        if (zero == bytes.length) {
            return zero;
        }
        // The letter before the first zero is the first half of UTF-16LE, or the zero is that of UTF-16BE.
        int end = zero > from && isLittle(bytes, zero) ? zero - 1 : zero;
        if (end - from >= 2 && (bytes[end - 2] & 0xFF) == 0xFF && (bytes[end - 1] & 0xFF) == 0xFE) {
            end -= 2;
        }
        return isPlain(bytes, from, end) ? end : from;
    }

    /** Whether no other zero stands two bytes on, as it would in UTF-16: then it is damage. */
    private static boolean isHole(byte[] bytes, int zero) {
        int end = Math.min(zero + HOLE_LOOKED_AT, bytes.length - 2);
        for (int i = zero; i < end; i++) {
            if (bytes[i] == 0 && bytes[i + 1] != 0 && bytes[i + 2] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds the UTF-16 from here to where lines without a zero begin. */
    private static int wide(byte[] bytes, int from, List<Run> runs, boolean big) {
        int start = from;
        boolean isBig = big;
        if (start + 1 < bytes.length && (bytes[start] & 0xFF) == 0xFF && (bytes[start + 1] & 0xFF) == 0xFE) {
            start += 2;
        } else if (start + 1 < bytes.length && (bytes[start] & 0xFF) == 0xFE && (bytes[start + 1] & 0xFF) == 0xFF) {
            start += 2;
            isBig = true;
        } else if (start < bytes.length) {
            isBig = !isLittleFrom(bytes, start);
        }
        int end = wideEnd(bytes, start, isBig);
        runs.add(new Run(start, end, isBig ? UTF_16BE : UTF_16LE));
        return end;
    }

    /** Steps over the lines by their ends in this encoding; stops where one is followed by plain text. */
    private static int wideEnd(byte[] bytes, int start, boolean big) {
        int newline = big ? 1 : 0;
        for (int i = start; i + 1 < bytes.length; i += 2) {
            if (bytes[i + newline] == '\n' && bytes[i + 1 - newline] == 0 && beginsNarrow(bytes, i + 2)) {
                return i + 2;
            }
        }
        return bytes.length;
    }

    private static boolean beginsNarrow(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        // A line of UTF-16 holds zeros at its end at the least; a line of Chinese alone ends in one as well.
        boolean ends = end == bytes.length || (end > from && bytes[end - 1] == '\r');
        return ends
                && !hasZero(bytes, from, Math.min(end + 2, bytes.length))
                && (end - from >= SHORTEST_NARROW ? isMostlyAscii(bytes, from, end) : isBlankLines(bytes, from));
    }

    /** Blank lines of a code page, then a line of it. */
    private static boolean isBlankLines(byte[] bytes, int from) {
        int at = from;
        while (at + 1 < bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n') {
            at += 2;
        }
        return at > from && at < bytes.length && beginsNarrow(bytes, at);
    }

    private static boolean isMostlyAscii(byte[] bytes, int from, int to) {
        int ascii = 0;
        boolean blank = false;
        for (int i = from; i < to; i++) {
            ascii += bytes[i] >= ' ' ? 1 : 0;
            blank |= bytes[i] == ' ';
        }
        return blank && ascii * 2 >= to - from;
    }

    /** What may stand before UTF-16 without a mark: text, not the Chinese half of it. */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        int high = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\r' && bytes[i] != '\n' && bytes[i] != '\t') {
                return false;
            }
            high += bytes[i] < 0 ? 1 : 0;
        }
        // Without a line end it is the beginning of one line, and then ASCII.
        return high == 0 || (hasLineEnd(bytes, from, to) && isMostlyAscii(bytes, from, to));
    }

    private static boolean hasLineEnd(byte[] bytes, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Whether the zero at this place is the second half of a letter. */
    private static boolean isLittle(byte[] bytes, int zero) {
        return isLittleFrom(bytes, zero - 1);
    }

    /** Whether zeros are more often second than first in the pairs from here on. */
    private static boolean isLittleFrom(byte[] bytes, int start) {
        int first = 0;
        int second = 0;
        int end = Math.min(bytes.length, start + 4096);
        for (int i = start; i < end; i++) {
            if (bytes[i] == 0) {
                if ((i - start) % 2 == 0) {
                    first++;
                } else {
                    second++;
                }
            }
        }
        return second > first;
    }

    private static boolean hasZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
