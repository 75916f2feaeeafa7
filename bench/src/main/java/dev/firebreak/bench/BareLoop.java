package dev.firebreak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The yardstick of check-in: {@code BareLoop ESTATE.DB COPY.DB CHECKINS GROUP}. Stores every row that a server stored into a database
 * with the same tables and indexes and the same durability (WAL, synchronous=FULL), in as many transactions as there were check-ins,
 * or with so many of them in each.
 */
public final class BareLoop {

    private record Rows(String insert, List<Object[]> rows) {}

    private BareLoop() {}

    public static void main(String... args) throws SQLException, IOException {
        int checkIns = Integer.parseInt(args[2]);
        int group = Integer.parseInt(args[3]);
        for (String end : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(args[1] + end));
        }
        List<Rows> tables = new ArrayList<>();
        try (Connection to = DriverManager.getConnection("jdbc:sqlite:" + args[1])) {
            try (Statement set = to.createStatement()) {
                set.execute("PRAGMA journal_mode=WAL");
                set.execute("PRAGMA synchronous=FULL");
            }
            try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + args[0])) {
                copySchema(from, to);
                for (String table : names(from, "table")) {
                    tables.add(rows(from, table));
                }
            }
            long all = tables.stream().mapToLong(t -> t.rows().size()).sum();
            long start = System.nanoTime();
            int transactions = store(to, tables, checkIns, group);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d check-ins (%d rows) in %d transactions, %.2f s: %.0f a second%n",
                    checkIns, all, transactions, seconds, checkIns / seconds);
        }
    }

    private static int store(Connection to, List<Rows> tables, int checkIns, int group) throws SQLException {
        to.setAutoCommit(false);
        List<PreparedStatement> inserts = new ArrayList<>();
        for (Rows table : tables) {
            inserts.add(to.prepareStatement(table.insert()));
        }
        int transactions = 0;
        for (int i = 0; i < checkIns; i++) {
            for (int t = 0; t < tables.size(); t++) {
                List<Object[]> rows = tables.get(t).rows();
                int begin = (int) ((long) rows.size() * i / checkIns);
                int end = (int) ((long) rows.size() * (i + 1) / checkIns);
                for (Object[] row : rows.subList(begin, end)) {
                    for (int c = 0; c < row.length; c++) {
                        inserts.get(t).setObject(c + 1, row[c]);
                    }
                    inserts.get(t).executeUpdate();
                }
            }
            if ((i + 1) % group == 0 || i + 1 == checkIns) {
                to.commit();
                transactions++;
            }
        }
        return transactions;
    }

    private static List<String> names(Connection from, String type) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select = from.prepareStatement(
                "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%' AND sql IS NOT NULL")) {
            select.setString(1, type);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
        }
        return names;
    }

    private static void copySchema(Connection from, Connection to) throws SQLException {
        try (Statement select = from.createStatement();
                Statement make = to.createStatement();
                ResultSet found = select.executeQuery(
                        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                                + "AND type IN ('table', 'index') ORDER BY type DESC")) {
            while (found.next()) {
                make.execute(found.getString(1));
            }
        }
    }

    private static Rows rows(Connection from, String table) throws SQLException {
        try (Statement select = from.createStatement();
                ResultSet found = select.executeQuery("SELECT * FROM \"" + table + "\"")) {
            int columns = found.getMetaData().getColumnCount();
            List<Object[]> rows = new ArrayList<>();
            while (found.next()) {
                var row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = found.getObject(i + 1);
                }
                rows.add(row);
            }
            return new Rows(
                    "INSERT INTO \"" + table + "\" VALUES ("
                            + IntStream.range(0, columns).mapToObj(i -> "?").collect(Collectors.joining(",")) + ")",
                    rows);
        }
    }
}
