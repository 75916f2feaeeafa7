package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.format.EvidencePart;
import dev.firebreak.app.collect.format.MachineNames;
import dev.firebreak.core.inventory.Source;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the name of a file that was brought tells: whose it is, of which day, and whether it is evidence of a machine at all. */
public final class FileNames {

    /** {@code PC7_20261120_systeminfo.txt}, {@code PC7-2026-11-20.log}, {@code PC7_2026.11.20_0930.txt}. */
    private static final Pattern DAY = Pattern.compile(
            "(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)(0[1-9]|1[0-2])\\2(0[1-9]|[12][0-9]|3[01])(?:[-_T]?[0-9]{4,6})?(?![0-9])");

    /** What Windows takes for the name of a computer (NetBIOS), with the hyphen or digit that tells it from a word. */
    private static final Pattern COMPUTER = Pattern.compile("(?=.*[0-9-])[A-Za-z0-9][A-Za-z0-9-]{0,14}");

    private static final List<String> TEXTS =
            List.of("txt", "log", "csv", "json", "xml", "ndjson", "jsonl", "out", "clixml");

    private FileNames() {}

    /** The machine that the name tells; null where it tells only a kind. */
    public static @Nullable String machine(String file) {
        String stem = MachineMerger.name(EvidencePart.of(null, List.of(), Source.of(file)));
        return stem.isBlank() || MachineNames.isKind(stem) ? null : stem;
    }

    /** Whether a file is called as those with a machine's evidence are: a kind after the machine's name, or a computer's name alone. */
    public static boolean isMachines(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        if (machine(file) == null
                || dot <= 0
                || !TEXTS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
            return false;
        }
        String stem = MachineNames.stem(name);
        return stem.length() < dot || COMPUTER.matcher(stem).matches();
    }

    /** The day in the name; null where there is none, or more than one. */
    public static @Nullable LocalDate day(String file) {
        Matcher match = DAY.matcher(file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
        LocalDate day = null;
        while (match.find()) {
            LocalDate found = of(match);
            if (found != null && day != null && !found.equals(day)) {
                return null;
            }
            day = found == null ? day : found;
        }
        return day;
    }

    private static @Nullable LocalDate of(Matcher match) {
        try {
            return LocalDate.of(
                    Integer.parseInt(match.group(1)),
                    Integer.parseInt(match.group(3)),
                    Integer.parseInt(match.group(4)));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
