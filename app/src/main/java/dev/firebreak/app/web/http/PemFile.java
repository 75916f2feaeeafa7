package dev.firebreak.app.web.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.firebreak.app.io.PlainFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** A private key and its certificates as PEM files, as certificate authorities and certbot write them (RFC 7468). */
public final class PemFile {

    /** A key store lives in memory only and its password protects nothing. */
    public static final String PASSWORD = "memory";

    /** A chain of certificates has some KiB. */
    private static final int MAX_BYTES = 1 << 20;

    private PemFile() {}

    /** @throws IOException with a sentence why not, without anything of the key */
    public static KeyStore store(Path key, Path certificate) throws IOException {
        try {
            var chain = chain(certificate);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("firebreak", key(key), PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException(key + ", " + certificate + ": " + e.getClass().getSimpleName(), e);
        }
    }

    private static List<X509Certificate> chain(Path file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> read;
        try (var in = new ByteArrayInputStream(PlainFiles.bytes(file, MAX_BYTES))) {
            read = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        List<X509Certificate> chain = read.stream()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
        if (chain.isEmpty()) {
            throw new IOException(file + ": no certificate in it");
        }
        return chain;
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        try (var pem = new PemReader(new StringReader(new String(PlainFiles.bytes(file, MAX_BYTES), US_ASCII)))) {
            for (PemObject part = pem.readPemObject(); part != null; part = pem.readPemObject()) {
                switch (part.getType()) {
                    case "PRIVATE KEY" -> {
                        return key(PrivateKeyInfo.getInstance(part.getContent()));
                    }
                    case "RSA PRIVATE KEY" -> {
                        return key(new PrivateKeyInfo(
                                new AlgorithmIdentifier(
                                        PKCSObjectIdentifiers.rsaEncryption, org.bouncycastle.asn1.DERNull.INSTANCE),
                                ASN1Sequence.getInstance(part.getContent())));
                    }
                    case "EC PRIVATE KEY" -> {
                        var ec = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(part.getContent());
                        return key(new PrivateKeyInfo(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ec.getParametersObject()),
                                ec));
                    }
                    case "ENCRYPTED PRIVATE KEY" -> throw new IOException(file + ": the key is locked by a password");
                    default -> {
                        // Parameters of a curve, certificates: not what we look for.
                    }
                }
            }
        }
        throw new IOException(file + ": no private key in it");
    }

    private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId())
                ? "RSA"
                : oid.equals(X9ObjectIdentifiers.id_ecPublicKey.getId()) ? "EC" : "EdDSA";
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }
}
