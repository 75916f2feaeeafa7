package dev.firebreak.app.mirror;

import dev.firebreak.app.io.PackageFileName;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/** Puts packages into a store as if they had been judged; for tests of what hands them out. */
public final class PackageFixtures {

    private PackageFixtures() {}

    /** A package of these bytes. */
    public static StoredPackage put(PackageStore store, String name, byte[] bytes, StoredPackage.Standing standing)
            throws IOException {
        PackageFileName.Found said = PackageFileName.read(name, null, null);
        var stored = new StoredPackage(
                name,
                said == null ? null : said.kb(),
                said == null ? null : said.file().architecture(),
                said == null ? null : said.file().language(),
                new StoredPackage.Content(bytes.length, hash("SHA-256", bytes), hash("SHA-1", bytes)),
                standing,
                new StoredPackage.Judgement(
                        "Microsoft Corporation", null, Text.same("test"), Instant.parse("2026-11-27T00:00:00Z")),
                null);
        return store.alone(() -> {
            Path part = store.incoming().resolve(name + ".part");
            Files.write(part, bytes);
            store.keep(part, stored, () -> {});
            return stored;
        });
    }

    static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
