package dev.firebreak.app.store;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Unread;
import dev.firebreak.core.inventory.MachineName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes what machines sent and how they stand since. */
final class CheckIns {

    private static final String[] NAMES = Lines.COLUMNS.split(", ");

    private static final String INSERT = "INSERT INTO machine (machine_key, " + Lines.COLUMNS + ") VALUES (?"
            + ", ?".repeat(NAMES.length) + ") RETURNING id";

    private static final String UPDATE =
            "UPDATE machine SET " + String.join(" = ?, ", NAMES) + " = ?, retired = NULL WHERE id = ?";

    private CheckIns() {}

    /** A check-in with all that can be made ready before it is the writer's turn. */
    @SuppressWarnings("ArrayRecordComponent")
    record Ready(Delivery.CheckIn checkIn, String sha256, byte[] packed) {
        static Ready of(Delivery.CheckIn checkIn) {
            byte[] content = checkIn.content().content();
            return new Ready(checkIn, Packed.sha256(content), Packed.of(content));
        }
    }

    /** A machine as it is known. */
    private record Known(
            long id,
            String verdicts,
            long lastSeen,
            boolean retired,
            @Nullable Long unreadAt) {}

    static Delivery.Outcome keep(Handle handle, Ready ready) {
        Delivery.Content content = ready.checkIn().content();
        MachineLine line = ready.checkIn().line();
        long at = Moments.of(content.receivedAt());
        Optional<Known> known = known(handle, line.name());
        if (known.isPresent() && content.rank() == Delivery.Rank.HISTORY) {
            return received(handle, known.get(), at, ready);
        }
        long machine = known.map(Known::id).orElse(-1L);
        if (known.isEmpty()) {
            machine = insert(handle, line);
        } else {
            update(handle, machine, line);
        }
        if (known.isEmpty() || known.get().retired()) {
            Quick.run(
                    handle,
                    "INSERT INTO stay (machine, since) VALUES (?, ?) ON CONFLICT (machine, since) DO UPDATE SET until = NULL",
                    machine,
                    at);
        }
        Quick.run(
                handle,
                "INSERT INTO sighting (machine, hour, at) VALUES (?, ?, ?) "
                        + "ON CONFLICT (machine, hour) DO UPDATE SET at = excluded.at",
                machine,
                Math.floorDiv(Moments.of(line.lastSeen()), Moments.HOUR),
                Moments.of(line.lastSeen()));
        turns(handle, machine, at, known.map(Known::verdicts).orElse(""), line);
        if (content.rank() == Delivery.Rank.KNOWN) {
            return Delivery.Outcome.KNOWN;
        }
        if (known.isPresent() && !known.get().retired()) {
            return received(handle, known.get(), at, ready);
        }
        receive(handle, machine, at, ready);
        return Delivery.Outcome.KEPT;
    }

    private static Delivery.Outcome received(Handle handle, Known known, long at, Ready ready) {
        if (isNewest(handle, known.id(), ready)) {
            return Delivery.Outcome.KNOWN;
        }
        receive(handle, known.id(), at, ready);
        return Delivery.Outcome.KEPT;
    }

    /** Whether the last thing of its kind that the machine sent is the same, and counts the same. */
    private static boolean isNewest(Handle handle, long machine, Ready ready) {
        Delivery.Content content = ready.checkIn().content();
        return Quick.first(
                        handle,
                        "SELECT sha256, counts FROM receipt WHERE machine = ? AND kind = ? ORDER BY id DESC LIMIT 1",
                        row -> row.getString(1).equals(ready.sha256())
                                && row.getInt(2) == content.rank().ordinal(),
                        machine,
                        Texts.kept(content.kind()))
                .orElse(false);
    }

    private static void receive(Handle handle, long machine, long at, Ready ready) {
        Delivery.Content content = ready.checkIn().content();
        long receipt = Quick.made(
                handle,
                "INSERT INTO receipt (machine, kind, name, sha256, size, at, brought_by, counts, collected, collected_by, booted) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                machine,
                Texts.kept(content.kind()),
                Texts.kept(content.name()),
                ready.sha256(),
                (long) content.content().length,
                at,
                Texts.kept(ready.checkIn().by()),
                content.rank().ordinal(),
                Moments.orNull(content.dating().collectedAt()),
                content.dating().basis().id(),
                Moments.orNull(content.dating().bootedAt()));
        Quick.run(handle, "INSERT INTO evidence (receipt, packed) VALUES (?, ?)", receipt, ready.packed());
    }

    /** Writes a machine's new line where it has not spoken, and everything of it could be read, since that was worked out. */
    static void restate(Handle handle, MachineLine line, Instant at) {
        Optional<Known> known = known(handle, line.name());
        Unread unread = line.unread();
        Long unreadAt = unread == null ? null : Moments.of(unread.at());
        if (known.isEmpty()
                || known.get().retired()
                || known.get().lastSeen() != Moments.of(line.lastSeen())
                || !Objects.equals(known.get().unreadAt(), unreadAt)) {
            return;
        }
        write(handle, known.get(), line, at);
    }

    /** Writes the line of a machine of which nothing is unread any more. */
    static boolean dismiss(Handle handle, MachineLine line, Instant at) {
        Optional<Known> known = known(handle, line.name()).filter(k -> !k.retired());
        known.ifPresent(k -> write(handle, k, line, at));
        return known.isPresent();
    }

    private static void write(Handle handle, Known known, MachineLine line, Instant at) {
        update(handle, known.id(), line);
        turns(handle, known.id(), Moments.of(at), known.verdicts(), line);
    }

    /** Takes a machine off the roll; false where it is not on it. */
    static boolean retire(Handle handle, String machine, Instant at) {
        Optional<Known> known = known(handle, machine);
        if (known.isEmpty() || known.get().retired()) {
            return false;
        }
        long moment = Moments.of(at);
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

    private static Optional<Known> known(Handle handle, String machine) {
        return Quick.first(
                handle,
                "SELECT id, verdicts, last_seen, retired, unread_at FROM machine WHERE machine_key = ?",
                row -> new Known(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getObject(4) != null,
                        row.getObject(5) == null ? null : row.getLong(5)),
                Texts.kept(MachineName.key(machine)));
    }

    private static long insert(Handle handle, MachineLine line) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Texts.kept(MachineName.key(line.name())));
        values.addAll(Lines.values(line));
        return Quick.made(handle, INSERT, values.toArray());
    }

    private static void update(Handle handle, long machine, MachineLine line) {
        List<@Nullable Object> values = new ArrayList<>(Lines.values(line));
        values.add(machine);
        Quick.run(handle, UPDATE, values.toArray());
    }

    /** A verdict nobody states any more is unknown from then on. */
    private static void turns(Handle handle, long machine, long at, String before, MachineLine line) {
        if (before.equals(Lines.verdicts(line.verdicts()))) {
            return;
        }
        Map<String, Verdict.Kind> old = Lines.verdicts(before);
        Map<String, Verdict.Kind> now = new TreeMap<>(line.verdicts());
        old.keySet().forEach(advisory -> now.putIfAbsent(advisory, Verdict.Kind.UNKNOWN));
        now.forEach((advisory, kind) -> {
            if (old.get(advisory) != kind) {
                Quick.run(
                        handle,
                        "INSERT INTO turn (machine, at, advisory, verdict) VALUES (?, ?, ?, ?)",
                        machine,
                        at,
                        Texts.kept(advisory),
                        kind.id());
            }
        });
    }
}
