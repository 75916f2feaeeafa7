package dev.firebreak.core.watch.tie;

import dev.firebreak.core.watch.Detection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
    private @Nullable Named all;
    private boolean isFull;
    private long version;

    /** A host; changed only under the lock of the whole, and copied for readers. */
    private static final class Host {
        private final Set<String> spellings = new TreeSet<>();
        private final boolean isAddress;
        private final int[] counts = new int[HostPart.values().length];
        private long[] times = new long[2];
        private int size;
        private @Nullable Occurrences copy;

        Host(boolean isAddress) {
            this.isAddress = isAddress;
        }

        void add(String spelling, long time) {
            copy = null;
            counts[Occurrences.part(time).ordinal()]++;
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
     * @param counts of all detections, by {@link HostPart}
     * @param times the latest, as {@link #at} and {@link #part} read them, in no order
     * @param last the latest of all
     */
    public record Occurrences(String key, boolean isAddress, int[] counts, long[] times, Instant last) {
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
        all = null;
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

    /** All hosts; the same object until detections are added. */
    public synchronized Named all() {
        if (all == null) {
            List<Occurrences> copies = new ArrayList<>(hosts.size());
            hosts.forEach((key, host) -> copies.add(occurrences(key, host)));
            all = new Named(copies);
        }
        return all;
    }

    /** Hosts, those with addresses by address. */
    public static final class Named {
        private final List<Occurrences> hosts;
        private final Map<String, Occurrences> byAddress = new HashMap<>();
        private final List<Occurrences> names = new ArrayList<>();
        private final Set<String> firsts = new HashSet<>();

        Named(List<Occurrences> hosts) {
            this.hosts = List.copyOf(hosts);
            for (Occurrences host : this.hosts) {
                if (host.isAddress()) {
                    byAddress.put(host.key(), host);
                } else {
                    names.add(host);
                    firsts.add(HostKey.first(host.key()));
                }
            }
        }

        /** All of them. */
        public List<Occurrences> hosts() {
            return hosts;
        }

        @Nullable
        Occurrences address(String address) {
            return byAddress.get(address);
        }

        Collection<Occurrences> addresses() {
            return byAddress.values();
        }

        List<Occurrences> names() {
            return names;
        }

        /** First parts of the names. */
        Set<String> firsts() {
            return firsts;
        }
    }

    private static Occurrences occurrences(String key, Host host) {
        Occurrences copy = host.copy;
        if (copy == null) {
            long[] times = Arrays.copyOf(host.times, host.size);
            long last = Long.MIN_VALUE;
            for (long time : times) {
                last = Math.max(last, time);
            }
            copy = new Occurrences(key, host.isAddress, host.counts.clone(), times, Occurrences.at(last));
            host.copy = copy;
        }
        return copy;
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
