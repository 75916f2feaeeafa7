package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads {@code lifecycle.json}. */
final class LifecycleFile {

    private LifecycleFile() {}

    static List<Lifecycle> read(JsonNode file) {
        return Fields.list(file, "rows", LifecycleFile::row);
    }

    private static Lifecycle row(JsonNode row) {
        return new Lifecycle(
                Fields.text(row, "id"),
                Fields.text(row, "name"),
                Platform.valueOf(Fields.text(row, "platform").toUpperCase(Locale.ROOT)),
                Fields.dayOrNull(row, "released"),
                Fields.dayOrNull(row, "mainstreamEnd"),
                Fields.dayOrNull(row, "extendedEnd"),
                Fields.dayOrNull(row, "esuEnd"),
                Fields.texts(row, "unknown").isEmpty(),
                Fields.textOrNull(row, "target"));
    }
}
