package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads {@code languages.json}: which letters in a package's name stand for which locale. */
final class LanguageFile {

    private LanguageFile() {}

    static Map<String, String> read(JsonNode file) {
        Map<String, String> letters = new HashMap<>();
        for (JsonNode language : file.required("languages")) {
            for (String locale : JsonFields.texts(language, "locales")) {
                letters.put(locale.toLowerCase(Locale.ROOT), JsonFields.text(language, "code"));
            }
        }
        return letters;
    }
}
