package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.*;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to text by their content: byte order marks, UTF-16 with none, ASCII that goes on in UTF-16 (what {@code wmic}
 * appends to a file that something else began), UTF-8, else the OEM or ANSI code page that makes the most sense.
 */
final class Decoder {

    /** Code pages of Windows consoles and notepads; where two fit equally, the earlier is taken. */
    private static final List<Charset> CODE_PAGES = List.of(
                    "windows-31j",
                    "GB18030",
                    "x-windows-949",
                    "x-windows-950",
                    "IBM850",
                    "IBM437",
                    "IBM852",
                    "IBM866",
                    "IBM737",
                    "IBM857",
                    "IBM862",
                    "IBM864",
                    "IBM775",
                    "IBM855",
                    "IBM869",
                    "windows-1252",
                    "windows-1250",
                    "windows-1251",
                    "windows-1253",
                    "windows-1254",
                    "windows-1255",
                    "windows-1256",
                    "windows-1257",
                    "windows-1258",
                    "x-windows-874")
            .stream()
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    private final ToIntFunction<String> known;

    /** @param known how many labels that we know stand in a text */
    Decoder(ToIntFunction<String> known) {
        this.known = known;
    }

    /** The text without byte order marks; null where the bytes are none. */
    @Nullable
    String decode(byte[] bytes) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            String text = strict(UTF_8, bytes, 3);
            return text != null ? text : decode(Arrays.copyOfRange(bytes, 3, bytes.length));
        }
        if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) {
            return plausible(wide(bytes, 2, bytes[0] == (byte) 0xFF ? UTF_16LE : UTF_16BE));
        }
        int zero = indexOfZero(bytes);
        if (zero >= 0) {
            return plausible(withZeros(bytes, zero));
        }
        String utf8 = strict(UTF_8, bytes, 0);
        return plausible(utf8 != null ? utf8 : inCodePage(bytes));
    }

    /** Text with zero bytes: half of each ASCII letter of UTF-16. What stands before the first pair may be plain ASCII. */
    private static String withZeros(byte[] bytes, int zero) {
        boolean little = zero > 0 && bytes[zero - 1] != 0 && looksLittle(bytes, zero);
        int start = little ? zero - 1 : zero;
        for (int i = 0; i < start; i++) {
            if (bytes[i] < 0 || bytes[i] < ' ' && bytes[i] != '\r' && bytes[i] != '\n' && bytes[i] != '\t') {
                // Letters that are not ASCII: the whole is UTF-16.
                return wide(bytes, start % 2, little ? UTF_16LE : UTF_16BE);
            }
        }
        int mark = start >= 2 && starts(Arrays.copyOfRange(bytes, start - 2, start), 0xFF, 0xFE) ? 2 : 0;
        String before = new String(bytes, 0, start - mark, US_ASCII);
        // Who began the file did not care to end the line.
        String between = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        return before + between + wide(bytes, start, little ? UTF_16LE : UTF_16BE);
    }

    /** Whether zeros are more often second than first from here on, counted by the position of the first. */
    private static boolean looksLittle(byte[] bytes, int zero) {
        int end = Math.min(bytes.length, zero + 4096);
        int same = 0;
        int other = 0;
        for (int i = zero; i < end; i++) {
            if (bytes[i] == 0) {
                if ((i - zero) % 2 == 0) {
                    same++;
                } else {
                    other++;
                }
            }
        }
        // In UTF-16BE the text would begin with the zero itself, or after letters without one.
        return same >= other && !(zero % 2 == 0 && allAsciiPairsAreBig(bytes, zero));
    }

    private static boolean allAsciiPairsAreBig(byte[] bytes, int zero) {
        int big = 0;
        int little = 0;
        for (int i = zero; i + 3 < Math.min(bytes.length, zero + 4096); i += 2) {
            if (bytes[i] == 0 && bytes[i + 1] == '\r' && bytes[i + 2] == 0 && bytes[i + 3] == '\n') {
                big++;
            }
            if (i > 0 && bytes[i - 1] == '\r' && bytes[i] == 0 && bytes[i + 1] == '\n' && bytes[i + 2] == 0) {
                little++;
            }
        }
        return big > little;
    }

    private static String wide(byte[] bytes, int from, Charset charset) {
        return new String(bytes, from, bytes.length - from, charset);
    }

    /** Text has next to no control characters; what has is something else. */
    private static @Nullable String plausible(String text) {
        long odd = text.chars()
                .filter(c -> c < ' ' && c != '\r' && c != '\n' && c != '\t' && c != '\f' && c != 0x1A || c == 0xFFFD)
                .count();
        return odd * 50 > text.length() ? null : text;
    }

    private String inCodePage(byte[] bytes) {
        String best = new String(bytes, ISO_8859_1);
        int bestScore = Integer.MIN_VALUE;
        for (Charset page : CODE_PAGES) {
            String text = strict(page, bytes, 0);
            if (text != null) {
                int score = 1000 * known.applyAsInt(text) + Letters.sense(text);
                if (score > bestScore) {
                    bestScore = score;
                    best = text;
                }
            }
        }
        return best;
    }

    private static @Nullable String strict(Charset charset, byte[] bytes, int from) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int indexOfZero(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean starts(byte[] bytes, int... begin) {
        for (int i = 0; i < begin.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != begin[i]) {
                return false;
            }
        }
        return true;
    }
}
