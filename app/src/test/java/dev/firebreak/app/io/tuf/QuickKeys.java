package dev.firebreak.app.io.tuf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Key files whose passphrase costs little, for tests that open many. */
public final class QuickKeys {

    private QuickKeys() {}

    public static TrustFolder.KeyPlace create(Path file, char[] passphrase) throws IOException, TufFailure {
        Files.createDirectories(file.toAbsolutePath().getParent());
        KeyFile.create(file, passphrase, new SecureRandom(), 1000);
        return TrustFolder.KeyPlace.of(file.toString());
    }
}
