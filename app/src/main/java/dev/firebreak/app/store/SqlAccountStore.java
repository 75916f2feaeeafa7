package dev.firebreak.app.store;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Accounts, sessions and tokens in tables. */
final class SqlAccountStore implements AccountStore {

    private static final String TOKEN = "SELECT id, kind, label, site, machine, scopes, since, revoked FROM token ";
    private static final String TOKEN_OF = TOKEN + "WHERE hash = ?";
    private static final String TOKEN_IS_GOOD = "SELECT 1 FROM token WHERE id = ? AND revoked IS NULL";
    private static final String ACCOUNT = "SELECT name, role, language, locked, since, subject FROM account ";

    private final ReadConnections connections;
    private final SqlReader reader;
    private final GroupCommitWriter writer;

    SqlAccountStore(ReadConnections connections, SqlReader reader, GroupCommitWriter writer) {
        this.connections = connections;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public boolean any() {
        return reader.withHandle(handle -> handle.select("SELECT 1 FROM account LIMIT 1")
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
    }

    @Override
    public boolean add(Account account, @Nullable String passwordHash) {
        return writer.write(handle -> handle.execute(
                        "INSERT INTO account (account_key, name, role, language, locked, since, subject, password) "
                                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_key) DO NOTHING",
                        StorableText.key(account.name()),
                        StorableText.kept(account.name()),
                        account.role().id(),
                        account.language(),
                        account.locked() ? 1 : 0,
                        Timestamps.of(account.since()),
                        account.subject(),
                        passwordHash)
                == 1);
    }

    @Override
    public Optional<Account> account(String name) {
        return reader.withHandle(handle -> account(handle, name));
    }

    private static Optional<Account> account(Handle handle, String name) {
        return handle.select(ACCOUNT + "WHERE account_key = ?", StorableText.key(name))
                .map((row, context) -> account(row))
                .findFirst();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString("name"),
                role(row.getString("role")),
                row.getString("language"),
                row.getInt("locked") != 0,
                Timestamps.at(row.getLong("since")),
                row.getString("subject"));
    }

    /** A role that cannot be read gives no right. */
    private static Role role(String id) {
        return Arrays.stream(Role.values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElse(Role.ANYONE);
    }

    @Override
    public Optional<String> passwordHash(String name) {
        return reader.withHandle(handle -> handle.select(
                        "SELECT password FROM account WHERE account_key = ? AND password IS NOT NULL",
                        StorableText.key(name))
                .mapTo(String.class)
                .findFirst());
    }

    @Override
    public List<Account> accounts() {
        return reader.withHandle(handle -> handle.select(ACCOUNT + "ORDER BY account_key")
                .map((row, context) -> account(row))
                .list());
    }

    @Override
    public void change(Account account) {
        writer.write(handle -> {
            Optional<Account> before = account(handle, account.name());
            int changed = handle.execute(
                    "UPDATE account SET role = ?, language = ?, locked = ? WHERE account_key = ?",
                    account.role().id(),
                    account.language(),
                    account.locked() ? 1 : 0,
                    StorableText.key(account.name()));
            boolean lost = before.isPresent()
                    && (account.locked() || !account.role().covers(before.get().role()));
            if (lost) {
                endSessions(handle, account.name());
            }
            return changed;
        });
    }

    @Override
    public void password(String name, String passwordHash) {
        writer.write(handle -> {
            endSessions(handle, name);
            return handle.execute(
                    "UPDATE account SET password = ? WHERE account_key = ?", passwordHash, StorableText.key(name));
        });
    }

    private static void endSessions(Handle handle, String name) {
        handle.execute("DELETE FROM session WHERE account_key = ?", StorableText.key(name));
    }

    @Override
    public void open(Session session) {
        writer.write(handle -> {
            handle.execute("DELETE FROM session WHERE until <= ?", Timestamps.of(session.since()));
            return handle.execute(
                    "INSERT INTO session (hash, account_key, since, until, origin) VALUES (?, ?, ?, ?, ?)",
                    session.tokenHash(),
                    StorableText.key(session.account()),
                    Timestamps.of(session.since()),
                    Timestamps.of(session.until()),
                    StorableText.kept(session.from()));
        });
    }

    @Override
    public Optional<Session> session(String tokenHash, Instant now) {
        return reader.withHandle(handle -> handle.select(
                        "SELECT s.hash, a.name, s.since, s.until, s.origin FROM session s "
                                + "JOIN account a ON a.account_key = s.account_key WHERE s.hash = ? AND s.until > ?",
                        tokenHash,
                        Timestamps.of(now))
                .map((row, context) -> new Session(
                        row.getString("hash"),
                        row.getString("name"),
                        Timestamps.at(row.getLong("since")),
                        Timestamps.at(row.getLong("until")),
                        row.getString("origin")))
                .findFirst());
    }

    @Override
    public void close(String tokenHash) {
        writer.write(handle -> handle.execute("DELETE FROM session WHERE hash = ?", tokenHash));
    }

    @Override
    public int closeAll() {
        return writer.write(handle -> handle.execute("DELETE FROM session"));
    }

    @Override
    public void issue(Token token, String hash) {
        writer.write(handle -> handle.execute(
                "INSERT INTO token (id, hash, kind, label, site, machine, scopes, since, revoked) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                hash,
                token.kind().name(),
                StorableText.kept(token.label()),
                kept(token.site()),
                kept(token.machine()),
                String.join(" ", new TreeSet<>(token.scopes())),
                Timestamps.of(token.since()),
                Timestamps.orNull(token.revokedAt())));
    }

    private static @Nullable String kept(@Nullable String text) {
        return text == null ? null : StorableText.kept(text);
    }

    @Override
    public Optional<Token> token(String hash) {
        return reader.meaning(() -> PlainStatements.first(connections, TOKEN_OF, SqlAccountStore::token, hash));
    }

    @Override
    public List<Token> tokens() {
        return reader.withHandle(handle -> handle.select(TOKEN + "ORDER BY since, id")
                .map((row, context) -> token(row))
                .list());
    }

    @Override
    public boolean isRevoked(String id) {
        return PlainStatements.first(connections, TOKEN_IS_GOOD, row -> true, id)
                .isEmpty();
    }

    private static Token token(ResultSet row) throws SQLException {
        String scopes = row.getString(6);
        long since = row.getLong(7);
        long revoked = row.getLong(8);
        boolean isRevoked = !row.wasNull();
        return new Token(
                row.getString(1),
                TokenKind.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                scopes.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(scopes.split(" "))),
                Timestamps.at(since),
                isRevoked ? Timestamps.at(revoked) : null);
    }

    @Override
    public boolean revoke(String id, Instant at) {
        return writer.write(handle ->
                handle.execute("UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL", Timestamps.of(at), id)
                        == 1);
    }
}
