package dev.firebreak.core.fleet;

import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Machines that no report covers: those that a list expects and that never reported, and those that the network saw and no inventory
 * knows. Each counts as unknown; nothing here makes a machine green.
 *
 * @param reported machines that reported
 * @param silent machines in the count of which only a scan or a failed attempt to reach them tells
 * @param expected machines that the lists name
 * @param neverReported expected machines that did not report: those that are missing, and those that are silent
 * @param missing expected and never reported, by name
 * @param unmanaged seen and in no inventory, by address
 * @param dismissed taken out of the count by a person
 */
public record FleetGaps(
        int reported,
        int silent,
        int expected,
        int neverReported,
        List<Missing> missing,
        List<Unmanaged> unmanaged,
        List<GapDecision> dismissed) {

    /** No list was given. */
    public static final FleetGaps NONE = new FleetGaps(0, 0, 0, 0, List.of(), List.of(), List.of());

    /** An account that did not log on for so long may be of a machine that is gone. It stays in the count. */
    public static final Duration STALE = Duration.ofDays(90);

    /** The longest NetBIOS name: a machine with a longer one reports its beginning. */
    private static final int NETBIOS = 15;

    public FleetGaps {
        missing = List.copyOf(missing);
        unmanaged = List.copyOf(unmanaged);
        dismissed = List.copyOf(dismissed);
    }

    /** What is remarkable about one that is missing. */
    public enum Label {
        DISABLED("disabled", new Text("account disabled", "アカウントが無効")),
        NOT_LOGGED_ON("notLoggedOn", new Text("no logon for 90 days", "90 日以上ログオンなし")),
        NAME_SHARED("nameShared", new Text("another machine of this name reported", "同じ名前の別の端末から報告があります"));

        private final String id;
        private final Text text;

        Label(String id, Text text) {
            this.id = id;
            this.text = text;
        }

        public String id() {
            return id;
        }

        public Text text() {
            return text;
        }
    }

    /** @param seen where the network saw a machine of this name; null where it did not */
    public record Missing(
            ExpectedMachine machine,
            Set<Label> labels,
            @Nullable Unmanaged seen) {
        public Missing {
            labels = labels.isEmpty() ? Set.of() : EnumSet.copyOf(labels);
        }
    }

    /**
     * One that was seen.
     *
     * @param at when it was last seen; null where no list has times
     */
    public record Unmanaged(
            String address,
            @Nullable String mac,
            @Nullable String hostName,
            @Nullable Instant at,
            Set<Sighting.Kind> kinds,
            Set<Source> sources) {
        public Unmanaged {
            kinds = EnumSet.copyOf(kinds);
            sources = new LinkedHashSet<>(sources);
        }

        /** The text by which it is decided upon: the hardware address, which stays where the other changes. */
        public String key() {
            return mac == null ? address : mac;
        }
    }

    /** All machines that there are or seem to be. */
    public int total() {
        return reported + silent + unknown();
    }

    /** Those that these lists add to the count: nothing is known of them. */
    public int unknown() {
        return missing.size() + unmanaged.size();
    }

    /** "28 of 56 reported; 9 expected ones never did; 19 seen on the network are in no inventory". */
    public Text sentence() {
        // "0 expected ones never did" would read as if somebody had compared a list where none was given.
        Text base = neverReported == 0
                ? Text.format("%d of %d reported", "%2$d 台のうち %1$d 台から報告があります", reported, total())
                : Text.format(
                        "%d of %d reported; %d expected ones never did",
                        "%2$d 台のうち %1$d 台から報告があります。あるはずの %3$d 台からは一度も報告がありません", reported, total(), neverReported);
        return unmanaged.isEmpty()
                ? base
                : Text.format(
                        unmanaged.size() == 1
                                ? "%s; %d seen on the network is in no inventory"
                                : "%s; %d seen on the network are in no inventory",
                        "%s。ネットワークで見つかった %d 台は、どのインベントリーにもありません",
                        base,
                        unmanaged.size());
    }

    /**
     * Compares who should report with who did.
     *
     * @param decisions of persons; the last of a key counts
     * @param now decides which logon is long ago
     */
    public static FleetGaps of(
            KnownMachines known,
            Collection<ExpectedMachine> expected,
            Collection<Sighting> seen,
            Collection<GapDecision> decisions,
            Instant now) {
        var run = new Comparison(known, decisions, now);
        List<List<ExpectedMachine>> byLabel = run.expected(expected);
        run.unmanaged(seen, run.missing(byLabel));
        return run.result(byLabel.stream().mapToInt(List::size).sum());
    }

    private static final class Comparison {
        private final KnownMachines known;
        private final Map<String, GapDecision> decisions = new HashMap<>();
        private final List<GapDecision> dismissed = new ArrayList<>();
        private final Instant now;
        private final Map<String, Missing> missing = new LinkedHashMap<>();
        private final List<Unmanaged> unmanaged = new ArrayList<>();
        private int silent;

        Comparison(KnownMachines known, Collection<GapDecision> decisions, Instant now) {
            this.known = known;
            this.now = now;
            decisions.forEach(decision -> this.decisions.put(decision.kind() + " " + decision.key(), decision));
        }

        FleetGaps result(int expected) {
            return new FleetGaps(
                    known.reported(),
                    known.count() - known.reported(),
                    expected,
                    missing.size() + silent,
                    missing.values().stream()
                            .sorted((one, other) -> one.machine()
                                    .key()
                                    .compareTo(other.machine().key()))
                            .toList(),
                    unmanaged,
                    dismissed);
        }

        private boolean isDecided(GapDecision.Kind kind, String key) {
            GapDecision decision = decisions.get(kind + " " + key);
            if (decision == null || !decision.holds(known)) {
                return false;
            }
            if (decision.machine() == null) {
                dismissed.add(decision);
            }
            return true;
        }

        /** Each machine once, whatever lists name it: those of one short name together. */
        List<List<ExpectedMachine>> expected(Collection<ExpectedMachine> all) {
            Map<String, Map<String, ExpectedMachine>> byLabel = new LinkedHashMap<>();
            for (ExpectedMachine machine : all) {
                byLabel.computeIfAbsent(KnownMachines.label(machine.key()), l -> new LinkedHashMap<>())
                        .merge(machine.key(), machine, ExpectedMachine::with);
            }
            List<List<ExpectedMachine>> groups = new ArrayList<>();
            byLabel.forEach((label, machines) -> {
                // A list without domains means the same machine as one with them, where there is only one.
                ExpectedMachine shortOne = machines.size() > 1 ? machines.remove(label) : null;
                if (shortOne != null && machines.size() == 1) {
                    machines.replaceAll((key, machine) -> machine.with(shortOne));
                }
                groups.add(List.copyOf(machines.values()));
            });
            return groups;
        }

        /** Fills in who is missing; returns them by short name. */
        Map<String, List<ExpectedMachine>> missing(List<List<ExpectedMachine>> groups) {
            Map<String, Integer> beginnings = new HashMap<>();
            groups.forEach(group -> beginnings.merge(beginning(label(group)), 1, Integer::sum));
            Map<String, List<ExpectedMachine>> byLabel = new HashMap<>();
            for (List<ExpectedMachine> group : groups) {
                String label = label(group);
                List<ExpectedMachine> open = group.stream()
                        .filter(machine -> !known.hasName(machine.key()))
                        .toList();
                silent += (int) group.stream()
                        .filter(machine -> known.isSilent(machine.key()))
                        .count();
                boolean shortReported = known.hasName(label)
                        || (label.length() > NETBIOS
                                && beginnings.getOrDefault(beginning(label), 0) == 1
                                && known.hasName(beginning(label)));
                boolean anyReported = shortReported || !known.labelled(label).isEmpty();
                for (ExpectedMachine machine : open) {
                    boolean alone = open.size() == 1;
                    boolean isShort = machine.key().equals(label);
                    if (alone && (shortReported || (isShort && anyReported))) {
                        silent += isSilent(label) ? 1 : 0;
                        continue;
                    }
                    if (isDecided(GapDecision.Kind.EXPECTED, machine.key())) {
                        continue;
                    }
                    missing.put(machine.key(), new Missing(machine, labels(machine, anyReported), null));
                    byLabel.computeIfAbsent(label, l -> new ArrayList<>()).add(machine);
                }
            }
            return byLabel;
        }

        private boolean isSilent(String label) {
            return known.isSilent(label)
                    || known.isSilent(beginning(label))
                    || (!known.labelled(label).isEmpty()
                            && known.labelled(label).stream().allMatch(known::isSilent));
        }

        private static String label(List<ExpectedMachine> group) {
            return KnownMachines.label(group.getFirst().key());
        }

        private static String beginning(String label) {
            return label.substring(0, Math.min(NETBIOS, label.length()));
        }

        private Set<Label> labels(ExpectedMachine machine, boolean nameReported) {
            Set<Label> labels = EnumSet.noneOf(Label.class);
            if (Boolean.FALSE.equals(machine.enabled())) {
                labels.add(Label.DISABLED);
            }
            if (machine.lastLogon() != null && machine.lastLogon().isBefore(now.minus(STALE))) {
                labels.add(Label.NOT_LOGGED_ON);
            }
            if (nameReported) {
                labels.add(Label.NAME_SHARED);
            }
            return labels;
        }

        void unmanaged(Collection<Sighting> seen, Map<String, List<ExpectedMachine>> missingByLabel) {
            for (Unmanaged one : devices(seen)) {
                String host = one.hostName();
                // A name decides where there is one: the address may have been another machine's before.
                boolean isKnown = host == null ? known.hasAddress(one.address()) : known.isCalled(host);
                if (isKnown || isDecided(GapDecision.Kind.UNMANAGED, one.key())) {
                    continue;
                }
                List<ExpectedMachine> called = host == null
                        ? List.of()
                        : missingByLabel.getOrDefault(KnownMachines.label(MachineName.key(host)), List.of());
                if (called.size() == 1) {
                    missing.computeIfPresent(
                            called.getFirst().key(), (key, m) -> new Missing(m.machine(), m.labels(), one));
                } else {
                    unmanaged.add(one);
                }
            }
        }

        /** Sightings of one hardware address are one device; those without are of the one device that had the address. */
        private static List<Unmanaged> devices(Collection<Sighting> seen) {
            Map<String, List<Sighting>> devices = new LinkedHashMap<>();
            Map<String, Set<String>> macs = new HashMap<>();
            for (Sighting one : seen) {
                if (one.mac() != null && NetworkAddress.isOfOneMachine(one.address())) {
                    devices.computeIfAbsent(one.mac(), k -> new ArrayList<>()).add(one);
                    macs.computeIfAbsent(one.address(), k -> new LinkedHashSet<>())
                            .add(one.mac());
                }
            }
            for (Sighting one : seen) {
                if (one.mac() == null && NetworkAddress.isOfOneMachine(one.address())) {
                    Set<String> owners = macs.getOrDefault(one.address(), Set.of());
                    String key = owners.size() == 1 ? owners.iterator().next() : one.address();
                    devices.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
                }
            }
            return devices.values().stream()
                    .map(Comparison::device)
                    .sorted((one, other) -> one.address().compareTo(other.address()))
                    .toList();
        }

        private static Unmanaged device(List<Sighting> sightings) {
            Sighting last = sightings.getFirst();
            String host = null;
            String mac = null;
            Set<Sighting.Kind> kinds = EnumSet.noneOf(Sighting.Kind.class);
            Set<Source> sources = new LinkedHashSet<>();
            for (Sighting one : sightings) {
                boolean newer =
                        last.at() == null || (one.at() != null && one.at().isAfter(last.at()));
                last = newer ? one : last;
                host = one.hostName() != null && (host == null || newer) ? one.hostName() : host;
                mac = mac == null ? one.mac() : mac;
                kinds.add(one.kind());
                sources.add(Source.of(one.source().file()));
            }
            return new Unmanaged(last.address(), mac, host, last.at(), kinds, sources);
        }
    }
}
