package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sinkhole tells a probe in its answer: the nonce it read and the address it saw the request come from. By it the probe knows, without
 * another connection, that the sinkhole itself answered, to this request, and whether a proxy or address translation stands between.
 *
 * @param nonce the probe's, as the sinkhole read it
 * @param source address that the sinkhole saw, in the form of {@link NetworkAddress#normalised}
 */
public record SinkholeReceipt(String nonce, String source) {

    /** The header of the answer that holds a receipt. Only answers to probes of ours have it: it tells the worm nothing. */
    public static final String HEADER = "Firebreak-Sinkhole";

    private static final Pattern FORM =
            Pattern.compile("nonce=([0-9a-f]{" + ProbeNonce.DIGITS + "}); source=([0-9A-Fa-f:.]{2,45})");

    public SinkholeReceipt {
        source = NetworkAddress.normalisedOrSame(source);
        if (!ProbeNonce.isNonce(nonce)) {
            throw new IllegalArgumentException("not a nonce: " + nonce);
        }
    }

    /** The header's value: {@code nonce=0123..; source=10.1.2.3}. */
    public String header() {
        return "nonce=" + nonce + "; source=" + source;
    }

    /** Reads a header's value; empty where it has any other form. */
    public static Optional<SinkholeReceipt> parse(String header) {
        Matcher match = FORM.matcher(header);
        return match.matches() && NetworkAddress.isAddress(match.group(2))
                ? Optional.of(new SinkholeReceipt(match.group(1), match.group(2)))
                : Optional.empty();
    }
}
