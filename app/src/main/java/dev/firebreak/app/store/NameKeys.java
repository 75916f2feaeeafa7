package dev.firebreak.app.store;

import dev.firebreak.core.inventory.MachineName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Keys of machine names in a database that was written under an older rule of which names are one. Machines that are one by the rule
 * of today become one: everything received of either is received of it, in the order in which it came, so that it is judged as if the
 * names had been one from the beginning. Each is told in the audit log, for they may have been two machines that somebody must rename.
 */
final class NameKeys {

    private static final Logger LOG = Logger.getLogger("firebreak.store");
    private static final String RULE = "names.rule";

    /** To be raised whenever {@link MachineName#key} changes. Rule 1 was upper case and nothing else, and is not noted. */
    private static final String CURRENT = "2";

    private final SqlDialect dialect;
    private final Handle handle;
    private final Instant now;

    private NameKeys(SqlDialect dialect, Handle handle, Instant now) {
        this.dialect = dialect;
        this.handle = handle;
        this.now = now;
    }

    private record Machine(long id, String key, String name, String site, long lastSeen, boolean retired) {
        static final String COLUMNS = "id, machine_key, name, site, last_seen, retired";

        String ownKey() {
            return StorableText.kept(MachineName.key(name));
        }

        /** Whether it speaks for the two: registered machines before removed ones, then who spoke last. */
        boolean leads(Machine other) {
            return retired == other.retired ? lastSeen >= other.lastSeen : !retired;
        }
    }

    private record KeyedException(String key, String advisory, String machine, String until) {}

    /** Brings the keys up to date where they are of an older rule. All of it or nothing. */
    static void update(SqlDialect dialect, Connection connection, Instant now) {
        try (Handle handle = Jdbi.create(() -> connection).open()) {
            handle.useTransaction(own -> {
                String rule = StoredSettings.get(own, RULE).orElse("1");
                if (rule.equals(CURRENT)) {
                    return;
                }
                if (!rule.equals("1")) {
                    throw new FleetDatabase.CannotOpen(FleetDatabase.Why.NEWER, "names by rule " + rule, null);
                }
                if (!dialect.alone().isEmpty()) {
                    own.execute("LOCK TABLE machine IN EXCLUSIVE MODE");
                }
                var keys = new NameKeys(dialect, own, now);
                keys.machines();
                keys.waivers();
                StoredSettings.set(own, RULE, CURRENT);
            });
        }
    }

    private void machines() {
        List<Machine> old = new ArrayList<>();
        handle.select("SELECT " + Machine.COLUMNS + " FROM machine ORDER BY id")
                .map((row, context) -> machine(row))
                .forEach(machine -> {
                    if (!machine.key().equals(machine.ownKey())) {
                        old.add(machine);
                    }
                });
        for (Machine machine : old) {
            Optional<Machine> other = named(machine.ownKey());
            if (other.isEmpty()) {
                handle.execute("UPDATE machine SET machine_key = ? WHERE id = ?", machine.ownKey(), machine.id());
            } else if (machine.leads(other.get())) {
                merge(machine, other.get());
            } else {
                merge(other.get(), machine);
            }
        }
    }

    private Optional<Machine> named(String key) {
        return handle.select("SELECT " + Machine.COLUMNS + " FROM machine WHERE machine_key = ?", key)
                .map((row, context) -> machine(row))
                .findFirst();
    }

    private static Machine machine(ResultSet row) throws SQLException {
        return new Machine(
                row.getLong("id"),
                row.getString("machine_key"),
                row.getString("name"),
                row.getString("site"),
                row.getLong("last_seen"),
                row.getObject("retired") != null);
    }

    private void merge(Machine kept, Machine gone) {
        handle.execute("UPDATE receipt SET machine = ? WHERE machine = ?", kept.id(), gone.id());
        handle.execute("UPDATE turn SET machine = ? WHERE machine = ?", kept.id(), gone.id());
        handle.execute(
                "INSERT INTO sighting (machine, hour, at) SELECT ?, hour, at FROM sighting WHERE machine = ? "
                        + "ON CONFLICT (machine, hour) DO UPDATE SET at = excluded.at WHERE excluded.at > sighting.at",
                kept.id(),
                gone.id());
        handle.execute(
                "INSERT INTO stay (machine, since, until) SELECT ?, since, until FROM stay WHERE machine = ? "
                        + "ON CONFLICT (machine, since) DO NOTHING",
                kept.id(),
                gone.id());
        for (String table : List.of("sighting", "stay")) {
            handle.execute("DELETE FROM " + table + " WHERE machine = ?", gone.id());
        }
        handle.execute("DELETE FROM machine WHERE id = ?", gone.id());
        handle.execute("UPDATE machine SET machine_key = ? WHERE id = ?", kept.ownKey(), kept.id());
        LOG.warning("two names in the data are one machine's from now on; see machine.merge in the audit log");
        SqlAuditLog.add(
                handle,
                dialect,
                now,
                "system",
                "machine.merge",
                kept.name(),
                "with " + gone.name() + " of site " + gone.site());
    }

    /** Of two exceptions for what is one machine, the one that ends sooner stays. */
    private void waivers() {
        List<KeyedException> all = handle.select("SELECT machine_key, advisory, machine, until FROM waiver")
                .map((row, context) -> new KeyedException(
                        row.getString("machine_key"),
                        row.getString("advisory"),
                        row.getString("machine"),
                        row.getString("until")))
                .list();
        for (KeyedException exception : all) {
            String key = StorableText.kept(MachineName.key(exception.machine()));
            if (key.equals(exception.key())) {
                continue;
            }
            boolean sooner = handle.execute(
                            "DELETE FROM waiver WHERE machine_key = ? AND advisory = ? AND until > ?",
                            key,
                            exception.advisory(),
                            exception.until())
                    > 0;
            boolean free = sooner
                    || handle.select(
                                    "SELECT 1 FROM waiver WHERE machine_key = ? AND advisory = ?",
                                    key,
                                    exception.advisory())
                            .mapTo(Integer.class)
                            .findFirst()
                            .isEmpty();
            handle.execute(
                    free
                            ? "UPDATE waiver SET machine_key = ? WHERE machine_key = ? AND advisory = ?"
                            : "DELETE FROM waiver WHERE ? <> machine_key AND machine_key = ? AND advisory = ?",
                    key,
                    exception.key(),
                    exception.advisory());
        }
    }
}
