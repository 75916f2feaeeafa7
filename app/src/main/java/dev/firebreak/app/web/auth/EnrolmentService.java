package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.limits.NewMachineLimit;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.dashboard.Claim;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gives machines tokens of their own, and takes them back where a machine was installed anew. Every change is in the audit. */
public final class EnrolmentService {

    private final AccountStore people;
    private final AuditLog audit;
    private final FleetService room;
    private final InstantSource clock;
    private final TokenSecrets tokens;
    private final NewMachineLimit limit;

    /** Over what is kept. */
    public EnrolmentService(
            AccountStore people,
            AuditLog audit,
            FleetService room,
            InstantSource clock,
            TokenSecrets tokens,
            NewMachineLimit limit) {
        this.people = people;
        this.audit = audit;
        this.room = room;
        this.clock = clock;
        this.tokens = tokens;
        this.limit = limit;
    }

    /** How long a site's token has to wait before it may bring a machine that nobody has heard of; empty where it may, or the machine is known. */
    Optional<Duration> wait(String machine, AccountStore.Token by) {
        if (room.line(machine).isPresent() || room.enrolments().token(machine).isPresent()) {
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
                    room.refusedNew(site, limit.most());
                }
                yield Optional.of(wait);
            }
        };
    }

    /** A token for a machine by that of its site; empty where the machine has one, or belongs to another site. */
    public synchronized Optional<TokenSecrets.Made> enrol(String machine, String site, String by) {
        if (room.claim(Sender.SITE, machine, site) != Claim.GRANTED) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        TokenSecrets.Made made = tokens.machine(site, machine, now);
        people.issue(made.token(), made.hash());
        room.enrolments().add(made.token());
        audit.add(now, by, "token.issue", made.token().id(), "machine " + machine + " of site " + site);
        return Optional.of(made);
    }

    /** Ends a machine's token, so that it enrols anew at its next run; false where the machine is not known. */
    public synchronized boolean again(String machine, String by) {
        Optional<AccountStore.Token> token = room.enrolments().token(machine);
        if (token.isEmpty() && room.line(machine).isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        token.ifPresent(own -> people.revoke(own.id(), now));
        room.renew(machine);
        audit.add(
                now,
                by,
                "machine.reenrol",
                machine,
                token.map(own -> "token " + own.id() + " revoked").orElse(""));
        return true;
    }
}
