package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.killswitch.SeenProbe;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The latest probes of ours that came by HTTP and were logged, by nonce. Any thread may call. */
final class SeenProbes {

    private static final int MAX_NONCES = 10_000;
    private static final int MAX_SOURCES = 8;

    private final Map<String, Set<String>> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > MAX_NONCES;
        }
    };

    synchronized void add(SinkholeCall call) {
        String nonce = call.nonce();
        if (nonce != null) {
            Set<String> sources = seen.computeIfAbsent(nonce, n -> new LinkedHashSet<>());
            if (sources.size() < MAX_SOURCES) {
                sources.add(call.source());
            }
        }
    }

    synchronized SeenProbe of(String nonce) {
        return new SeenProbe(nonce, List.copyOf(seen.getOrDefault(nonce, Set.of())));
    }
}
