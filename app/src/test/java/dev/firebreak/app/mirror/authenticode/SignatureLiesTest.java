package dev.firebreak.app.mirror.authenticode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.FileKind;
import dev.firebreak.app.mirror.authenticode.AuthenticodeVerifier.Genuine;
import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.app.mirror.authenticode.TestAuthority.Signer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lies that need a signature to be taken apart: its time stamps, further signatures, certificates, and what no signature covers. */
class SignatureLiesTest {

    private static final String MICROSOFT = "CN=Microsoft Corporation,O=Microsoft Corporation";
    private static final ASN1ObjectIdentifier TOKEN = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.3.3.1");
    private static final ASN1ObjectIdentifier NESTED = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.4.1");
    private static final Instant THEN = Instant.parse("2017-03-14T10:00:00Z");
    private static final int DIRECTORY = 0x98 + 96 + 32;

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static Signer microsoft;
    private static Path pe;
    private static Path other;

    @BeforeAll
    static void sign() throws Exception {
        Assumptions.assumeTrue(TestAuthority.has("osslsigncode"), "osslsigncode is not installed");
        authority = new TestAuthority(folder);
        microsoft = authority.signer(MICROSOFT, TestAuthority.year(2010), TestAuthority.year(2035));
        pe = Files.write(folder.resolve("package.exe"), UnsignedFiles.pe("an update"));
        other = Files.write(folder.resolve("other.exe"), UnsignedFiles.pe("another update"));
        authority.stampTime.set(THEN);
    }

    @AfterAll
    static void close() {
        if (authority != null) {
            authority.close();
        }
    }

    private static Object judged(byte[] bytes, FileKind kind) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "lie-", ".bin"), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            return new AuthenticodeVerifier(authority.policy()).verify(channel, kind, TestAuthority.NOW);
        } catch (SignatureRefusal e) {
            assertThat(e.text().en()).isNotBlank();
            assertThat(e.text().ja()).isNotBlank();
            return e.kind();
        }
    }

    private static Object pe(byte[] bytes) throws Exception {
        return judged(bytes, FileKind.PE);
    }

    private static byte[] signed(Path file, String... how) throws Exception {
        return Files.readAllBytes(authority.sign(file, microsoft, how));
    }

    private static byte[] stamped(Path file) throws Exception {
        return signed(file, "-h", "sha256", "-ts", authority.url("rfc3161"));
    }

    private static byte[] countersigned(Path file) throws Exception {
        return signed(file, "-h", "sha256", "-t", authority.url("counter"));
    }

    /** The CMS message of a PE file. */
    private static CMSSignedData message(byte[] file) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = bytes.getInt(DIRECTORY);
        return new CMSSignedData(ByteSource.exactDer(Arrays.copyOfRange(file, at + 8, at + bytes.getInt(at))));
    }

    /** The file with another message, laid out as a signer would, without a check sum. */
    private static byte[] with(byte[] file, byte[] message) {
        int at = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(DIRECTORY);
        int entry = 8 + message.length;
        int whole = (entry + 7) / 8 * 8;
        byte[] lie = Arrays.copyOf(Arrays.copyOf(file, at), at + whole);
        ByteBuffer bytes = ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(at, entry).putShort(at + 4, (short) 0x200).putShort(at + 6, (short) 2);
        bytes.put(at + 8, message);
        bytes.putInt(DIRECTORY + 4, whole).putInt(0x98 + 64, 0);
        return lie;
    }

    private static SignerInformation signer(CMSSignedData message) {
        return message.getSignerInfos().getSigners().iterator().next();
    }

    /** The file whose signature has these unsigned attributes. */
    private static byte[] withAttributes(byte[] file, Attribute... attributes) throws Exception {
        CMSSignedData message = message(file);
        var all = new ASN1EncodableVector();
        all.addAll(attributes);
        SignerInformation changed =
                SignerInformation.replaceUnsignedAttributes(signer(message), new AttributeTable(all));
        return with(
                file,
                CMSSignedData.replaceSigners(message, new SignerInformationStore(List.of(changed)))
                        .getEncoded("DER"));
    }

    private static Attribute attribute(byte[] file, ASN1ObjectIdentifier type) throws Exception {
        return signer(message(file)).getUnsignedAttributes().get(type);
    }

    @Test
    void the_way_of_this_test_changes_nothing_by_itself() throws Exception {
        byte[] file = stamped(pe);
        assertThat(pe(withAttributes(file, attribute(file, TOKEN))))
                .isEqualTo(new Genuine("Microsoft Corporation", THEN, "SHA-256"));
        assertThat(pe(with(
                        signed(pe, "-h", "sha256"),
                        message(signed(pe, "-h", "sha256")).getEncoded("DER"))))
                .isInstanceOf(Genuine.class);
    }

    @Test
    void a_time_stamp_of_another_signature_is_refused() throws Exception {
        assertThat(pe(withAttributes(stamped(pe), attribute(stamped(other), TOKEN))))
                .isEqualTo(Kind.TIMESTAMP);
        assertThat(pe(withAttributes(
                        countersigned(pe), attribute(countersigned(other), CMSAttributes.counterSignature))))
                .isEqualTo(Kind.TIMESTAMP);
    }

    @Test
    void a_time_stamp_of_an_authority_that_no_root_vouches_for_is_refused() throws Exception {
        try (var stranger = new TestAuthority(Files.createDirectory(folder.resolve("stranger")))) {
            stranger.stampTime.set(THEN);
            assertThat(pe(signed(pe, "-h", "sha256", "-ts", stranger.url("rfc3161"))))
                    .isEqualTo(Kind.CHAIN);
            assertThat(pe(signed(pe, "-h", "sha256", "-t", stranger.url("counter"))))
                    .isEqualTo(Kind.CHAIN);
        }
    }

    @Test
    void a_time_that_a_certificate_for_code_vouches_for_is_refused() throws Exception {
        KeyPair key = TestAuthority.key(2048);
        X509Certificate coder = TestAuthority.certificate(
                "CN=Microsoft Corporation,O=Microsoft Corporation",
                key,
                "CN=Firebreak Test Root,O=Firebreak",
                authority.rootKey,
                TestAuthority.year(2010),
                TestAuthority.year(2035),
                KeyPurposeId.id_kp_codeSigning,
                false,
                "SHA256withRSA");
        Path coded = authority.sign(pe, authority.write(coder, key), "-h", "sha256");
        byte[] file = Files.readAllBytes(coded);
        // Its own signer says when it signed.
        var times = new ASN1EncodableVector();
        times.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(THEN)))));
        var builder = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
        builder.setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(times)));
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate()), coder));
        SignerInformation counter = signer(generator.generate(
                new CMSProcessableByteArray(signer(message(file)).getSignature()), true));
        var attribute = new Attribute(CMSAttributes.counterSignature, new DERSet(counter.toASN1Structure()));
        assertThat(pe(withAttributes(file, attribute))).isEqualTo(Kind.USAGE);
    }

    @Test
    void a_time_stamp_that_was_changed_is_refused() throws Exception {
        byte[] file = stamped(pe);
        byte[] token = attribute(file, TOKEN)
                .getAttrValues()
                .getObjectAt(0)
                .toASN1Primitive()
                .getEncoded("DER");
        int at = indexOf(token, "20170314".getBytes());
        assertThat(at).isPositive();
        byte[] earlier = token.clone();
        earlier[at + 3] = '5';
        var attribute = new Attribute(TOKEN, new DERSet(org.bouncycastle.asn1.ASN1Primitive.fromByteArray(earlier)));
        assertThat(pe(withAttributes(file, attribute))).isEqualTo(Kind.TIMESTAMP);
        // Two of them, one good and one of another signature.
        var both = new Attribute(TOKEN, new DERSet(new org.bouncycastle.asn1.ASN1Encodable[] {
            attribute(file, TOKEN).getAttrValues().getObjectAt(0),
            attribute(stamped(other), TOKEN).getAttrValues().getObjectAt(0)
        }));
        assertThat(pe(withAttributes(file, both))).isEqualTo(Kind.TIMESTAMP);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void one_bad_signature_among_several_refuses_the_file() throws Exception {
        byte[] file = signed(pe, "-h", "sha1", "-t", authority.url("counter"));
        assertThat(pe(file)).isEqualTo(new Genuine("Microsoft Corporation", THEN, "SHA-1"));
        Attribute stamp = attribute(file, CMSAttributes.counterSignature);
        byte[] good = message(stamped(pe)).getEncoded("DER");
        assertThat(pe(withAttributes(file, stamp, nested(good))))
                .isEqualTo(new Genuine("Microsoft Corporation", THEN, "SHA-256"));
        byte[] ofAnotherFile = message(stamped(other)).getEncoded("DER");
        assertThat(pe(withAttributes(file, stamp, nested(ofAnotherFile)))).isEqualTo(Kind.DIGEST);
        byte[] flipped = good.clone();
        flipped[flipped.length - 20] ^= 1;
        assertThat(pe(withAttributes(file, stamp, nested(flipped)))).isInstanceOf(Kind.class);
        Signer contoso = authority.signer("CN=Contoso,O=Contoso", TestAuthority.year(2010), TestAuthority.year(2035));
        byte[] stranger = message(Files.readAllBytes(authority.sign(pe, contoso, "-h", "sha256")))
                .getEncoded("DER");
        assertThat(pe(withAttributes(file, stamp, nested(stranger)))).isEqualTo(Kind.PUBLISHER);
        // A primary one over another content, with a good one inside.
        assertThat(pe(withAttributes(
                        with(file, message(signed(other, "-h", "sha256")).getEncoded("DER")), nested(good))))
                .isEqualTo(Kind.DIGEST);
    }

    private static Attribute nested(byte[] message) throws Exception {
        return new Attribute(NESTED, new DERSet(org.bouncycastle.asn1.ASN1Primitive.fromByteArray(message)));
    }

    @Test
    void a_certificate_that_no_chain_needs_and_that_was_changed_is_noticed() throws Exception {
        byte[] file = stamped(pe);
        byte[] root = authority.root.getEncoded();
        byte[] message = message(file).getEncoded("DER");
        int at = indexOf(message, root);
        assertThat(at).as("the root came with the time stamp").isPositive();
        message[at + root.length / 2] ^= 1;
        assertThat(pe(with(file, message))).isInstanceOf(Kind.class);
    }

    @Test
    void page_hashes_are_part_of_what_is_signed() throws Exception {
        byte[] file = signed(pe, "-h", "sha256", "-ph");
        assertThat(pe(file)).isInstanceOf(Genuine.class);
        byte[] message = message(file).getEncoded("DER");
        // SpcSerializedObject of page hashes: a6b586d5-b4a1-2466-ae05-a217da8e60d6.
        int at = indexOf(message, new byte[] {(byte) 0xa6, (byte) 0xb5, (byte) 0x86, (byte) 0xd5});
        assertThat(at).isPositive();
        message[at + 60] ^= 1;
        assertThat(pe(with(file, message))).isEqualTo(Kind.SIGNATURE);
    }

    @Test
    void no_byte_of_a_cabinet_outside_its_signature_can_be_changed() throws Exception {
        Assumptions.assumeTrue(TestAuthority.has("gcab"), "gcab is not installed");
        byte[] file = signed(UnsignedFiles.cab(folder, "package.cab"), "-h", "sha256");
        int end = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
        for (int i = 0; i < end; i++) {
            byte[] lie = file.clone();
            lie[i] ^= 1;
            assertThat(judged(lie, FileKind.CAB)).as("byte %d", i).isInstanceOf(Kind.class);
        }
    }

    @Test
    void sectors_of_an_msi_that_belong_to_nothing_are_refused() throws Exception {
        Assumptions.assumeTrue(TestAuthority.has("msibuild"), "msibuild is not installed");
        byte[] file = signed(UnsignedFiles.msi(folder), "-h", "sha256");
        assertThat(judged(file, FileKind.MSI)).isInstanceOf(Genuine.class);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int sector = 1 << bytes.getShort(30);
        int sectors = file.length / sector - 1;
        byte[] longer = Arrays.copyOf(file, file.length + sector);
        Arrays.fill(longer, file.length, longer.length, (byte) 'x');
        // The table of sectors says that the new one is in use, as the end of a chain that nothing begins.
        int table = (bytes.getInt(76) + 1) * sector;
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(table + 4 * sectors, -2);
        assertThat(judged(longer, FileKind.MSI)).isEqualTo(Kind.APPENDED);
        for (int at : new int[] {8, 23, 26, 32, 34, 39, 40, 56}) {
            byte[] lie = file.clone();
            lie[at] ^= 1;
            assertThat(judged(lie, FileKind.MSI)).as("header byte %d", at).isInstanceOf(Kind.class);
        }
        byte[] extended = signed(UnsignedFiles.msi(folder), "-h", "sha256", "-add-msi-dse");
        assertThat(judged(extended, FileKind.MSI)).isInstanceOf(Genuine.class);
    }
}
