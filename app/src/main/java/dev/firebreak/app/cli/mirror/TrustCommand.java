package dev.firebreak.app.cli.mirror;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.cli.KeyOptions;
import dev.firebreak.app.cli.StoreCommand;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TrustFolder.KeyPlace;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufKey;
import dev.firebreak.app.io.tuf.TufRole;
import dev.firebreak.app.io.tuf.TufRoot;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trust}: who vouches for packages, orders and media, and with which keys. */
@Command(
        name = "trust",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrustVerifyCommand.class})
public final class TrustCommand extends StoreCommand {

    @Mixin
    KeyOptions keys = new KeyOptions();

    public TrustCommand(CommandServices services) {
        super(services);
    }

    MirrorTerminal mirror() {
        return new MirrorTerminal(firebreak(), services(), store());
    }

    private interface Work {
        int run(MirrorTerminal terminal, TrustFolder trust, TrustFolder.Secrets secrets) throws IOException, TufFailure;
    }

    private int with(Work work) {
        MirrorTerminal terminal = mirror();
        try {
            return work.run(
                    terminal,
                    TrustFolder.of(terminal.folder()),
                    keys.secrets(TrustFolder.of(terminal.folder()), firebreak(), services()));
        } catch (TufFailure e) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE, "trust.failed", e.text().in(terminal.language()));
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "trust.exists", String.valueOf(e.getFile()));
        } catch (IOException e) {
            throw terminal.unusable(e);
        }
    }

    /** Makes the first keys, or takes those that are named, and writes the first root. */
    @Command(name = "init")
    int init(
            @Option(names = "--root", paramLabel = "KEY") @Nullable List<String> roots,
            @Option(names = "--targets", paramLabel = "KEY") @Nullable List<String> targets,
            @Option(names = "--online", paramLabel = "KEY") @Nullable List<String> online,
            @Option(names = "--root-threshold", paramLabel = "N", defaultValue = "1") int rootThreshold,
            @Option(names = "--targets-threshold", paramLabel = "N", defaultValue = "1") int targetsThreshold) {
        return with((terminal, trust, given) -> {
            if (trust.exists()) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "trust.there");
            }
            boolean drawn = given.passphrase().length == 0 && (roots == null || targets == null || online == null);
            TrustFolder.Secrets secrets =
                    drawn ? new TrustFolder.Secrets(trust.keepPassphrase(new SecureRandom()), given.pin()) : given;
            Map<TufRole, List<KeyPlace>> keys = new EnumMap<>(TufRole.class);
            keys.put(TufRole.ROOT, places(trust, "root", roots, secrets));
            keys.put(TufRole.TARGETS, places(trust, "targets", targets, secrets));
            List<KeyPlace> fast = places(trust, "online", online, secrets);
            keys.put(TufRole.SNAPSHOT, fast);
            keys.put(TufRole.TIMESTAMP, fast);
            TufRoot root = trust.init(
                    keys,
                    Map.of(TufRole.ROOT, rootThreshold, TufRole.TARGETS, targetsThreshold),
                    secrets,
                    services().clock().instant());
            terminal.note("trust.init", "root " + root.version(), "");
            terminal.say("trust.made", trust.folder().resolve("root.json"));
            if (drawn) {
                terminal.say("trust.passphrase", trust.folder().resolve("passphrase"));
            }
            if (roots == null) {
                terminal.say("trust.offline", trust.folder().resolve("keys").resolve("root.pem"));
            }
            return ExitCode.DONE;
        });
    }

    private static List<KeyPlace> places(
            TrustFolder trust, String name, @Nullable List<String> named, TrustFolder.Secrets secrets)
            throws IOException, TufFailure {
        return named == null
                ? List.of(trust.createKey(name, secrets.passphrase(), new SecureRandom()))
                : named.stream().map(KeyPlace::of).toList();
    }

    /** Makes a key file. */
    @Command(name = "key")
    int key(@Parameters(paramLabel = "KEYFILE") Path file) {
        return with((terminal, trust, secrets) -> {
            TufKey key = dev.firebreak.app.io.tuf.KeyFile.create(file, secrets.passphrase(), new SecureRandom())
                    .key();
            terminal.row(List.of(key.id(), key.scheme(), file.toString()));
            return ExitCode.DONE;
        });
    }

    /** Puts other keys in the place of those of a role. */
    @Command(name = "rotate")
    int rotate(
            @Option(names = "--to", paramLabel = "KEY") @Nullable List<String> to,
            @Option(names = "--threshold", paramLabel = "N", defaultValue = "1") int threshold,
            @Parameters(paramLabel = "ROLE") String name) {
        return with((terminal, trust, secrets) -> {
            TufRole role = TufRole.ofId(name.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "ROLE", name));
            int next = trust.root().map(TufRoot::version).orElse(0) + 1;
            List<KeyPlace> fresh = places(trust, role.id() + "-" + next, to, secrets);
            TufRoot root = trust.rotate(
                    role, fresh, threshold, secrets, services().clock().instant());
            terminal.note("trust.rotate", role.id(), "root " + root.version());
            terminal.say("trust.rotated", role.id(), root.version());
            return ExitCode.DONE;
        });
    }

    /** Who vouches for what. */
    @Command(name = "list", aliases = "show")
    int list(@Mixin FormatOption output) {
        return with((terminal, trust, secrets) -> {
            Optional<TufRoot> found = trust.root();
            if (found.isEmpty()) {
                terminal.say("trust.none");
                return ExitCode.NOTHING_READ;
            }
            new TrustReport(terminal, output, secrets).show(found.get(), trust);
            return ExitCode.DONE;
        });
    }

    /** Writes the root, for those who shall trust it. */
    @Command(name = "anchor")
    int anchor(@Parameters(paramLabel = "ANCHOR") Path to) {
        return with((terminal, trust, secrets) -> {
            WholeFile.write(to, trust.anchor());
            terminal.say("trust.anchor", to);
            return ExitCode.DONE;
        });
    }
}
