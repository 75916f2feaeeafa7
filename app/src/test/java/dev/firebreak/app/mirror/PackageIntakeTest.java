package dev.firebreak.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.mirror.authenticode.TestAuthority;
import dev.firebreak.app.mirror.authenticode.UnsignedFiles;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdatePackage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken into the store, what waits, and what is refused; also when it is interrupted anywhere. */
class PackageIntakeTest {

    static final String NAME = "WindowsXP-KB4012598-x86-Custom-ENU.exe";
    static final InstantSource CLOCK = InstantSource.fixed(TestAuthority.NOW);

    @TempDir
    static Path shared;

    private static TestAuthority authority;
    private static byte[] signed;

    @TempDir
    Path folder;

    private PackageStore store;
    private KnownPackages known;

    @BeforeAll
    static void sign() throws Exception {
        Assumptions.assumeTrue(TestAuthority.has("osslsigncode"), "osslsigncode is not installed");
        authority = new TestAuthority(shared);
        Path plain = shared.resolve(NAME);
        Files.write(plain, UnsignedFiles.pe("an update"));
        signed = Files.readAllBytes(authority.sign(plain, authority.microsoft(), "-h", "sha256"));
    }

    @AfterAll
    static void close() {
        if (authority != null) {
            authority.close();
        }
    }

    @BeforeEach
    void open() {
        store = new PackageStore(folder.resolve("packages"));
        known = new KnownPackages();
    }

    private void know(String name, byte[] content) {
        known.add(
                new Kb(4012598),
                new UpdatePackage(Architecture.X86, "ENU", name, PackageFixtures.hash("SHA-1", content), null));
    }

    private PackageIntake intake() throws IOException {
        return new PackageIntake(store, known, authority.policy(), CLOCK);
    }

    private IntakeResult add(String name, byte[] content) throws IOException {
        Path file = folder.resolve("given").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return intake().add(file, bytes -> {});
    }

    private void assertRefused(IntakeResult result, String why) throws IOException {
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason().en()).containsIgnoringCase(why);
        assertThat(result.reason().ja()).matches("(?s).*[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}].*");
        assertThat(store.packages()).isEmpty();
        assertThat(leftOvers()).isEmpty();
    }

    private List<Path> leftOvers() throws IOException {
        if (!Files.isDirectory(store.folder())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(store.folder())) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> !f.getFileName().toString().equals("lock"))
                    .toList();
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    @Test
    void known_and_signed_is_accepted_with_what_the_knowledge_says() throws IOException {
        know(NAME, signed);
        IntakeResult result = add(NAME, signed);
        assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(result.signer()).isEqualTo("Microsoft Corporation");
        assertThat(result.sha256()).isEqualTo(PackageFixtures.hash("SHA-256", signed));
        StoredPackage stored = store.packages().getFirst();
        assertThat(stored.kb()).isEqualTo(new Kb(4012598));
        assertThat(stored.language()).isEqualTo("ENU");
        try (FileChannel channel = store.open(stored.sha256())) {
            assertThat(channel.size()).isEqualTo(signed.length);
        }
        // The same again changes nothing.
        assertThat(add(NAME, signed).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(leftOvers()).hasSize(2);
    }

    @Test
    void known_under_another_name_is_accepted_by_its_hash() throws IOException {
        know("windowsxp-kb4012598-x86-custom-enu_" + PackageFixtures.hash("SHA-1", signed) + ".exe", signed);
        assertThat(add(NAME, signed).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    /** By its name a package is chosen for a machine: under that of another package, a genuine one would go to the wrong Windows. */
    @Test
    void a_known_package_under_the_name_of_another_is_kept_under_its_own() throws IOException {
        know("windowsserver2003-kb4012598-x64-custom-enu_" + PackageFixtures.hash("SHA-1", signed) + ".exe", signed);
        assertThat(add(NAME, signed).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(store.packages())
                .singleElement()
                .satisfies(stored -> assertThat(stored.file()).startsWith("windowsserver2003-kb4012598-x64-"));
        assertThat(add("anything.exe", signed).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(store.packages())
                .singleElement()
                .satisfies(stored -> assertThat(stored.file()).startsWith("windowsserver2003-kb4012598-x64-"));
    }

    /** A signed catalogue vouches for other files, and is none that installs. */
    @Test
    void a_catalogue_is_no_package_and_a_file_that_only_a_catalogue_signs_is_unsigned() throws IOException {
        byte[] catalogue = {
            0x30, (byte) 0x82, 0x10, 0, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 7, 2
        };
        assertRefused(add("update.cat", catalogue), "no package");
        assertRefused(add("update.msu", catalogue), "not what its name says");
        assertRefused(add("update.exe", UnsignedFiles.pe("listed in a catalogue")), "no signature");
    }

    @Test
    void signed_but_unknown_waits_until_a_person_approves() throws IOException {
        IntakeResult result = add(NAME, signed);
        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
        String sha256 = String.valueOf(result.sha256());
        assertThatThrownBy(() -> store.open(sha256)).isInstanceOf(NoSuchFileException.class);
        var review = new PackageReview(store, authority.policy(), CLOCK);
        assertThat(review.approve(sha256, "account:aiko", " ")).isEqualTo(PackageReview.Result.NO_REASON);
        assertThat(review.approve("0".repeat(64), "account:aiko", "x")).isEqualTo(PackageReview.Result.UNKNOWN);
        assertThat(review.approve(sha256, "account:aiko", "compared with the vendor"))
                .isEqualTo(PackageReview.Result.DONE);
        store.open(sha256).close();
        StoredPackage.Decision decision = store.packages().getFirst().decision();
        assertThat(decision)
                .isEqualTo(new StoredPackage.Decision("account:aiko", TestAuthority.NOW, "compared with the vendor"));
        assertThat(review.approve(sha256, "account:aiko", "again")).isEqualTo(PackageReview.Result.NOT_WAITING);
        // Added again, it stays approved; rejected, it is not taken again.
        assertThat(add(NAME, signed).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(review.reject(sha256, "account:aiko", "withdrawn")).isEqualTo(PackageReview.Result.DONE);
        assertThatThrownBy(() -> store.open(sha256)).isInstanceOf(NoSuchFileException.class);
        IntakeResult again = add(NAME, signed);
        assertThat(again.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(again.reason().en()).contains("withdrawn");
    }

    @Test
    void a_known_hash_without_a_valid_signature_is_refused() throws IOException {
        byte[] unsigned = UnsignedFiles.pe("an update");
        know(NAME, unsigned);
        assertRefused(add(NAME, unsigned), "no signature");
        byte[] flipped = flipped(signed, 0x210);
        know(NAME, flipped);
        assertRefused(add(NAME, flipped), "check sum");
    }

    @Test
    void the_right_name_with_another_content_is_refused() throws Exception {
        know(NAME, signed);
        Path plain = shared.resolve("other.exe");
        Files.write(plain, UnsignedFiles.pe("something else"));
        byte[] other = Files.readAllBytes(authority.sign(plain, authority.microsoft(), "-h", "sha256"));
        assertRefused(add(NAME.toLowerCase(Locale.ROOT), other), "has the SHA-1");
        assertRefused(
                add("windowsxp-kb4012598-x86-custom-enu_" + "a".repeat(40) + ".exe", other), "name carries the SHA-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..\\..\\evil.exe",
                "a..\\evil.exe",
                "update.exe:evil.exe",
                "update.exe::$DATA",
                "con.exe",
                "AUX.exe",
                "lpt9.tar.exe",
                "CONIN$.exe",
                "COM\u00B9.exe",
                "nul .exe",
                "update.exe.",
                "a\u2066exe.exe",
                "a\u200F.exe",
                "a\uFF0E\uFF0Eexe",
                "a|b.exe",
                "a\"b.exe",
                "a'b.exe",
                "a`b.exe",
                "a;b.exe",
                "a*.exe",
                "%TEMP%\\a.exe",
                "C:evil.exe",
                "nul.exe",
                "COM1.exe",
                ".hidden.exe",
                "a\u202Eexe.msu",
                "a\u001B[2J.exe",
                "trailing.exe "
            })
    void a_name_that_leaves_its_folder_is_refused(String name) throws IOException {
        assertRefused(add(name, signed), "name would leave");
    }

    @Test
    void what_is_no_package_is_refused_with_its_reason() throws IOException {
        assertRefused(add("delta.psf", new byte[100]), ".psf");
        assertRefused(
                add("windows11.0-kb5000000-x64.msu", "MSWIM\0\0\0rest".getBytes(StandardCharsets.US_ASCII)), "WIM");
        assertRefused(add("update.txt", signed), "no package");
        assertRefused(add("update", signed), "no package");
        assertRefused(add("update.msu", signed), "not what the name says");
        assertRefused(add("update.exe", new byte[0]), "not what its name says");
        assertRefused(add("update.exe", "#!/bin/sh".getBytes(StandardCharsets.US_ASCII)), "not what its name says");
        assertRefused(intake().add(folder, bytes -> {}), "not a plain file");
        assertRefused(intake().add(folder.resolve("absent.exe"), bytes -> {}), "does not exist");
    }

    @Test
    void verify_reads_every_byte_and_withdraws_what_changed() throws IOException {
        know(NAME, signed);
        String sha256 = String.valueOf(add(NAME, signed).sha256());
        var review = new PackageReview(store, authority.policy(), CLOCK);
        List<PackageReview.Finding> findings = new ArrayList<>();
        review.verify(findings::add);
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.fault()).isNull());
        Files.write(store.object(sha256), flipped(signed, 0x300));
        findings.clear();
        review.verify(findings::add);
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.fault()).isNotNull());
        assertThat(store.packages().getFirst().standing()).isEqualTo(Standing.QUARANTINED);
        assertThatThrownBy(() -> store.open(sha256)).isInstanceOf(NoSuchFileException.class);
        assertThat(review.approve(sha256, "account:aiko", "looks fine")).isEqualTo(PackageReview.Result.FAULTY);
        // The right bytes again heal it.
        assertThat(add(NAME, signed).outcome()).isEqualTo(Outcome.ACCEPTED);
        // A record that is damaged, and bytes without one.
        Path record = store.folder().resolve("records").resolve(sha256 + ".json");
        Files.writeString(record, "{");
        findings.clear();
        review.verify(findings::add);
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.stored()).isNull());
        Files.delete(record);
        findings.clear();
        review.verify(findings::add);
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.fault()).isNotNull());
    }

    /** Thrown where a process would have been ended. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", "copy", "block", "flush", "judge", "move", "record", "done"})
    void an_interruption_at_any_step_hands_out_nothing_half_and_the_next_try_succeeds(String step) throws IOException {
        know(NAME, signed);
        Path file = folder.resolve(NAME);
        Files.write(file, signed);
        var dying = new PackageIntake(store, known, authority.policy(), CLOCK, at -> {
            if (at.equals(step)) {
                throw new Ended();
            }
        });
        assertThatThrownBy(() -> dying.add(file, bytes -> {})).isInstanceOf(Ended.class);
        assertWhole();
        assertThat(intake().add(file, bytes -> {}).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(leftOvers()).hasSize(2);
        assertWhole();
    }

    private void assertWhole() throws IOException {
        for (StoredPackage stored : store.packages()) {
            try (FileChannel channel = store.open(stored.sha256())) {
                assertThat(channel.size()).isEqualTo(signed.length);
            }
            assertThat(PackageFixtures.hash("SHA-256", Files.readAllBytes(store.object(stored.sha256()))))
                    .isEqualTo(stored.sha256());
        }
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"sweep", "copy", "block", "flush", "judge", "move", "record", "done"})
    void kill_9_at_any_step_hands_out_nothing_half_and_the_next_try_succeeds(String step) throws Exception {
        Path file = folder.resolve(NAME);
        Files.write(file, signed);
        kill(step, "add", file.toString());
        assertWhole();
        know(NAME, signed);
        assertThat(intake().add(file, bytes -> {}).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(leftOvers()).hasSize(2);
    }

    /** Runs {@link InterruptedIntake} until it says that it is at the step, and ends it as kill -9 does. */
    private void kill(String step, String... what) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedIntake.class.getName(),
                store.folder().toString(),
                shared.resolve("root.pem").toString(),
                PackageFixtures.hash("SHA-1", signed),
                step));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.equals("at " + step)) {
                line = out.readLine();
            }
            assertThat(line).as("the process ended before it was at " + step).isNotNull();
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
