package dev.firebreak.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.io.Sha256;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.Severity;
import dev.firebreak.core.watch.incident.DetectionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detections in a table. */
final class SqlDetectionStore implements DetectionStore {

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlDetectionStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public List<Detection> add(List<Detection> detections, Instant now) {
        return writer.write(handle -> {
            List<Detection> added = new ArrayList<>();
            for (Detection detection : detections) {
                Flow flow = detection.flow();
                int isNew = handle.execute(
                        "INSERT INTO detection (id, at, rule, severity, flow, source, source_port, target, target_port, hits, "
                                + "because_en, because_ja, origin, received) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                                + "ON CONFLICT DO NOTHING",
                        id(detection),
                        Timestamps.of(detection.time()),
                        StorableText.kept(detection.rule()),
                        detection.severity().name(),
                        StorableText.kept(flow.id()),
                        StorableText.kept(flow.source()),
                        flow.sourcePort(),
                        flow.target() == null ? null : StorableText.kept(flow.target()),
                        flow.targetPort(),
                        detection.count(),
                        StorableText.kept(detection.because().stream()
                                .map(Text::en)
                                .map(SqlDetectionStore::line)
                                .collect(Collectors.joining("\n"))),
                        StorableText.kept(detection.because().stream()
                                .map(Text::ja)
                                .map(SqlDetectionStore::line)
                                .collect(Collectors.joining("\n"))),
                        StorableText.kept(detection.origin()),
                        Timestamps.of(now));
                if (isNew > 0) {
                    added.add(detection);
                }
            }
            return added;
        });
    }

    private static String line(String text) {
        return text.replace('\n', ' ');
    }

    /** Time, rule and ends; not the name of the file, which may be another one the next time. */
    private static String id(Detection detection) {
        Flow flow = detection.flow();
        String text = Timestamps.of(detection.time()) + "\n" + detection.rule() + "\n" + flow.source() + "\n"
                + flow.sourcePort() + "\n" + flow.target() + "\n" + flow.targetPort();
        return Sha256.hex(text.getBytes(UTF_8));
    }

    @Override
    public List<Detection> newest(int limit) {
        return reader.withHandle(handle -> handle.select("SELECT * FROM detection ORDER BY at DESC, id LIMIT ?", limit)
                .map((row, context) -> detection(row))
                .list());
    }

    @Override
    public List<Detection> of(Collection<String> hosts, int limit) {
        Set<Detection> found = new HashSet<>();
        reader.useHandle(handle -> {
            for (String host : hosts) {
                for (String side : List.of("source", "target")) {
                    found.addAll(handle.select(
                                    "SELECT * FROM detection WHERE " + side + " = ? ORDER BY at DESC, id LIMIT ?",
                                    StorableText.kept(host),
                                    limit)
                            .map((row, context) -> detection(row))
                            .list());
                }
            }
        });
        return found.stream()
                .sorted(Comparator.comparing(Detection::time).reversed().thenComparing(Detection::rule))
                .limit(limit)
                .toList();
    }

    @Override
    public void each(Consumer<Detection> to) {
        reader.useHandle(handle -> {
            try (Stream<Detection> all =
                    handle.select("SELECT * FROM detection").map((row, context) -> detection(row)).stream()) {
                all.forEach(to);
            }
        });
    }

    private static Detection detection(ResultSet row) throws SQLException {
        return new Detection(
                Timestamps.at(row.getLong("at")),
                row.getString("rule"),
                Severity.valueOf(row.getString("severity")),
                new Flow(
                        row.getString("flow"),
                        row.getString("source"),
                        row.getInt("source_port"),
                        row.getString("target"),
                        row.getInt("target_port")),
                row.getLong("hits"),
                because(row.getString("because_en"), row.getString("because_ja")),
                row.getString("origin"));
    }

    private static List<Text> because(String en, String ja) {
        String[] english = en.split("\n");
        String[] japanese = ja.split("\n");
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < Math.min(english.length, japanese.length); i++) {
            texts.add(new Text(english[i], japanese[i]));
        }
        return texts;
    }
}
