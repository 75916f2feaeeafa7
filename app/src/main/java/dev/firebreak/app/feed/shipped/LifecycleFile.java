package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads {@code lifecycle.json}. */
final class LifecycleFile {

    private LifecycleFile() {}

    static List<Lifecycle> read(JsonNode file) {
        return JsonFields.list(file, "rows", LifecycleFile::row);
    }

    private static Lifecycle row(JsonNode row) {
        return new Lifecycle(
                JsonFields.text(row, "id"),
                JsonFields.text(row, "name"),
                Platform.valueOf(JsonFields.text(row, "platform").toUpperCase(Locale.ROOT)),
                JsonFields.dayOrNull(row, "released"),
                JsonFields.dayOrNull(row, "mainstreamEnd"),
                JsonFields.dayOrNull(row, "extendedEnd"),
                JsonFields.dayOrNull(row, "esuEnd"),
                JsonFields.texts(row, "unknown").isEmpty(),
                JsonFields.textOrNull(row, "target"));
    }
}
