package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.Contested;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which pieces are of one machine although they call it differently: {@code PC1} and {@code pc1.corp.example} where the content
 * or an address ties them, and a scan of an address with the machine that lists it. What is not tied stays apart.
 */
public final class MachineMatching {

    private MachineMatching() {}

    /** The pieces with one name for a short name and the full name that is tied to it. */
    public static List<EvidencePart> named(List<EvidencePart> pieces) {
        Map<String, String> spelled = new HashMap<>();
        Set<String> full = new HashSet<>();
        for (EvidencePart piece : pieces) {
            if (piece.machine() != null) {
                spelled.putIfAbsent(MachineName.key(piece.machine()), piece.machine());
                if (HostNames.isFull(piece.machine())) {
                    full.add(MachineName.key(piece.machine()));
                }
            }
        }
        if (full.isEmpty()) {
            return pieces;
        }
        Map<String, Set<String>> ties = ties(pieces, full, spelled);
        return pieces.stream().map(piece -> named(piece, ties, spelled)).toList();
    }

    private static EvidencePart named(EvidencePart piece, Map<String, Set<String>> ties, Map<String, String> spelled) {
        String machine = piece.machine();
        if (machine == null) {
            return piece;
        }
        String key = MachineName.key(machine);
        Set<String> tied = ties.getOrDefault(HostNames.firstLabel(key), Set.of());
        if (HostNames.isFull(machine)) {
            String shortName = spelled.get(HostNames.firstLabel(key));
            return tied.size() == 1 && tied.contains(key) && shortName != null ? piece.named(shortName) : piece;
        }
        if (tied.size() > 1) {
            // The same short name in two domains: who says in which it is belongs there, and nobody else to either.
            List<String> own = piece.aliases().stream()
                    .map(MachineName::key)
                    .filter(tied::contains)
                    .distinct()
                    .toList();
            return own.size() == 1 ? piece.named(spelled.getOrDefault(own.getFirst(), own.getFirst())) : piece;
        }
        return piece;
    }

    /** Full names that are tied to each short one; of names that machines are called by only. */
    private static Map<String, Set<String>> ties(
            List<EvidencePart> pieces, Set<String> full, Map<String, String> spelled) {
        Map<String, Set<String>> ties = new HashMap<>();
        Map<String, Set<String>> byAddress = new HashMap<>();
        for (EvidencePart piece : pieces) {
            if (piece.machine() == null) {
                continue;
            }
            String key = MachineName.key(piece.machine());
            for (String alias : piece.aliases()) {
                String other = MachineName.key(alias);
                tie(key, other, full, ties);
                if (full.contains(key)
                        && !HostNames.isFull(alias)
                        && HostNames.firstLabel(key).equals(other)) {
                    spelled.putIfAbsent(other, alias);
                }
            }
            for (String address : piece.addresses()) {
                if (HostNames.isOfOne(address)) {
                    byAddress
                            .computeIfAbsent(HostNames.addressKey(address), a -> new TreeSet<>())
                            .add(key);
                }
            }
        }
        for (Set<String> names : byAddress.values()) {
            List<String> both = List.copyOf(names);
            if (both.size() == 2) {
                tie(both.getFirst(), both.getLast(), full, ties);
            }
        }
        return ties;
    }

    private static void tie(String one, String other, Set<String> full, Map<String, Set<String>> ties) {
        String longer = one.length() > other.length() ? one : other;
        String shorter = one.length() > other.length() ? other : one;
        if (full.contains(longer)
                && !HostNames.isFull(shorter)
                && HostNames.firstLabel(longer).equals(shorter)) {
            ties.computeIfAbsent(shorter, s -> new TreeSet<>()).add(longer);
        }
    }

    /**
     * Gives scans to the machines that list the address they are of. Where that is not sure, the machine is told that a scan may
     * be of it.
     *
     * @param machines pieces by machine, in an order of its own; changed
     */
    static void joinScans(Map<String, List<EvidencePart>> machines) {
        Map<String, Set<String>> listing = new HashMap<>();
        machines.forEach((key, pieces) -> pieces.stream()
                .filter(piece -> !isScan(piece))
                .flatMap(piece -> piece.addresses().stream())
                .filter(HostNames::isOfOne)
                .forEach(address -> listing.computeIfAbsent(HostNames.addressKey(address), a -> new TreeSet<>())
                        .add(key)));
        Map<String, List<EvidencePart>> more = new LinkedHashMap<>();
        for (var entry : new TreeMap<>(machines).entrySet()) {
            boolean onlyScans = entry.getValue().stream().allMatch(MachineMatching::isScan);
            List<EvidencePart> stay = new ArrayList<>();
            for (EvidencePart piece : entry.getValue()) {
                Set<String> owners = isScan(piece) ? owners(piece, listing, machines, onlyScans) : Set.of();
                String owner = owners.size() == 1 ? owners.iterator().next() : null;
                List<EvidencePart> other = owner == null ? null : machines.get(owner);
                boolean goes = owner != null
                        && other != null
                        && onlyScans
                        && isNamedByNetwork(piece)
                        && listsOne(piece, owner, listing)
                        && !isDoubtful(piece, other);
                if (goes && other != null) {
                    more.computeIfAbsent(owner, k -> new ArrayList<>()).add(piece.named(nameOf(other)));
                } else {
                    stay.add(piece);
                    owners.stream()
                            .filter(o -> !o.equals(entry.getKey()))
                            .forEach(o -> contest(piece, nameOf(machines.getOrDefault(o, List.of())))
                                    .forEach(c -> more.computeIfAbsent(o, k -> new ArrayList<>())
                                            .add(c)));
                }
            }
            if (stay.isEmpty()) {
                machines.remove(entry.getKey());
            } else {
                machines.put(entry.getKey(), stay);
            }
        }
        more.forEach((key, pieces) -> {
            List<EvidencePart> all = new ArrayList<>(machines.getOrDefault(key, List.of()));
            all.addAll(pieces);
            machines.put(key, all);
        });
    }

    private static String nameOf(List<EvidencePart> pieces) {
        return pieces.stream()
                .map(EvidencePart::machine)
                .filter(name -> name != null)
                .findFirst()
                .orElseGet(() -> pieces.isEmpty() ? "?" : PartPlaces.name(pieces.getFirst()));
    }

    /** Machines that a scan may be of: those that list its address, and the one that its full name may mean. */
    private static Set<String> owners(
            EvidencePart scan,
            Map<String, Set<String>> listing,
            Map<String, List<EvidencePart>> machines,
            boolean onlyScans) {
        Set<String> owners = new TreeSet<>();
        for (String address : scan.addresses()) {
            owners.addAll(listing.getOrDefault(HostNames.addressKey(address), Set.of()));
        }
        String name = scan.machine();
        if (owners.isEmpty() && onlyScans && name != null && HostNames.isFull(name)) {
            String shorter = HostNames.firstLabel(MachineName.key(name));
            if (machines.containsKey(shorter)) {
                owners.add(shorter);
            }
        }
        return owners;
    }

    private static boolean listsOne(EvidencePart scan, String owner, Map<String, Set<String>> listing) {
        return scan.addresses().stream()
                .anyMatch(address -> listing.getOrDefault(HostNames.addressKey(address), Set.of())
                        .contains(owner));
    }

    /** A machine's clock alone does not tell that it was restarted after the scan; another machine may have had the address. */
    private static boolean isDoubtful(EvidencePart scan, List<EvidencePart> machine) {
        return StaleEvidence.by(machine, scan)
                && (scan.collectedAt() == null || StaleEvidence.newest(machine, EvidencePart::collectedAt) == null);
    }

    /** Whether the scan's name is the address, or what DNS calls it. */
    private static boolean isNamedByNetwork(EvidencePart scan) {
        String name = scan.machine();
        return name == null || HostNames.isAddress(name) || HostNames.isFull(name);
    }

    /** Whether it was seen from the network. */
    public static boolean isScan(EvidencePart piece) {
        String name = piece.machine();
        return piece.evidence().stream()
                        .anyMatch(e -> e instanceof ProbeAnswered
                                || (e instanceof LookupFailed failed && failed.look() == LookupKind.PROBE))
                || (name != null
                        && piece.addresses().contains(name)
                        && piece.evidence().stream()
                                .noneMatch(e ->
                                        e instanceof Evidence.HotfixesListed || e instanceof Evidence.FileObserved));
    }

    /** That a scan which found something may be of this machine; nothing where it found nothing. */
    static List<EvidencePart> contest(EvidencePart scan, @Nullable String machine) {
        List<Evidence> found = scan.evidence().stream()
                .filter(e -> e instanceof ProbeAnswered probe && probe.vulnerable())
                .toList();
        if (found.isEmpty()) {
            return List.of();
        }
        Text why = Text.format(
                "a scan found %s vulnerable (%s), which may be this machine: scan it again by its name",
                "スキャンで %s の脆弱性が検出されており（%s）、この端末の可能性があります。端末名を指定してスキャンし直してください",
                scan.addresses().isEmpty() ? String.valueOf(scan.machine()) : String.join(", ", scan.addresses()),
                scan.source());
        return List.of(EvidencePart.of(machine, List.of(new Contested(found, why, scan.source())), scan.source()));
    }
}
