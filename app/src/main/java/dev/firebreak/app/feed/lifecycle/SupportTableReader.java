package dev.firebreak.app.feed.lifecycle;

import dev.firebreak.app.feed.document.DocumentHead;
import dev.firebreak.app.feed.document.FeedDocument;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedReader;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.JsonRecordReader;
import dev.firebreak.app.io.CsvReader;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Support dates as tables that people keep: a row for each release, the last days of its phases in columns, CSV or JSON.
 * An empty cell is no such phase.
 */
public final class SupportTableReader implements FeedReader {

    private static final List<String> NEEDED = List.of("id", "name", "kind", "mainstream_end", "extended_end");
    private static final List<String> COLUMNS =
            List.of("id", "name", "kind", "release", "mainstream_end", "extended_end", "esu_end");
    private static final Text WRONG =
            new Text("support dates that cannot be read, skipped", "サポート期限を読み取れないため、読み飛ばしました");
    private static final Text OUT_OF_ORDER =
            new Text("a phase of support ends before the one it follows, skipped", "サポート段階の終了日の前後関係が矛盾しているため、読み飛ばしました");
    private static final Text TWICE = new Text("the same release twice; the first counts", "同じ製品が二つあるため、最初のものを使います");

    @Override
    public boolean fits(DocumentHead head) {
        if (head.isJson()) {
            return NEEDED.stream().allMatch(name -> head.contains("\"" + name + "\""));
        }
        List<String> first = head.text()
                .lines()
                .findFirst()
                .map(line -> List.of(line.replace("\"", "").strip().split(" *, *")))
                .orElse(List.of());
        return first.containsAll(NEEDED);
    }

    @Override
    public void read(FeedDocument leaf, FeedSink sink) throws IOException {
        sink.document(FeedKind.LIFECYCLE, "table/" + leaf.series(), null);
        var rows = new Rows(sink);
        // The reader pushes nothing back: what the first character is tells the form.
        var in = new java.io.PushbackInputStream(leaf.in(), 1);
        int first = in.read();
        if (first >= 0) {
            in.unread(first);
        }
        if (first == '{' || first == '[' || (first == 0xEF && isJsonByName(leaf))) {
            json(in, sink, rows);
        } else {
            csv(new CsvReader(new java.io.InputStreamReader(in, leaf.charset())), sink, rows);
        }
    }

    private static boolean isJsonByName(FeedDocument leaf) {
        return leaf.name().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private static void json(java.io.InputStream in, FeedSink sink, Rows rows) throws IOException {
        var json = new JsonRecordReader(sink);
        json.read(in, "rows", new JsonRecordReader.RecordConsumer() {
            @Override
            public void element(JsonNode row, long line) {
                rows.row(name -> json.text(row, name, line), line);
            }

            @Override
            public void field(String name, JsonNode value) {
                // When it was made, and how to read it: nothing to keep.
            }
        });
    }

    private static void csv(CsvReader csv, FeedSink sink, Rows rows) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        while (csv.next()) {
            if (places.isEmpty()) {
                for (int i = 0; i < csv.fields(); i++) {
                    places.putIfAbsent(csv.field(i).replace("\uFEFF", "").strip(), i);
                }
            } else if (csv.broken() || (csv.fields() > 1 && csv.fields() < places.size())) {
                sink.addProblem(csv.line(), WRONG);
            } else if (csv.fields() > 1) {
                rows.row(
                        name -> {
                            Integer at = places.get(name);
                            return at == null ? "" : csv.field(at);
                        },
                        csv.line());
            }
        }
    }

    private static final class Rows {

        private final FeedSink sink;
        private final java.util.Set<String> ids = new java.util.HashSet<>();

        Rows(FeedSink sink) {
            this.sink = sink;
        }

        void row(Function<String, String> cells, long line) {
            Map<String, String> row = new HashMap<>();
            COLUMNS.forEach(name -> row.put(name, cells.apply(name).strip()));
            String id = row.getOrDefault("id", "");
            String name = row.getOrDefault("name", "");
            Platform platform = platform(row.getOrDefault("kind", ""));
            @Nullable LocalDate[] days = new @Nullable LocalDate[4];
            for (int i = 0; i < days.length; i++) {
                String text = row.getOrDefault(COLUMNS.get(3 + i), "");
                days[i] = FeedValues.day(text);
                if (days[i] == null && !text.isEmpty()) {
                    sink.addProblem(line, WRONG);
                    return;
                }
            }
            if (id.isEmpty() || name.isEmpty() || platform == null) {
                sink.addProblem(line, WRONG);
            } else if (isAfter(days[1], days[2]) || isAfter(days[2], days[3]) || isAfter(days[1], days[3])) {
                sink.addProblem(line, OUT_OF_ORDER);
            } else if (!ids.add(id)) {
                sink.addProblem(line, TWICE);
            } else {
                boolean told = days[1] != null || days[2] != null;
                sink.lifecycle(new Lifecycle(id, name, platform, days[0], days[1], days[2], days[3], told, null));
            }
        }

        private static boolean isAfter(@Nullable LocalDate phase, @Nullable LocalDate next) {
            return phase != null && next != null && phase.isAfter(next);
        }

        private static @Nullable Platform platform(String kind) {
            return switch (kind.toLowerCase(Locale.ROOT)) {
                case "client", "ltsc", "iot" -> Platform.CLIENT;
                case "server", "server-sac" -> Platform.SERVER;
                case "embedded" -> Platform.EMBEDDED;
                default -> null;
            };
        }
    }
}
