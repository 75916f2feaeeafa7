package dev.firebreak.app.store;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.incident.StreamState;
import dev.firebreak.core.watch.incident.WatchedFile;
import dev.firebreak.core.watch.incident.WatchedFileStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Captures and logs that were brought, and the states of their streams, in tables. */
final class SqlWatchedFileStore implements WatchedFileStore {

    private static final Logger LOG = System.getLogger(SqlWatchedFileStore.class.getName());

    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlWatchedFileStore(SqlReader reader, GroupCommitWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void add(WatchedFile file) {
        WatchedFile.Span span = file.span();
        writer.write(handle -> {
            handle.execute(
                    "INSERT INTO watched_file (received, name, sha256, brought_by, first_event, last_event, is_known, detections, "
                            + "problems_en, problems_ja) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    Timestamps.of(file.received()),
                    StorableText.kept(file.name()),
                    file.sha256(),
                    StorableText.kept(file.by()),
                    span == null ? null : (Object) Timestamps.of(span.from()),
                    span == null ? null : (Object) Timestamps.of(span.until()),
                    file.isKnown() ? 1 : 0,
                    file.detections(),
                    lines(file.problems(), Text::en),
                    lines(file.problems(), Text::ja));
            return handle.execute(
                    "DELETE FROM watched_file WHERE received < (SELECT received FROM watched_file ORDER BY received DESC LIMIT 1 OFFSET ?)",
                    MOST_FILES - 1);
        });
    }

    private static String lines(List<Text> texts, Function<Text, String> language) {
        return StorableText.kept(
                texts.stream().map(language).map(t -> t.replace('\n', ' ')).collect(Collectors.joining("\n")));
    }

    @Override
    public List<WatchedFile> newest(int limit) {
        return reader.withHandle(
                handle -> handle.select("SELECT * FROM watched_file ORDER BY received DESC, name LIMIT ?", limit)
                        .map((row, context) -> file(row))
                        .list());
    }

    private static WatchedFile file(ResultSet row) throws SQLException {
        long first = row.getLong("first_event");
        boolean hasSpan = !row.wasNull();
        return new WatchedFile(
                row.getString("name"),
                row.getString("sha256"),
                Timestamps.at(row.getLong("received")),
                row.getString("brought_by"),
                hasSpan ? new WatchedFile.Span(Timestamps.at(first), Timestamps.at(row.getLong("last_event"))) : null,
                row.getInt("is_known") != 0,
                row.getInt("detections"),
                texts(row.getString("problems_en"), row.getString("problems_ja")));
    }

    private static List<Text> texts(String en, String ja) {
        List<Text> texts = new ArrayList<>();
        String[] english = en.split("\n");
        String[] japanese = ja.split("\n");
        for (int i = 0; i < Math.min(english.length, japanese.length); i++) {
            if (!english[i].isEmpty()) {
                texts.add(new Text(english[i], japanese[i]));
            }
        }
        return texts;
    }

    @Override
    public boolean wasRead(String sha256) {
        return reader.withHandle(
                handle -> handle.select("SELECT 1 FROM watched_file WHERE sha256 = ? AND is_known = 1 LIMIT 1", sha256)
                        .mapTo(Integer.class)
                        .findFirst()
                        .isPresent());
    }

    @Override
    public Optional<Instant> readUntil() {
        // A log with a wrong clock does not reach further than its arrival.
        return reader.withHandle(handle -> handle.select(
                        "SELECT CASE WHEN last_event > received THEN received ELSE last_event END AS until FROM watched_file "
                                + "WHERE last_event IS NOT NULL ORDER BY until DESC LIMIT 1")
                .map((row, context) -> Timestamps.at(row.getLong("until")))
                .findFirst());
    }

    @Override
    public Optional<StreamState> state(String stream) {
        return reader.<Optional<StreamState>, RuntimeException>withHandle(
                handle -> handle.select("SELECT until, states FROM watch_state WHERE stream = ?", key(stream))
                        .map((row, context) -> state(stream, row.getLong("until"), row.getBytes("states")))
                        .findFirst()
                        .flatMap(state -> state));
    }

    private static Optional<StreamState> state(String stream, long until, byte[] states) {
        try {
            return Optional.of(new StreamState(stream, Timestamps.at(until), KeptStates.unpacked(states)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what detectors remembered of a stream cannot be read; it begins anew: {0}", stream);
            return Optional.empty();
        }
    }

    @Override
    public void keep(StreamState state, Instant now) {
        byte[] packed = KeptStates.packed(state.states());
        writer.write(handle -> {
            handle.execute(
                    "INSERT INTO watch_state (stream, until, kept_at, states) VALUES (?, ?, ?, ?) "
                            + "ON CONFLICT (stream) DO UPDATE SET until = excluded.until, kept_at = excluded.kept_at, states = excluded.states",
                    key(state.stream()),
                    Timestamps.of(state.until()),
                    Timestamps.of(now),
                    packed);
            return handle.execute(
                    "DELETE FROM watch_state WHERE stream IN (SELECT stream FROM watch_state ORDER BY kept_at DESC, stream "
                            + "LIMIT 1000 OFFSET ?)",
                    MOST_STREAMS);
        });
    }

    private static String key(String stream) {
        return StorableText.kept(stream);
    }
}
