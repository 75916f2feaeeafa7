package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.core.text.SafeText;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Parts of the distinguished name of a certificate's subject. */
final class SubjectName {

    private SubjectName() {}

    /** The name that a publisher is known by (CN); empty where there is none, or more than one. */
    static Optional<String> common(X509Certificate certificate) {
        return only(certificate, BCStyle.CN);
    }

    /** The organisation (O); empty where there is none, or more than one. */
    static Optional<String> organisation(X509Certificate certificate) {
        return only(certificate, BCStyle.O);
    }

    private static Optional<String> only(X509Certificate certificate, ASN1ObjectIdentifier attribute) {
        RDN[] found = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(attribute);
        return found.length == 1 && !found[0].isMultiValued()
                ? Optional.of(IETFUtils.valueToString(found[0].getFirst().getValue()))
                : Optional.empty();
    }

    /** For people. */
    static String shown(X509Certificate certificate) {
        return SafeText.name(
                common(certificate).orElse(certificate.getSubjectX500Principal().getName()));
    }
}
