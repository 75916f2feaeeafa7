package dev.firebreak.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, sessions, tokens and keys as they are kept. Secrets come in as hashes only: passwords as Argon2id strings, tokens as
 * hexadecimal SHA-256. Names of accounts are compared without case.
 */
public interface AccountStore {

    /** Whether there is any account; the first one is made over the one-time link. */
    boolean any();

    /** Makes an account; false where the name is taken. */
    boolean add(Account account, @Nullable String passwordHash);

    Optional<Account> account(String name);

    /** The password's hash; empty for accounts that sign in elsewhere. */
    Optional<String> passwordHash(String name);

    List<Account> accounts();

    /** Changes role, language or whether it is locked; ends the account's sessions where it lost something. */
    void change(Account account);

    /** Sets a new password's hash and ends the account's sessions. */
    void password(String name, String passwordHash);

    void open(Session session);

    /** The session with this hash, if it has not ended. */
    Optional<Session> session(String tokenHash, Instant now);

    void close(String tokenHash);

    /** Ends every session; returns how many there were. */
    int closeAll();

    /** Keeps a token or a key. */
    void issue(Token token, String hash);

    /** The token with this hash, revoked or not. */
    Optional<Token> token(String hash);

    List<Token> tokens();

    /** Whether the token with this id is no good any more, or was never made. */
    boolean isRevoked(String id);

    /** Ends a token for good; false where there is none. */
    boolean revoke(String id, Instant at);

    /**
     * Someone who may sign in.
     *
     * @param subject issuer and subject where another server vouches for them; null for accounts with a password
     * @param language {@code ja} or {@code en}
     */
    record Account(
            String name,
            Role role,
            String language,
            boolean locked,
            Instant since,
            @Nullable String subject) {}

    /** Somebody signed in. */
    record Session(String tokenHash, String account, Instant since, Instant until, String from) {}

    /** What a token is for. */
    enum TokenKind {
        /** A site's machines enrol and check in with it. */
        SITE,
        /** One machine, and only it, checks in with it. */
        MACHINE,
        /** A program asks with it. */
        API
    }

    /**
     * A secret that is not a person's.
     *
     * @param id short, shown, never secret
     * @param label what it is called, by who made it
     * @param site of a site's or a machine's token; null for others
     * @param machine of a machine's token; null for others
     * @param scopes of an API key: {@code read}, {@code import}, {@code admin}
     * @param revokedAt null while it is good
     */
    record Token(
            String id,
            TokenKind kind,
            String label,
            @Nullable String site,
            @Nullable String machine,
            Set<String> scopes,
            Instant since,
            @Nullable Instant revokedAt) {
        public Token {
            scopes = Set.copyOf(scopes);
        }
    }
}
