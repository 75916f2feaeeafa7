package dev.firebreak.app.collect.format.systeminfo;

import dev.firebreak.app.io.BoundedCache;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.CsvLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code systeminfo} calls things in the languages of Windows, read from {@code systeminfo-labels.json}. The values
 * decide, so a language that is missing there costs its name and nothing else.
 */
public final class SysteminfoLabels {

    private static final String FILE = "/dev/firebreak/collect/systeminfo-labels.json";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Before it, every character is what it looks like. */
    private static final char FIRST_ODD = 0xA0;

    private static final int[] NONE = {};

    private static final int MAX_KEPT = 1 << 11;
    private static final int MAX_KEPT_LENGTH = 120;

    /** Keys of labels beyond ASCII, which take long to make. */
    private static final BoundedCache<String, String> KEYS =
            new BoundedCache<>(MAX_KEPT, MAX_KEPT_LENGTH, String::length, SysteminfoLabels::keyOfAny);

    private static final SysteminfoLabels KNOWN = read();

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> versions = new HashSet<>();
    private final Set<String> hotfixes = new HashSet<>();
    private final Set<String> telling = new HashSet<>();
    private final List<String> tags = new ArrayList<>();

    /** By label, the languages it is of, as indices of their tags. */
    private final Map<String, int[]> languages = new HashMap<>();

    private SysteminfoLabels() {}

    private static SysteminfoLabels read() {
        try (InputStream in = SysteminfoLabels.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + FILE);
            }
            var labels = new SysteminfoLabels();
            for (JsonNode row : BoundedJson.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .path("languages")) {
                labels.add(row);
            }
            return labels;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(JsonNode row) {
        int language = tags.size();
        tags.add(row.path("language").stringValue());
        row.forEachEntry((what, names) -> {
            for (JsonNode name : names) {
                String printed = name.stringValue();
                String label = key(printed);
                languages.merge(label, new int[] {language}, (known, more) -> more(known, language));
                if (printed.chars().anyMatch(c -> c >= 0x80)) {
                    telling.add(printed);
                }
                switch (what) {
                    case "host" -> hosts.add(label);
                    case "osVersion" -> versions.add(label);
                    case "hotfixes" -> hotfixes.add(label);
                    default -> {} // told apart by their values
                }
            }
        });
    }

    private static int[] more(int[] known, int language) {
        // A language may use one word for two labels.
        if (known[known.length - 1] == language) {
            return known;
        }
        int[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = language;
        return more;
    }

    public static boolean isHostName(String key) {
        return KNOWN.hosts.contains(key);
    }

    static boolean isVersion(String key) {
        return KNOWN.versions.contains(key);
    }

    static boolean isHotfixes(String key) {
        return KNOWN.hotfixes.contains(key);
    }

    /** Language that most of these labels are in, as a tag in lower case; null where none is, or two are as likely. */
    static @Nullable String language(List<String> keys) {
        var votes = new int[KNOWN.tags.size()];
        for (String key : keys) {
            for (int language : KNOWN.languages.getOrDefault(key, NONE)) {
                votes[language]++;
            }
        }
        // One label alone may be another language's word: "Hostname" is German, and English with a slip.
        int most = 1;
        int best = -1;
        for (int language = 0; language < votes.length; language++) {
            if (votes[language] > most) {
                most = votes[language];
                best = language;
            } else if (votes[language] == most) {
                best = -1;
            }
        }
        return best < 0 ? null : KNOWN.tags.get(best);
    }

    /** The labels we know that begin a line, as they are printed; those in ASCII tell nothing about its code page. */
    public static List<String> known(String line) {
        if (line.startsWith("\"")) {
            return CsvLine.of(line, ',').stream()
                    .filter(KNOWN.telling::contains)
                    .toList();
        }
        String label = beforeColon(line).strip();
        return KNOWN.telling.contains(label) ? List.of(label) : List.of();
    }

    private static String beforeColon(String line) {
        int colon = line.indexOf(':');
        int wide = line.indexOf('：');
        int end = colon < 0 ? wide : wide < 0 ? colon : Math.min(colon, wide);
        return end < 0 || end > 120 ? "" : line.substring(0, end);
    }

    /** With plain blanks, and without marks of direction, which Hebrew and Arabic consoles put into everything, and of byte order. */
    public static String visible(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) < FIRST_ODD) {
            at++;
        }
        return at == line.length() ? line : visible(line, at);
    }

    private static String visible(String line, int from) {
        var shown = new StringBuilder(line.length()).append(line, 0, from);
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '\u00a0', '\u202f', '\u2007' -> shown.append(' ');
                case '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e' -> {}
                case '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff' -> {}
                default -> shown.append(c);
            }
        }
        return shown.toString();
    }

    /** A label as labels are compared: without what consoles and hands do to it. */
    static String key(String label) {
        return isPlain(label) ? label.toLowerCase(Locale.ROOT) : KEYS.of(label);
    }

    /** Printable ASCII with single blanks within: its own normal form. */
    private static boolean isPlain(String label) {
        char before = ' ';
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c < ' ' || c >= 0x7F || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return before != ' ';
    }

    private static String keyOfAny(String label) {
        String plain =
                visible(Normalizer.normalize(label, Normalizer.Form.NFKC)).replace('’', '\'');
        return BLANKS.matcher(plain.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
