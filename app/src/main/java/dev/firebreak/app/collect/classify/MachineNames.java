package dev.firebreak.app.collect.classify;

import dev.firebreak.app.collect.format.FormatDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the name of a file says about a machine: {@code PC7} in {@code PC7_systeminfo.txt}, {@code PC7-hotfix.csv}. */
public final class MachineNames {

    /** Extensions of a text of any format. */
    private static final List<String> TEXTS = List.of("txt", "log", "out");

    /** A day, with a time, may stand in the place of a format's word. */
    private static final String DAY = "\\d{8}(?:[-_]?\\d{4,6})?";

    private final Pattern atEnd;
    private final Pattern nothingElse;
    private final List<String> extensions;

    MachineNames(List<FormatDescription> formats) {
        String words = formats.stream()
                .flatMap(format -> format.fileNameWords().stream())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String word = "(?:" + words + "|" + DAY + ")(?:\\+[a-z0-9]+)*\\d*";
        this.atEnd = Pattern.compile("[-_. ]" + word + "$", Pattern.CASE_INSENSITIVE);
        this.nothingElse = Pattern.compile(word, Pattern.CASE_INSENSITIVE);
        List<String> all = new ArrayList<>(TEXTS);
        formats.forEach(format -> all.addAll(format.extensions()));
        this.extensions = List.copyOf(all);
    }

    /** Whether a file's name says what is in it and not of which machine: {@code systeminfo}. */
    public boolean isKind(String stem) {
        return nothingElse.matcher(stem).matches();
    }

    /** Whether a file has the extension of a text that a format reads. */
    public boolean hasExtension(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 && extensions.contains(file.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** What a file's name says of the machine: the name without its extension and the words of formats. */
    public String stem(String file) {
        String stem = hasExtension(file) ? file.substring(0, file.lastIndexOf('.')) : file;
        String shorter = atEnd.matcher(stem).replaceFirst("");
        while (!shorter.equals(stem) && !shorter.isEmpty()) {
            stem = shorter;
            shorter = atEnd.matcher(stem).replaceFirst("");
        }
        return stem;
    }
}
