package dev.firebreak.core.dashboard;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.SiteName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which machines have a token of their own. Evidence of such a machine is accepted by it and by nothing else, and its name is taken at every
 * site. Kept in memory, so that a check-in needs no query for it; any number of threads may call.
 */
public final class Enrolments {

    private final Predicate<String> isRevoked;
    private final Map<String, AccountStore.Token> tokens = new HashMap<>();

    /**
     * Of the tokens that are good.
     *
     * @param isRevoked whether the token with an id is no good any more; asked only before somebody is refused or a person imports
     */
    public Enrolments(List<AccountStore.Token> tokens, Predicate<String> isRevoked) {
        this.isRevoked = isRevoked;
        tokens.forEach(this::add);
    }

    /** No machine has a token of its own. */
    public static Enrolments none() {
        return new Enrolments(List.of(), id -> false);
    }

    /** Notes a token that was issued; only those of machines matter. */
    public synchronized void add(AccountStore.Token token) {
        String machine = token.machine();
        if (token.kind() == AccountStore.TokenKind.MACHINE && machine != null && token.revokedAt() == null) {
            tokens.put(MachineName.key(machine), token);
        }
    }

    /** The token of a machine; empty where it has none. Revoked by another process counts, too. */
    public Optional<AccountStore.Token> token(String machine) {
        Optional<AccountStore.Token> token = noted(machine);
        if (token.isPresent() && isRevoked.test(token.get().id())) {
            forget(machine, token.get());
            return Optional.empty();
        }
        return token;
    }

    private synchronized Optional<AccountStore.Token> noted(String machine) {
        return Optional.ofNullable(tokens.get(MachineName.key(machine)));
    }

    private synchronized void forget(String machine, AccountStore.Token token) {
        tokens.remove(MachineName.key(machine), token);
    }

    /**
     * Whether evidence of a machine may come from a sender. A machine's own token was held against the name before.
     *
     * @param site whose token it came with, or which an importer or the folder names
     * @param line the machine's line; null where it has none
     */
    Claim claim(Sender sender, String machine, String site, @Nullable MachineSummary line) {
        if (sender == Sender.MACHINE) {
            return Claim.GRANTED;
        }
        AccountStore.Token own = token(machine).orElse(null);
        String owner = own != null ? own.site() : line == null ? null : line.site();
        if (owner != null && !SiteName.same(owner, site)) {
            return Claim.OTHER_SITE;
        }
        return own == null || sender == Sender.IMPORTER ? Claim.GRANTED : Claim.ENROLLED;
    }
}
