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

    private static final int MAX_LENGTH = 100;

    public TokenCommand(CommandServices services) {
        super(services);
    }

    /** Makes a token; its secret is shown this once, on standard output. */
    @Command(name = "add")
    int add(
            @Option(names = "--site", paramLabel = "SITE", required = true) String site,
            @Option(names = "--label", paramLabel = "LABEL", defaultValue = "") String label) {
        StoreTerminal terminal = terminal();
        String place = site.strip();
        boolean isSite = SiteName.refusal(place).isEmpty();
        if (!isSite || label.length() > MAX_LENGTH) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE, "usage.value", isSite ? "--label" : "--site", isSite ? label : place);
        }
        return terminal.open(place(), database -> {
            TokenSecrets.NewToken made =
                    new TokenSecrets(new SecureRandom()).site(place, label.strip(), terminal.now());
            database.accountStore().issue(made.token(), made.hash());
            terminal.note(database.auditLog(), "token.issue", made.token().id(), "site " + place);
            terminal.print("token.made", made.token().id(), place);
            terminal.out().println(made.secret());
            return ExitCode.DONE;
        });
    }

    /** All tokens and keys, without their secrets. */
    @Command(name = "list")
    int list() {
        StoreTerminal terminal = terminal();
        return terminal.open(place(), database -> {
            List<AccountStore.Token> tokens = database.accountStore().tokens();
            if (tokens.isEmpty()) {
                terminal.print("token.none");
            }
            for (AccountStore.Token token : tokens) {
                terminal.row(List.of(
                        token.id(),
                        terminal.text("token." + token.kind().name().toLowerCase(java.util.Locale.ROOT)),
                        token.site() == null ? "-" : token.site(),
                        token.machine() == null ? "-" : token.machine(),
                        token.label().isEmpty() ? "-" : token.label(),
                        terminal.minute(token.since()),
                        token.revokedAt() == null
                                ? terminal.text("token.good")
                                : terminal.text("token.revoked", terminal.minute(token.revokedAt()))));
            }
            return ExitCode.DONE;
        });
    }

    /** Ends a token for good. */
    @Command(name = "revoke")
    int revoke(@Parameters(paramLabel = "ID") String id) {
        StoreTerminal terminal = terminal();
        return terminal.open(place(), database -> {
            if (!database.accountStore().revoke(id, terminal.now())) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "token.unknown", id);
            }
            terminal.note(database.auditLog(), "token.revoke", id, "");
            terminal.print("token.ended", id);
            return ExitCode.DONE;
        });
    }
}
