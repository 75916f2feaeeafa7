package dev.firebreak.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StorageUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real PostgreSQL server of Debian's. */
class PostgresStoreTest extends FleetDatabaseContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static Postgres server;

    /** Nothing is kept in it. */
    @TempDir
    private Path nowhere;

    private String databaseName;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                Postgres.isThere(), "LEFT OUT, nothing was tested: no PostgreSQL server on this machine");
        server = Postgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    FleetDatabase open() throws Exception {
        if (databaseName == null) {
            databaseName = "estate" + DATABASES.incrementAndGet();
            run("postgres", "CREATE DATABASE " + databaseName);
        }
        return FleetDatabase.open(nowhere, server.url(databaseName));
    }

    @Override
    void tamper(String sql) throws Exception {
        run(databaseName, sql);
    }

    @Override
    void unguard() throws Exception {
        tamper("DROP TRIGGER audit_is_not_changed ON audit");
    }

    private void fill() {
        for (int i = 0; i < 3; i++) {
            store.keep(List.of(checkIn("PC" + i, "systeminfo", "x\u0101" + i, NINE, Verdict.Kind.FIXED)));
            database.auditLog().add(after(i), "system", "x", "PC" + i, "");
        }
        database.accountStore().add(new AccountStore.Account("aiko", Role.ADMIN, "ja", false, NINE, null), "hash");
        database.accountStore()
                .issue(
                        new AccountStore.Token(
                                "id", AccountStore.TokenKind.SITE, "label", "大阪", null, Set.of(), NINE, null),
                        "f".repeat(64));
        store.retire("PC2", after(60));
    }

    @Test
    void a_copy_is_a_file_of_sqlite_and_comes_back(@TempDir Path folder) throws Exception {
        fill();
        database.backup(folder.resolve(FleetDatabase.FILE));
        List<MachineSummary> lines = lines(database);
        try (FleetDatabase copy = FleetDatabase.open(folder, null)) {
            assertThat(lines(copy)).isEqualTo(lines);
            assertThat(copy.auditLog().entries(Long.MAX_VALUE, 100))
                    .isEqualTo(database.auditLog().entries(Long.MAX_VALUE, 100))
                    .hasSizeGreaterThan(2);
            assertThat(copy.auditLog().verify()).isEmpty();
        }
        assertThat(database.restore(folder)).as("over what is there").isFalse();

        FleetDatabase before = database;
        databaseName = null;
        begin();
        before.close();
        assertThat(lines(database)).isEmpty();
        assertThatCode(database::probe).doesNotThrowAnyException();
        assertThat(database.restore(folder)).isTrue();
        assertThat(lines(database)).isEqualTo(lines);
        assertThat(database.auditLog().verify()).isEmpty();
        assertThat(database.accountStore().accounts()).hasSize(1);
        assertThat(database.accountStore().passwordHash("aiko")).contains("hash");
        assertThat(database.accountStore().token("f".repeat(64))).isPresent();
        assertThat(database.fleetStore().held("PC1", after(10)).orElseThrow().contents())
                .hasSize(1);
        // Ids go on after those that were brought.
        database.fleetStore().keep(List.of(checkIn("NEW", "systeminfo", "new", after(70), Verdict.Kind.FIXED)));
        database.auditLog().add(after(70), "system", "x", "", "");
        assertThat(database.auditLog().verify()).isEmpty();
        assertThat(lines(database)).hasSize(lines.size() + 1);
    }

    private static List<MachineSummary> lines(FleetDatabase database) {
        List<MachineSummary> lines = new ArrayList<>();
        database.fleetStore().lines(lines::add);
        lines.sort(Comparator.comparing(MachineSummary::name));
        return lines;
    }

    @Test
    void every_table_is_copied() throws Exception {
        try (Connection connection = connection(databaseName);
                var rows = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
            assertThat(tables).contains("flyway_schema_history");
            tables.remove("flyway_schema_history");
            assertThat(DatabaseCopy.TABLES).containsExactlyInAnyOrderElementsOf(tables);
        }
    }

    @Test
    void a_database_that_is_down_is_unavailable_until_it_returns() throws Exception {
        fill();
        server.pause();
        try {
            assertThatThrownBy(() -> database.accountStore().accounts()).isInstanceOf(StorageUnavailable.class);
            assertThatThrownBy(() -> database.auditLog().add(after(90), "system", "x", "", ""))
                    .isInstanceOf(StorageUnavailable.class);
            assertThatThrownBy(database::probe).isInstanceOf(StorageUnavailable.class);
        } finally {
            server.goOn();
        }
        assertThatCode(database::probe).doesNotThrowAnyException();
        assertThat(database.accountStore().accounts()).hasSize(1);
        assertThat(database.auditLog().verify()).isEmpty();
    }

    @Test
    void a_server_holds_its_data_again_after_a_restart_of_the_database() throws Exception {
        database.hold();
        server.pause();
        assertThat(database.isHeld()).as("nobody can tell").isTrue();
        server.goOn();
        assertThat(database.isHeld()).isTrue();
        try (FleetDatabase second = open()) {
            assertThatThrownBy(second::hold)
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.why()).isEqualTo(FleetDatabase.Why.IN_USE));
        }
    }

    @Test
    void a_server_knows_that_another_took_its_data_while_the_database_was_away() throws Exception {
        database.hold();
        server.pause();
        server.goOn();
        try (FleetDatabase second = open()) {
            second.hold();
            assertThat(database.isHeld()).isFalse();
            assertThat(second.isHeld()).isTrue();
        }
    }

    /** The line breaks at our end alone: at the other our old connection lives on, and with it its lock. */
    @Test
    void a_lost_connection_of_its_own_does_not_lock_a_server_out() throws Exception {
        try (var line = new Line(server.port());
                FleetDatabase far = FleetDatabase.open(
                        nowhere, server.url(databaseName).replace(":" + server.port(), ":" + line.port()))) {
            far.hold();
            line.cut();
            assertThatThrownBy(database::hold)
                    .as("the old connection holds on")
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.why()).isEqualTo(FleetDatabase.Why.IN_USE));
            assertThat(far.isHeld()).isTrue();
            assertThatThrownBy(database::hold)
                    .as("the new one holds")
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.why()).isEqualTo(FleetDatabase.Why.IN_USE));
        }
        database.hold();
    }

    private static Connection connection(String databaseName) throws Exception {
        return DriverManager.getConnection(
                "jdbc:" + server.url(databaseName).replace("//postgres@", "//") + "?user=postgres");
    }

    private static void run(String databaseName, String sql) throws Exception {
        try (Connection connection = connection(databaseName);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    String damagedBytes() {
        return "'\\x010203'";
    }
}
