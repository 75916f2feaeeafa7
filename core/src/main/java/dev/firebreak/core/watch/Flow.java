package dev.firebreak.core.watch;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One connection between two hosts, or as much of it as the source of the event tells.
 *
 * @param id names the connection among all of the input: two connections with equal addresses and ports have different ids
 * @param source address or name of the machine that began it, as the input tells it; IPv6 as in RFC 5952
 * @param sourcePort 0 where the input does not tell
 * @param target address or name of the other machine; null where the input does not tell
 * @param targetPort 0 where the input does not tell
 */
public record Flow(
        String id, String source, int sourcePort, @Nullable String target, int targetPort) implements Serializable {

    /** A connection that the input names only by its two ends. */
    public static Flow of(String source, int sourcePort, @Nullable String target, int targetPort) {
        return new Flow(
                source + " " + sourcePort + " " + target + " " + targetPort, source, sourcePort, target, targetPort);
    }

    /** Something that one machine did, with no other machine known. */
    public static Flow at(String machine) {
        return new Flow(machine, machine, 0, null, 0);
    }
}
