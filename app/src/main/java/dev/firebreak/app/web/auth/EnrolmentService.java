package dev.firebreak.app.web.auth;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.dashboard.Claim;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.Sender;
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

    /** Over what is kept. */
    public EnrolmentService(
            AccountStore people, AuditLog audit, FleetService room, InstantSource clock, TokenSecrets tokens) {
        this.people = people;
        this.audit = audit;
        this.room = room;
        this.clock = clock;
        this.tokens = tokens;
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
        audit.add(
                now,
                by,
                "machine.reenrol",
                machine,
                token.map(own -> "token " + own.id() + " revoked").orElse(""));
        return true;
    }
}
