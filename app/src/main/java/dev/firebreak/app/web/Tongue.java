package dev.firebreak.app.web;

import dev.firebreak.core.advisory.Language;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/** In which language one asks to be told (RFC 9110, 12.5.4). */
final class Tongue {

    static final String COOKIE = "firebreak_language";
    private static final int LONGEST = 200;
    private static final List<Locale> OURS = List.of(Locale.ENGLISH, Locale.JAPANESE);

    private Tongue() {}

    /** What was chosen on a page, else what the browser or program prefers, else English. */
    static Language of(Context ctx) {
        String chosen = ctx.cookie(COOKIE);
        if (chosen != null && (chosen.equals("ja") || chosen.equals("en"))) {
            return of(chosen);
        }
        return asked(ctx.header("Accept-Language"));
    }

    static Language asked(@org.jspecify.annotations.Nullable String accept) {
        if (accept == null || accept.isBlank() || accept.length() > LONGEST) {
            return Language.EN;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(accept), OURS);
            return Locale.JAPANESE.equals(best) ? Language.JA : Language.EN;
        } catch (IllegalArgumentException e) {
            return Language.EN;
        }
    }

    static Language of(String code) {
        return code.equals("ja") ? Language.JA : Language.EN;
    }

    static String code(Language language) {
        return switch (language) {
            case JA -> "ja";
            case EN -> "en";
        };
    }
}
