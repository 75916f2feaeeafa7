package dev.firebreak.app.report.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks text into lines of a terminal: between words, and between Japanese characters except where the rules of
 * typesetting (kinsoku, JIS X 4051) forbid it.
 */
public final class LineWrapper {

    /** These must not begin a line. */
    private static final String NOT_FIRST = "、。，．・：；？！゛゜ヽヾゝゞ々ー）」』】〕〉》］｝…‥％℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%";

    /** These must not end a line. */
    private static final String NOT_LAST = "（「『【〔〈《［｛([{";

    private LineWrapper() {}

    /** Lines of at most that width; 0 for one line as long as it needs. A word that is longer is broken anywhere. */
    public static List<String> lines(String text, int width) {
        if (width <= 0 || TextWidth.of(text) <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start, width);
            lines.add(text.substring(start, end).stripTrailing());
            start = end;
            while (start < text.length() && text.charAt(start) == ' ') {
                start++;
            }
        }
        return lines;
    }

    /** Where the line that begins at start ends. */
    private static int end(String text, int start, int width) {
        int best = -1;
        int used = 0;
        int i = start;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            // A space at the end of a line takes no room.
            if (used + TextWidth.of(c) > width && c != ' ') {
                return best > start ? best : Math.max(i, start + Character.charCount(text.codePointAt(start)));
            }
            used += TextWidth.of(c);
            i += Character.charCount(c);
            if (i < text.length() && mayBreak(c, text.codePointAt(i))) {
                best = i;
            }
        }
        return text.length();
    }

    private static boolean mayBreak(int before, int after) {
        if (before == ' ') {
            return after != ' ';
        }
        return (TextWidth.isWide(before) || TextWidth.isWide(after))
                && NOT_LAST.indexOf(before) < 0
                && NOT_FIRST.indexOf(after) < 0
                && after != ' ';
    }
}
