package dev.firebreak.core.watch.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.util.List;
import java.util.Locale;

/**
 * Whether the sinkhole's log holds the probe's direct request.
 *
 * @param sources addresses that the log names for it; only with {@link State#SEEN}
 */
public record SinkholeSight(State state, List<String> sources) {

    public static final SinkholeSight NOT_ASKED = new SinkholeSight(State.NOT_ASKED, List.of());
    public static final SinkholeSight UNREADABLE = new SinkholeSight(State.UNREADABLE, List.of());
    public static final SinkholeSight NOT_SEEN = new SinkholeSight(State.NOT_SEEN, List.of());

    public SinkholeSight {
        sources = sources.stream()
                .map(NetworkAddress::normalisedOrSame)
                .distinct()
                .toList();
        if (state == State.SEEN == sources.isEmpty()) {
            throw new IllegalArgumentException("sources belong to a request that was seen: " + state);
        }
    }

    /** The log holds the request. */
    public static SinkholeSight seen(List<String> sources) {
        return new SinkholeSight(State.SEEN, sources);
    }

    /** What is known of the log. */
    public enum State {
        NOT_ASKED,
        /** The log could not be read. */
        UNREADABLE,
        NOT_SEEN,
        SEEN;

        /** Name in our formats. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
