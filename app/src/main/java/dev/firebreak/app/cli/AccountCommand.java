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
    private static final int MAX_PASSWORD_LENGTH = 1024;

    /** Read where there is no terminal. */
    private final InputStream stdin;

    public AccountCommand(CommandServices services) {
        super(services);
        this.stdin = services.stdin();
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
        StoreTerminal terminal = terminal();
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "account.name", name);
        }
        return terminal.open(place(), database -> {
            if (database.accountStore().account(name).isPresent()) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "account.taken", name);
            }
            String hash = passwords().hashed(password(terminal));
            var account = new AccountStore.Account(
                    name, rank.role, terminal.language() == Language.JA ? "ja" : "en", false, terminal.now(), null);
            if (!database.accountStore().add(account, hash)) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "account.taken", name);
            }
            terminal.note(database.auditLog(), "account.add", name, rank.role.id());
            terminal.print("account.added", name, rank.role.label().in(terminal.language()));
            return ExitCode.DONE;
        });
    }

    /** All accounts. */
    @Command(name = "list")
    int list() {
        StoreTerminal terminal = terminal();
        return terminal.open(place(), database -> {
            List<AccountStore.Account> accounts = database.accountStore().accounts();
            if (accounts.isEmpty()) {
                terminal.print("account.none");
            }
            for (AccountStore.Account account : accounts) {
                terminal.row(List.of(
                        account.name(),
                        account.role().label().in(terminal.language()),
                        terminal.minute(account.since()),
                        terminal.text(account.locked() ? "account.locked" : "account.open")));
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
        StoreTerminal terminal = terminal();
        return terminal.open(place(), database -> {
            AccountStore.Account old = account(database, name);
            database.accountStore()
                    .change(new AccountStore.Account(
                            old.name(), old.role(), old.language(), locked, old.since(), old.subject()));
            terminal.note(database.auditLog(), locked ? "account.lock" : "account.unlock", old.name(), "");
            terminal.print(locked ? "account.isLocked" : "account.isOpen", old.name());
            return ExitCode.DONE;
        });
    }

    /** Sets a new password and ends the account's sessions. */
    @Command(name = "password")
    int change(@Parameters(paramLabel = "ACCOUNT") String name) {
        StoreTerminal terminal = terminal();
        return terminal.open(place(), database -> {
            AccountStore.Account account = account(database, name);
            database.accountStore().password(account.name(), passwords().hashed(password(terminal)));
            terminal.note(database.auditLog(), "account.password", account.name(), "");
            terminal.print("account.changed", account.name());
            return ExitCode.DONE;
        });
    }

    private static AccountStore.Account account(FleetDatabase database, String name) {
        return database.accountStore()
                .account(name)
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.WRONG_USAGE, "account.unknown", name.toLowerCase(Locale.ROOT)));
    }

    private static PasswordHasher passwords() {
        return new PasswordHasher(new SecureRandom());
    }

    @SuppressWarnings("SystemConsoleNull") // -Djdk.console=java.base, the default again since JDK 25, gives null
    private String password(StoreTerminal terminal) {
        Console console = System.console();
        String password = console != null && console.isTerminal() ? prompted(console, terminal) : read();
        if (password.length() > MAX_PASSWORD_LENGTH || passwords().isWeak(password)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "account.weak");
        }
        return password;
    }

    private static String prompted(Console console, StoreTerminal terminal) {
        char[] once = console.readPassword("%s", terminal.text("account.password"));
        char[] again = console.readPassword("%s", terminal.text("account.again"));
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
