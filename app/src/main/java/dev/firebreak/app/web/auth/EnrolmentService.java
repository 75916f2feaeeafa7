package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.limits.NewMachineLimit;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.dashboard.Claim;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.inventory.MachineName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives machines tokens of their own, and takes them back where a machine was installed anew. Every change is in the audit. */
public final class EnrolmentService {

    private static final Duration REPEATED = Duration.ofMinutes(10);
    private static final int MAX_ATTEMPTS = 10_000;

    private final AccountStore accounts;
    private final AuditLog audit;
    private final FleetService fleet;
    private final InstantSource clock;
    private final TokenSecrets tokens;
    private final NewMachineLimit limit;
    private final Map<String, Attempt> attempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempt> eldest) {
            return size() > MAX_ATTEMPTS;
        }
    };

    /** An enrolment of a moment ago. */
    private record Attempt(String by, String hash, String token, Instant at) {}

    /** Over what is kept. */
    public EnrolmentService(
            AccountStore accounts,
            AuditLog audit,
            FleetService fleet,
            InstantSource clock,
            TokenSecrets tokens,
            NewMachineLimit limit) {
        this.accounts = accounts;
        this.audit = audit;
        this.fleet = fleet;
        this.clock = clock;
        this.tokens = tokens;
        this.limit = limit;
    }

    /** How long a site's token has to wait before it may bring a machine that nobody has heard of; empty where it may, or the machine is known. */
    Optional<Duration> wait(String machine, AccountStore.Token by) {
        if (fleet.line(machine).isPresent() || fleet.enrolments().token(machine).isPresent()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return switch (limit.take(by.id(), now)) {
            case NewMachineLimit.Granted() -> Optional.empty();
            case NewMachineLimit.Refused(Duration wait, boolean isFirst) -> {
                if (isFirst) {
                    String site = String.valueOf(by.site());
                    audit.add(
                            now,
                            "token:" + by.id(),
                            "token.limit",
                            by.id(),
                            "site " + site + ": " + limit.most() + " new machines in an hour");
                    fleet.refusedNew(site, limit.most());
                }
                yield Optional.of(wait);
            }
        };
    }

    /**
     * A token for a machine by that of its site; empty where the machine has one, or belongs to another site.
     *
     * @param attempt a number that only the machine knows: asked again with the same one within minutes, it gets another token in the
     *     place of the first, whose secret may have been lost on its way; null for none
     */
    public synchronized Optional<TokenSecrets.NewToken> enrol(
            String machine, String site, String by, @Nullable String attempt) {
        if (attempt != null) {
            repeated(machine, by, attempt);
        }
        if (fleet.claim(Sender.SITE, machine, site) != Claim.GRANTED) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        TokenSecrets.NewToken made = tokens.machine(site, machine, now);
        accounts.issue(made.token(), made.hash());
        fleet.enrolments().add(made.token());
        audit.add(now, by, "token.issue", made.token().id(), "machine " + machine + " of site " + site);
        if (attempt != null) {
            attempts.put(
                    MachineName.key(machine),
                    new Attempt(by, TokenSecrets.hash(attempt), made.token().id(), now));
        }
        return Optional.of(made);
    }

    /** Ends the token that the same attempt made a moment ago. */
    private void repeated(String machine, String by, String attempt) {
        Instant now = clock.instant();
        Attempt last = attempts.get(MachineName.key(machine));
        if (last != null
                && last.by().equals(by)
                && last.hash().equals(TokenSecrets.hash(attempt))
                && now.isBefore(last.at().plus(REPEATED))
                && accounts.revoke(last.token(), now)) {
            audit.add(now, by, "token.revoke", last.token(), "");
        }
    }

    /** Ends a machine's token, so that it enrols anew at its next run; false where the machine is not known. */
    public synchronized boolean again(String machine, String by) {
        Optional<AccountStore.Token> token = fleet.enrolments().token(machine);
        if (token.isEmpty() && fleet.line(machine).isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        token.ifPresent(own -> accounts.revoke(own.id(), now));
        fleet.renew(machine);
        audit.add(
                now,
                by,
                "machine.reenrol",
                machine,
                token.map(own -> "token " + own.id() + " revoked").orElse(""));
        return true;
    }
}
