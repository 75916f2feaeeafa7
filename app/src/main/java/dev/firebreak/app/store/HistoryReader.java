package dev.firebreak.app.store;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.MachineName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what was, at any moment. */
final class HistoryReader {

    /** Receipts that counted at a moment: of each kind the last that replaced those before it, and what stands beside that since. */
    private static final String COUNTED =
            "SELECT r.kind, r.name, r.size, r.at, r.counts, r.collected, r.collected_by, r.booted, "
                    + "r.product_id, r.hardware_id, e.packed FROM receipt r JOIN (SELECT kind, max(id) AS id FROM receipt "
                    + "WHERE machine = ? AND at <= ? AND counts = 0 GROUP BY kind) n ON n.kind = r.kind AND r.id >= n.id "
                    + "LEFT JOIN evidence e ON e.receipt = r.id "
                    + "WHERE r.machine = ? AND r.at <= ? AND r.counts <= 1 ORDER BY r.id";

    /** Evidence that counted no more before a moment: of its kind it was replaced, or it never counted. */
    private static final String STALE = "SELECT e.receipt FROM evidence e JOIN receipt r ON r.id = e.receipt "
            + "WHERE (r.counts > 1 AND r.at < ?) OR EXISTS (SELECT 1 FROM receipt n "
            + "WHERE n.machine = r.machine AND n.kind = r.kind AND n.id > r.id AND n.counts = 0 AND n.at < ?) LIMIT ?";

    private HistoryReader() {}

    private static final String NAMED = "SELECT id, name, site, renewed FROM machine ";

    /** A machine by number. */
    private record NamedMachine(
            long id, String name, String site, @Nullable Instant renewed) {
        static NamedMachine of(ResultSet row) throws SQLException {
            return new NamedMachine(
                    row.getLong("id"),
                    row.getString("name"),
                    row.getString("site"),
                    SummaryRows.moment(row, "renewed"));
        }

        /** Whether something counts that was received before it began anew, where that is behind the moment that is asked for. */
        boolean counts(CheckInRecords.Content content, Instant at) {
            return renewed == null
                    || renewed.isAfter(at)
                    || !content.receivedAt().isBefore(renewed)
                    || content.isFromOutside();
        }
    }

    /** A verdict of a machine by number. */
    private record ChangedVerdict(long machine, String advisory, Verdict.Kind verdict) {}

    static Optional<CheckInRecords.StoredEvidence> held(Handle handle, String machine, Instant at) {
        return handle.select(NAMED + "WHERE machine_key = ?", StorableText.kept(MachineName.key(machine)))
                .map((row, context) -> NamedMachine.of(row))
                .findFirst()
                .flatMap(named -> held(handle, named, at));
    }

    private static Optional<CheckInRecords.StoredEvidence> held(Handle handle, NamedMachine machine, Instant at) {
        List<Optional<CheckInRecords.Content>> contents = handle.select(
                        COUNTED, machine.id(), Timestamps.of(at), machine.id(), Timestamps.of(at))
                .map((row, context) -> {
                    byte @Nullable [] packed = row.getBytes("packed");
                    return packed == null
                            ? Optional.<CheckInRecords.Content>empty()
                            : Optional.of(new CheckInRecords.Content(
                                    row.getString("kind"),
                                    row.getString("name"),
                                    CompressedEvidence.unpacked(packed, row.getLong("size")),
                                    Timestamps.at(row.getLong("at")),
                                    SummaryRows.dating(row, true),
                                    rank(row.getInt("counts")),
                                    identity(row)));
                })
                .list();
        // What is left of evidence after a part of it was deleted might give a better verdict than all of it did.
        if ((contents.isEmpty() && machine.renewed() == null)
                || contents.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new CheckInRecords.StoredEvidence(
                machine.name(),
                machine.site(),
                contents.stream()
                        .flatMap(Optional::stream)
                        .filter(content -> machine.counts(content, at))
                        .toList(),
                machine.renewed() == null || machine.renewed().isAfter(at) ? null : machine.renewed()));
    }

    private static @Nullable MachineIdentity identity(ResultSet row) throws SQLException {
        String product = row.getString("product_id");
        return product == null ? null : MachineIdentity.of(product, row.getString("hardware_id"));
    }

    /** What is not known counts as history: it makes nothing safe. */
    private static CheckInRecords.Rank rank(int counts) {
        CheckInRecords.Rank[] ranks = CheckInRecords.Rank.values();
        return counts >= 0 && counts < ranks.length ? ranks[counts] : CheckInRecords.Rank.HISTORY;
    }

    static void held(Handle handle, Consumer<CheckInRecords.StoredEvidence> to) {
        List<NamedMachine> machines = handle.select(NAMED + "WHERE retired IS NULL ORDER BY id")
                .map((row, context) -> NamedMachine.of(row))
                .list();
        for (NamedMachine machine : machines) {
            held(handle, machine, Instant.MAX).ifPresent(to);
        }
    }

    static List<CheckInRecords.VerdictChange> turns(Handle handle, String machine, int limit) {
        return handle.select(
                        "SELECT t.at, t.advisory, t.verdict FROM turn t JOIN machine m ON m.id = t.machine "
                                + "WHERE m.machine_key = ? ORDER BY t.id DESC LIMIT ?",
                        StorableText.kept(MachineName.key(machine)),
                        limit)
                .map((row, context) -> new CheckInRecords.VerdictChange(
                        Timestamps.at(row.getLong("at")),
                        row.getString("advisory"),
                        SummaryRows.kind(row.getString("verdict"))))
                .list();
    }

    static List<CheckInRecords.Receipt> receipts(Handle handle, String machine, int limit) {
        return handle.select(
                        "SELECT r.at, r.kind, r.name, r.sha256, r.size, r.brought_by, r.counts, r.collected, r.collected_by, "
                                + "r.booted FROM receipt r "
                                + "JOIN machine m ON m.id = r.machine WHERE m.machine_key = ? ORDER BY r.id DESC LIMIT ?",
                        StorableText.kept(MachineName.key(machine)),
                        limit)
                .map((row, context) -> new CheckInRecords.Receipt(
                        Timestamps.at(row.getLong("at")),
                        row.getString("kind"),
                        row.getString("name"),
                        row.getString("sha256"),
                        row.getLong("size"),
                        row.getString("brought_by"),
                        SummaryRows.dating(row, true),
                        rank(row.getInt("counts"))))
                .list();
    }

    static boolean wasReceived(Handle handle, String machine, String kind, String sha256) {
        return handle.select(
                        "SELECT 1 FROM receipt r JOIN machine m ON m.id = r.machine "
                                + "WHERE m.machine_key = ? AND r.kind = ? AND r.sha256 = ? LIMIT 1",
                        StorableText.kept(MachineName.key(machine)),
                        StorableText.kept(kind),
                        sha256)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** Machines and their verdicts are read side by side, in the order of the machines: there may be very many of both. */
    static void past(Handle handle, Instant at, Consumer<CheckInRecords.PastState> to) {
        long moment = Timestamps.of(at);
        try (var turns = handle
                        .select(
                                "SELECT machine, advisory, verdict FROM turn WHERE at <= ? ORDER BY machine, id",
                                moment)
                        .map((row, context) -> new ChangedVerdict(
                                row.getLong("machine"),
                                row.getString("advisory"),
                                SummaryRows.kind(row.getString("verdict"))))
                        .stream();
                var machines = handle
                        .select(
                                "SELECT m.id, m.name, m.site, (SELECT max(s.at) FROM sighting s "
                                        + "WHERE s.machine = m.id AND s.at <= ?) AS seen, "
                                        + "(SELECT max(y.since) FROM stay y WHERE y.machine = m.id AND y.since <= ?) AS came, "
                                        + "(SELECT max(r.collected) FROM receipt r WHERE r.machine = m.id AND r.at <= ? "
                                        + "AND r.counts <= 1) AS collected "
                                        + "FROM machine m WHERE EXISTS (SELECT 1 FROM stay y WHERE y.machine = m.id "
                                        + "AND y.since <= ? AND (y.until IS NULL OR y.until > ?)) ORDER BY m.id",
                                moment,
                                moment,
                                moment,
                                moment,
                                moment)
                        .map((row, context) -> new LastCheckIn(
                                row.getLong("id"),
                                row.getString("name"),
                                row.getString("site"),
                                // Within the hour of a later word only that it was there already is known for sure.
                                Math.max(row.getLong("seen"), row.getLong("came")),
                                collected(row)))
                        .stream()) {
            var verdicts = new Verdicts(turns.iterator());
            machines.forEach(m -> to.accept(new CheckInRecords.PastState(
                    m.name(), m.site(), Timestamps.at(m.seen()), m.dating(), verdicts.of(m.id()))));
        }
    }

    private record LastCheckIn(long id, String name, String site, long seen, EvidenceDating dating) {}

    private static EvidenceDating collected(ResultSet row) throws SQLException {
        long micros = row.getLong("collected");
        return row.wasNull() ? EvidenceDating.UNKNOWN : EvidenceDating.collected(Timestamps.at(micros));
    }

    /** The last verdicts of machines that are asked for in the order in which the turns come. */
    private static final class Verdicts {
        private final Iterator<ChangedVerdict> turns;
        private @Nullable ChangedVerdict next;

        Verdicts(Iterator<ChangedVerdict> turns) {
            this.turns = turns;
            this.next = turns.hasNext() ? turns.next() : null;
        }

        Map<String, Verdict.Kind> of(long machine) {
            Map<String, Verdict.Kind> verdicts = new HashMap<>();
            for (ChangedVerdict turned = next; turned != null && turned.machine() <= machine; turned = next) {
                if (turned.machine() == machine) {
                    verdicts.put(turned.advisory(), turned.verdict());
                }
                next = turns.hasNext() ? turns.next() : null;
            }
            return verdicts;
        }
    }

    /** Receipts of evidence that counts no more since before a moment. */
    static List<Long> stale(Handle handle, Instant before, int limit) {
        long moment = Timestamps.of(before);
        return new ArrayList<>(
                handle.select(STALE, moment, moment, limit).mapTo(Long.class).list());
    }
}
