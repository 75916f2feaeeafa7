package dev.firebreak.app.web.http;

import dev.firebreak.core.text.Language;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/** The language that a request prefers (RFC 9110, 12.5.4). */
public final class LanguageNegotiation {

    public static final String COOKIE = "firebreak_language";
    private static final int MAX_LENGTH = 200;
    private static final List<Locale> OURS = List.of(Locale.ENGLISH, Locale.JAPANESE);

    private LanguageNegotiation() {}

    /** What was chosen on a page, else what the browser or program prefers, else English. */
    public static Language of(Context ctx) {
        String chosen = ctx.cookie(COOKIE);
        if (chosen != null && (chosen.equals("ja") || chosen.equals("en"))) {
            return of(chosen);
        }
        return asked(ctx.header("Accept-Language"));
    }

    public static Language asked(@org.jspecify.annotations.Nullable String accept) {
        if (accept == null || accept.isBlank() || accept.length() > MAX_LENGTH) {
            return Language.EN;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(accept), OURS);
            return Locale.JAPANESE.equals(best) ? Language.JA : Language.EN;
        } catch (IllegalArgumentException e) {
            return Language.EN;
        }
    }

    public static Language of(String code) {
        return code.equals("ja") ? Language.JA : Language.EN;
    }

    public static String code(Language language) {
        return switch (language) {
            case JA -> "ja";
            case EN -> "en";
        };
    }
}
