package dev.firebreak.app.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assertions of the targets: cheap enough for a hundred thousand inputs a second. */
public final class Law {

    private Law() {}

    /** Two ways of reading came to different results. */
    static final class Differs extends AssertionError {
        private static final long serialVersionUID = 1;

        Differs(String message) {
            super(message);
        }
    }

    /** Fails where a law does not hold. */
    public static void holds(boolean holds, String law) {
        if (!holds) {
            throw new AssertionError(law);
        }
    }

    /** Fails where two ways of reading come to different results. */
    public static void same(@Nullable Object one, @Nullable Object other, String law) {
        if (!Objects.equals(one, other)) {
            throw new Differs(law + "\n one:   " + cut(one) + "\n other: " + cut(other));
        }
    }

    private static String cut(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > 3000 ? text.substring(0, 3000) + ".." : text;
    }
}
