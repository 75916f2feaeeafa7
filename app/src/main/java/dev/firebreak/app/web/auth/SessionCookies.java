package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.LanguageNegotiation;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.fleet.StorageFull;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Who is signed in: a random number in a cookie that scripts cannot read, its SHA-256 in the database. It ends after half a day, or when
 * nobody used it for two hours; signing in makes a new one, so that one that an attacker planted is worth nothing.
 */
public final class SessionCookies {

    static final Duration LASTS = Duration.ofHours(12);
    static final Duration IDLE = Duration.ofHours(2);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_UNKEPT = 1000;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int MASK_BYTES = 32;

    private final AccountStore accounts;
    private final TokenSecrets tokens;
    private final SecureRandom random;
    private final InstantSource clock;
    private final boolean secure;
    private final Map<String, Instant> lastUsed = new ConcurrentHashMap<>();

    /** A session that could not be written, and the account as it was then. */
    private record UnsavedSession(
            AccountStore.Session session, Optional<AccountStore.Account> account, Optional<String> passwordHash) {}

    /** Sessions that were opened while nothing could be written; and ended ones that the database still has. */
    private final Map<String, UnsavedSession> unkept = new ConcurrentHashMap<>();

    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** @param secure whether people come over HTTPS: then the cookies travel over nothing else, and no other host can set them */
    public SessionCookies(
            AccountStore accounts, TokenSecrets tokens, SecureRandom random, InstantSource clock, boolean secure) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.random = random;
        this.clock = clock;
        this.secure = secure;
    }

    /** A session that is good, and whose. */
    record CurrentSession(String hash, AccountStore.Account account) {}

    /** Who is signed in; empty for nobody. */
    Optional<CurrentSession> current(Context ctx) {
        return secret(ctx, sessionCookie()).map(TokenSecrets::hash).flatMap(this::good);
    }

    /** Whether a session may still be used, and whose it is; asking counts as using it. */
    private Optional<CurrentSession> good(String hash) {
        return good(hash, true);
    }

    /** Whether a session may still be used; asking does not count. */
    boolean isGood(String hash) {
        return good(hash, false).isPresent();
    }

    private Optional<CurrentSession> good(String hash, boolean counts) {
        Instant now = clock.instant();
        Optional<CurrentSession> found = session(hash, now)
                .filter(session -> session.until().isAfter(now))
                .flatMap(session -> accounts.account(session.account()))
                .filter(account -> !account.locked())
                .map(account -> new CurrentSession(hash, account));
        if (found.isEmpty()) {
            lastUsed.remove(hash);
            return found;
        }
        Instant last = counts ? lastUsed.put(hash, now) : lastUsed.get(hash);
        if (last != null && last.plus(IDLE).isBefore(now)) {
            end(hash);
            return Optional.empty();
        }
        if (lastUsed.size() > MAX_REMEMBERED) {
            lastUsed.values().removeIf(used -> used.plus(LASTS).isBefore(now));
        }
        return found;
    }

    /** Signs an account in, in the place of the one before. */
    void open(Context ctx, String account, String from) {
        secret(ctx, sessionCookie()).map(TokenSecrets::hash).ifPresent(this::end);
        String secret = tokens.secret();
        Instant now = clock.instant();
        var session = new AccountStore.Session(TokenSecrets.hash(secret), account, now, now.plus(LASTS), from);
        try {
            accounts.open(session);
        } catch (StorageFull e) {
            // Whoever comes to make room must be able to look; it ends with this process.
            unkept.values().removeIf(one -> !one.session().until().isAfter(now));
            if (unkept.size() >= MAX_UNKEPT) {
                throw e;
            }
            unkept.put(
                    session.tokenHash(),
                    new UnsavedSession(session, accounts.account(account), accounts.passwordHash(account)));
        }
        lastUsed.put(TokenSecrets.hash(secret), now);
        set(ctx, sessionCookie(), secret, LASTS);
        set(ctx, beforeCookie(), "", Duration.ZERO);
        ctx.attribute(NEW, secret);
    }

    /** Signs out for good: the cookie's number is worth nothing from now on. */
    void close(Context ctx) {
        secret(ctx, sessionCookie()).map(TokenSecrets::hash).ifPresent(this::end);
        set(ctx, sessionCookie(), "", Duration.ZERO);
        ctx.res().setHeader("Clear-Site-Data", "\"cache\"");
    }

    private Optional<AccountStore.Session> session(String hash, Instant now) {
        UnsavedSession own = unkept.get(hash);
        if (own != null) {
            // The database ends the sessions of an account that loses a right or gets a new password; this one it does
            // not know.
            String account = own.session().account();
            boolean same = accounts.account(account).equals(own.account())
                    && accounts.passwordHash(account).equals(own.passwordHash());
            return same ? Optional.of(own.session()) : Optional.empty();
        }
        return ended.contains(hash) ? Optional.empty() : accounts.session(hash, now);
    }

    private void end(String hash) {
        unkept.remove(hash);
        lastUsed.remove(hash);
        try {
            accounts.close(hash);
            ended.remove(hash);
        } catch (StorageFull e) {
            // It is over for this process; its time ends it in the database.
            if (ended.size() < MAX_REMEMBERED) {
                ended.add(hash);
            }
        }
    }

    /** A cookie that holds a language; no secret. */
    void language(Context ctx, String code) {
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        LanguageNegotiation.COOKIE + "=" + code + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
                                + (secure ? "; Secure" : ""));
    }

    private static final String NEW = "firebreak.session";
    private static final String BEFORE = "firebreak.before";

    /**
     * What a form must bring along: worked out from the cookie's number, which another site's page cannot read. Masked anew each time, so
     * that its length when compressed says nothing about it (BREACH).
     */
    String csrf(Context ctx) {
        byte[] expected = TokenSecrets.sha256("csrf " + holder(ctx));
        var shown = new byte[MASK_BYTES * 2];
        var mask = new byte[MASK_BYTES];
        random.nextBytes(mask);
        for (int i = 0; i < MASK_BYTES; i++) {
            shown[i] = mask[i];
            shown[MASK_BYTES + i] = (byte) (mask[i] ^ expected[i]);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(shown);
    }

    /** Whether what a form brought is what this browser's page gave it. */
    boolean fits(Context ctx, String csrf) {
        Optional<String> holder = secret(ctx, sessionCookie())
                .filter(s -> good(TokenSecrets.hash(s)).isPresent());
        Optional<String> secret = holder.isPresent() ? holder : secret(ctx, beforeCookie());
        byte[] shown;
        try {
            shown = Base64.getUrlDecoder().decode(csrf);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (secret.isEmpty() || shown.length != MASK_BYTES * 2) {
            return false;
        }
        var plain = new byte[MASK_BYTES];
        for (int i = 0; i < MASK_BYTES; i++) {
            plain[i] = (byte) (shown[i] ^ shown[MASK_BYTES + i]);
        }
        return MessageDigest.isEqual(plain, TokenSecrets.sha256("csrf " + secret.get()));
    }

    /** This browser, whoever uses it, as long as it keeps its cookie; says nothing of the cookie's number. */
    String browser(Context ctx) {
        return TokenSecrets.hash("browser " + holder(ctx));
    }

    /** The number a form's token hangs on: of the session, or of a cookie that who is not signed in gets with the form. */
    private String holder(Context ctx) {
        String opened = ctx.attribute(NEW);
        if (opened != null) {
            return opened;
        }
        Optional<String> session = secret(ctx, sessionCookie())
                .filter(s -> good(TokenSecrets.hash(s)).isPresent());
        if (session.isPresent()) {
            return session.get();
        }
        Optional<String> before = secret(ctx, beforeCookie());
        if (before.isPresent()) {
            return before.get();
        }
        String given = ctx.attribute(BEFORE);
        if (given == null) {
            given = tokens.secret();
            ctx.attribute(BEFORE, given);
            set(ctx, beforeCookie(), given, LASTS);
        }
        return given;
    }

    private static Optional<String> secret(Context ctx, String cookie) {
        return Optional.ofNullable(ctx.cookie(cookie))
                .filter(s -> SECRET.matcher(s).matches());
    }

    /** The name of the cookie that says who is signed in. */
    public String sessionCookie() {
        return secure ? "__Host-firebreak" : "firebreak";
    }

    private String beforeCookie() {
        return cookie("before");
    }

    /** The name of another cookie of ours. */
    String cookie(String what) {
        return sessionCookie() + "_" + what;
    }

    /** Sets a cookie that scripts cannot read and other sites do not send. */
    void set(Context ctx, String name, String value, Duration lasts) {
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + value + "; Path=/; Max-Age=" + lasts.toSeconds() + "; HttpOnly; SameSite=Lax"
                                + (secure ? "; Secure" : ""));
    }
}
