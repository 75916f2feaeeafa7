package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Wording;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Support dates in our own form, the one that ships. */
final class LifecycleReader implements FeedReader {

    private static final Wording WRONG =
            new Wording("support dates that cannot be read, left out", "サポート期限を読み取れないため、読み飛ばしました");

    @Override
    public boolean fits(Head head) {
        return head.isJson() && head.contains("firebreak.lifecycle/1");
    }

    @Override
    public void read(Leaf leaf, FeedSink sink) throws IOException {
        sink.document(FeedKind.LIFECYCLE, "lifecycle", null);
        var json = new JsonRecords(sink);
        json.read(leaf.in(), "rows", new JsonRecords.Taker() {
            @Override
            public void element(JsonNode row, long line) {
                Lifecycle lifecycle = row(json, row, line);
                if (lifecycle == null) {
                    sink.complain(line, WRONG);
                } else {
                    sink.lifecycle(lifecycle);
                }
            }

            @Override
            public void field(String name, JsonNode value) {
                // Schema and rule: nothing to keep.
            }
        });
    }

    private static @Nullable Lifecycle row(JsonRecords json, JsonNode row, long line) {
        String id = json.text(row, "id", line);
        String name = json.text(row, "name", line);
        Platform platform = platform(json.text(row, "platform", line));
        boolean complete = row.path("unknown").isEmpty();
        @Nullable LocalDate[] days = new @Nullable LocalDate[4];
        String[] fields = {"released", "mainstreamEnd", "extendedEnd", "esuEnd"};
        for (int i = 0; i < fields.length; i++) {
            String text = json.text(row, fields[i], line);
            days[i] = Words.day(text);
            if (days[i] == null && (!text.isEmpty() || !row.path(fields[i]).isNull() && row.has(fields[i]))) {
                return null;
            }
        }
        return id.isEmpty() || name.isEmpty() || platform == null
                ? null
                : new Lifecycle(
                        id,
                        name,
                        platform,
                        days[0],
                        days[1],
                        days[2],
                        days[3],
                        complete,
                        row.path("target").isString() ? row.path("target").stringValue() : null);
    }

    private static @Nullable Platform platform(String text) {
        for (Platform platform : Platform.values()) {
            if (platform.name().equals(text.toUpperCase(Locale.ROOT))) {
                return platform;
            }
        }
        return null;
    }
}
