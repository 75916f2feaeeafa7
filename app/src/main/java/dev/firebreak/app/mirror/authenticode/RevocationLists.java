package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Certificate revocation lists (RFC 5280, DER or PEM) that an administrator gave. Nothing is fetched when a package is judged. */
public final class RevocationLists {

    private static final int MAX_BYTES = 32 << 20;

    /** Nothing is revoked, as far as is known here. */
    public static final RevocationLists NONE = new RevocationLists(List.of());

    /** Reasons that say nothing against what was signed before. */
    private static final Set<CRLReason> HARMLESS_BEFORE =
            EnumSet.of(CRLReason.SUPERSEDED, CRLReason.CESSATION_OF_OPERATION, CRLReason.AFFILIATION_CHANGED);

    private final List<X509CRL> lists;

    private RevocationLists(List<X509CRL> lists) {
        this.lists = List.copyOf(lists);
    }

    /**
     * Reads lists.
     *
     * @throws IOException where a file cannot be read, or is no revocation list: who gives one relies on it
     */
    public static RevocationLists read(List<Path> files) throws IOException {
        List<X509CRL> lists = new ArrayList<>();
        for (Path file : files) {
            try {
                byte[] bytes = PlainFiles.bytes(file, MAX_BYTES);
                lists.add(
                        (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes)));
            } catch (GeneralSecurityException e) {
                throw new IOException(file + ": not a certificate revocation list", e);
            }
        }
        return new RevocationLists(lists);
    }

    /**
     * Passes where no list of the issuer names the certificate. An entry counts whatever the list's own dates are: a revocation is not taken
     * back by getting old.
     *
     * @param signed when the signature was made, by a valid time stamp or by now
     * @param stamped whether a time stamp says so
     */
    void check(X509Certificate certificate, X509Certificate issuer, Instant signed, boolean stamped)
            throws SignatureRefusal {
        for (X509CRL list : lists) {
            if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()) || !isSignedBy(list, issuer)) {
                continue;
            }
            X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
            if (entry == null || entry.getRevocationReason() == CRLReason.REMOVE_FROM_CRL) {
                continue;
            }
            boolean before =
                    stamped && signed.isBefore(entry.getRevocationDate().toInstant());
            // Without a reason it may be a stolen key, and nobody knows since when.
            CRLReason reason = entry.getRevocationReason();
            if (!(before && reason != null && HARMLESS_BEFORE.contains(reason))) {
                throw new SignatureRefusal(
                        Kind.REVOKED,
                        Text.format(
                                "the certificate %s was revoked on %s",
                                "証明書 %s は %s に失効しています",
                                certificate.getSerialNumber().toString(16),
                                SignatureRefusal.day(entry.getRevocationDate().toInstant())));
            }
        }
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
