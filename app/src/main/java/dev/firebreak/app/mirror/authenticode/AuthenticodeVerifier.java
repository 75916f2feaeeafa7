package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jsign.DigestAlgorithm;
import net.jsign.Signable;
import net.jsign.mscab.MSCabinetFile;
import net.jsign.msi.MSIFile;
import net.jsign.pe.PEFile;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the Authenticode signature of a file without executing or unpacking it, and without the network. The digest of the file is computed
 * by jsign; everything that decides is here.
 */
public final class AuthenticodeVerifier {

    private static final ASN1ObjectIdentifier NESTED = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.4.1");
    private static final int MAX_SIGNATURES = 8;

    /**
     * Unsigned attributes that have a meaning here: time stamps, counter signatures, further signatures. Others are room for data that no
     * signature covers.
     */
    private static final Set<String> KNOWN_UNSIGNED =
            Set.of("1.3.6.1.4.1.311.3.3.1", "1.2.840.113549.1.9.6", "1.3.6.1.4.1.311.2.4.1");

    private static final Map<String, DigestAlgorithm> ALGORITHMS = Map.of(
            "SHA-1", DigestAlgorithm.SHA1,
            "SHA-256", DigestAlgorithm.SHA256,
            "SHA-384", DigestAlgorithm.SHA384,
            "SHA-512", DigestAlgorithm.SHA512);

    static {
        // POI logs through Log4j's API, which says on standard error that nobody listens.
        System.setProperty("log4j2.StatusLogger.level", "OFF");
    }

    private final TrustPolicy policy;

    public AuthenticodeVerifier(TrustPolicy policy) {
        this.policy = policy;
    }

    /** Kinds of files that can carry a signature. */
    public enum FileKind {
        /** Portable executable: .exe, .dll. */
        PE,
        /** Cabinet: .cab, and .msu until 2024. */
        CAB,
        /** Compound file: .msi, .msp. */
        MSI
    }

    /**
     * A genuine signature.
     *
     * @param signer name of the publisher
     * @param signedAt moment of the time stamp; null where there is none
     * @param algorithm digest algorithm of the signature that counts
     */
    public record Genuine(String signer, @Nullable Instant signedAt, String algorithm) {}

    /**
     * Passes where a signature is genuine. Every signature that the file carries must be over this content and satisfy the policy; one that
     * is only too weak counts for nothing, and does no harm beside another.
     *
     * @param now the moment of the check, for what has no time stamp
     * @throws SignatureRefusal says why it is not
     */
    public Genuine verify(FileChannel file, FileKind kind, Instant now) throws IOException, SignatureRefusal {
        try (Signable signable = signable(file, kind)) {
            List<SignedMessage> all = new ArrayList<>();
            collect(SignedMessage.read(signature(file, kind, signable), Kind.SIGNATURE), all);
            for (SignedMessage message : all) {
                coversContent(message, signable);
            }
            SignatureRefusal first = null;
            Genuine best = null;
            for (SignedMessage message : all) {
                try {
                    Genuine genuine = judge(message, now);
                    best = best == null || best.algorithm().equals("SHA-1") ? genuine : best;
                } catch (SignatureRefusal e) {
                    // Beside a newer signature an old one may be too weak by now. Any other fault was put there, or is
                    // damage.
                    if (e.kind() != Kind.ALGORITHM) {
                        throw e;
                    }
                    first = first == null ? e : first;
                }
            }
            if (best != null) {
                return best;
            }
            throw first == null ? SignedMessage.invalid(Kind.SIGNATURE) : first;
        } catch (RuntimeException e) {
            // jsign, POI and BouncyCastle meet hostile files with all kinds of exceptions; none of them makes a file
            // genuine.
            throw damaged();
        }
    }

    private static SignatureRefusal damaged() {
        return SignatureRefusal.layout("the file or its signature is damaged", "ファイルまたは署名が破損しています");
    }

    private static Signable signable(FileChannel file, FileKind kind) throws IOException, SignatureRefusal {
        var source = new ByteSource(file);
        // What does not pass here never reaches a parser that trusts more.
        switch (kind) {
            case PE -> PeLayout.signature(source);
            case CAB -> CabLayout.signature(source);
            case MSI -> MsiLayout.signatureLength(source);
        }
        var open = new OpenChannel(file);
        try {
            return switch (kind) {
                case PE -> new PEFile(open);
                case CAB -> new MSCabinetFile(open);
                case MSI -> new MSIFile(open);
            };
        } catch (IOException e) {
            throw damaged();
        }
    }

    private static byte[] signature(FileChannel file, FileKind kind, Signable signable)
            throws IOException, SignatureRefusal {
        var source = new ByteSource(file);
        return switch (kind) {
            case PE -> PeLayout.signature(source);
            case CAB -> CabLayout.signature(source);
            case MSI -> {
                byte[] primary = primary(signable);
                if (MsiLayout.signatureLength(source) - primary.length > 7) {
                    throw SignatureRefusal.appended();
                }
                yield primary;
            }
        };
    }

    private static byte[] primary(Signable signable) throws SignatureRefusal {
        try {
            return signable.getSignatures().stream()
                    .findFirst()
                    .orElseThrow(SignatureRefusal::unsigned)
                    .getEncoded();
        } catch (IOException e) {
            throw damaged();
        }
    }

    private static void collect(SignedMessage message, List<SignedMessage> all) throws SignatureRefusal {
        if (!KNOWN_UNSIGNED.containsAll(message.unsignedTypes())) {
            throw SignatureRefusal.appended();
        }
        all.add(message);
        for (ASN1Encodable nested : message.unsigned(NESTED)) {
            if (all.size() >= MAX_SIGNATURES) {
                throw SignedMessage.invalid(Kind.SIGNATURE);
            }
            try {
                collect(SignedMessage.read(nested.toASN1Primitive().getEncoded(), Kind.SIGNATURE), all);
            } catch (IOException e) {
                throw SignedMessage.invalid(Kind.SIGNATURE);
            }
        }
    }

    private static void coversContent(SignedMessage message, Signable signable) throws SignatureRefusal {
        SignedMessage.IndirectData said = message.indirectData();
        DigestAlgorithm algorithm = ALGORITHMS.get(said.algorithm());
        byte[] found;
        try {
            found = algorithm == null ? new byte[0] : signable.computeDigest(algorithm);
        } catch (IOException e) {
            throw damaged();
        }
        if (!MessageDigest.isEqual(said.digest(), found)) {
            throw new SignatureRefusal(Kind.DIGEST, new Text("the content is not what was signed", "署名された内容と一致しません"));
        }
    }

    private Genuine judge(SignedMessage message, Instant now) throws SignatureRefusal {
        Optional<Instant> stamp = new TimeStamp(policy, now).of(message);
        Instant at = stamp.orElse(now);
        boolean sha1 = message.isSha1() || message.indirectData().algorithm().equals("SHA-1");
        if (sha1 && !(stamp.isPresent() && at.isBefore(policy.sha1Until()))) {
            throw new SignatureRefusal(
                    Kind.ALGORITHM,
                    Text.format(
                            "signed with SHA-1, which counts only with a time stamp before %s",
                            "SHA-1 の署名は、%s より前のタイムスタンプがある場合に限り有効です", SignatureRefusal.day(policy.sha1Until())));
        }
        new CertificatePath(policy, message.certificates(), CertificatePath.CODE_SIGNING)
                .check(message.certificate(), at, stamp.isPresent(), now);
        String name = SubjectName.common(message.certificate()).orElse("");
        String organisation = SubjectName.organisation(message.certificate()).orElse("");
        if (!policy.publishers().contains(name) || !policy.organisation().equals(organisation)) {
            throw new SignatureRefusal(
                    Kind.PUBLISHER,
                    Text.format(
                            "the signature is valid, but of another publisher: %s",
                            "署名は有効ですが、別の発行元のものです: %s", SubjectName.shown(message.certificate())));
        }
        return new Genuine(name, stamp.orElse(null), sha1 ? "SHA-1" : SignedMessage.digest(message.signer()));
    }
}
