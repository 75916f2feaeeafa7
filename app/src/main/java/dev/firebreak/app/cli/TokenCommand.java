package dev.firebreak.app.cli;

import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.inventory.SiteName;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code token}: what a site's machines check in with. */
@Command(name = "token", synopsisSubcommandLabel = "COMMAND")
public final class TokenCommand extends StoreCommand {

    private static final int LONGEST = 100;

    public TokenCommand(CommandServices rooms) {
        super(rooms);
    }

    /** Makes a token; its secret is shown this once, on standard output. */
    @Command(name = "add")
    int add(
            @Option(names = "--site", paramLabel = "SITE", required = true) String site,
            @Option(names = "--label", paramLabel = "LABEL", defaultValue = "") String label) {
        StoreTerminal desk = desk();
        String place = site.strip();
        boolean isSite = SiteName.refusal(place).isEmpty();
        if (!isSite || label.length() > LONGEST) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE, "usage.value", isSite ? "--label" : "--site", isSite ? label : place);
        }
        return desk.open(place(), kept -> {
            TokenSecrets.NewToken made = new TokenSecrets(new SecureRandom()).site(place, label.strip(), desk.now());
            kept.people().issue(made.token(), made.hash());
            desk.note(kept.audit(), "token.issue", made.token().id(), "site " + place);
            desk.say("token.made", made.token().id(), place);
            desk.out().println(made.secret());
            return ExitCode.DONE;
        });
    }

    /** All tokens and keys, without their secrets. */
    @Command(name = "list")
    int list() {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            List<AccountStore.Token> tokens = kept.people().tokens();
            if (tokens.isEmpty()) {
                desk.say("token.none");
            }
            for (AccountStore.Token token : tokens) {
                desk.row(List.of(
                        token.id(),
                        desk.text("token." + token.kind().name().toLowerCase(java.util.Locale.ROOT)),
                        token.site() == null ? "-" : token.site(),
                        token.machine() == null ? "-" : token.machine(),
                        token.label().isEmpty() ? "-" : token.label(),
                        desk.minute(token.since()),
                        token.revokedAt() == null
                                ? desk.text("token.good")
                                : desk.text("token.revoked", desk.minute(token.revokedAt()))));
            }
            return ExitCode.DONE;
        });
    }

    /** Ends a token for good. */
    @Command(name = "revoke")
    int revoke(@Parameters(paramLabel = "ID") String id) {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            if (!kept.people().revoke(id, desk.now())) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "token.unknown", id);
            }
            desk.note(kept.audit(), "token.revoke", id, "");
            desk.say("token.ended", id);
            return ExitCode.DONE;
        });
    }
}
