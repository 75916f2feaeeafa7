package dev.firebreak.core.watch.incident;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes incidents of detections. Machines belong together where one attacked, probed or damaged the other; a name server that was asked or a web
 * server that was contacted does not. A quiet time of {@link #QUIET} ends an incident for the machines in it.
 */
public final class IncidentCorrelator {

    /** A worm that spreads is heard of more often than this. */
    static final Duration QUIET = Duration.ofDays(3);

    private static final Set<String> ATTACKS = Set.of(
            Rules.ETERNALBLUE,
            Rules.ETERNALSYNERGY_ROMANCE,
            Rules.ETERNALCHAMPION,
            Rules.DOUBLEPULSAR,
            Rules.SMB1_UNUSED_TRANS2);

    private static final Set<String> RULES_BETWEEN_MACHINES = Set.of(
            Rules.ETERNALBLUE,
            Rules.ETERNALSYNERGY_ROMANCE,
            Rules.ETERNALCHAMPION,
            Rules.DOUBLEPULSAR,
            Rules.SMB1_UNUSED_TRANS2,
            Rules.MS17_010_PROBE_VULNERABLE,
            Rules.RANSOMWARE_FILE_BURST);

    private final MachineDirectory directory;

    public IncidentCorrelator(MachineDirectory directory) {
        this.directory = directory;
    }

    /** Incidents, the one that was seen last first. */
    public List<Incident> correlate(List<Detection> detections) {
        List<Detection> byTime = new ArrayList<>(detections);
        byTime.sort(Comparator.comparing(Detection::time));
        Map<String, Group> groups = new HashMap<>();
        Set<Group> all = new LinkedHashSet<>();
        for (Detection detection : byTime) {
            String source = detection.flow().source();
            String target = victim(detection);
            Group group = open(groups, source, detection.time());
            Group other = target == null ? null : open(groups, target, detection.time());
            if (group == null) {
                group = other == null ? new Group() : other;
            } else if (other != null && other != group) {
                group.join(other, groups);
                all.remove(other);
            }
            group.add(detection);
            all.add(group);
            groups.put(source, group);
            if (target != null) {
                groups.put(target, group);
            }
        }
        return all.stream()
                .map(group -> incident(group.detections))
                .sorted(Comparator.comparing(Incident::last).reversed())
                .toList();
    }

    /** The machine at the other end where it suffers: was attacked, probed or had its files changed; null for one that was only contacted. */
    @Nullable
    public static String victim(Detection detection) {
        return RULES_BETWEEN_MACHINES.contains(detection.rule())
                ? detection.flow().target()
                : null;
    }

    @Nullable
    private static Group open(Map<String, Group> groups, String host, Instant now) {
        Group group = groups.get(host);
        return group == null || group.last().plus(QUIET).isBefore(now) ? null : group;
    }

    private static final class Group {
        private final List<Detection> detections = new ArrayList<>();

        void add(Detection detection) {
            detections.add(detection);
        }

        Instant last() {
            return detections.getLast().time();
        }

        void join(Group other, Map<String, Group> groups) {
            detections.addAll(other.detections);
            detections.sort(Comparator.comparing(Detection::time));
            groups.replaceAll((host, group) -> group == other ? this : group);
        }
    }

    private Incident incident(List<Detection> detections) {
        Map<String, Facts> facts = new LinkedHashMap<>();
        for (Detection detection : detections) {
            Facts source = facts.computeIfAbsent(detection.flow().source(), h -> new Facts(detection.time()));
            source.did(detection);
            String target = victim(detection);
            if (target != null) {
                facts.computeIfAbsent(target, h -> new Facts(detection.time())).suffered(detection);
            }
        }
        List<Incident.Host> hosts = new ArrayList<>();
        facts.forEach((address, fact) -> hosts.add(new Incident.Host(
                address,
                fact.role(),
                fact.attacked != null,
                directory.find(address, fact.seen).orElse(null),
                fact.seen,
                List.copyOf(fact.rules))));
        Detection first = detections.getFirst();
        String id = first.time().toString().replaceAll("[^0-9T]", "").substring(0, 15)
                + "-"
                + first.flow().source().replaceAll("[^0-9A-Za-z.-]", "-");
        return new Incident(
                id,
                detections.stream()
                        .map(Detection::severity)
                        .min(Severity::compareTo)
                        .orElse(Severity.INFO),
                hosts,
                path(detections, facts),
                beginning(facts),
                isolation(facts),
                detections);
    }

    /** Who acts and was not attacked before it acted: the first one, if it did anything before all others. */
    @Nullable
    private static String beginning(Map<String, Facts> facts) {
        List<Map.Entry<String, Facts>> sources = facts.entrySet().stream()
                .filter(e -> e.getValue().acted != null && e.getValue().role().isDanger())
                .filter(e -> e.getValue().attacked == null
                        || !e.getValue().attacked.isBefore(e.getValue().acted()))
                .sorted(Comparator.comparing(e -> e.getValue().acted()))
                .toList();
        boolean isOne = sources.size() == 1
                || (sources.size() > 1
                        && sources.get(0)
                                .getValue()
                                .acted()
                                .isBefore(sources.get(1).getValue().acted()));
        return isOne ? sources.getFirst().getKey() : null;
    }

    private static List<String> isolation(Map<String, Facts> facts) {
        return facts.entrySet().stream()
                .filter(e -> e.getValue().role().isDanger())
                .sorted(Comparator.<Map.Entry<String, Facts>, HostRole>comparing(
                                e -> e.getValue().role())
                        .thenComparingInt(e -> -e.getValue().victims.size())
                        .thenComparing(e -> e.getValue().last, Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Incident.Hop> path(List<Detection> detections, Map<String, Facts> facts) {
        Map<String, Incident.Hop> hops = new LinkedHashMap<>();
        for (Detection detection : detections) {
            String target = victim(detection);
            if (target == null) {
                continue;
            }
            Facts fact = Objects.requireNonNull(facts.get(target));
            boolean isAttack = ATTACKS.contains(detection.rule());
            boolean acted = fact.acted != null && fact.acted.isAfter(detection.time());
            boolean succeeded = detection.rule().equals(Rules.DOUBLEPULSAR)
                    || detection.rule().equals(Rules.RANSOMWARE_FILE_BURST)
                    || (isAttack && acted);
            hops.putIfAbsent(
                    detection.flow().source() + " " + target + " " + detection.rule(),
                    new Incident.Hop(detection.time(), detection.flow().source(), target, detection.rule(), succeeded));
        }
        return List.copyOf(hops.values());
    }

    /** What is known of one machine in an incident. */
    private static final class Facts {
        private final Instant seen;
        private Instant last;
        private final Set<String> rules = new TreeSet<>();
        private final Set<String> victims = new LinkedHashSet<>();
        private boolean encrypts;
        private boolean attacks;
        private boolean scans;
        private boolean isSuspect;
        private boolean hasBackdoor;
        private boolean isHit;
        private boolean isDamaged;

        @Nullable
        private Instant acted;

        @Nullable
        private Instant attacked;

        Facts(Instant seen) {
            this.seen = seen;
            this.last = seen;
        }

        Instant acted() {
            return acted == null ? seen : acted;
        }

        void did(Detection detection) {
            rules.add(detection.rule());
            last = detection.time();
            acted = acted == null ? detection.time() : acted;
            String victim = victim(detection);
            if (victim != null) {
                victims.add(victim);
            }
            switch (detection.rule()) {
                case Rules.RANSOMWARE_FILE_BURST -> encrypts = true;
                case Rules.ETERNALBLUE, Rules.ETERNALSYNERGY_ROMANCE, Rules.ETERNALCHAMPION, Rules.DOUBLEPULSAR ->
                    attacks = true;
                case Rules.SMB_SCAN, Rules.MS17_010_PROBE_VULNERABLE, Rules.SMB1_UNUSED_TRANS2 -> scans = true;
                default -> isSuspect = true;
            }
        }

        void suffered(Detection detection) {
            rules.add(detection.rule());
            last = detection.time();
            if (detection.rule().equals(Rules.RANSOMWARE_FILE_BURST)) {
                isDamaged = true;
                return;
            }
            attacked = attacked == null ? detection.time() : attacked;
            hasBackdoor |= detection.rule().equals(Rules.DOUBLEPULSAR);
            isHit |= ATTACKS.contains(detection.rule());
        }

        HostRole role() {
            if (encrypts) {
                return HostRole.ENCRYPTING;
            }
            if (attacks) {
                return HostRole.SPREADING;
            }
            boolean actsAfterAttack = isHit && acted != null && attacked != null && acted.isAfter(attacked);
            if (hasBackdoor || actsAfterAttack) {
                return HostRole.TAKEN_OVER;
            }
            if (scans) {
                return HostRole.SCANNING;
            }
            if (isSuspect) {
                return HostRole.SUSPECTED;
            }
            return isHit ? HostRole.HIT : isDamaged ? HostRole.DAMAGED : HostRole.PROBED;
        }
    }
}
