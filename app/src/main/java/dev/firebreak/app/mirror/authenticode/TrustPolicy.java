package dev.firebreak.app.mirror.authenticode;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a signature must satisfy.
 *
 * @param roots certificates that end a chain
 * @param publishers names (CN) that a signer may have; the organisation must be {@link #organisation} too
 * @param organisation of the signer (O)
 * @param sha1Until SHA-1 and keys below 2048 bits count only for what a valid time stamp dates before this moment
 * @param revocations lists that were given; no others are looked for
 */
public record TrustPolicy(
        List<X509Certificate> roots,
        Set<String> publishers,
        String organisation,
        Instant sha1Until,
        RevocationLists revocations) {

    /**
     * When Microsoft took what was signed with SHA-1 alone out of its Download Center. Nothing that Microsoft publishes is signed with SHA-1
     * alone since.
     */
    public static final Instant END_OF_SHA1 = Instant.parse("2020-08-03T00:00:00Z");

    /**
     * Names under which Microsoft signs its own updates. Its roots also vouch for others: "Microsoft Windows Hardware Compatibility Publisher"
     * signs drivers of any maker, "Microsoft 3rd Party Application Component" their programs. Those are not in the list.
     */
    private static final Set<String> MICROSOFT = Set.of(
            "Microsoft Corporation",
            "Microsoft Windows",
            "Microsoft Windows Publisher",
            "Microsoft Windows Component Publisher",
            "Microsoft Update");

    public TrustPolicy {
        roots = List.copyOf(roots);
        publishers = Set.copyOf(publishers);
    }

    /** For packages of Microsoft, with the roots that ship. */
    public static TrustPolicy microsoft(RevocationLists revocations) {
        return new TrustPolicy(MicrosoftRoots.load(), MICROSOFT, "Microsoft Corporation", END_OF_SHA1, revocations);
    }
}
