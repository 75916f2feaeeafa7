package dev.firebreak.app.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The same on a real PostgreSQL server of Debian's. */
class PostgresStoreTest extends StoreContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static Postgres server;

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
    Store open() throws Exception {
        if (database == null) {
            database = "estate" + DATABASES.incrementAndGet();
            run("postgres", "CREATE DATABASE " + database);
        }
        Path nowhere = Files.createTempDirectory("firebreak-");
        return Store.open(nowhere, server.url(database));
    }

    @Override
    void tamper(String sql) throws Exception {
        run(database, sql);
    }

    @Override
    void unguard() throws Exception {
        tamper("DROP TRIGGER audit_is_not_changed ON audit");
    }

    private static void run(String database, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + server.url(database).replace("//postgres@", "//") + "?user=postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
