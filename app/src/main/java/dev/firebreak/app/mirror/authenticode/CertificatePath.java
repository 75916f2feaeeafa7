package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.core.text.Text;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds and checks the chain from a signer to a root (RFC 5280, as far as Authenticode uses it), at the moment that counts: that of the time
 * stamp, else now. A root that has expired since counts at the moment of the time stamp.
 */
final class CertificatePath {

    /** Code signing, RFC 5280 4.2.1.12. */
    static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    /** Time stamping, RFC 5280 4.2.1.12. */
    static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    /** Microsoft: after the certificate's end the signature counts no more, time stamp or not. */
    private static final String LIFETIME_SIGNING = "1.3.6.1.4.1.311.10.3.13";

    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int MAX_LENGTH = 8;
    private static final int MAX_TRIES = 256;
    private static final int CERT_SIGN = 5;

    /** Signature algorithms of certificates: by allow list, so that MD5 (used by Flame in 2012) and what is new count for nothing. */
    private static final Set<String> STRONG = Set.of(
            "SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");

    /** Extensions that may be critical, since they are looked at here or say nothing that widens trust. */
    private static final Set<String> KNOWN_CRITICAL =
            Set.of("2.5.29.15", "2.5.29.19", "2.5.29.37", "2.5.29.32", "2.5.29.14", "2.5.29.35");

    private final TrustPolicy policy;
    private final Collection<X509Certificate> certificates;
    private final String usage;
    private int tries;

    /**
     * @param certificates that came with the signature
     * @param usage what the signer's certificate must be for
     */
    CertificatePath(TrustPolicy policy, Collection<X509Certificate> certificates, String usage) {
        this.policy = policy;
        this.certificates = certificates;
        this.usage = usage;
    }

    /**
     * Passes where a chain is good at that moment.
     *
     * @param at the moment that counts
     * @param stamped whether a time stamp says so
     * @param now the moment of the check
     */
    void check(X509Certificate signer, Instant at, boolean stamped, Instant now) throws SignatureRefusal {
        signer(signer, now);
        SignatureRefusal first = null;
        for (List<X509Certificate> chain : chains(signer)) {
            try {
                check(chain, at, stamped);
                return;
            } catch (SignatureRefusal e) {
                first = first == null ? e : first;
            }
        }
        throw first != null
                ? first
                : new SignatureRefusal(
                        Kind.CHAIN,
                        Text.format(
                                "signed by %s, which no root certificate of Microsoft has issued",
                                "署名者 %s の証明書は、Microsoft のルート証明書につながりません", SubjectName.shown(signer)));
    }

    private void signer(X509Certificate signer, Instant now) throws SignatureRefusal {
        List<String> usages = usages(signer);
        if (usages == null || !usages.contains(usage) || signer.getBasicConstraints() >= 0) {
            throw wrongUse(signer);
        }
        boolean[] keyUsage = signer.getKeyUsage();
        if (keyUsage != null && !keyUsage[0]) {
            throw wrongUse(signer);
        }
        if (usages.contains(LIFETIME_SIGNING)
                && now.isAfter(signer.getNotAfter().toInstant())) {
            throw expired(signer, now);
        }
    }

    /** Chains from the signer to a root, both included; each link's signature is right. */
    private List<List<X509Certificate>> chains(X509Certificate signer) {
        List<List<X509Certificate>> found = new ArrayList<>();
        extend(new ArrayList<>(List.of(signer)), found);
        return found;
    }

    private void extend(List<X509Certificate> chain, List<List<X509Certificate>> found) {
        X509Certificate last = chain.getLast();
        if (chain.size() >= MAX_LENGTH) {
            return;
        }
        for (X509Certificate root : policy.roots()) {
            if (isIssued(last, root)) {
                List<X509Certificate> whole = new ArrayList<>(chain);
                whole.add(root);
                found.add(whole);
            }
        }
        for (X509Certificate next : certificates) {
            if (!chain.contains(next) && !policy.roots().contains(next) && isIssued(last, next)) {
                chain.add(next);
                extend(chain, found);
                chain.removeLast();
            }
        }
    }

    private boolean isIssued(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()) || tries++ > MAX_TRIES) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void check(List<X509Certificate> chain, Instant at, boolean stamped) throws SignatureRefusal {
        boolean old = stamped && at.isBefore(policy.sha1Until());
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            if (at.isBefore(certificate.getNotBefore().toInstant())
                    || at.isAfter(certificate.getNotAfter().toInstant())) {
                throw expired(certificate, at);
            }
            strength(certificate, i == chain.size() - 1, old);
            if (i > 0) {
                issuer(certificate, i, i == chain.size() - 1);
            }
            if (i < chain.size() - 1) {
                Set<String> critical = certificate.getCriticalExtensionOIDs();
                if (critical != null && !KNOWN_CRITICAL.containsAll(critical)) {
                    throw wrongUse(certificate);
                }
                policy.revocations().check(certificate, chain.get(i + 1), at, stamped);
            }
        }
    }

    /** A root's own signature proves nothing and is not looked at. */
    private static void strength(X509Certificate certificate, boolean root, boolean old) throws SignatureRefusal {
        boolean strong = STRONG.contains(certificate.getSigAlgName());
        boolean sha1 = certificate.getSigAlgName().equals("SHA1withRSA");
        int bits = certificate.getPublicKey() instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : 2048;
        if ((!root && !strong && !(sha1 && old)) || bits < (old ? 1024 : 2048)) {
            throw new SignatureRefusal(
                    Kind.ALGORITHM,
                    Text.format(
                            "the certificate of %s uses %s (%d bits), which counts only with an old time stamp, or not at all",
                            "%s の証明書の %s（%d ビット）は、古いタイムスタンプがある場合に限り有効か、まったく認められません",
                            SubjectName.shown(certificate),
                            certificate.getSigAlgName(),
                            bits));
        }
    }

    /** @param depth certificates below it, the signer included */
    private void issuer(X509Certificate certificate, int depth, boolean root) throws SignatureRefusal {
        // The roots of the nineties have no extensions.
        boolean ca = certificate.getBasicConstraints() >= 0
                || (root && (certificate.getVersion() < 3 || certificate.getExtensionValue("2.5.29.19") == null));
        boolean[] keyUsage = certificate.getKeyUsage();
        if (!ca || (keyUsage != null && !keyUsage[CERT_SIGN])) {
            throw wrongUse(certificate);
        }
        // Of intermediates between it and the signer.
        if (certificate.getBasicConstraints() >= 0 && certificate.getBasicConstraints() < depth - 1) {
            throw wrongUse(certificate);
        }
        List<String> usages = usages(certificate);
        if (!root && usages != null && !usages.contains(usage) && !usages.contains(ANY_USAGE)) {
            throw wrongUse(certificate);
        }
    }

    private static @Nullable List<String> usages(X509Certificate certificate) throws SignatureRefusal {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw wrongUse(certificate);
        }
    }

    private static SignatureRefusal wrongUse(X509Certificate certificate) {
        return new SignatureRefusal(
                Kind.USAGE,
                Text.format(
                        "the certificate of %s is not meant for this",
                        "%s の証明書は、この用途に使えません", SubjectName.shown(certificate)));
    }

    private static SignatureRefusal expired(X509Certificate certificate, Instant at) {
        return new SignatureRefusal(
                Kind.EXPIRED,
                Text.format(
                        "the certificate of %s (%s to %s) was not valid on %s, the day that counts",
                        "%s の証明書（%s～%s）は、判定の基準となる %s には有効ではありません",
                        SubjectName.shown(certificate),
                        SignatureRefusal.day(certificate.getNotBefore().toInstant()),
                        SignatureRefusal.day(certificate.getNotAfter().toInstant()),
                        SignatureRefusal.day(at)));
    }
}
