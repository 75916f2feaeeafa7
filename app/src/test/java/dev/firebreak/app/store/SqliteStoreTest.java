package dev.firebreak.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.assess.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file. */
class SqliteStoreTest extends FleetDatabaseContract {

    @TempDir
    Path folder;

    @Override
    FleetDatabase open() {
        return FleetDatabase.open(folder, null);
    }

    @Override
    void tamper(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(FleetDatabase.FILE));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    void unguard() throws Exception {
        tamper("DROP TRIGGER audit_is_not_changed");
        tamper("DROP TRIGGER audit_is_not_deleted");
    }

    @Test
    void a_copy_is_whole_also_while_others_write() throws Exception {
        for (int i = 0; i < 50; i++) {
            ledger.keep(List.of(checkIn("PC" + i, "systeminfo", "x" + i, NINE, Verdict.Kind.FIXED)));
        }
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Thread busy = Thread.ofVirtual().start(() -> {
            for (int i = 50; i < 150; i++) {
                ledger.keep(List.of(checkIn("PC" + i, "systeminfo", "x" + i, NINE, Verdict.Kind.FIXED)));
            }
        });
        store.backup(copy.resolve(FleetDatabase.FILE));
        busy.join();
        try (FleetDatabase copied = FleetDatabase.open(copy, null)) {
            List<String> names = new ArrayList<>();
            copied.ledger().lines(line -> names.add(line.name()));
            assertThat(names).hasSizeBetween(50, 150).contains("PC0", "PC49");
        }
    }

    @Test
    void two_processes_add_to_one_chain() {
        try (FleetDatabase other = open()) {
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? store : other).audit().add(after(i), "system", "x", "", "");
            }
            assertThat(other.audit().verify()).isEmpty();
        }
    }

    @Test
    void nothing_that_is_no_database_is_opened() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(
                other.resolve(FleetDatabase.FILE),
                "This is not a database, and long enough to be taken for one.".repeat(50));
        assertThatThrownBy(() -> FleetDatabase.open(other, null)).isInstanceOf(FleetDatabase.CannotOpen.class);
        assertThat(Files.readString(other.resolve(FleetDatabase.FILE))).startsWith("This is not");
    }

    @Test
    void every_commit_waits_for_the_disk() throws Exception {
        try (Connection one = new ReadConnections(
                                SqlDialect.SQLITE,
                                ReadConnections.sqlite(
                                        folder.resolve(FleetDatabase.FILE),
                                        org.sqlite.SQLiteConfig.TransactionMode.IMMEDIATE))
                        .fresh();
                var statement = one.createStatement()) {
            for (String[] wanted : new String[][] {
                {"synchronous", "2"}, {"journal_mode", "wal"}, {"foreign_keys", "1"}, {"trusted_schema", "0"}
            }) {
                try (var row = statement.executeQuery("PRAGMA " + wanted[0])) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).as(wanted[0]).isEqualTo(wanted[1]);
                }
            }
        }
    }

    @Test
    void a_password_in_an_address_is_not_told() {
        for (String url : List.of("postgresql://u:s3cret@localhost:1/db", "postgresql://u:s3cret@", "s3cret\\")) {
            assertThatThrownBy(() -> FleetDatabase.open(folder, url))
                    .isInstanceOf(FleetDatabase.CannotOpen.class)
                    .hasMessageNotContaining("s3cret");
        }
    }
}
