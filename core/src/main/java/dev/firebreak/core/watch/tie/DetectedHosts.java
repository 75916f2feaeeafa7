package dev.firebreak.core.watch.tie;

import dev.firebreak.core.watch.Detection;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that kept detections name, with the times. Bounded: of each host the latest {@value #MOST_TIMES} times, and at most
 * {@value #MOST_HOSTS} hosts; {@link #isFull} tells that there are more. Any number of threads may call.
 */
public final class DetectedHosts {

    /** Hosts that are told apart: some 40 MB at most with the usual number of times. */
    public static final int MOST_HOSTS = 200_000;

    /** Times of one host. */
    static final int MOST_TIMES = 256;

    private static final int MOST_SPELLINGS = 8;
    private static final int PART_BITS = 2;
    private static final long MILLION = 1_000_000;

    private final Map<String, Host> hosts = new HashMap<>();
    private final Map<String, Set<String>> byFirst = new HashMap<>();
    private boolean isFull;
    private long version;

    /** A host; changed only under the lock of the whole, and copied for readers. */
    private static final class Host {
        private final Set<String> spellings = new TreeSet<>();
        private final boolean isAddress;
        private long[] times = new long[2];
        private int size;

        Host(boolean isAddress) {
            this.isAddress = isAddress;
        }

        void add(String spelling, long time) {
            if (spellings.size() < MOST_SPELLINGS) {
                spellings.add(spelling);
            }
            if (size == MOST_TIMES) {
                int oldest = 0;
                for (int i = 1; i < size; i++) {
                    oldest = times[i] < times[oldest] ? i : oldest;
                }
                times[oldest] = Math.max(times[oldest], time);
                return;
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, Math.min(MOST_TIMES, size * 2));
            }
            times[size++] = time;
        }
    }

    /**
     * When a host was named, and as what.
     *
     * @param key one spelling of the address or name
     * @param times as {@link #at} and {@link #part} read them, in no order
     */
    public record Occurrences(String key, boolean isAddress, long[] times) {
        /** The moment of a time, in microseconds. */
        static Instant at(long time) {
            long micros = time >> PART_BITS;
            return Instant.ofEpochSecond(
                    Math.floorDiv(micros, MILLION), Math.floorMod(micros, MILLION) * (1_000_000_000 / MILLION));
        }

        static HostPart part(long time) {
            return HostPart.values()[(int) (time & ((1 << PART_BITS) - 1))];
        }
    }

    private static long time(Instant at, HostPart part) {
        long micros = Math.multiplyExact(at.getEpochSecond(), MILLION) + at.getNano() / 1000;
        return micros << PART_BITS | part.ordinal();
    }

    /** Adds detections that were not known before. */
    public synchronized void add(Collection<Detection> detections) {
        for (Detection detection : detections) {
            put(detection.flow().source(), detection.time(), HostPart.SOURCE);
            String target = detection.flow().target();
            if (target != null) {
                put(target, detection.time(), HostPart.ofTarget(detection));
            }
        }
        version++;
    }

    private void put(String spelling, Instant at, HostPart part) {
        String key = HostKey.of(spelling);
        Host host = hosts.get(key);
        if (host == null) {
            if (hosts.size() >= MOST_HOSTS) {
                isFull = true;
                return;
            }
            host = new Host(HostKey.isAddress(key));
            hosts.put(key, host);
            if (!host.isAddress) {
                byFirst.computeIfAbsent(HostKey.first(key), first -> new TreeSet<>())
                        .add(key);
            }
        }
        host.add(spelling, time(at, part));
    }

    /** All hosts. */
    public synchronized List<Occurrences> all() {
        return hosts.entrySet().stream()
                .map(e -> occurrences(e.getKey(), e.getValue()))
                .toList();
    }

    private static Occurrences occurrences(String key, Host host) {
        return new Occurrences(key, host.isAddress, Arrays.copyOf(host.times, host.size));
    }

    /** The host of an address or a name, as detections spell it; empty where none names it. */
    synchronized Set<String> spellings(String key) {
        Host host = hosts.get(key);
        return host == null ? Set.of() : Set.copyOf(host.spellings);
    }

    /** A host that is named; null where none is. */
    synchronized @Nullable Occurrences named(String key) {
        Host host = hosts.get(key);
        return host == null ? null : occurrences(key, host);
    }

    /** Keys of named hosts whose names begin with the same part. */
    synchronized Set<String> withFirst(String first) {
        return Set.copyOf(byFirst.getOrDefault(first, Set.of()));
    }

    /** Whether nothing was detected. */
    public synchronized boolean isEmpty() {
        return hosts.isEmpty();
    }

    /** Whether there are hosts that are not counted any more. */
    public synchronized boolean isFull() {
        return isFull;
    }

    /** Another number after each change. */
    public synchronized long version() {
        return version;
    }
}
