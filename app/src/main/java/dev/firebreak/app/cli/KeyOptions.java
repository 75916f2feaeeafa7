package dev.firebreak.app.cli;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.tuf.SecretSource;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What opens keys: {@code --passphrase-file} and {@code --pin-file}, else variables of the environment, else what {@code trust init} left. */
public final class KeyOptions {

    @Option(names = "--passphrase-file", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    Path passphrase;

    @Option(names = "--pin-file", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    Path pin;

    /**
     * Passphrase and PIN; empty where none is given.
     *
     * @param trust whose keys are to be opened; it may hold the passphrase itself
     * @throws CommandFailure where a file cannot be read
     */
    public TrustFolder.Secrets secrets(TrustFolder trust, FirebreakCommand firebreak, CommandServices services)
            throws IOException {
        try {
            return new SecretSource(passphrase, pin, services.environment()).read(trust);
        } catch (SecretSource.Unreadable e) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "mirror.unreadable",
                    e.file(),
                    PlainFiles.why(e.reason()).in(firebreak.messages().language()));
        }
    }

    /** As a server takes them. */
    ServerSettings.Signing signing() {
        return new ServerSettings.Signing(passphrase, pin);
    }
}
