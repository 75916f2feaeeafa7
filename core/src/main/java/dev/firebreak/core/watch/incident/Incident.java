package dev.firebreak.core.watch.incident;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detections that belong together, because machines attacked each other.
 *
 * @param id stays while the incident grows: time and machine of its first detection
 * @param hosts all machines, by the time at which they first appear
 * @param path who infected whom or tried to, by time; at most one for each pair and rule
 * @param first the machine it began with as far as the input reaches; null where several could be
 * @param isolateFirst the machines that are a danger to others, the most urgent first
 * @param detections by time
 */
public record Incident(
        String id,
        Severity severity,
        List<Host> hosts,
        List<Hop> path,
        @Nullable String first,
        List<String> isolateFirst,
        List<Detection> detections) {

    public Incident {
        hosts = List.copyOf(hosts);
        path = List.copyOf(path);
        isolateFirst = List.copyOf(isolateFirst);
        detections = List.copyOf(detections);
    }

    /** When it began. */
    public Instant began() {
        return detections.getFirst().time();
    }

    /** When it was last seen. */
    public Instant last() {
        return detections.getLast().time();
    }

    /** Machines that were attacked and are vulnerable according to the inventory. */
    public long vulnerableHit() {
        return hosts.stream().filter(Host::isHitAndVulnerable).count();
    }

    /**
     * One machine in it.
     *
     * @param address as the input names it
     * @param role the most urgent that fits
     * @param isAttacked whether another machine attacked or probed it
     * @param machine what the inventory says; null where it does not know the machine
     * @param seen when it first appears
     * @param rules what was detected of it, as source or target
     */
    public record Host(
            String address,
            HostRole role,
            boolean isAttacked,
            @Nullable KnownMachine machine,
            Instant seen,
            List<String> rules) {
        public Host {
            rules = List.copyOf(rules);
        }

        /** Whether it was attacked and the inventory says that the fix is missing. */
        public boolean isHitAndVulnerable() {
            return isAttacked
                    && machine != null
                    && machine.verdict() == dev.firebreak.core.assess.Verdict.Kind.VULNERABLE;
        }
    }

    /**
     * A step of the spread.
     *
     * @param succeeded whether something shows that the attack succeeded
     */
    public record Hop(Instant time, String source, String target, String rule, boolean succeeded) {}
}
