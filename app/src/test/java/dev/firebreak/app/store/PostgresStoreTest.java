package dev.firebreak.app.store;

import static org.assertj.core.api.Assertions.assertThat;
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

    private String database;

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
        if (database == null) {
            database = "estate" + DATABASES.incrementAndGet();
            run("postgres", "CREATE DATABASE " + database);
        }
        return FleetDatabase.open(nowhere, server.url(database));
    }

    @Override
    void tamper(String sql) throws Exception {
        run(database, sql);
    }

    @Override
    void unguard() throws Exception {
        tamper("DROP TRIGGER audit_is_not_changed ON audit");
    }

    private void fill() {
        for (int i = 0; i < 3; i++) {
            ledger.keep(List.of(checkIn("PC" + i, "systeminfo", "x\u0101" + i, NINE, Verdict.Kind.FIXED)));
            store.audit().add(after(i), "system", "x", "PC" + i, "");
        }
        store.people().add(new AccountStore.Account("aiko", Role.ADMIN, "ja", false, NINE, null), "hash");
        store.people()
                .issue(
                        new AccountStore.Token(
                                "id", AccountStore.TokenKind.SITE, "label", "大阪", null, Set.of(), NINE, null),
                        "f".repeat(64));
        ledger.retire("PC2", after(60));
    }

    @Test
    void a_copy_is_a_file_of_sqlite_and_comes_back(@TempDir Path folder) throws Exception {
        fill();
        store.backup(folder.resolve(FleetDatabase.FILE));
        List<MachineSummary> lines = lines(store);
        try (FleetDatabase copy = FleetDatabase.open(folder, null)) {
            assertThat(lines(copy)).isEqualTo(lines);
            assertThat(copy.audit().entries(Long.MAX_VALUE, 100))
                    .isEqualTo(store.audit().entries(Long.MAX_VALUE, 100))
                    .hasSizeGreaterThan(2);
            assertThat(copy.audit().verify()).isEmpty();
        }
        assertThat(store.restore(folder)).as("over what is there").isFalse();

        FleetDatabase before = store;
        database = null;
        begin();
        before.close();
        assertThat(lines(store)).isEmpty();
        assertThat(store.healthy()).isTrue();
        assertThat(store.restore(folder)).isTrue();
        assertThat(lines(store)).isEqualTo(lines);
        assertThat(store.audit().verify()).isEmpty();
        assertThat(store.people().accounts()).hasSize(1);
        assertThat(store.people().passwordHash("aiko")).contains("hash");
        assertThat(store.people().token("f".repeat(64))).isPresent();
        assertThat(store.ledger().held("PC1", after(10)).orElseThrow().contents())
                .hasSize(1);
        // Ids go on after those that were brought.
        store.ledger().keep(List.of(checkIn("NEW", "systeminfo", "new", after(70), Verdict.Kind.FIXED)));
        store.audit().add(after(70), "system", "x", "", "");
        assertThat(store.audit().verify()).isEmpty();
        assertThat(lines(store)).hasSize(lines.size() + 1);
    }

    private static List<MachineSummary> lines(FleetDatabase store) {
        List<MachineSummary> lines = new ArrayList<>();
        store.ledger().lines(lines::add);
        lines.sort(Comparator.comparing(MachineSummary::name));
        return lines;
    }

    @Test
    void every_table_is_copied() throws Exception {
        try (Connection connection = connection(database);
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
    void a_server_that_is_down_is_away_and_comes_back() throws Exception {
        fill();
        server.pause();
        try {
            assertThatThrownBy(() -> store.people().accounts()).isInstanceOf(StorageUnavailable.class);
            assertThatThrownBy(() -> store.audit().add(after(90), "system", "x", "", ""))
                    .isInstanceOf(StorageUnavailable.class);
            assertThat(store.healthy()).isFalse();
        } finally {
            server.goOn();
        }
        assertThat(store.healthy()).isTrue();
        assertThat(store.people().accounts()).hasSize(1);
        assertThat(store.audit().verify()).isEmpty();
    }

    @Test
    void a_server_holds_its_data_again_after_a_restart_of_the_database() throws Exception {
        store.hold();
        server.pause();
        assertThat(store.isHeld()).as("nobody can tell").isTrue();
        server.goOn();
        assertThat(store.isHeld()).isTrue();
        try (FleetDatabase second = open()) {
            assertThatThrownBy(second::hold)
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.inUse()).isTrue());
        }
    }

    @Test
    void a_server_knows_that_another_took_its_data_while_the_database_was_away() throws Exception {
        store.hold();
        server.pause();
        server.goOn();
        try (FleetDatabase second = open()) {
            second.hold();
            assertThat(store.isHeld()).isFalse();
            assertThat(second.isHeld()).isTrue();
        }
    }

    /** The line breaks at our end alone: at the other our old connection lives on, and with it its lock. */
    @Test
    void a_server_is_not_kept_away_by_its_own_lost_connection() throws Exception {
        try (var line = new Line(server.port());
                FleetDatabase far = FleetDatabase.open(
                        nowhere, server.url(database).replace(":" + server.port(), ":" + line.port()))) {
            far.hold();
            line.cut();
            assertThatThrownBy(store::hold)
                    .as("the old connection holds on")
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.inUse()).isTrue());
            assertThat(far.isHeld()).isTrue();
            assertThatThrownBy(store::hold)
                    .as("the new one holds")
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.inUse()).isTrue());
        }
        store.hold();
    }

    private static Connection connection(String database) throws Exception {
        return DriverManager.getConnection(
                "jdbc:" + server.url(database).replace("//postgres@", "//") + "?user=postgres");
    }

    private static void run(String database, String sql) throws Exception {
        try (Connection connection = connection(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
