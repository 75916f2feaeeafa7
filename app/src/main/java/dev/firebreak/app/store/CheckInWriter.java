package dev.firebreak.app.store;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes what machines sent and how they stand since. */
final class CheckInWriter {

    private static final String[] NAMES = SummaryRows.COLUMNS.split(", ");

    private static final String INSERT = "INSERT INTO machine (machine_key, " + SummaryRows.COLUMNS + ") VALUES (?"
            + ", ?".repeat(NAMES.length) + ") RETURNING id";

    private static final String UPDATE = "UPDATE machine SET " + String.join(" = ?, ", NAMES)
            + " = ?, renewed = CASE WHEN retired IS NULL THEN renewed ELSE retired END, retired = NULL WHERE id = ?";

    private CheckInWriter() {}

    /** A check-in with all that can be made ready before it is the writer's turn. */
    @SuppressWarnings("ArrayRecordComponent")
    record PreparedCheckIn(CheckInRecords.CheckIn checkIn, String sha256, byte[] packed) {
        static PreparedCheckIn of(CheckInRecords.CheckIn checkIn) {
            if (checkIn.content().rank() == CheckInRecords.Rank.KNOWN) {
                return new PreparedCheckIn(checkIn, "", new byte[0]);
            }
            byte[] content = checkIn.content().content();
            return new PreparedCheckIn(checkIn, CompressedEvidence.sha256(content), CompressedEvidence.of(content));
        }
    }

    /** A machine as it is known. */
    private record KnownMachine(
            long id,
            String verdicts,
            long lastSeen,
            boolean retired,
            @Nullable Long unreadAt,
            long renewed) {}

    static CheckInRecords.Outcome keep(Handle handle, PreparedCheckIn ready) {
        CheckInRecords.Content content = ready.checkIn().content();
        MachineSummary line = ready.checkIn().line();
        long at = Timestamps.of(content.receivedAt());
        Optional<KnownMachine> known = known(handle, line.name());
        if (known.isPresent() && content.rank() == CheckInRecords.Rank.HISTORY) {
            return received(handle, known.get(), at, ready);
        }
        long machine = known.map(KnownMachine::id).orElse(-1L);
        if (known.isEmpty()) {
            machine = insert(handle, line);
        } else {
            update(handle, machine, line);
        }
        if (known.isEmpty() || known.get().retired()) {
            PlainStatements.run(
                    handle,
                    "INSERT INTO stay (machine, since) VALUES (?, ?) ON CONFLICT (machine, since) DO UPDATE SET until = NULL",
                    machine,
                    at);
        }
        PlainStatements.run(
                handle,
                "INSERT INTO sighting (machine, hour, at) VALUES (?, ?, ?) "
                        + "ON CONFLICT (machine, hour) DO UPDATE SET at = excluded.at",
                machine,
                Math.floorDiv(Timestamps.of(line.lastSeen()), Timestamps.HOUR),
                Timestamps.of(line.lastSeen()));
        turns(handle, machine, at, known.map(KnownMachine::verdicts).orElse(""), line);
        if (content.rank() == CheckInRecords.Rank.KNOWN) {
            return CheckInRecords.Outcome.KNOWN;
        }
        if (known.isPresent() && !known.get().retired()) {
            return received(handle, known.get(), at, ready);
        }
        receive(handle, machine, at, ready);
        return CheckInRecords.Outcome.KEPT;
    }

    private static CheckInRecords.Outcome received(Handle handle, KnownMachine known, long at, PreparedCheckIn ready) {
        if (isNewest(handle, known, ready)) {
            return CheckInRecords.Outcome.KNOWN;
        }
        receive(handle, known.id(), at, ready);
        return CheckInRecords.Outcome.KEPT;
    }

    /** Whether the last thing of its kind that the machine sent since it last began anew is the same, and counts the same. */
    private static boolean isNewest(Handle handle, KnownMachine known, PreparedCheckIn ready) {
        CheckInRecords.Content content = ready.checkIn().content();
        return PlainStatements.first(
                        handle,
                        "SELECT sha256, counts, at FROM receipt WHERE machine = ? AND kind = ? ORDER BY id DESC LIMIT 1",
                        row -> row.getString(1).equals(ready.sha256())
                                && row.getInt(2) == content.rank().ordinal()
                                && row.getLong(3) >= known.renewed(),
                        known.id(),
                        StorableText.kept(content.kind()))
                .orElse(false);
    }

    private static void receive(Handle handle, long machine, long at, PreparedCheckIn ready) {
        CheckInRecords.Content content = ready.checkIn().content();
        long receipt = PlainStatements.made(
                handle,
                "INSERT INTO receipt (machine, kind, name, sha256, size, at, brought_by, counts, collected, collected_by, booted, "
                        + "product_id, hardware_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                machine,
                StorableText.kept(content.kind()),
                StorableText.kept(content.name()),
                ready.sha256(),
                (long) content.content().length,
                at,
                StorableText.kept(ready.checkIn().by()),
                content.rank().ordinal(),
                Timestamps.orNull(content.dating().collectedAt()),
                content.dating().basis().id(),
                Timestamps.orNull(content.dating().bootedAt()),
                told(content, MachineIdentity::productId),
                told(content, MachineIdentity::hardwareId));
        PlainStatements.run(handle, "INSERT INTO evidence (receipt, packed) VALUES (?, ?)", receipt, ready.packed());
    }

    /** Empty where somebody looked and nothing is told; null means that nobody has looked yet. */
    private static String told(CheckInRecords.Content content, Function<MachineIdentity, @Nullable String> id) {
        MachineIdentity identity = content.identity();
        String told = identity == null ? null : id.apply(identity);
        return told == null ? "" : StorableText.kept(told);
    }

    /** Writes a machine's new line where it has not spoken, and everything of it could be read, since that was worked out. */
    static void restate(Handle handle, MachineSummary line, Instant at) {
        Optional<KnownMachine> known = known(handle, line.name());
        UnreadableEvidence unreadable = line.unreadable();
        Long unreadAt = unreadable == null ? null : Timestamps.of(unreadable.at());
        if (known.isEmpty()
                || known.get().retired()
                || known.get().lastSeen() != Timestamps.of(line.lastSeen())
                || !Objects.equals(known.get().unreadAt(), unreadAt)) {
            return;
        }
        write(handle, known.get(), line, at);
    }

    /** Writes the line of a machine of which nothing is unread any more. */
    static boolean dismiss(Handle handle, MachineSummary line, Instant at) {
        Optional<KnownMachine> known = known(handle, line.name()).filter(k -> !k.retired());
        known.ifPresent(k -> write(handle, k, line, at));
        return known.isPresent();
    }

    /** Writes the line of a machine that begins anew: what it told of itself before counts no more. */
    static boolean renew(Handle handle, MachineSummary line, Instant at) {
        Optional<KnownMachine> known = known(handle, line.name()).filter(k -> !k.retired());
        known.ifPresent(k -> {
            PlainStatements.run(handle, "UPDATE machine SET renewed = ? WHERE id = ?", Timestamps.of(at), k.id());
            write(handle, k, line, at);
        });
        return known.isPresent();
    }

    private static void write(Handle handle, KnownMachine known, MachineSummary line, Instant at) {
        update(handle, known.id(), line);
        turns(handle, known.id(), Timestamps.of(at), known.verdicts(), line);
    }

    /** Removes a machine from the list; false where it is not in it. */
    static boolean retire(Handle handle, String machine, Instant at) {
        Optional<KnownMachine> known = known(handle, machine);
        if (known.isEmpty() || known.get().retired()) {
            return false;
        }
        long moment = Timestamps.of(at);
        handle.execute(
                "UPDATE machine SET retired = ? WHERE id = ?",
                moment,
                known.get().id());
        handle.execute(
                "UPDATE stay SET until = ? WHERE machine = ? AND until IS NULL",
                moment,
                known.get().id());
        return true;
    }

    private static Optional<KnownMachine> known(Handle handle, String machine) {
        return PlainStatements.first(
                handle,
                "SELECT id, verdicts, last_seen, retired, unread_at, renewed FROM machine WHERE machine_key = ?",
                row -> new KnownMachine(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getObject(4) != null,
                        row.getObject(5) == null ? null : row.getLong(5),
                        row.getLong(6)),
                StorableText.kept(MachineName.key(machine)));
    }

    private static long insert(Handle handle, MachineSummary line) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(StorableText.kept(MachineName.key(line.name())));
        values.addAll(SummaryRows.values(line));
        return PlainStatements.made(handle, INSERT, values.toArray());
    }

    private static void update(Handle handle, long machine, MachineSummary line) {
        List<@Nullable Object> values = new ArrayList<>(SummaryRows.values(line));
        values.add(machine);
        PlainStatements.run(handle, UPDATE, values.toArray());
    }

    /** A verdict nobody states any more is unknown from then on. */
    private static void turns(Handle handle, long machine, long at, String before, MachineSummary line) {
        if (before.equals(SummaryRows.verdicts(line.verdicts()))) {
            return;
        }
        Map<String, Verdict.Kind> old = SummaryRows.verdicts(before);
        Map<String, Verdict.Kind> now = new TreeMap<>(line.verdicts());
        old.keySet().forEach(advisory -> now.putIfAbsent(advisory, Verdict.Kind.UNKNOWN));
        now.forEach((advisory, kind) -> {
            if (old.get(advisory) != kind) {
                PlainStatements.run(
                        handle,
                        "INSERT INTO turn (machine, at, advisory, verdict) VALUES (?, ?, ?, ?)",
                        machine,
                        at,
                        StorableText.kept(advisory),
                        kind.id());
            }
        });
    }
}
