package dev.firebreak.app.collect.format;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a file tells of a machine. */
public final class MachineNames {

    /** How files are called that hold one machine's answer: {@code PC7_systeminfo.txt}, {@code PC7-hotfix.csv}. */
    private static final String KINDS =
            "(?:systeminfo|sysinfo|qfe|wmic_?qfe|hotfix(?:es)?|get-?hotfix|computer-?info|osquery|patches|os_version|"
                    + "nmap|smb|firebreak|collect|inventory|cmd|ndjson|clixml|\\d{8}(?:[-_]?\\d{4,6})?)(?:\\+[a-z0-9]+)*\\d*";

    private static final Pattern KIND = Pattern.compile("[-_. ]" + KINDS + "$", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTHING_ELSE = Pattern.compile(KINDS, Pattern.CASE_INSENSITIVE);

    private MachineNames() {}

    /** Whether a file's name says what is in it and not of which machine: {@code systeminfo}. */
    public static boolean isKind(String stem) {
        return NOTHING_ELSE.matcher(stem).matches();
    }

    /** What a file's name says of the machine: the name without its endings and its kind. */
    public static String stem(String file) {
        String stem = file;
        int dot = stem.lastIndexOf('.');
        if (dot > 0
                && List.of("txt", "log", "csv", "json", "xml", "ndjson", "jsonl", "out", "clixml")
                        .contains(stem.substring(dot + 1).toLowerCase(Locale.ROOT))) {
            stem = stem.substring(0, dot);
        }
        String shorter = KIND.matcher(stem).replaceFirst("");
        while (!shorter.equals(stem) && !shorter.isEmpty()) {
            stem = shorter;
            shorter = KIND.matcher(stem).replaceFirst("");
        }
        return stem;
    }
}
