package dev.firebreak.core.watch.killswitch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number by which the sinkhole recognises a request as a probe of ours and not as a call of the worm. It travels in the request's
 * {@code User-Agent}, because path and Host must be those of the worm's request.
 */
public final class ProbeNonce {

    /** Hexadecimal digits of a nonce. */
    public static final int DIGITS = 32;

    private static final String AGENT = "Firebreak-Probe/1 (nonce=";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + DIGITS + "}");
    private static final Pattern IN_AGENT = Pattern.compile("Firebreak-Probe/1 \\(nonce=([0-9a-f]{" + DIGITS + "})\\)");

    private ProbeNonce() {}

    /** Whether the text is a nonce: 32 lower-case hexadecimal digits. */
    public static boolean isNonce(String text) {
        return FORM.matcher(text).matches();
    }

    /** The {@code User-Agent} of a probe with this nonce. */
    public static String agent(String nonce) {
        if (!isNonce(nonce)) {
            throw new IllegalArgumentException("not a nonce: " + nonce);
        }
        return AGENT + nonce + ")";
    }

    /** The nonce of a probe's {@code User-Agent}; empty where the request is no probe. */
    public static Optional<String> ofAgent(String agent) {
        Matcher match = IN_AGENT.matcher(agent);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
