package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * When a signature was made, as an authority says that ends at the same roots: RFC 3161 (since about 2012) or the counter signature of PKCS#9
 * before it. One that is there and not valid refuses the file: it was put there to deceive, or the file is damaged.
 */
final class TimeStamp {

    private static final ASN1ObjectIdentifier RFC_3161 = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.3.3.1");
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(24);

    private final TrustPolicy policy;
    private final Instant now;

    TimeStamp(TrustPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /** The moment that a valid time stamp names; empty where there is none. */
    Optional<Instant> of(SignedMessage message) throws SignatureRefusal {
        Instant found = null;
        for (ASN1Encodable token : message.unsigned(RFC_3161)) {
            found = earlier(found, token(token, message));
        }
        for (SignerInformation counter : message.counterSignatures().getSigners()) {
            found = earlier(found, counter(counter, message));
        }
        return Optional.ofNullable(found);
    }

    private static Instant earlier(@org.jspecify.annotations.Nullable Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }

    private Instant token(ASN1Encodable value, SignedMessage message) throws SignatureRefusal {
        try {
            var token = new TimeStampToken(ContentInfo.getInstance(value));
            SignedMessage signed = SignedMessage.read(token.toCMSSignedData(), Kind.TIMESTAMP);
            String algorithm = SignedMessage.digest(token.getTimeStampInfo().getHashAlgorithm());
            if (algorithm.isEmpty()
                    || !MessageDigest.isEqual(
                            SignedMessage.hash(algorithm, message.signer().getSignature()),
                            token.getTimeStampInfo().getMessageImprintDigest())) {
                throw SignedMessage.invalid(Kind.TIMESTAMP);
            }
            Instant at = token.getTimeStampInfo().getGenTime().toInstant();
            believe(signed.certificate(), signed.certificates(), at, signed.isSha1() || algorithm.equals("SHA-1"));
            return at;
        } catch (TSPException | IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw SignedMessage.invalid(Kind.TIMESTAMP);
        }
    }

    private Instant counter(SignerInformation counter, SignedMessage message) throws SignatureRefusal {
        AttributeTable signed = counter.getSignedAttributes();
        X509Certificate own = message.certificates().stream()
                .filter(certificate -> isOf(counter, certificate))
                .findFirst()
                .orElseThrow(() -> SignedMessage.invalid(Kind.TIMESTAMP));
        String algorithm = SignedMessage.digest(counter);
        if (algorithm.isEmpty()
                || signed == null
                || signed.getAll(CMSAttributes.signingTime).size() != 1
                || !SignedMessage.countersigns(counter, own, message.signer().getSignature())) {
            throw SignedMessage.invalid(Kind.TIMESTAMP);
        }
        try {
            Attribute time = signed.get(CMSAttributes.signingTime);
            Instant at = Time.getInstance(time.getAttrValues().getObjectAt(0))
                    .getDate()
                    .toInstant();
            believe(own, message.certificates(), at, algorithm.equals("SHA-1"));
            return at;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SignedMessage.invalid(Kind.TIMESTAMP);
        }
    }

    private static boolean isOf(SignerInformation counter, X509Certificate certificate) {
        return certificate.getSerialNumber().equals(counter.getSID().getSerialNumber())
                && org.bouncycastle.asn1.x500.X500Name.getInstance(
                                certificate.getIssuerX500Principal().getEncoded())
                        .equals(counter.getSID().getIssuer());
    }

    private void believe(X509Certificate authority, List<X509Certificate> certificates, Instant at, boolean sha1)
            throws SignatureRefusal {
        if (at.isAfter(now.plus(CLOCKS_DIFFER)) || (sha1 && !at.isBefore(policy.sha1Until()))) {
            throw SignedMessage.invalid(Kind.TIMESTAMP);
        }
        new CertificatePath(policy, certificates, CertificatePath.TIME_STAMPING).check(authority, at, true, now);
    }
}
