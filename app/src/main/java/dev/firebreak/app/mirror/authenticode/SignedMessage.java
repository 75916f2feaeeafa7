package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;
import org.jspecify.annotations.Nullable;

/**
 * A CMS SignedData (RFC 5652, PKCS#7 before it) with exactly one signer, whose signature over its content is right; who that signer is, is for
 * {@link CertificatePath} to say.
 */
final class SignedMessage {

    /** SpcIndirectDataContent: kind of file and digest. */
    static final ASN1ObjectIdentifier INDIRECT_DATA = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.4");

    /** Digest algorithms that may be used at all, by allow list: names that Java knows. */
    private static final Map<String, String> DIGESTS = Map.of(
            "1.3.14.3.2.26", "SHA-1",
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");

    private static final Set<String> KEYS = Set.of(
            "1.2.840.113549.1.1.1",
            "1.2.840.113549.1.1.5",
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13",
            "1.2.840.10045.2.1",
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4");

    private static final int MAX_CERTIFICATES = 64;

    private final CMSSignedData message;
    private final SignerInformation signer;
    private final X509Certificate certificate;
    private final List<X509Certificate> certificates;

    private SignedMessage(
            CMSSignedData message,
            SignerInformation signer,
            X509Certificate certificate,
            List<X509Certificate> certificates) {
        this.message = message;
        this.signer = signer;
        this.certificate = certificate;
        this.certificates = certificates;
    }

    /** Reads a message and verifies the signature over its content. */
    static SignedMessage read(byte[] der, Kind kind) throws SignatureRefusal {
        try {
            return read(new CMSSignedData(ContentInfo.getInstance(der)), kind);
        } catch (CMSException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw invalid(kind);
        }
    }

    static SignedMessage read(CMSSignedData message, Kind kind) throws SignatureRefusal {
        try {
            List<SignerInformation> signers =
                    List.copyOf(message.getSignerInfos().getSigners());
            if (signers.size() != 1) {
                throw invalid(kind);
            }
            SignerInformation signer = signers.getFirst();
            List<X509Certificate> certificates = certificates(message, kind);
            X509Certificate own = certificate(signer, message, kind);
            AttributeTable signed = signer.getSignedAttributes();
            if (digest(signer).isEmpty()) {
                throw kind == Kind.TIMESTAMP ? invalid(kind) : weak(signer.getDigestAlgOID());
            }
            if (!KEYS.contains(signer.getEncryptionAlgOID())
                    || signed == null
                    || !isSingle(signed, CMSAttributes.messageDigest)
                    || !isSingle(signed, CMSAttributes.contentType)
                    || !isDigestOfContent(message, signer, signed)
                    || !verifies(signer, own)) {
                throw invalid(kind);
            }
            whole(certificates);
            return new SignedMessage(message, signer, own, certificates);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException | IOException e) {
            throw invalid(kind);
        }
    }

    /** Computed here over the bytes of the value, without its tag and length, as PKCS#7 says for contents that are no octet strings. */
    private static boolean isDigestOfContent(CMSSignedData message, SignerInformation signer, AttributeTable signed)
            throws IOException {
        Attribute type = signed.get(CMSAttributes.contentType);
        Attribute hash = signed.get(CMSAttributes.messageDigest);
        var told = new ASN1ObjectIdentifier(message.getSignedContentTypeOID());
        if (!type.getAttrValues().getObjectAt(0).toASN1Primitive().equals(told)) {
            return false;
        }
        byte[] content = content(message);
        return content != null
                && MessageDigest.isEqual(
                        hash(digest(signer), content),
                        ASN1OctetString.getInstance(hash.getAttrValues().getObjectAt(0))
                                .getOctets());
    }

    private static byte @Nullable [] content(CMSSignedData message) throws IOException {
        Object content = message.getSignedContent() == null
                ? null
                : message.getSignedContent().getContent();
        if (content instanceof byte[] octets) {
            return octets;
        }
        if (!(content instanceof ASN1Encodable value)) {
            return null;
        }
        byte[] der = value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        int head = der[1] >= 0 ? 2 : 2 + (der[1] & 0x7F);
        return java.util.Arrays.copyOfRange(der, head, der.length);
    }

    static boolean verifies(SignerInformation signer, X509Certificate certificate) {
        try {
            // By the key alone: whether the certificate was valid then is looked at elsewhere.
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate.getPublicKey()));
        } catch (CMSException | OperatorCreationException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether a counter signature is over this signature. Computed here: those of Microsoft's old time stamps carry a content type, which RFC
     * 5652 (11.4) forbids and libraries therefore refuse.
     */
    static boolean countersigns(SignerInformation counter, X509Certificate certificate, byte[] signature) {
        AttributeTable signed = counter.getSignedAttributes();
        String algorithm = digest(counter);
        if (signed == null
                || algorithm.isEmpty()
                || !KEYS.contains(counter.getEncryptionAlgOID())
                || !isSingle(signed, CMSAttributes.messageDigest)) {
            return false;
        }
        try {
            byte[] told = ASN1OctetString.getInstance(signed.get(CMSAttributes.messageDigest)
                            .getAttrValues()
                            .getObjectAt(0))
                    .getOctets();
            Signature check = Signature.getInstance(algorithm.replace("-", "") + "with"
                    + (certificate.getPublicKey().getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            check.initVerify(certificate.getPublicKey());
            check.update(counter.getEncodedSignedAttributes());
            return MessageDigest.isEqual(hash(algorithm, signature), told) && check.verify(counter.getSignature());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private static List<X509Certificate> certificates(CMSSignedData message, Kind kind) throws SignatureRefusal {
        List<X509Certificate> all = new ArrayList<>();
        Collection<X509CertificateHolder> holders = message.getCertificates().getMatches(null);
        if (holders.size() > MAX_CERTIFICATES) {
            throw invalid(kind);
        }
        for (X509CertificateHolder holder : holders) {
            try {
                all.add(new JcaX509CertificateConverter().getCertificate(holder));
            } catch (GeneralSecurityException e) {
                // One that Java cannot read can be no part of a chain.
            }
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static X509Certificate certificate(SignerInformation signer, CMSSignedData message, Kind kind)
            throws SignatureRefusal {
        Selector<X509CertificateHolder> wanted = signer.getSID();
        Collection<X509CertificateHolder> found = message.getCertificates().getMatches(wanted);
        if (found.size() != 1) {
            throw invalid(kind);
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(found.iterator().next());
        } catch (GeneralSecurityException e) {
            throw invalid(kind);
        }
    }

    private static boolean isSingle(AttributeTable table, ASN1ObjectIdentifier type) {
        return table.getAll(type).size() == 1 && table.get(type).getAttrValues().size() == 1;
    }

    /** Name of the digest algorithm; empty where it is not in the allow list. */
    static String digest(SignerInformation signer) {
        return DIGESTS.getOrDefault(signer.getDigestAlgOID(), "");
    }

    /** Name of a digest algorithm; empty where it is not in the allow list. */
    static String digest(AlgorithmIdentifier algorithm) {
        return DIGESTS.getOrDefault(algorithm.getAlgorithm().getId(), "");
    }

    static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    SignerInformation signer() {
        return signer;
    }

    X509Certificate certificate() {
        return certificate;
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    boolean isSha1() {
        return digest(signer).equals("SHA-1");
    }

    /** The content where it is a SpcIndirectDataContent. */
    IndirectData indirectData() throws SignatureRefusal {
        try {
            if (INDIRECT_DATA.getId().equals(message.getSignedContentTypeOID())
                    && message.getSignedContent().getContent() instanceof ASN1Encodable value) {
                ASN1Sequence content = ASN1Sequence.getInstance(value);
                ASN1Sequence info = ASN1Sequence.getInstance(content.getObjectAt(1));
                if (content.size() == 2 && info.size() == 2) {
                    String algorithm = digest(AlgorithmIdentifier.getInstance(info.getObjectAt(0)));
                    if (!algorithm.isEmpty()) {
                        return new IndirectData(
                                algorithm,
                                ASN1OctetString.getInstance(info.getObjectAt(1)).getOctets());
                    }
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ClassCastException e) {
            // said below
        }
        throw invalid(Kind.SIGNATURE);
    }

    /** What a signature says of a file. */
    record IndirectData(String algorithm, byte[] digest) {}

    /** Values of an attribute that is not signed. */
    List<ASN1Encodable> unsigned(ASN1ObjectIdentifier type) {
        List<ASN1Encodable> values = new ArrayList<>();
        AttributeTable table = signer.getUnsignedAttributes();
        if (table != null) {
            for (int i = 0; i < table.getAll(type).size(); i++) {
                ASN1Set set = Attribute.getInstance(table.getAll(type).get(i)).getAttrValues();
                set.forEach(values::add);
            }
        }
        return values;
    }

    /** Types of the attributes that are not signed. */
    List<String> unsignedTypes() {
        List<String> types = new ArrayList<>();
        AttributeTable table = signer.getUnsignedAttributes();
        if (table != null) {
            for (Attribute attribute : table.toASN1Structure().getAttributes()) {
                types.add(attribute.getAttrType().getId());
            }
        }
        return types;
    }

    SignerInformationStore counterSignatures() {
        return signer.getCounterSignatures();
    }

    /**
     * A root that came with the message is no link of a chain, since roots are ours, so that nothing else covers its bytes: its own signature must
     * be right. What was changed in it is damage, or room for data.
     */
    private static void whole(List<X509Certificate> certificates) throws SignatureRefusal {
        for (X509Certificate certificate : certificates) {
            if (certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
                try {
                    certificate.verify(certificate.getPublicKey());
                } catch (SignatureException | InvalidKeyException e) {
                    throw new SignatureRefusal(
                            Kind.SIGNATURE,
                            Text.format(
                                    "a certificate that came with the signature was changed: %s",
                                    "署名に付属する証明書が改変されています: %s", SubjectName.shown(certificate)));
                } catch (GeneralSecurityException e) {
                    // An algorithm that Java has no more: nobody can tell.
                }
            }
        }
    }

    private static SignatureRefusal weak(String algorithm) {
        String name = algorithm.equals("1.2.840.113549.2.5") ? "MD5" : algorithm;
        return new SignatureRefusal(
                Kind.ALGORITHM, Text.format("signed with %s, which never counts", "%s による署名は認められません", name));
    }

    static SignatureRefusal invalid(Kind kind) {
        return new SignatureRefusal(
                kind,
                kind == Kind.TIMESTAMP
                        ? new Text("the time stamp is not valid", "タイムスタンプが正しくありません")
                        : new Text("the signature is not valid", "署名が正しくありません"));
    }
}
