package dev.firebreak.app.io.text;

import static java.nio.charset.StandardCharsets.*;

import dev.firebreak.app.io.BoundedCache;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to text by their content: byte order marks, UTF-16 with none, files that begin in one encoding and go on in
 * another (what {@code >>} does), UTF-8, else the OEM or ANSI code page that makes the most sense.
 */
public final class TextDecoder {

    /** Code pages, of which most files need none. */
    private static final class Pages {
        /** UTF-8 with a spoilt byte, and code pages of Windows consoles and notepads; where two fit equally, the earlier is taken. */
        private static final List<Charset> ALL = Stream.of(
                        "UTF-8",
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
    }

    /** What a byte costs that means nothing in a page: more than letters can make up for. */
    private static final int COST_OF_A_HOLE = 40;

    private static final int JUDGED_BYTES = 1 << 16;
    private static final int LINES_LOOKED_AT = 64;

    /** Beginnings of lines that are kept: those of a dozen languages at most, and what happens to stand beside them. */
    private static final int MAX_KEPT = 1 << 12;

    private static final int MAX_KEPT_LENGTH = 256;

    /** Pages that are kept by what told them: a fleet's machines speak few languages. */
    private static final int MAX_PAGES = 1 << 10;

    private static final int MAX_TELLING_LENGTH = 1 << 11;
    private static final char HOLE = '\uFFFD';

    private final Function<String, List<String>> known;
    private final BoundedCache<ByteBuffer, List<Spoken>> beginnings =
            new BoundedCache<>(MAX_KEPT, MAX_KEPT_LENGTH, ByteBuffer::limit, this::spoken);
    private final BoundedCache<ByteBuffer, Charset> pages =
            new BoundedCache<>(MAX_PAGES, MAX_TELLING_LENGTH, ByteBuffer::limit, judged -> page(judged.array()));

    /** A label that the beginning of a line is in one of the pages. */
    private record Spoken(int page, String label) {}

    /** @param known the labels that we know at the beginning of a line, of those that tell a code page */
    public TextDecoder(Function<String, List<String>> known) {
        this.known = known;
    }

    /** The text without byte order marks; null where the bytes are none. */
    @Nullable
    public String decode(byte[] bytes) {
        return decode(bytes, ByteOccurrences.in(bytes));
    }

    /** @param occurring of these bytes */
    @Nullable
    public String decode(byte[] bytes, ByteOccurrences occurring) {
        if (occurring.onlyAscii()) {
            return hasOdd(occurring) && !isText(odd(bytes), bytes.length) ? null : new String(bytes, US_ASCII);
        }
        byte[] unmarked = starts(bytes, 0xEF, 0xBB, 0xBF) ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
        var text = new StringBuilder();
        for (EncodingDetector.Run run : EncodingDetector.of(unmarked)) {
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
        String utf8 = strict(bytes);
        return utf8 != null ? utf8 : inCodePage(bytes);
    }

    private static boolean hasOdd(ByteOccurrences occurring) {
        for (char c = 0; c < ' '; c++) {
            if (isOdd(c) && occurring.has(c)) {
                return true;
            }
        }
        return false;
    }

    private static int odd(byte[] ascii) {
        int odd = 0;
        for (byte b : ascii) {
            if (b < ' ' && isOdd((char) b)) {
                odd++;
            }
        }
        return odd;
    }

    /** Text has next to no control characters; what has is something else. */
    private static @Nullable String plausible(String text) {
        int odd = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && isOdd(c)) || c == HOLE) {
                odd++;
            }
        }
        return isText(odd, text.length()) ? text : null;
    }

    private static boolean isOdd(char control) {
        return control != '\r' && control != '\n' && control != '\t' && control != '\f' && control != 0x1A;
    }

    private static boolean isText(int odd, int length) {
        return odd * 50L <= length;
    }

    /**
     * The page whose text holds the most labels that we know; among these, the one whose letters make the most sense. One spoilt byte must
     * not hand the whole file to another page.
     */
    private String inCodePage(byte[] bytes) {
        return new String(bytes, pages.of(ByteBuffer.wrap(telling(bytes))));
    }

    private Charset page(byte[] judged) {
        List<Charset> likeliest = likeliest(judged);
        if (likeliest.size() == 1) {
            return likeliest.getFirst();
        }
        Charset best = UTF_8;
        int bestScore = Integer.MIN_VALUE;
        for (Charset page : likeliest) {
            String text = new String(judged, page);
            int vulnerabilities = (int) text.chars().filter(c -> c == HOLE).count();
            int score = LetterStatistics.sense(text) - COST_OF_A_HOLE * vulnerabilities;
            if (score > bestScore) {
                bestScore = score;
                best = page;
            }
        }
        return best;
    }

    /** The pages in which the most different labels begin the lines. */
    private List<Charset> likeliest(byte[] judged) {
        List<Set<String>> found = new ArrayList<>();
        Pages.ALL.forEach(page -> found.add(new HashSet<>()));
        int from = 0;
        for (int lines = 0; from < judged.length && lines < LINES_LOOKED_AT; lines++) {
            int to = from;
            while (to < judged.length && judged[to] != '\n' && judged[to] != '\r') {
                to++;
            }
            for (Spoken spoken : beginnings.of(beginning(judged, from, to))) {
                found.get(spoken.page()).add(spoken.label());
            }
            boolean both = to + 1 < judged.length && judged[to] == '\r' && judged[to + 1] == '\n';
            from = to + (both ? 2 : 1);
        }
        int most = found.stream().mapToInt(Set::size).max().orElse(0);
        return IntStream.range(0, found.size())
                .filter(page -> found.get(page).size() == most)
                .mapToObj(Pages.ALL::get)
                .toList();
    }

    /**
     * A line up to its first colon, where there is one: labels come again from machine to machine, values do not. No page has a colon as
     * the second half of a letter. A line of a table is needed whole.
     */
    private static ByteBuffer beginning(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != ':') {
            end++;
        }
        boolean table = from < to && bytes[from] == '"';
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, table || end == to ? to : end + 1));
    }

    /** What a beginning says in each page. */
    private List<Spoken> spoken(ByteBuffer beginning) {
        List<Spoken> spoken = new ArrayList<>();
        for (int page = 0; page < Pages.ALL.size(); page++) {
            for (String label : known.apply(
                    Pages.ALL.get(page).decode(beginning.duplicate()).toString())) {
                spoken.add(new Spoken(page, label));
            }
        }
        return spoken;
    }

    /**
     * The first lines with a byte beyond ASCII: the others are the same in every page. So is what stands behind a label, where all of it is
     * ASCII, and it is another on every machine: without it machines of one language tell the same.
     */
    private static byte[] telling(byte[] bytes) {
        var lines = new ByteArrayOutputStream();
        int begin = 0;
        int colon = -1;
        int last = -1;
        int left = JUDGED_BYTES;
        for (int i = 0; i < bytes.length && left > 0; i++) {
            byte b = bytes[i];
            if (b < 0) {
                last = i;
            } else if (b == ':' && colon < 0) {
                colon = i;
            }
            if (b == '\n' || i == bytes.length - 1) {
                if (last >= 0) {
                    boolean whole = colon < last || bytes[begin] == '"';
                    int length = Math.min((whole ? i : colon) + 1 - begin, left);
                    lines.write(bytes, begin, length);
                    if (!whole) {
                        lines.write('\n');
                    }
                    left -= length;
                }
                begin = i + 1;
                colon = -1;
                last = -1;
            }
        }
        return lines.toByteArray();
    }

    /** Null where the bytes are no UTF-8. Without exceptions, for half of the world's files are none. */
    private static @Nullable String strict(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        return result.isUnderflow() ? text.flip().toString() : null;
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
