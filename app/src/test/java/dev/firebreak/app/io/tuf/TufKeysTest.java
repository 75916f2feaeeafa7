package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TufKeysTest {

    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();
    private static final byte[] DATA = "signed".getBytes(UTF_8);

    @TempDir
    Path folder;

    @Test
    void a_key_file_is_encrypted_its_owners_and_never_overwritten() throws IOException, TufFailure {
        Path file = folder.resolve("root.pem");
        KeyFile made = KeyFile.create(file, PASSPHRASE, new SecureRandom(), 1000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("ENCRYPTED PRIVATE KEY").doesNotContain("BEGIN PRIVATE KEY");
        assertThatThrownBy(() -> KeyFile.create(file, PASSPHRASE, new SecureRandom(), 1000))
                .isInstanceOf(FileAlreadyExistsException.class);
        KeyFile opened = KeyFile.open(file, PASSPHRASE);
        assertThat(opened.key()).isEqualTo(made.key()).isEqualTo(KeyFile.publicKey(file));
        assertThat(made.key().verifies(DATA, opened.sign(DATA))).isTrue();
        assertThat(made.key().verifies("other".getBytes(UTF_8), opened.sign(DATA)))
                .isFalse();
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void a_wrong_passphrase_open_permissions_damage_and_a_swapped_public_part_are_refused()
            throws IOException, TufFailure {
        Path file = folder.resolve("root.pem");
        KeyFile.create(file, PASSPHRASE, new SecureRandom(), 1000);
        assertKey(() -> KeyFile.open(file, "wrong horse battery".toCharArray()));
        assertKey(() -> KeyFile.create(folder.resolve("short.pem"), "short".toCharArray(), new SecureRandom()));
        Path other = folder.resolve("other.pem");
        KeyFile.create(other, PASSPHRASE, new SecureRandom(), 1000);
        String end = "-----END PUBLIC KEY-----\n";
        String swapped = Files.readString(other).split(end)[0]
                + end
                + Files.readString(file).split(end)[1];
        Files.writeString(other, swapped);
        assertKey(() -> KeyFile.open(other, PASSPHRASE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertKey(() -> KeyFile.open(file, PASSPHRASE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "nothing");
        assertKey(() -> KeyFile.open(file, PASSPHRASE));
    }

    private static void assertKey(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TufFailure.class, e -> assertThat(e.kind()).isEqualTo(TufFailure.Kind.KEY));
    }

    @Test
    void openssl_reads_the_key_file() throws Exception {
        Path file = folder.resolve("root.pem");
        KeyFile made = KeyFile.create(file, PASSPHRASE, new SecureRandom());
        assumeProgram("openssl", "version");
        String text = run(
                null,
                "openssl",
                "pkey",
                "-in",
                file.toString(),
                "-passin",
                "pass:" + new String(PASSPHRASE),
                "-pubout",
                "-text_pub");
        assertThat(text.replaceAll("[\\s:]", "")).contains(made.key().value());
    }

    @Test
    void a_key_in_a_PKCS11_token_signs() throws Exception {
        assumeProgram("softhsm2-util", "--version");
        assumeProgram("pkcs11-tool", "--help");
        Path library =
                List.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so").stream()
                        .map(Path::of)
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(null);
        Assumptions.assumeTrue(library != null, "libsofthsm2.so is not where Debian puts it");
        Files.createDirectories(folder.resolve("tokens"));
        Path conf = folder.resolve("softhsm2.conf");
        Files.writeString(
                conf,
                "directories.tokendir = " + folder.resolve("tokens")
                        + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        run(
                conf,
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "firebreak",
                "--pin",
                "1234",
                "--so-pin",
                "4321");
        // The key is made outside and imported, since the certificate beside it is made by openssl.
        run(
                conf,
                "openssl",
                "ecparam",
                "-name",
                "prime256v1",
                "-genkey",
                "-noout",
                "-out",
                folder.resolve("k.pem").toString());
        run(
                conf,
                "openssl",
                "pkcs8",
                "-topk8",
                "-nocrypt",
                "-in",
                folder.resolve("k.pem").toString(),
                "-out",
                folder.resolve("k8.pem").toString());
        run(
                conf,
                "openssl",
                "req",
                "-new",
                "-x509",
                "-key",
                folder.resolve("k.pem").toString(),
                "-subj",
                "/CN=root",
                "-days",
                "30",
                "-outform",
                "DER",
                "-out",
                folder.resolve("c.der").toString());
        run(
                conf,
                "softhsm2-util",
                "--import",
                folder.resolve("k8.pem").toString(),
                "--token",
                "firebreak",
                "--label",
                "root",
                "--id",
                "01",
                "--pin",
                "1234");
        run(
                conf,
                "pkcs11-tool",
                "--module",
                library.toString(),
                "--login",
                "--pin",
                "1234",
                "--write-object",
                folder.resolve("c.der").toString(),
                "--type",
                "cert",
                "--label",
                "root",
                "--id",
                "01");
        // The library reads SOFTHSM2_CONF of its process: another JVM.
        assertThat(token(conf, library, "1234")).contains("ecdsa-sha2-nistp256 true false");
        assertThat(token(conf, library, "9999")).contains("refused KEY");
        assertThat(token(conf, library, "1234", folder.resolve("data").toString()))
                .contains("published [a.json] ecdsa-sha2-nistp256");
    }

    private static String token(Path conf, Path library, String pin, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TokenSigning.class.getName(),
                library.toString(),
                pin));
        command.addAll(List.of(more));
        return run(conf, command.toArray(new String[0]));
    }

    static void assumeProgram(String program, String argument) {
        boolean there;
        try {
            Process process = new ProcessBuilder(program, argument)
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            process.waitFor();
            there = true;
        } catch (IOException | InterruptedException e) {
            there = false;
        }
        Assumptions.assumeTrue(there, program + " is not installed");
    }

    private static String run(Path conf, String... command) throws Exception {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        if (conf != null) {
            builder.environment().put("SOFTHSM2_CONF", conf.toString());
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + out)
                .isZero();
        return out;
    }
}
