package dev.firebreak.app.web.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down who guesses: after some free tries, each one more costs twice the wait of the one before. A try counts before its outcome is
 * known, so that a hundred at once are a hundred. What it remembers is bounded; the oldest is forgotten first.
 */
public final class GuessThrottle {

    private static final int MAX_KEYS = 20_000;
    private static final int MAX_DOUBLINGS = 20;

    private final int free;
    private final Duration most;
    private final Map<String, Tries> tries;

    private record Tries(int count, Instant last) {}

    /**
     * @param free tries that cost nothing
     * @param most the longest wait; who stays away for twice as long starts anew
     */
    public GuessThrottle(int free, Duration most) {
        this.free = free;
        this.most = most;
        this.tries = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
                return size() > MAX_KEYS;
            }
        };
    }

    /** Counts a try; what is left to wait where it comes too early, and then it does not count. */
    public synchronized Optional<Duration> tried(String key, Instant now) {
        Tries before = tries.get(key);
        if (before == null || before.last().plus(most.multipliedBy(2)).isBefore(now)) {
            tries.put(key, new Tries(1, now));
            return Optional.empty();
        }
        Duration left = Duration.between(now, before.last().plus(wait(before.count())));
        if (left.isPositive()) {
            return Optional.of(left);
        }
        tries.put(key, new Tries(before.count() + 1, now));
        return Optional.empty();
    }

    /** It was the right one. */
    public synchronized void forget(String key) {
        tries.remove(key);
    }

    /** The try came to nothing that should count. */
    synchronized void takeBack(String key) {
        tries.computeIfPresent(key, (k, t) -> t.count() < 2 ? null : new Tries(t.count() - 1, t.last()));
    }

    private Duration wait(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(count - free, MAX_DOUBLINGS));
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
