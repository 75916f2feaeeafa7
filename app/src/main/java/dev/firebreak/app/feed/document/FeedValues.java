package dev.firebreak.app.feed.document;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the words that feeds have in common: names of holes and updates, days. */
public final class FeedValues {

    private static final Pattern CVE = Pattern.compile(
            "\\s*CVE[-\u2010-\u2015 ]?(\\d{4})[-\u2010-\u2015 ]?(\\d{4,10})\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADVISORY = Pattern.compile("ADV\\d{6}|MS\\d{2}-\\d{3}");
    private static final Pattern DIGITS =
            Pattern.compile("(?<![\\w.])(?:KB)?(\\d{6,8})(?![\\w.])", Pattern.CASE_INSENSITIVE);
    private static final int MAX_SHOWN = 60;
    private static final int MAX_KBS = 200;
    private static final int MAX_ADDRESS = 2000;

    private FeedValues() {}

    /** {@code CVE-2016-3247}, also where a feed drops its dashes; null for anything else. */
    public static @Nullable String cve(String text) {
        Matcher m = CVE.matcher(text);
        return m.matches() ? "CVE-" + m.group(1) + "-" + m.group(2) : null;
    }

    /** {@code ADV190001}, {@code MS17-010}. */
    public static boolean isAdvisory(String text) {
        return ADVISORY.matcher(text).matches();
    }

    /** The update that a cell holding nothing else names. */
    public static @Nullable Kb kb(String text) {
        Optional<Kb> kb = Kb.parse(text);
        Matcher whole = DIGITS.matcher(text.strip());
        return whole.matches() ? kb.orElse(null) : null;
    }

    /** All updates that a cell names, whatever stands between them. */
    public static List<Kb> kbs(String text) {
        List<Kb> found = new ArrayList<>();
        Matcher m = DIGITS.matcher(text);
        while (m.find() && found.size() < MAX_KBS) {
            Kb kb = Kb.parse(m.group(1)).orElse(null);
            if (kb != null && !found.contains(kb)) {
                found.add(kb);
            }
        }
        return found;
    }

    /** {@code 2017-03-14}, whatever follows; {@code 20170314}; null for anything else. */
    public static @Nullable LocalDate day(String text) {
        try {
            if (text.length() == 8) {
                return LocalDate.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8));
            }
            return text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-'
                    ? LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                    : null;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new NumberFormatException();
            }
        }
        return Integer.parseInt(text, from, to, 10);
    }

    public static @Nullable Build build(String text) {
        return Build.parse(text).orElse(null);
    }

    /** What the input says, fit for a sentence: short, and nothing in it moves a cursor. */
    public static String shown(String text) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "..";
    }

    /** An address or path that the input names, to be kept: nothing in it moves a cursor, and it ends. */
    public static String address(String text) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return clean.length() <= MAX_ADDRESS ? clean : clean.substring(0, MAX_ADDRESS);
    }
}
