package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running sinkhole says when it is asked for a probe by its nonce: the addresses from which that probe came, none where none did.
 * Nobody can ask for a probe whose nonce he does not know, so nothing is given away.
 *
 * @param sources in the form of {@link NetworkAddress#normalised}
 */
public record SeenProbe(String nonce, List<String> sources) {

    /** The header of the answer that holds it. */
    public static final String HEADER = "Firebreak-Sinkhole-Seen";

    private static final String PATH = "/firebreak-probes/";
    private static final Pattern ASKED = Pattern.compile(Pattern.quote(PATH) + "([0-9a-f]{" + ProbeNonce.DIGITS + "})");
    private static final Pattern FORM =
            Pattern.compile("nonce=([0-9a-f]{" + ProbeNonce.DIGITS + "}); sources=([0-9A-Fa-f:.,]{0,400})");

    public SeenProbe {
        if (!ProbeNonce.isNonce(nonce)) {
            throw new IllegalArgumentException("not a nonce: " + nonce);
        }
        sources = List.copyOf(sources);
    }

    /** The path that asks for a probe. */
    public static String path(String nonce) {
        return PATH + nonce;
    }

    /** The nonce that a path asks for; empty where it asks for something else. */
    public static Optional<String> asked(String path) {
        Matcher match = ASKED.matcher(path);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** The header's value: {@code nonce=0123..; sources=10.1.2.3,10.1.2.4}. */
    public String header() {
        return "nonce=" + nonce + "; sources=" + String.join(",", sources);
    }

    /** Reads a header's value; empty where it has any other form, or names something that is no address. */
    public static Optional<SeenProbe> parse(String header) {
        Matcher match = FORM.matcher(header);
        if (!match.matches()) {
            return Optional.empty();
        }
        List<String> sources = match.group(2).isEmpty()
                ? List.of()
                : Arrays.asList(match.group(2).split(",", -1));
        return sources.stream().allMatch(NetworkAddress::isAddress)
                ? Optional.of(new SeenProbe(
                        match.group(1),
                        sources.stream().map(NetworkAddress::normalisedOrSame).toList()))
                : Optional.empty();
    }
}
