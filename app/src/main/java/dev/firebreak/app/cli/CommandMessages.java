package dev.firebreak.app.cli;

import dev.firebreak.core.text.Language;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The sentences of the terminal in one language. */
public final class CommandMessages {

    private final Language language;
    private final ResourceBundle bundle;

    private CommandMessages(Language language) {
        this.language = language;
        // Named whole, so that the machine's own locale never decides which file is read.
        this.bundle = ResourceBundle.getBundle(
                "dev.firebreak.app.cli.messages_" + language.name().toLowerCase(Locale.ROOT), Locale.ROOT);
    }

    public static CommandMessages in(Language language) {
        return new CommandMessages(language);
    }

    /** What --lang asks for, else the terminal's language, else English. A wrong --lang is the parser's to refuse. */
    static CommandMessages language(Map<String, String> environment, String... args) {
        for (int i = 0; i < args.length; i++) {
            String wanted = args[i].startsWith("--lang=")
                    ? args[i].substring("--lang=".length())
                    : args[i].equals("--lang") && i + 1 < args.length ? args[i + 1] : "";
            for (Language language : Language.values()) {
                if (language.name().equalsIgnoreCase(wanted)) {
                    return in(language);
                }
            }
        }
        // POSIX: the first that is set and not empty decides. FIREBREAK_LOCALE is the launcher's word for what the
        // terminal said before it was given a UTF-8 locale to run in.
        for (String name : new String[] {"FIREBREAK_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return in(locale.toLowerCase(Locale.ROOT).startsWith("ja") ? Language.JA : Language.EN);
            }
        }
        return in(Language.EN);
    }

    public Language language() {
        return language;
    }

    /** The sentence, with {0}, {1} .. replaced; apostrophes need no doubling as they would in MessageFormat. */
    public String text(String key, @Nullable Object... values) {
        String text = bundle.getString(key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    ResourceBundle bundle() {
        return bundle;
    }
}
