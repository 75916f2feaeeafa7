package dev.firebreak.app.mirror.authenticode;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A root of the test's own, signers below it, and a time stamp authority on loopback that says what time the test likes. */
public final class TestAuthority implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    final Path folder;
    final KeyPair rootKey = key(2048);
    final X509Certificate root;
    final AtomicReference<Instant> stampTime = new AtomicReference<>(NOW);
    private final KeyPair stampKey = key(2048);
    private final KeyPair signerKey = key(2048);
    private final X509Certificate stamper;
    private final HttpServer server;
    private static final AtomicLong SERIAL = new AtomicLong(1000);

    /** A certificate and its key, as files that osslsigncode reads. */
    public record Signer(X509Certificate certificate, Path pem, Path key) {}

    public TestAuthority(Path folder) throws Exception {
        this.folder = folder;
        this.root = certificate(
                "CN=Firebreak Test Root,O=Firebreak",
                rootKey,
                "CN=Firebreak Test Root,O=Firebreak",
                rootKey,
                year(1996),
                year(2040),
                null,
                true,
                "SHA256withRSA");
        this.stamper = certificate(
                "CN=Firebreak Test Stamp,O=Firebreak",
                stampKey,
                "CN=Firebreak Test Root,O=Firebreak",
                rootKey,
                year(2000),
                year(2040),
                KeyPurposeId.id_kp_timeStamping,
                false,
                "SHA256withRSA");
        Files.writeString(folder.resolve("root.pem"), pem(root));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rfc3161", exchange -> {
            try {
                byte[] answer = token(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (Exception e) {
                exchange.sendResponseHeaders(500, -1);
            }
            exchange.close();
        });
        server.createContext("/counter", exchange -> {
            try {
                byte[] answer = Base64.getMimeEncoder()
                        .encode(counter(Base64.getMimeDecoder()
                                .decode(exchange.getRequestBody().readAllBytes())));
                exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (Exception e) {
                exchange.sendResponseHeaders(500, -1);
            }
            exchange.close();
        });
        server.start();
    }

    /** Whether a program is installed. */
    public static boolean has(String program) {
        return java.util.Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** A signer under the name that the policy accepts. */
    public Signer microsoft() throws Exception {
        return signer("CN=Microsoft Corporation,O=Microsoft Corporation", year(2010), year(2035));
    }

    static Instant year(int year) {
        return Instant.parse(year + "-01-01T00:00:00Z");
    }

    static KeyPair key(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param usage null for none, as of an authority */
    static X509Certificate certificate(
            String subject,
            KeyPair key,
            String issuer,
            KeyPair issuerKey,
            Instant from,
            Instant until,
            KeyPurposeId usage,
            boolean authority,
            String algorithm)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
        if (usage != null) {
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(usage));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKey.getPrivate())));
    }

    /** A signer of code below the root. */
    Signer signer(String subject, Instant from, Instant until) throws Exception {
        return signer(subject, from, until, KeyPurposeId.id_kp_codeSigning, "SHA256withRSA", 2048);
    }

    Signer signer(String subject, Instant from, Instant until, KeyPurposeId usage, String algorithm, int bits)
            throws Exception {
        // Making keys takes longer than everything else here; a certificate of its own is what counts.
        KeyPair key = bits == 2048 ? signerKey : key(bits);
        X509Certificate certificate = certificate(
                subject, key, "CN=Firebreak Test Root,O=Firebreak", rootKey, from, until, usage, false, algorithm);
        return write(certificate, key);
    }

    Signer write(X509Certificate certificate, KeyPair key, X509Certificate... more) throws Exception {
        Path pem = folder.resolve("signer-" + certificate.getSerialNumber() + ".pem");
        var text = new StringBuilder(pem(certificate));
        for (X509Certificate other : more) {
            text.append(pem(other));
        }
        Files.writeString(pem, text);
        Path file = folder.resolve("key-" + certificate.getSerialNumber() + ".pem");
        Files.writeString(file, pem(key.getPrivate()));
        return new Signer(certificate, pem, file);
    }

    static String pem(Object value) throws IOException {
        var out = new StringWriter();
        try (var writer = new JcaPEMWriter(out)) {
            writer.writeObject(value);
        }
        return out.toString();
    }

    /** A revocation list of the root that names one certificate. */
    Path revoked(X509Certificate certificate, Instant when, int reason) throws Exception {
        var builder = new JcaX509v2CRLBuilder(root.getSubjectX500Principal(), Date.from(when));
        builder.setNextUpdate(Date.from(NOW.plus(Duration.ofDays(30))));
        builder.addCRLEntry(
                certificate.getSerialNumber(), Date.from(when), reason < 0 ? CRLReason.unspecified : reason);
        X509CRL crl = new JcaX509CRLConverter()
                .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(rootKey.getPrivate())));
        Path file = folder.resolve("list-" + SERIAL.incrementAndGet() + ".crl");
        Files.write(file, crl.getEncoded());
        return file;
    }

    private byte[] token(byte[] asked) throws Exception {
        var request = new TimeStampRequest(asked);
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        var generator = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", stampKey.getPrivate(), stamper),
                digests.get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                        org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256)),
                new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4"));
        generator.addCertificates(new JcaCertStore(List.of(stamper, root)));
        return new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED)
                .generate(request, BigInteger.valueOf(SERIAL.incrementAndGet()), Date.from(stampTime.get()))
                .getEncoded();
    }

    /** The protocol of Authenticode before RFC 3161: the signature comes back as signed data, whose signer becomes the counter signer. */
    private byte[] counter(byte[] asked) throws Exception {
        ASN1Sequence content =
                ASN1Sequence.getInstance(ASN1Sequence.getInstance(asked).getObjectAt(1));
        byte[] signature = ASN1OctetString.getInstance(
                        ASN1TaggedObject.getInstance(content.getObjectAt(1)).getExplicitBaseObject())
                .getOctets();
        var times = new org.bouncycastle.asn1.ASN1EncodableVector();
        times.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(stampTime.get())))));
        var builder = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
        builder.setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(times)));
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(stampKey.getPrivate()), stamper));
        generator.addCertificates(new JcaCertStore(List.of(stamper, root)));
        return generator.generate(new CMSProcessableByteArray(signature), true).getEncoded();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** Signs a copy of a file with osslsigncode. */
    public Path sign(Path file, Signer signer, String... more) throws Exception {
        String name = file.getFileName().toString();
        Path signed = folder.resolve(SERIAL.incrementAndGet() + "-" + name);
        List<String> command = new ArrayList<>(List.of(
                "osslsigncode",
                "sign",
                "-certs",
                signer.pem().toString(),
                "-key",
                signer.key().toString(),
                "-in",
                file.toString(),
                "-out",
                signed.toString()));
        command.addAll(List.of(more));
        Result result = run(command);
        if (result.exit() != 0) {
            throw new IllegalStateException(result.out());
        }
        return signed;
    }

    record Result(int exit, String out) {}

    /** Whether osslsigncode finds a signature of the root valid. */
    Result verify(Path file, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "osslsigncode",
                "verify",
                "-CAfile",
                folder.resolve("root.pem").toString(),
                "-TSA-CAfile",
                folder.resolve("root.pem").toString(),
                "-in",
                file.toString()));
        command.addAll(List.of(more));
        return run(command);
    }

    static Result run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("hangs: " + command);
        }
        return new Result(process.exitValue(), out);
    }

    public TrustPolicy policy(Path... lists) throws IOException {
        return new TrustPolicy(
                List.of(root),
                java.util.Set.of("Microsoft Corporation", "Microsoft Windows"),
                "Microsoft Corporation",
                TrustPolicy.END_OF_SHA1,
                RevocationLists.read(List.of(lists)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
