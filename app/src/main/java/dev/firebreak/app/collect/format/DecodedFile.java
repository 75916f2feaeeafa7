package dev.firebreak.app.collect.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.format.systeminfo.SysteminfoOutput;
import dev.firebreak.app.collect.format.table.HotfixColumns;
import dev.firebreak.app.io.text.ByteOccurrences;
import dev.firebreak.core.inventory.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file of limited size, decoded. Every way of writing looks at its lines, so they are made once. For one thread. */
public final class DecodedFile {

    private static final int HEAD = 4096;

    private final Source source;
    private final String name;
    private final String text;
    private final ByteOccurrences occurring;
    private @Nullable List<String> lines;
    private @Nullable List<SysteminfoOutput.Entry> entries;

    /**
     * @param source the path as the user gave it
     * @param name the file's own name, {@code PC7_systeminfo.txt}
     * @param text the whole of it, without byte order mark
     */
    public DecodedFile(Source source, String name, String text) {
        this(source, name, text, ByteOccurrences.in(text.getBytes(UTF_8)));
    }

    /**
     * The same, of which more is known.
     *
     * @param occurring of the bytes that the text was made of
     */
    public DecodedFile(Source source, String name, String text, ByteOccurrences occurring) {
        this.source = source;
        this.name = name;
        this.text = text;
        this.occurring = occurring;
    }

    public Source source() {
        return source;
    }

    String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** Whether the text is ASCII, and looks like what it is. */
    boolean onlyAscii() {
        return occurring.onlyAscii();
    }

    /** Whether the beginning of the text holds these words, as those of formats that say what they are. */
    public boolean headHolds(String words) {
        return occurring.has(words.charAt(0))
                && text.substring(0, Math.min(HEAD, text.length())).contains(words);
    }

    /** Whether what holds lists of updates as tables is named anywhere: most texts hold none, and need not be asked line by line. */
    boolean namesHotfixId() {
        return (occurring.has('x') && names('x')) || (occurring.has('X') && names('X'));
    }

    private boolean names(char inside) {
        for (int at = text.indexOf(inside); at >= 0; at = text.indexOf(inside, at + 1)) {
            if (text.regionMatches(
                    true, at - HotfixColumns.ID.indexOf('x'), HotfixColumns.ID, 0, HotfixColumns.ID.length())) {
                return true;
            }
        }
        return false;
    }

    /** The text in lines, without their ends. */
    public List<String> lines() {
        List<String> made = lines;
        if (made == null) {
            made = text.lines().toList();
            lines = made;
        }
        return made;
    }

    /** The lines as systeminfo would have written them: labels with their values. */
    List<SysteminfoOutput.Entry> entries() {
        List<SysteminfoOutput.Entry> made = entries;
        if (made == null) {
            made = List.copyOf(SysteminfoFormat.entries(lines(), onlyAscii()));
            entries = made;
        }
        return made;
    }
}
