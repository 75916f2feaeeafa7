package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.PlainFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the secrets that open keys come from: a file that is named, else the environment ({@code FIREBREAK_PASSPHRASE}, {@code FIREBREAK_PIN}),
 * else, for the passphrase, the one that {@code trust init} left in the trust folder where none was given.
 *
 * @param passphrase file whose first line is the passphrase of key files; null for none
 * @param pin file whose first line is the PIN of a PKCS#11 token; null for none
 */
public record SecretSource(
        @Nullable Path passphrase, @Nullable Path pin, Map<String, String> environment) {

    private static final int MAX_BYTES = 4096;

    public SecretSource {
        environment = Map.copyOf(environment);
    }

    /** A file that was named cannot be read. */
    public static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Path file;
        private final IOException reason;

        Unreadable(Path file, IOException reason) {
            super(file.toString(), reason);
            this.file = file;
            this.reason = reason;
        }

        /** Why. */
        public IOException reason() {
            return reason;
        }

        public Path file() {
            return file;
        }
    }

    /**
     * Reads them; empty ones where none are given.
     *
     * @param trust whose keys are to be opened
     */
    public TrustFolder.Secrets read(TrustFolder trust) throws IOException {
        String given = text(passphrase, "FIREBREAK_PASSPHRASE");
        return new TrustFolder.Secrets(
                given.isEmpty() ? trust.keptPassphrase() : given.toCharArray(),
                text(pin, "FIREBREAK_PIN").toCharArray());
    }

    private String text(@Nullable Path file, String variable) throws Unreadable {
        if (file == null) {
            return environment.getOrDefault(variable, "");
        }
        try {
            return PlainFiles.text(file, MAX_BYTES).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new Unreadable(file, e);
        }
    }
}
