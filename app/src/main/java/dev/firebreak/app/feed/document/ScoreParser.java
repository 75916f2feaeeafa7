package dev.firebreak.app.feed.document;

import dev.firebreak.core.advisory.Cvss;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads scores that a feed gives as text. */
public final class ScoreParser {

    private static final Pattern VECTOR = Pattern.compile("CVSS:3\\.[01](/[A-Z]{1,3}:[A-Z]){8,30}");

    private ScoreParser() {}

    /** Null where it is not a score of version 3, which is the only one kept. */
    public static @Nullable Cvss read(String vector, String base) {
        if (!VECTOR.matcher(vector).matches()) {
            return null;
        }
        try {
            double score = Double.parseDouble(base);
            return score >= 0 && score <= 10 ? new Cvss(vector, score) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A probability; null where it is none. */
    public static @Nullable Double probability(String text) {
        try {
            double p = Double.parseDouble(text);
            return p >= 0 && p <= 1 ? p : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
