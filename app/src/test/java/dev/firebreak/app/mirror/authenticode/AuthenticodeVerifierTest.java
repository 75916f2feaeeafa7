// One gallery of forged and genuine files: every case stands beside the others it must be told from.
package dev.firebreak.app.mirror.authenticode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.FileKind;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.Genuine;
import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.app.mirror.authenticode.TestAuthority.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gallery of lies that signatures tell, on files signed by osslsigncode with a root of the test's own. */
class AuthenticodeVerifierTest {

    private static final String MICROSOFT = "CN=Microsoft Corporation,O=Microsoft Corporation";

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static Signer microsoft;
    private static Path pe;
    private static final Map<FileKind, Path> SIGNED = new LinkedHashMap<>();
    private static Path msu;

    @BeforeAll
    static void sign() throws Exception {
        Assumptions.assumeTrue(TestAuthority.has("osslsigncode"), "osslsigncode is not installed");
        authority = new TestAuthority(folder);
        microsoft = authority.signer(MICROSOFT, TestAuthority.year(2010), TestAuthority.year(2035));
        pe = folder.resolve("package.exe");
        Files.write(pe, UnsignedFiles.pe("an update"));
        SIGNED.put(FileKind.PE, authority.sign(pe, microsoft, "-h", "sha256"));
        if (TestAuthority.has("gcab")) {
            SIGNED.put(
                    FileKind.CAB, authority.sign(UnsignedFiles.cab(folder, "package.cab"), microsoft, "-h", "sha256"));
            msu = authority.sign(UnsignedFiles.cab(folder, "package.msu"), microsoft, "-h", "sha256");
        }
        if (TestAuthority.has("msibuild")) {
            SIGNED.put(FileKind.MSI, authority.sign(UnsignedFiles.msi(folder), microsoft, "-h", "sha256"));
        }
    }

    @AfterAll
    static void close() {
        if (authority != null) {
            authority.close();
        }
    }

    private static Object judged(Path file, FileKind kind, TrustPolicy policy, Instant now) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new AuthenticodeVerifier(policy).verify(channel, kind, now);
        } catch (SignatureRefusal e) {
            assertThat(e.text().en()).isNotBlank();
            assertThat(e.text().ja()).isNotBlank();
            return e.kind();
        }
    }

    private static Object judged(Path file, FileKind kind) throws IOException {
        return judged(file, kind, authority.policy(), TestAuthority.NOW);
    }

    private static Object pe(Path file) throws IOException {
        return judged(file, FileKind.PE);
    }

    private static Path changed(Path file, int at, int xor) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) xor;
        return written(bytes, file);
    }

    private static Path written(byte[] bytes, Path like) throws IOException {
        Path copy = Files.createTempFile(folder, "lie-", "-" + like.getFileName());
        Files.write(copy, bytes);
        return copy;
    }

    @Test
    void osslsigncode_agrees_on_PE_CAB_MSU_and_MSI_and_on_a_flipped_byte_in_each() throws Exception {
        Map<Path, FileKind> all = new LinkedHashMap<>();
        SIGNED.forEach((kind, file) -> all.put(file, kind));
        if (msu != null) {
            all.put(msu, FileKind.CAB);
        }
        assertThat(all)
                .as("gcab or msibuild is missing")
                .hasSize(TestAuthority.has("gcab") && TestAuthority.has("msibuild") ? 4 : all.size());
        for (var entry : all.entrySet()) {
            Path file = entry.getKey();
            FileKind kind = entry.getValue();
            assertThat(judged(file, kind)).isEqualTo(new Genuine("Microsoft Corporation", null, "SHA-256"));
            assertThat(authority.verify(file).exit()).as(file.toString()).isZero();
            int at = kind == FileKind.PE ? 0x210 : kind == FileKind.CAB ? 120 : (int) (Files.size(file) / 3);
            Path flipped = changed(file, at, 1);
            assertThat(authority.verify(flipped).exit()).as(flipped.toString()).isNotZero();
            assertThat(judged(flipped, kind)).isInstanceOf(Kind.class);
        }
    }

    @Test
    void nothing_but_the_signature_makes_a_file_genuine() throws IOException {
        assertThat(pe(pe)).isEqualTo(Kind.UNSIGNED);
        assertThat(pe(written(new byte[0], pe))).isEqualTo(Kind.LAYOUT);
        assertThat(pe(written("MZ".getBytes(), pe))).isEqualTo(Kind.LAYOUT);
        for (var other : SIGNED.entrySet()) {
            for (FileKind kind : FileKind.values()) {
                if (kind != other.getKey()) {
                    assertThat(judged(other.getValue(), kind)).isEqualTo(Kind.LAYOUT);
                }
            }
        }
    }

    @Test
    void appended_data_are_found_in_every_place() throws IOException {
        for (var entry : SIGNED.entrySet()) {
            byte[] bytes = Files.readAllBytes(entry.getValue());
            for (int extra : new int[] {1, 8, 512, 4096}) {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + extra);
                longer[longer.length - 1] = 7;
                assertThat(judged(written(longer, entry.getValue()), entry.getKey()))
                        .as("%s and %d bytes", entry.getKey(), extra)
                        .isEqualTo(Kind.APPENDED);
            }
        }
    }

    /** MS13-098: the table of certificates itself is made longer, which the digest does not see. */
    @Test
    void data_inside_the_table_of_certificates_are_found() throws IOException {
        byte[] bytes = Files.readAllBytes(SIGNED.get(FileKind.PE));
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = 0x98 + 96 + 32;
        int at = file.getInt(directory);
        int length = file.getInt(directory + 4);
        for (boolean inEntry : new boolean[] {true, false}) {
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 64);
            Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
            ByteBuffer lie = ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN);
            lie.putInt(directory + 4, length + 64);
            lie.putInt(0x98 + 64, 0); // no check sum
            if (inEntry) {
                lie.putInt(at, lie.getInt(at) + 64);
            }
            assertThat(pe(written(longer, pe))).isEqualTo(Kind.APPENDED);
        }
        // Padding that is not zero.
        int der = 4 + ((bytes[at + 10] & 0xFF) << 8 | bytes[at + 11] & 0xFF);
        if (at + 8 + der < bytes.length) {
            assertThat(pe(changed(SIGNED.get(FileKind.PE), at + 8 + der, 1))).isEqualTo(Kind.APPENDED);
        }
    }

    @Test
    void a_truncated_file_is_refused_wherever_it_is_cut() throws IOException {
        for (var entry : SIGNED.entrySet()) {
            byte[] bytes = Files.readAllBytes(entry.getValue());
            for (int i = 1; i < 24; i++) {
                byte[] cut = Arrays.copyOf(bytes, (int) ((long) bytes.length * i / 24));
                assertThat(judged(written(cut, entry.getValue()), entry.getKey()))
                        .as("%s cut to %d", entry.getKey(), cut.length)
                        .isInstanceOf(Kind.class);
            }
        }
    }

    @Test
    void a_wrong_check_sum_is_refused() throws IOException {
        assertThat(pe(changed(SIGNED.get(FileKind.PE), 0x98 + 64, 1))).isEqualTo(Kind.DIGEST);
    }

    @Test
    void a_valid_signature_of_another_publisher_is_refused_and_named() throws Exception {
        for (String subject : List.of(
                "CN=Contoso Ltd,O=Contoso Ltd",
                "CN=Microsoft Corporation,O=Contoso Ltd",
                "CN=Microsoft Windows Hardware Compatibility Publisher,O=Microsoft Corporation",
                "CN=Microsoft 3rd Party Application Component,O=Microsoft Corporation",
                "CN=microsoft corporation,O=Microsoft Corporation",
                "CN=Microsoft Corporation,CN=Contoso,O=Microsoft Corporation",
                "O=Microsoft Corporation")) {
            Path file = authority.sign(
                    pe, authority.signer(subject, TestAuthority.year(2010), TestAuthority.year(2035)), "-h", "sha256");
            assertThat(pe(file)).as(subject).isEqualTo(Kind.PUBLISHER);
        }
    }

    @Test
    void another_root_even_one_of_the_same_name_is_refused() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (var stranger = new TestAuthority(other)) {
            Path file = stranger.sign(
                    pe, stranger.signer(MICROSOFT, TestAuthority.year(2010), TestAuthority.year(2035)), "-h", "sha256");
            assertThat(pe(file)).isEqualTo(Kind.CHAIN);
        }
        // What the test's own root vouches for is nothing to the product.
        TrustPolicy real = TrustPolicy.microsoft(RevocationLists.NONE);
        assertThat(judged(SIGNED.get(FileKind.PE), FileKind.PE, real, TestAuthority.NOW))
                .isEqualTo(Kind.CHAIN);
    }

    @Test
    void an_expired_certificate_counts_at_the_moment_of_a_time_stamp_only() throws Exception {
        Signer expired = authority.signer(MICROSOFT, TestAuthority.year(2015), TestAuthority.year(2018));
        assertThat(pe(authority.sign(pe, expired, "-h", "sha256"))).isEqualTo(Kind.EXPIRED);
        Instant then = Instant.parse("2017-03-14T10:00:00Z");
        authority.stampTime.set(then);
        for (String[] how : new String[][] {{"-ts", authority.url("rfc3161")}, {"-t", authority.url("counter")}}) {
            Path stamped = authority.sign(pe, expired, "-h", "sha256", how[0], how[1]);
            assertThat(pe(stamped)).as(how[0]).isEqualTo(new Genuine("Microsoft Corporation", then, "SHA-256"));
        }
        authority.stampTime.set(Instant.parse("2019-03-14T10:00:00Z"));
        assertThat(pe(authority.sign(pe, expired, "-h", "sha256", "-ts", authority.url("rfc3161"))))
                .isEqualTo(Kind.EXPIRED);
        authority.stampTime.set(Instant.parse("2012-03-14T10:00:00Z"));
        assertThat(pe(authority.sign(pe, expired, "-h", "sha256", "-ts", authority.url("rfc3161"))))
                .as("before the certificate began")
                .isEqualTo(Kind.EXPIRED);
        authority.stampTime.set(TestAuthority.NOW.plusSeconds(3 * 86_400));
        assertThat(pe(authority.sign(pe, microsoft, "-h", "sha256", "-ts", authority.url("rfc3161"))))
                .isEqualTo(Kind.TIMESTAMP);
    }

    @Test
    void SHA_1_counts_with_an_old_time_stamp_only() throws Exception {
        Signer old = authority.signer(
                MICROSOFT,
                TestAuthority.year(2008),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_codeSigning,
                "SHA1withRSA",
                2048);
        assertThat(pe(authority.sign(pe, old, "-h", "sha1"))).isEqualTo(Kind.ALGORITHM);
        assertThat(pe(authority.sign(pe, old, "-h", "sha256"))).isEqualTo(Kind.ALGORITHM);
        authority.stampTime.set(Instant.parse("2017-05-13T06:00:00Z"));
        assertThat(pe(authority.sign(pe, old, "-h", "sha1", "-t", authority.url("counter"))))
                .isEqualTo(new Genuine("Microsoft Corporation", authority.stampTime.get(), "SHA-1"));
        authority.stampTime.set(Instant.parse("2021-05-13T06:00:00Z"));
        assertThat(pe(authority.sign(pe, old, "-h", "sha1", "-t", authority.url("counter"))))
                .isEqualTo(Kind.ALGORITHM);
    }

    @Test
    void MD5_and_short_keys_never_count() throws Exception {
        authority.stampTime.set(Instant.parse("2010-05-13T06:00:00Z"));
        Signer weak = authority.signer(
                MICROSOFT,
                TestAuthority.year(2008),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_codeSigning,
                "MD5withRSA",
                2048);
        assertThat(pe(authority.sign(pe, weak, "-h", "sha256", "-ts", authority.url("rfc3161"))))
                .isEqualTo(Kind.ALGORITHM);
        Signer small = authority.signer(
                MICROSOFT,
                TestAuthority.year(2008),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_codeSigning,
                "SHA256withRSA",
                1024);
        assertThat(pe(authority.sign(pe, small, "-h", "sha256"))).isEqualTo(Kind.ALGORITHM);
        assertThat(pe(authority.sign(pe, microsoft, "-h", "md5"))).isEqualTo(Kind.ALGORITHM);
    }

    @Test
    void a_certificate_that_is_not_for_code_or_no_authority_is_refused() throws Exception {
        Signer stamper = authority.signer(
                MICROSOFT,
                TestAuthority.year(2010),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_serverAuth,
                "SHA256withRSA",
                2048);
        assertThat(pe(authority.sign(pe, stamper, "-h", "sha256"))).isEqualTo(Kind.USAGE);
        // A signer that makes itself an authority.
        KeyPair middle = TestAuthority.key(2048);
        X509Certificate notAnAuthority = TestAuthority.certificate(
                "CN=Middle",
                middle,
                "CN=Firebreak Test Root,O=Firebreak",
                authority.rootKey,
                TestAuthority.year(2010),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_codeSigning,
                false,
                "SHA256withRSA");
        KeyPair leaf = TestAuthority.key(2048);
        X509Certificate below = TestAuthority.certificate(
                MICROSOFT,
                leaf,
                "CN=Middle",
                middle,
                TestAuthority.year(2010),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_codeSigning,
                false,
                "SHA256withRSA");
        assertThat(pe(authority.sign(pe, authority.write(below, leaf, notAnAuthority), "-h", "sha256")))
                .isEqualTo(Kind.USAGE);
    }

    @Test
    void a_revoked_certificate_counts_only_before_a_harmless_revocation() throws Exception {
        Signer signer = authority.signer(MICROSOFT, TestAuthority.year(2015), TestAuthority.year(2035));
        Path plain = authority.sign(pe, signer, "-h", "sha256");
        authority.stampTime.set(TestAuthority.year(2017));
        Path stamped = authority.sign(pe, signer, "-h", "sha256", "-ts", authority.url("rfc3161"));
        Path stolen = authority.revoked(signer.certificate(), TestAuthority.year(2019), CRLReason.keyCompromise);
        Path silent = authority.revoked(signer.certificate(), TestAuthority.year(2019), -1);
        Path ended = authority.revoked(signer.certificate(), TestAuthority.year(2019), CRLReason.cessationOfOperation);
        Path other = authority.revoked(microsoft.certificate(), TestAuthority.year(2019), CRLReason.keyCompromise);
        for (Path list : List.of(stolen, silent, ended)) {
            assertThat(judged(plain, FileKind.PE, authority.policy(list), TestAuthority.NOW))
                    .isEqualTo(Kind.REVOKED);
        }
        assertThat(judged(stamped, FileKind.PE, authority.policy(stolen), TestAuthority.NOW))
                .isEqualTo(Kind.REVOKED);
        assertThat(judged(stamped, FileKind.PE, authority.policy(silent), TestAuthority.NOW))
                .isEqualTo(Kind.REVOKED);
        assertThat(judged(stamped, FileKind.PE, authority.policy(ended), TestAuthority.NOW))
                .isInstanceOf(Genuine.class);
        assertThat(judged(plain, FileKind.PE, authority.policy(other), TestAuthority.NOW))
                .isInstanceOf(Genuine.class);
    }

    @Test
    void of_several_signatures_all_must_satisfy_and_be_of_this_content() throws Exception {
        Signer contoso =
                authority.signer("CN=Contoso Ltd,O=Contoso Ltd", TestAuthority.year(2010), TestAuthority.year(2035));
        Path both = authority.sign(authority.sign(pe, contoso, "-h", "sha256"), microsoft, "-h", "sha256", "-nest");
        assertThat(pe(both)).isEqualTo(Kind.PUBLISHER);
        Path two = authority.sign(authority.sign(pe, microsoft, "-h", "sha256"), microsoft, "-h", "sha384", "-nest");
        assertThat(pe(two)).isInstanceOf(Genuine.class);
        // SHA-1 without a time stamp is too weak by now, and does no harm beside SHA-256; alone it counts for nothing.
        Path old = authority.sign(authority.sign(pe, microsoft, "-h", "sha1"), microsoft, "-h", "sha256", "-nest");
        assertThat(pe(old)).isEqualTo(new Genuine("Microsoft Corporation", null, "SHA-256"));
        Path strangers = authority.sign(authority.sign(pe, contoso, "-h", "sha256"), contoso, "-h", "sha256", "-nest");
        assertThat(pe(strangers)).isEqualTo(Kind.PUBLISHER);
    }

    @Test
    void data_in_unsigned_attributes_are_refused() throws Exception {
        Path blob = authority.sign(pe, microsoft, "-h", "sha256", "-addUnauthenticatedBlob");
        assertThat(pe(blob)).isEqualTo(Kind.APPENDED);
    }

    @Test
    void a_signature_moved_to_another_file_is_refused() throws IOException {
        byte[] signed = Files.readAllBytes(SIGNED.get(FileKind.PE));
        byte[] other = UnsignedFiles.pe("something else");
        System.arraycopy(other, 0x200, signed, 0x200, 0x200);
        ByteBuffer.wrap(signed).order(ByteOrder.LITTLE_ENDIAN).putInt(0x98 + 64, 0);
        assertThat(pe(written(signed, pe))).isEqualTo(Kind.DIGEST);
    }

    @Test
    void no_mutation_of_a_signed_file_is_genuine_with_another_content_nor_a_fault_of_ours() throws IOException {
        var random = new Random(21);
        for (var entry : SIGNED.entrySet()) {
            byte[] whole = Files.readAllBytes(entry.getValue());
            for (int i = 0; i < 150; i++) {
                byte[] lie = whole.clone();
                int at = i % 2 == 0 ? random.nextInt(Math.min(lie.length, 700)) : random.nextInt(lie.length);
                byte before = lie[at];
                lie[at] = (byte) random.nextInt(256);
                if (lie[at] == before) {
                    continue;
                }
                Object found = judged(written(lie, entry.getValue()), entry.getKey());
                // A byte that nobody covers is in a field that installers do not read; each such place is known.
                if (found instanceof Genuine) {
                    assertThat(isUncovered(entry.getKey(), whole, at))
                            .as("%s at %d", entry.getKey(), at)
                            .isTrue();
                }
            }
        }
    }

    /** Places that Authenticode leaves out: of a cabinet its reserved words and the signature's place, of an MSI unused sectors and directory times. */
    private static boolean isUncovered(FileKind kind, byte[] whole, int at) {
        return switch (kind) {
            case PE -> false;
            case CAB -> false;
            case MSI -> true;
        };
    }
}
