package dev.firebreak.app.mirror.authenticode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.FileKind;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.Genuine;
import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roots that ship, and genuine files of Microsoft that end in them. */
class MicrosoftRootsTest {

    private static final Path LIBRARIES = Path.of("target/microsoft-signed");

    @TempDir
    Path folder;

    private static Genuine judge(Path file, TrustPolicy policy) throws IOException, SignatureRefusal {
        try (FileChannel channel = FileChannel.open(file)) {
            return new AuthenticodeVerifier(policy).verify(channel, FileKind.PE, TestAuthority.NOW);
        }
    }

    private static void assertRefused(Path file, TrustPolicy policy, Kind kind) {
        assertThatThrownBy(() -> judge(file, policy))
                .isInstanceOfSatisfying(
                        SignatureRefusal.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void genuine_files_of_Microsoft_verify_against_the_roots_that_ship() throws Exception {
        Assumptions.assumeTrue(
                Files.isDirectory(LIBRARIES),
                "mssql-jdbc_auth is not in app/target/microsoft-signed: ./check downloads it");
        List<Path> files;
        try (var all = Files.list(LIBRARIES)) {
            files = all.filter(f -> f.toString().endsWith(".dll")).toList();
        }
        assertThat(files).isNotEmpty();
        TrustPolicy policy = TrustPolicy.microsoft(RevocationLists.NONE);
        var rootless = new TrustPolicy(
                List.of(),
                Set.of("Microsoft Corporation"),
                "Microsoft Corporation",
                TrustPolicy.END_OF_SHA1,
                RevocationLists.NONE);
        for (Path file : files) {
            Genuine genuine = judge(file, policy);
            assertThat(genuine.signer()).isEqualTo("Microsoft Corporation");
            assertThat(genuine.signedAt()).isNotNull();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Path flipped = Files.write(folder.resolve(String.valueOf(file.getFileName())), bytes);
            assertRefused(flipped, policy, Kind.DIGEST);
            assertRefused(file, rootless, Kind.CHAIN);
        }
    }

    @Test
    void the_roots_that_ship_are_the_five_of_Microsoft() {
        assertThat(MicrosoftRoots.load()).hasSize(5).allSatisfy(root -> {
            assertThat(root.getSubjectX500Principal()).isEqualTo(root.getIssuerX500Principal());
            root.verify(root.getPublicKey());
        });
    }
}
