package dev.firebreak.core.watch.infection;

import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Calls by source, minute and nonce: enough to say whose each was, in bounded memory however many there are. Where the minutes become too many, hours
 * and then days are kept; sources beyond the bound are only counted. Not for several threads at once.
 */
public final class CallTally {

    /** Most counts that are held; with more, the time of each becomes coarser. */
    public static final int MOST = 100_000;

    private static final int MAX_NAMES = 16;
    private static final List<Duration> WIDTHS =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(36_500));

    private Map<Key, Count> counts = new HashMap<>();
    private int width;
    private long calls;
    private long others;
    private long uncounted;

    private record Key(String source, long time, @Nullable String nonce) {}

    /** Calls of one source in one span of time, with one nonce or none. */
    public static final class Count {
        private final String source;
        private final String segment;
        private final @Nullable String nonce;
        private final Set<String> names = new TreeSet<>();
        private final Set<String> forwarded = new TreeSet<>();
        private final Set<AgentKind> agents = EnumSet.noneOf(AgentKind.class);
        private Instant first;
        private Instant last;
        private @Nullable Instant lastDns;
        private @Nullable Instant lastHttp;
        private long dns;
        private long http;
        private long byResolver;

        private Count(SinkholeCall call) {
            source = call.source();
            segment = call.segment();
            nonce = call.nonce();
            first = call.time();
            last = call.time();
        }

        private void add(SinkholeCall call) {
            first = earlier(first, call.time());
            last = later(last, call.time());
            if (names.size() < MAX_NAMES) {
                names.add(call.name());
            }
            switch (call.request()) {
                case SinkholeCall.Dns asked -> {
                    dns++;
                    byResolver += asked.resolver() ? 1 : 0;
                    lastDns = later(lastDns, call.time());
                }
                case SinkholeCall.Http asked -> {
                    http++;
                    lastHttp = later(lastHttp, call.time());
                    agents.add(AgentKind.of(asked.agent()));
                    String via = asked.via();
                    if (via != null && forwarded.size() < MAX_NAMES) {
                        forwarded.add(via);
                    }
                }
            }
        }

        private void add(Count other) {
            first = earlier(first, other.first);
            last = later(last, other.last);
            names.addAll(other.names);
            forwarded.addAll(other.forwarded);
            agents.addAll(other.agents);
            lastDns = other.lastDns == null ? lastDns : later(lastDns, other.lastDns);
            lastHttp = other.lastHttp == null ? lastHttp : later(lastHttp, other.lastHttp);
            dns += other.dns;
            http += other.http;
            byResolver += other.byResolver;
        }

        public String source() {
            return source;
        }

        public String segment() {
            return segment;
        }

        /** Of a probe; null where the calls carry none. */
        public @Nullable String nonce() {
            return nonce;
        }

        public Instant first() {
            return first;
        }

        public Instant last() {
            return last;
        }

        /** The last question to DNS; null where there is none. */
        public @Nullable Instant lastDns() {
            return lastDns;
        }

        /** The last HTTP request, which was answered; null where there is none. */
        public @Nullable Instant lastHttp() {
            return lastHttp;
        }

        public long dns() {
            return dns;
        }

        public long http() {
            return http;
        }

        /** Questions in the form in which resolvers ask for others. */
        public long byResolver() {
            return byResolver;
        }

        public Set<String> names() {
            return names;
        }

        public Set<AgentKind> agents() {
            return agents;
        }

        /** What proxies wrote into requests; empty where no proxy stands before the source. */
        public Set<String> forwarded() {
            return forwarded;
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(@Nullable Instant a, Instant b) {
        return a != null && a.isAfter(b) ? a : b;
    }

    /** Counts a call. */
    public void add(SinkholeCall call) {
        calls++;
        if (call.indicator() == null) {
            others++;
            return;
        }
        Key key = key(call.source(), call.time(), call.nonce());
        Count count = counts.get(key);
        if (count == null) {
            while (counts.size() >= MOST && width + 1 < WIDTHS.size()) {
                coarsen();
                key = key(call.source(), call.time(), call.nonce());
            }
            count = counts.get(key);
            if (count == null) {
                if (counts.size() >= MOST) {
                    uncounted++;
                    return;
                }
                count = new Count(call);
                counts.put(key, count);
            }
        }
        count.add(call);
    }

    private Key key(String source, Instant time, @Nullable String nonce) {
        return new Key(
                source, Math.floorDiv(time.getEpochSecond(), WIDTHS.get(width).toSeconds()), nonce);
    }

    private void coarsen() {
        width++;
        Map<Key, Count> coarser = new HashMap<>();
        for (Count count : counts.values()) {
            coarser.merge(key(count.source, count.first, count.nonce), count, (a, b) -> {
                a.add(b);
                return a;
            });
        }
        counts = coarser;
    }

    /** All counts. */
    public Collection<Count> counts() {
        return new ArrayList<>(counts.values());
    }

    /** All calls. */
    public long calls() {
        return calls;
    }

    /** Calls of names that are no indicator. */
    public long others() {
        return others;
    }

    /** Calls of sources beyond the bound: nobody can tell whose they were. */
    public long uncounted() {
        return uncounted;
    }
}
