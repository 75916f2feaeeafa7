package dev.firebreak.app.cli;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.tuf.TrustFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What opens keys: {@code --passphrase-file} and {@code --pin-file}, else variables of the environment. */
public final class KeyOptions {

    private static final int MAX_SECRET_BYTES = 4096;

    @Option(names = "--passphrase-file", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    Path passphrase;

    @Option(names = "--pin-file", paramLabel = "FILE", scope = ScopeType.INHERIT)
    @Nullable
    Path pin;

    /**
     * Passphrase and PIN; empty where none is given.
     *
     * @throws CommandFailure where a file cannot be read
     */
    public TrustFolder.Secrets secrets(FirebreakCommand firebreak, CommandServices services) {
        return new TrustFolder.Secrets(
                secret(passphrase, "FIREBREAK_PASSPHRASE", firebreak, services),
                secret(pin, "FIREBREAK_PIN", firebreak, services));
    }

    private static char[] secret(
            @Nullable Path file, String variable, FirebreakCommand firebreak, CommandServices services) {
        if (file == null) {
            return services.environment().getOrDefault(variable, "").toCharArray();
        }
        try {
            return PlainFiles.text(file, MAX_SECRET_BYTES)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.WRONG_USAGE,
                    "mirror.unreadable",
                    file,
                    PlainFiles.why(e).in(firebreak.messages().language()));
        }
    }
}
