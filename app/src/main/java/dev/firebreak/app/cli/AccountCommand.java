package dev.firebreak.app.cli;

import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.app.web.auth.PasswordHasher;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Language;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code account}: who may sign in. Passwords come from a prompt or from standard input, never as an argument. */
@Command(name = "account", synopsisSubcommandLabel = "COMMAND")
public final class AccountCommand extends StoreCommand {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}");
    private static final int LONGEST_PASSWORD = 1024;

    /** Read where there is no terminal. */
    private final InputStream stdin;

    public AccountCommand(CommandServices rooms) {
        super(rooms);
        this.stdin = rooms.stdin();
    }

    /** What an account may do. */
    enum Rank {
        VIEWER(Role.VIEWER),
        OPERATOR(Role.OPERATOR),
        APPROVER(Role.APPROVER),
        ADMIN(Role.ADMIN);

        private final Role role;

        Rank(Role role) {
            this.role = role;
        }
    }

    /** Makes an account. */
    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "ACCOUNT") String name,
            @Option(names = "--role", paramLabel = "ROLE", defaultValue = "VIEWER") Rank rank) {
        StoreTerminal desk = desk();
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "account.name", name);
        }
        return desk.open(place(), kept -> {
            if (kept.people().account(name).isPresent()) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "account.taken", name);
            }
            String hash = passwords().hashed(password(desk));
            var account = new AccountStore.Account(
                    name, rank.role, desk.language() == Language.JA ? "ja" : "en", false, desk.now(), null);
            if (!kept.people().add(account, hash)) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "account.taken", name);
            }
            desk.note(kept.audit(), "account.add", name, rank.role.id());
            desk.say("account.added", name, rank.role.label().in(desk.language()));
            return ExitCode.DONE;
        });
    }

    /** All accounts. */
    @Command(name = "list")
    int list() {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            List<AccountStore.Account> accounts = kept.people().accounts();
            if (accounts.isEmpty()) {
                desk.say("account.none");
            }
            for (AccountStore.Account account : accounts) {
                desk.row(List.of(
                        account.name(),
                        account.role().label().in(desk.language()),
                        desk.minute(account.since()),
                        desk.text(account.locked() ? "account.locked" : "account.open")));
            }
            return ExitCode.DONE;
        });
    }

    /** Locks an account and ends its sessions. */
    @Command(name = "lock")
    int lock(@Parameters(paramLabel = "ACCOUNT") String name) {
        return lock(name, true);
    }

    /** Lets an account in again. */
    @Command(name = "unlock")
    int unlock(@Parameters(paramLabel = "ACCOUNT") String name) {
        return lock(name, false);
    }

    private int lock(String name, boolean locked) {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            AccountStore.Account old = account(kept, name);
            kept.people()
                    .change(new AccountStore.Account(
                            old.name(), old.role(), old.language(), locked, old.since(), old.subject()));
            desk.note(kept.audit(), locked ? "account.lock" : "account.unlock", old.name(), "");
            desk.say(locked ? "account.isLocked" : "account.isOpen", old.name());
            return ExitCode.DONE;
        });
    }

    /** Sets a new password and ends the account's sessions. */
    @Command(name = "password")
    int change(@Parameters(paramLabel = "ACCOUNT") String name) {
        StoreTerminal desk = desk();
        return desk.open(place(), kept -> {
            AccountStore.Account account = account(kept, name);
            kept.people().password(account.name(), passwords().hashed(password(desk)));
            desk.note(kept.audit(), "account.password", account.name(), "");
            desk.say("account.changed", account.name());
            return ExitCode.DONE;
        });
    }

    private static AccountStore.Account account(FleetDatabase kept, String name) {
        return kept.people()
                .account(name)
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.WRONG_USAGE, "account.unknown", name.toLowerCase(Locale.ROOT)));
    }

    private static PasswordHasher passwords() {
        return new PasswordHasher(new SecureRandom());
    }

    private String password(StoreTerminal desk) {
        Console console = System.console();
        String password = console != null && console.isTerminal() ? prompted(console, desk) : read();
        if (password.length() > LONGEST_PASSWORD || passwords().isWeak(password)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "account.weak");
        }
        return password;
    }

    private static String prompted(Console console, StoreTerminal desk) {
        char[] once = console.readPassword("%s", desk.text("account.password"));
        char[] again = console.readPassword("%s", desk.text("account.again"));
        if (once == null || again == null || !Arrays.equals(once, again)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "account.differ");
        }
        return new String(once);
    }

    /** The first line of standard input. */
    private String read() {
        try {
            String line = new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
