package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks names and passwords, and slows down who guesses: by account and address together, by address, and, much later, by account alone,
 * unless it signed in from there before: guessing from a thousand addresses must not lock an administrator out of their own. A browser that
 * the account signed in from before is counted by itself alone: neither does guessing from the same address.
 */
final class CredentialCheck {

    private static final int MAX_NOTED_A_MINUTE = 30;
    private static final int MAX_REMEMBERED = 5_000;
    private static final int MAX_NAME_LENGTH = 64;

    private final AccountStore accounts;
    private final AuditLog audit;
    private final InstantSource clock;
    private final PasswordHasher passwords;
    private final GuessThrottle pairs = new GuessThrottle(5, Duration.ofMinutes(15));
    private final GuessThrottle addresses = new GuessThrottle(20, Duration.ofMinutes(15));
    private final GuessThrottle devices = new GuessThrottle(5, Duration.ofMinutes(15));
    private final GuessThrottle accountThrottle = new GuessThrottle(50, Duration.ofMinutes(1));
    private final Map<String, Boolean> signedIn = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private Instant minute = Instant.EPOCH;
    private int noted;
    private int unnoted;

    CredentialCheck(AccountStore accounts, AuditLog audit, InstantSource clock, PasswordHasher passwords) {
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
        this.passwords = passwords;
    }

    /** What a name and a password come to. */
    sealed interface Outcome {}

    record Accepted(AccountStore.Account account) implements Outcome {}

    record Rejected() implements Outcome {}

    record Busy() implements Outcome {}

    /**
     * Counts a try; how long to wait where it comes too early.
     *
     * @param device number of the browser, if the account signed in from it before
     */
    Optional<Duration> wait(String name, String from, Optional<String> device) {
        Instant now = clock.instant();
        if (device.isPresent()) {
            return devices.tried(device.get(), now);
        }
        String network = RequestOrigin.network(from);
        return pairs.tried(pair(name, network), now)
                .or(() -> addresses.tried(network, now))
                .or(() -> name.isEmpty() || comesFromHere(name, network)
                        ? Optional.empty()
                        : accountThrottle.tried(key(name), now));
    }

    private boolean comesFromHere(String name, String network) {
        synchronized (signedIn) {
            return signedIn.containsKey(pair(name, network));
        }
    }

    /** It was right: the account's tries count no more, the address's one less. */
    void forget(String name, String from, Optional<String> device) {
        device.ifPresent(devices::forget);
        String network = RequestOrigin.network(from);
        synchronized (signedIn) {
            signedIn.put(pair(name, network), true);
        }
        if (device.isEmpty()) {
            // Who is known did not count there; failed tries of unknown browsers stay counted.
            pairs.forget(pair(name, network));
            accountThrottle.forget(key(name));
            addresses.takeBack(network);
        }
    }

    Outcome check(String name, String password, String from, boolean known) {
        Optional<AccountStore.Account> account =
                name.isEmpty() || name.length() > MAX_NAME_LENGTH ? Optional.empty() : accounts.account(name);
        Optional<String> hash = account.flatMap(a -> accounts.passwordHash(a.name()));
        PasswordHasher.Match match = passwords.matches(password, hash.orElse(null), known);
        if (match == PasswordHasher.Match.BUSY) {
            return new Busy();
        }
        if (match == PasswordHasher.Match.YES
                && account.isPresent()
                && !account.get().locked()) {
            return new Accepted(account.get());
        }
        refused(account.orElse(null), from);
        return new Rejected();
    }

    /** People type passwords where the name belongs: a name that is none of ours is not written down. */
    private synchronized void refused(AccountStore.@Nullable Account account, String from) {
        Instant now = clock.instant();
        if (minute.plus(Duration.ofMinutes(1)).isBefore(now)) {
            if (unnoted > 0) {
                audit.add(now, "system", "session.refused", "", unnoted + " more");
            }
            minute = now;
            noted = 0;
            unnoted = 0;
        }
        if (noted++ < MAX_NOTED_A_MINUTE) {
            String about = account == null ? "" : account.name();
            String why = account == null ? "no such account" : account.locked() ? "locked" : "wrong password";
            audit.add(now, "anyone", "session.refused", about, why + ", from " + from);
        } else {
            unnoted++;
        }
    }

    private static String pair(String name, String network) {
        return network + " " + key(name);
    }

    private static String key(String name) {
        return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)).toLowerCase(Locale.ROOT);
    }
}
