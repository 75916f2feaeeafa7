package dev.firebreak.app;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.fleet.StorageFull;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts and tokens that are forgotten with the process. */
public final class RamPeople implements AccountStore {

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>();

    /** Whether nothing more can be written. */
    public volatile boolean full;

    private void write() {
        if (full) {
            throw new StorageFull(new IOException("disk"));
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean any() {
        return !accounts.isEmpty();
    }

    @Override
    public boolean add(Account account, @Nullable String passwordHash) {
        if (passwordHash != null) {
            passwords.putIfAbsent(key(account.name()), passwordHash);
        }
        return accounts.putIfAbsent(key(account.name()), account) == null;
    }

    @Override
    public Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(key(name)));
    }

    @Override
    public Optional<String> passwordHash(String name) {
        return Optional.ofNullable(passwords.get(key(name)));
    }

    @Override
    public List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    @Override
    public void change(Account account) {
        accounts.put(key(account.name()), account);
    }

    @Override
    public void password(String name, String passwordHash) {
        passwords.put(key(name), passwordHash);
    }

    @Override
    public void open(Session session) {
        write();
        sessions.put(session.tokenHash(), session);
    }

    @Override
    public Optional<Session> session(String tokenHash, Instant now) {
        return Optional.ofNullable(sessions.get(tokenHash));
    }

    @Override
    public int closeAll() {
        int open = sessions.size();
        sessions.clear();
        return open;
    }

    @Override
    public void close(String tokenHash) {
        write();
        sessions.remove(tokenHash);
    }

    @Override
    public void issue(Token token, String hash) {
        tokens.put(hash, token);
    }

    @Override
    public Optional<Token> token(String hash) {
        return Optional.ofNullable(tokens.get(hash));
    }

    @Override
    public List<Token> tokens() {
        return List.copyOf(tokens.values());
    }

    @Override
    public boolean isRevoked(String id) {
        return tokens.values().stream().noneMatch(t -> t.id().equals(id) && t.revokedAt() == null);
    }

    @Override
    public boolean revoke(String id, Instant at) {
        for (Map.Entry<String, Token> entry : tokens.entrySet()) {
            Token old = entry.getValue();
            if (old.id().equals(id) && old.revokedAt() == null) {
                entry.setValue(new Token(
                        id, old.kind(), old.label(), old.site(), old.machine(), old.scopes(), old.since(), at));
                return true;
            }
        }
        return false;
    }
}
