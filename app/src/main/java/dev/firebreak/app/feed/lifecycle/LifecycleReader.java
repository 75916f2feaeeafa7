package dev.firebreak.app.feed.lifecycle;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.JsonRecordReader;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Support dates in our own form, the one that ships. */
public final class LifecycleReader implements FeedReader {

    private static final Text WRONG =
            new Text("support dates that cannot be read, skipped", "サポート期限を読み取れないため、読み飛ばしました");

    @Override
    public boolean fits(DocumentHead head) {
        return head.isJson() && head.contains("firebreak.lifecycle/1");
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        sink.document(FeedKind.LIFECYCLE, "lifecycle", null);
        var json = new JsonRecordReader(sink);
        json.read(leaf.in(), "rows", new JsonRecordReader.RecordConsumer() {
            @Override
            public void element(JsonNode row, long line) {
                Lifecycle lifecycle = row(json, row, line);
                if (lifecycle == null) {
                    sink.addProblem(line, WRONG);
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

    private static @Nullable Lifecycle row(JsonRecordReader json, JsonNode row, long line) {
        String id = json.text(row, "id", line);
        String name = json.text(row, "name", line);
        Platform platform = platform(json.text(row, "platform", line));
        boolean complete = row.path("unknown").isEmpty();
        @Nullable LocalDate[] days = new @Nullable LocalDate[4];
        String[] fields = {"released", "mainstreamEnd", "extendedEnd", "esuEnd"};
        for (int i = 0; i < fields.length; i++) {
            String text = json.text(row, fields[i], line);
            days[i] = FeedValues.day(text);
            if (days[i] == null && (!text.isEmpty() || (!row.path(fields[i]).isNull() && row.has(fields[i])))) {
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
