package dev.firebreak.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.dashboard.DamagedStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
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
            store.keep(List.of(checkIn("PC" + i, "systeminfo", "x" + i, NINE, Verdict.Kind.FIXED)));
        }
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Thread busy = Thread.ofVirtual().start(() -> {
            for (int i = 50; i < 150; i++) {
                store.keep(List.of(checkIn("PC" + i, "systeminfo", "x" + i, NINE, Verdict.Kind.FIXED)));
            }
        });
        database.backup(copy.resolve(FleetDatabase.FILE));
        busy.join();
        try (FleetDatabase copied = FleetDatabase.open(copy, null)) {
            List<String> names = new ArrayList<>();
            copied.fleetStore().lines(line -> names.add(line.name()));
            assertThat(names).hasSizeBetween(50, 150).contains("PC0", "PC49");
        }
    }

    @Test
    void two_processes_add_to_one_chain() {
        try (FleetDatabase other = open()) {
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? database : other).auditLog().add(after(i), "system", "x", "", "");
            }
            assertThat(other.auditLog().verify()).isEmpty();
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

    private void refused(Path data, FleetDatabase.Why why) {
        assertThatThrownBy(() -> {
                    try (FleetDatabase opened = FleetDatabase.open(data, null)) {
                        opened.check();
                    }
                })
                .isInstanceOfSatisfying(
                        FleetDatabase.CannotOpen.class, e -> assertThat(e.why()).isEqualTo(why));
    }

    @Test
    void an_emptied_database_is_not_taken_for_a_new_server() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.createFile(empty.resolve(FleetDatabase.FILE));
        refused(empty, FleetDatabase.Why.EMPTY);
        assertThat(empty.resolve(FleetDatabase.FILE)).isEmptyFile();

        Path journal = Files.createDirectory(folder.resolve("journal"));
        Files.writeString(journal.resolve(FleetDatabase.FILE + "-wal"), "what was written last");
        refused(journal, FleetDatabase.Why.EMPTY);
        assertThat(journal.resolve(FleetDatabase.FILE + "-wal")).hasContent("what was written last");

        Path bare = Files.createDirectory(folder.resolve("bare"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bare.resolve(FleetDatabase.FILE));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE x (y)");
            statement.execute("DROP TABLE x");
            statement.execute("VACUUM");
        }
        refused(bare, FleetDatabase.Why.EMPTY);
    }

    @Test
    void damage_is_found_and_called_so() throws Exception {
        for (int i = 0; i < 300; i++) {
            store.keep(List.of(checkIn("PC" + i, "systeminfo", "x".repeat(300) + i, NINE, Verdict.Kind.FIXED)));
            database.auditLog().add(after(i), "system", "x", "PC" + i, "detail ".repeat(20));
        }
        database.close();
        Path file = folder.resolve(FleetDatabase.FILE);
        byte[] whole = Files.readAllBytes(file);
        Path data = Files.createDirectory(folder.resolve("damaged"));

        for (int page = 2; page < whole.length / 4096; page++) {
            java.util.Arrays.fill(whole, page * 4096, page * 4096 + 200, (byte) 0x5A);
        }
        Files.write(data.resolve(FleetDatabase.FILE), whole);
        refused(data, FleetDatabase.Why.DAMAGED);

        Files.write(data.resolve(FleetDatabase.FILE), java.util.Arrays.copyOf(Files.readAllBytes(file), 3 * 4096));
        refused(data, FleetDatabase.Why.DAMAGED);
        begin();
    }

    @Test
    void what_is_read_from_a_damaged_file_is_damage_and_no_bug() throws Exception {
        for (int i = 0; i < 300; i++) {
            store.keep(List.of(checkIn("PC" + i, "systeminfo", "x".repeat(300) + i, NINE, Verdict.Kind.FIXED)));
            database.auditLog().add(after(i), "system", "x", "PC" + i, "detail ".repeat(20));
        }
        int root;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(FleetDatabase.FILE));
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'")) {
            root = row.getInt(1);
        }
        database.close();
        try (var file =
                new java.io.RandomAccessFile(folder.resolve(FleetDatabase.FILE).toFile(), "rw")) {
            file.seek((root - 1) * 4096L);
            file.write(new byte[4096]);
        }
        begin();
        assertThatThrownBy(() -> database.auditLog().verify()).isInstanceOf(DamagedStorage.class);
        assertThatThrownBy(() -> database.auditLog().add(NINE, "system", "x", "", ""))
                .isInstanceOf(DamagedStorage.class);
    }

    @Test
    void only_the_owner_can_read_it() throws Exception {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        var own = PosixFilePermissions.fromString("rw-------");
        store.keep(List.of(checkIn("PC1", "systeminfo", "x", NINE, Verdict.Kind.FIXED)));
        for (String end : List.of("", "-wal", "-shm")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(FleetDatabase.FILE + end)))
                    .as(end)
                    .isEqualTo(own);
        }
        database.close();
        Files.setPosixFilePermissions(folder.resolve(FleetDatabase.FILE), PosixFilePermissions.fromString("rw-r--r--"));
        begin();
        assertThat(Files.getPosixFilePermissions(folder.resolve(FleetDatabase.FILE)))
                .isEqualTo(own);
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

    @Override
    String damagedBytes() {
        return "X'010203'";
    }
}
