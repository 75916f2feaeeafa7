package dev.firebreak.core.watch;

import dev.firebreak.core.inventory.MachineName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The stream that a file of a sensor continues: its name without what rotation puts into it. {@code conn.00.log} and
 * {@code conn.2017-05-12-10:00:00-11:00:00.log.gz} continue {@code conn.log}, {@code eve.json.1} continues {@code eve.json},
 * {@code trace_00002_20170512.pcap} continues {@code trace.pcap}.
 */
public final class StreamName {

    /** Counters, days and times of day between the separators of a name, with the dashes and colons that dates are written with. */
    private static final Pattern ROTATION = Pattern.compile("\\d+(?:[t:+-]\\d+)*z?");

    /** Fewer digits than these after an underscore or a dash are the number of a sensor. */
    private static final int LEAST_AFTER_UNDERSCORE = 3;

    private static final int LEAST_AFTER_DASH = 6;

    private static final Pattern ADDRESS = Pattern.compile("(?<![0-9.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![0-9])");
    private static final Pattern SPLIT_CAPTURE = Pattern.compile("\\.(pcapng|pcap|cap)\\d+$");
    private static final Set<String> PACKED = Set.of("gz");

    private StreamName() {}

    /**
     * The stream of a file.
     *
     * @param place who sends files of that name, such as the site's folder: sensors of two places are two streams
     */
    public static String of(String place, String file) {
        String name = file.strip().toLowerCase(Locale.ROOT);
        // The address of a sensor is no counter.
        if (!ADDRESS.matcher(name).find()) {
            name = withoutRotation(SPLIT_CAPTURE.matcher(name).replaceFirst(".$1"));
        }
        return MachineName.shown(place + "/" + name);
    }

    private static String withoutRotation(String name) {
        var kept = new StringBuilder();
        List<String> parts = parts(name);
        for (int i = 0; i < parts.size(); i += 2) {
            String separator = i == 0 ? "" : parts.get(i - 1);
            String part = parts.get(i);
            if (i > 0 && (isRotation(separator, part) || (separator.equals(".") && PACKED.contains(part)))) {
                continue;
            }
            kept.append(separator).append(part);
        }
        return kept.toString();
    }

    private static boolean isRotation(String separator, String part) {
        int least = switch (separator) {
            case "_" -> LEAST_AFTER_UNDERSCORE;
            case "-" -> LEAST_AFTER_DASH;
            default -> 1;
        };
        return ROTATION.matcher(part).matches()
                && part.chars().filter(Character::isDigit).count() >= least;
    }

    /** Parts and the separators between them by turns: dot, underscore, and a dash before a digit. */
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean beginsNumber = i + 1 < name.length() && Character.isDigit(name.charAt(i + 1));
            boolean inNumber = !part.isEmpty() && Character.isDigit(part.charAt(0));
            boolean separates = c == '.' || c == '_' || (c == '-' && beginsNumber && !inNumber);
            if (separates) {
                parts.add(part.toString());
                parts.add(String.valueOf(c));
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
