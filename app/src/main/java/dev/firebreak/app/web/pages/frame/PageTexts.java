package dev.firebreak.app.web.pages.frame;

import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The sentences of the pages in one language, with numbers, days and moments as that language writes them. */
public final class PageTexts {

    private static final DateTimeFormatter EN_DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter JA_DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

    private final Language language;
    private final ZoneId zone;
    private final ResourceBundle bundle;

    /** @param zone in which moments are told */
    public PageTexts(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
        // Named whole, so that the machine's own locale never decides which file is read.
        this.bundle = ResourceBundle.getBundle(
                "dev.firebreak.app.web.pages.words_" + language.name().toLowerCase(Locale.ROOT), Locale.ROOT);
    }

    public Language language() {
        return language;
    }

    public ZoneId zone() {
        return zone;
    }

    /** {@code en} or {@code ja}. */
    public String code() {
        return language.name().toLowerCase(Locale.ROOT);
    }

    /** The sentence, with {0}, {1} .. replaced; numbers are grouped. */
    public String text(String key, @Nullable Object... values) {
        String text = bundle.getString(key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", shown(values[i]));
        }
        return text;
    }

    /** The sentence without values; empty where there is none of that key. */
    public Optional<String> find(String key) {
        return bundle.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** The sentence for one, or for another number of things, which is {0}. */
    public String count(String key, long number) {
        return text(number == 1 ? key + ".one" : key + ".many", number);
    }

    public String of(Text wording) {
        return SafeText.text(wording.in(language));
    }

    /** A name from outside, without anything that cannot be seen; a dash where there is none. */
    public String name(@Nullable String raw) {
        return raw == null || raw.isBlank() ? "–" : SafeText.name(raw);
    }

    /** Who did something, as the audit log names them: {@code account:aiko}. */
    public String by(String who) {
        int colon = who.indexOf(':');
        String name = name(who.substring(colon + 1));
        return switch (who.substring(0, Math.max(0, colon))) {
            case "account" -> text("by.account", name);
            case "token" -> text("by.token", name);
            case "system" ->
                switch (who) {
                    case "system:drop" -> text("by.drop");
                    case "system:sign-on" -> text("by.signon");
                    default -> name;
                };
            default -> who.equals("system") ? text("by.system") : name(who);
        };
    }

    public String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A part of a whole, to one digit; what is not all never shows as 100, what is not nothing never as 0. */
    public String percent(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        double percent = 100.0 * part / whole;
        if (part > 0 && percent < 0.1) {
            return "<0.1%";
        }
        if (part < whole && percent > 99.9) {
            return ">99.9%";
        }
        return String.format(Locale.ROOT, "%.1f%%", percent);
    }

    public String decimal(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%,.1f" : "%,.0f", number);
    }

    public String day(@Nullable LocalDate day) {
        return day == null ? "–" : (language == Language.JA ? JA_DAY : EN_DAY).format(day);
    }

    public String day(Instant moment) {
        return day(moment.atZone(zone).toLocalDate());
    }

    /** A moment to the minute, in the server's zone, which the foot of the page names. */
    public String moment(@Nullable Instant moment) {
        return moment == null ? "–" : day(moment) + " " + TIME.format(moment.atZone(zone));
    }

    /** A moment as a field of a form holds it. */
    public String field(Instant moment) {
        return FIELD.format(moment.atZone(zone));
    }

    private String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "–";
            case Integer number -> number(number);
            case Long number -> number(number);
            case Text wording -> of(wording);
            case LocalDate day -> day(day);
            case Instant moment -> moment(moment);
            default -> SafeText.text(value.toString());
        };
    }
}
