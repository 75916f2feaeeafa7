package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.*;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to text by their content: byte order marks, UTF-16 with none, files that begin in one encoding and go on in
 * another (what {@code >>} does), UTF-8, else the OEM or ANSI code page that makes the most sense.
 */
final class Decoder {

    /** Code pages of Windows consoles and notepads; where two fit equally, the earlier is taken. */
    private static final List<Charset> CODE_PAGES = Stream.of(
                    "windows-31j",
                    "GB18030",
                    "x-windows-949",
                    "x-windows-950",
                    "IBM850",
                    "IBM00858",
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
                    "IBM860",
                    "IBM863",
                    "IBM865",
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
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    /** A label that we know outweighs any look of the letters. */
    private static final int WORTH_OF_A_LABEL = 1000;

    /** What a byte costs that means nothing in a page: less than a label is worth, more than letters can make up for. */
    private static final int COST_OF_A_HOLE = 40;

    private static final int JUDGED_BYTES = 1 << 16;
    private static final char HOLE = '\uFFFD';

    private final ToIntFunction<String> known;

    /** @param known how many labels that we know stand in a text */
    Decoder(ToIntFunction<String> known) {
        this.known = known;
    }

    /** The text without byte order marks; null where the bytes are none. */
    @Nullable
    String decode(byte[] bytes) {
        byte[] unmarked = starts(bytes, 0xEF, 0xBB, 0xBF) ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
        var text = new StringBuilder();
        for (Encodings.Run run : Encodings.of(unmarked)) {
            byte[] part = Arrays.copyOfRange(unmarked, run.from(), run.to());
            String decoded = run.wide() == null ? narrow(part) : new String(part, run.wide());
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                // Who began the file did not care to end the line.
                text.append('\n');
            }
            text.append(decoded);
        }
        return plausible(text.toString());
    }

    private String narrow(byte[] bytes) {
        String utf8 = strict(UTF_8, bytes);
        return utf8 != null ? utf8 : inCodePage(bytes);
    }

    /** Text has next to no control characters; what has is something else. */
    private static @Nullable String plausible(String text) {
        long odd = text.chars()
                .filter(c -> c < ' ' && c != '\r' && c != '\n' && c != '\t' && c != '\f' && c != 0x1A || c == HOLE)
                .count();
        return odd * 50 > text.length() ? null : text;
    }

    /** The page whose letters make the most sense. One spoilt byte must not hand the whole file to another page. */
    private String inCodePage(byte[] bytes) {
        byte[] judged = bytes.length > JUDGED_BYTES ? Arrays.copyOf(bytes, JUDGED_BYTES) : bytes;
        Charset best = UTF_8;
        int bestScore = Integer.MIN_VALUE;
        for (Charset page : Stream.concat(Stream.of(UTF_8), CODE_PAGES.stream()).toList()) {
            String text = new String(judged, page);
            int holes = (int) text.chars().filter(c -> c == HOLE).count();
            int score = WORTH_OF_A_LABEL * known.applyAsInt(text) + Letters.sense(text) - COST_OF_A_HOLE * holes;
            if (score > bestScore) {
                bestScore = score;
                best = page;
            }
        }
        return new String(bytes, best);
    }

    private static @Nullable String strict(Charset charset, byte[] bytes) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static boolean starts(byte[] bytes, int... begin) {
        for (int i = 0; i < begin.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != begin[i]) {
                return false;
            }
        }
        return true;
    }
}
