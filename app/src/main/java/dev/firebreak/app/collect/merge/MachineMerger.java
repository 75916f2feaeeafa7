package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of each machine together: by the name inside, else by the name of the file. A piece that names the
 * system and lists its updates is an account of the machine; of several accounts the newest counts. All other pieces
 * complement it. Nothing depends on the order in which pieces come.
 */
public final class MachineMerger {

    /** Times that put accounts in order, the surest first. */
    private static final List<Function<EvidencePart, @Nullable Instant>> CLOCKS =
            List.of(EvidencePart::collectedAt, EvidencePart::bootedAt);

    /** So many accounts of one machine are compared with one another; a hostile file may hold a million. */
    private static final int MAX_STATES_COMPARED = 64;

    private static final Comparator<EvidencePart> ORDER = Comparator.comparing(
                    (EvidencePart p) -> p.source().file())
            .thenComparingInt(p -> p.source().line())
            .thenComparing(EvidencePart::toString);

    private static final Comparator<EvidencePart> ACCOUNTS_FIRST =
            Comparator.comparing((EvidencePart p) -> !isAccount(p)).thenComparing(MachineMerger::file);

    private final FaultIsolation faults;
    private final Consumer<Problem> problems;
    private final List<Snapshot> snapshots = new ArrayList<>();

    /** What may be true of every machine of the name at hand. */
    private List<EvidencePart> contests = List.of();

    private MachineMerger(FaultIsolation faults, Consumer<Problem> problems) {
        this.faults = faults;
        this.problems = problems;
    }

    public static List<Snapshot> merge(List<EvidencePart> pieces, Consumer<Problem> problems) {
        return merge(pieces, FaultIsolation.THROW, problems);
    }

    /** The same; a machine whose pieces meet a fault of ours is one of which nothing is known. */
    public static List<Snapshot> merge(List<EvidencePart> pieces, FaultIsolation faults, Consumer<Problem> problems) {
        var merging = new MachineMerger(faults, problems);
        if (pieces.size() == 1) {
            merging.hand(pieces, List.of());
            return merging.snapshots;
        }
        List<EvidencePart> sorted = pieces.stream().sorted(ORDER).toList();
        Map<String, List<EvidencePart>> machines = PartPlaces.byName(MachineMatching.named(sorted));
        MachineMatching.joinScans(machines);
        machines.values().forEach(merging::contained);
        merging.snapshots.sort(Comparator.comparing((Snapshot s) -> MachineName.key(s.machine()))
                .thenComparing(s -> String.join("\n", s.sources())));
        return merging.snapshots;
    }

    /** A machine of which one piece with its name inside is all that is told. */
    public static Snapshot alone(EvidencePart piece, Consumer<Problem> problems) {
        var merging = new MachineMerger(FaultIsolation.THROW, problems);
        merging.hand(List.of(piece), List.of());
        return merging.snapshots.getFirst();
    }

    private void contained(List<EvidencePart> pieces) {
        int before = snapshots.size();
        try {
            contests = pieces.stream().filter(MachineMerger::isContest).toList();
            namesakes(pieces.stream().filter(p -> !isContest(p)).toList());
        } catch (RuntimeException | StackOverflowError bug) {
            problems.accept(faults.problem(pieces.getFirst().source(), bug));
            snapshots.subList(before, snapshots.size()).clear();
            snapshots.add(FaultIsolation.unknown(pieces));
        }
    }

    /** Pieces of one name, which may still be of several machines. */
    private void namesakes(List<EvidencePart> pieces) {
        List<List<EvidencePart>> apart = Namesakes.apart(pieces);
        if (apart.size() < 2) {
            accounts(pieces);
            return;
        }
        Set<EvidencePart> told = Collections.newSetFromMap(new IdentityHashMap<>());
        apart.forEach(told::addAll);
        addProblem(
                apart.getLast().getFirst(),
                CollectTexts.sameNameTwoMachines(
                        name(pieces),
                        file(apart.getFirst().getFirst()),
                        file(apart.getLast().getFirst())));
        List<EvidencePart> homeless = new ArrayList<>();
        for (EvidencePart piece : pieces) {
            if (!told.contains(piece)) {
                List<List<EvidencePart>> homes = apart.stream()
                        .filter(m ->
                                m.stream().anyMatch(p -> PartPlaces.place(p).equals(PartPlaces.place(piece))))
                        .toList();
                (homes.size() == 1 ? homes.getFirst() : homeless).add(piece);
            }
        }
        contestAll(homeless, name(pieces));
        apart.forEach(this::accounts);
        homeless.forEach(piece -> hand(List.of(piece), List.of()));
    }

    private static boolean isContest(EvidencePart piece) {
        return !piece.evidence().isEmpty() && piece.evidence().stream().allMatch(Evidence.Contested.class::isInstance);
    }

    /** What a scan found of one of several machines of a name may be true of each. */
    private void contestAll(List<EvidencePart> homeless, String machine) {
        List<EvidencePart> all = new ArrayList<>(contests);
        homeless.forEach(piece -> all.addAll(MachineMatching.contest(piece, machine)));
        contests = all;
    }

    /** Pieces of one machine. */
    private void accounts(List<EvidencePart> pieces) {
        // Where nobody looked at updates, who names the system at least is the account.
        Predicate<EvidencePart> isAccount = pieces.stream().anyMatch(MachineMerger::isAccount)
                ? MachineMerger::isAccount
                : MachineMerger::namesSystem;
        List<EvidencePart> old = new ArrayList<>();
        List<List<EvidencePart>> accounts =
                joined(pieces.stream().filter(isAccount).toList(), old);
        List<EvidencePart> others = pieces.stream().filter(isAccount.negate()).toList();
        List<List<EvidencePart>> counting = newest(accounts);
        accounts.stream().filter(a -> !counting.contains(a)).forEach(old::addAll);
        if (counting.size() > 1) {
            apart(counting, others, old);
            return;
        }
        List<EvidencePart> kept = new ArrayList<>();
        counting.forEach(kept::addAll);
        List<EvidencePart> account = List.copyOf(kept);
        for (EvidencePart other : others) {
            boolean ofOld = old.stream().anyMatch(a -> PartPlaces.twin(other, a))
                    && account.stream().noneMatch(a -> PartPlaces.twin(other, a));
            (ofOld || StaleEvidence.by(account, other) ? old : kept).add(other);
        }
        List<EvidencePart> newer = ListConflicts.withoutOlder(kept, old);
        hand(newer, old, ListConflicts.among(newer));
    }

    /** Accounts of one state, put together: copies of one file, and files of one take that do not contradict each other. */
    private static List<List<EvidencePart>> joined(List<EvidencePart> accounts, List<EvidencePart> copies) {
        Set<List<@Nullable Object>> said = new HashSet<>();
        List<List<EvidencePart>> states = new ArrayList<>();
        for (EvidencePart account : accounts) {
            if (!said.add(EvidenceAgreement.said(account))) {
                copies.add(account);
                continue;
            }
            states.stream()
                    .limit(MAX_STATES_COMPARED)
                    .filter(state -> state.stream().allMatch(a -> oneTake(a, account)))
                    .findFirst()
                    .orElseGet(() -> {
                        states.add(new ArrayList<>());
                        return states.getLast();
                    })
                    .add(account);
        }
        return states;
    }

    private static boolean oneTake(EvidencePart one, EvidencePart other) {
        boolean sameStart = one.bootedAt() != null && one.bootedAt().equals(other.bootedAt());
        boolean startUnknown = one.bootedAt() == null || other.bootedAt() == null;
        boolean sameFiles = PartPlaces.place(one).equals(PartPlaces.place(other))
                && !file(one).equals(file(other));
        boolean sameTime = one.collectedAt() == null
                || other.collectedAt() == null
                || one.collectedAt().equals(other.collectedAt());
        return sameTime && (sameStart || (startUnknown && sameFiles)) && EvidenceAgreement.between(one, other);
    }

    /** The accounts that are not known to be older than another: one, or all between which no time decides. */
    private static List<List<EvidencePart>> newest(List<List<EvidencePart>> accounts) {
        for (Function<EvidencePart, @Nullable Instant> clock : CLOCKS) {
            IdentityHashMap<List<EvidencePart>, Instant> times = new IdentityHashMap<>();
            for (List<EvidencePart> account : accounts) {
                Instant time = StaleEvidence.newest(account, clock);
                if (time != null) {
                    times.put(account, time);
                }
            }
            if (times.size() == accounts.size() && !accounts.isEmpty()) {
                Instant newest = Collections.max(times.values());
                return byFiles(accounts.stream()
                        .filter(a -> newest.equals(times.get(a)))
                        .toList());
            }
        }
        return byFiles(accounts);
    }

    /** The same by what files say of their age: those of which no other is newer. */
    private static List<List<EvidencePart>> byFiles(List<List<EvidencePart>> accounts) {
        if (accounts.size() < 2 || accounts.size() > MAX_STATES_COMPARED) {
            return accounts;
        }
        return accounts.stream()
                .filter(one -> accounts.stream()
                        .noneMatch(other -> one.stream()
                                .allMatch(p -> other.stream().anyMatch(newer -> CollectionOrder.isOlder(p, newer)))))
                .toList();
    }

    /** Each account for itself: what proves one safe must not lend its proof to the other. */
    private void apart(List<List<EvidencePart>> accounts, List<EvidencePart> others, List<EvidencePart> old) {
        addProblem(
                accounts.getLast().getFirst(),
                CollectTexts.whichIsNewer(
                        name(accounts.getFirst()),
                        accounts.getFirst().getFirst().source().toString(),
                        accounts.getLast().getFirst().source().toString()));
        contestAll(others, name(accounts.getFirst()));
        List<EvidencePart> homeless = new ArrayList<>(others);
        Set<EvidencePart> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (List<EvidencePart> account : accounts) {
            List<EvidencePart> own = new ArrayList<>(account);
            if (accounts.size() <= MAX_STATES_COMPARED) {
                others.stream()
                        .filter(o -> accounts.stream()
                                .filter(a -> a.stream().anyMatch(p -> PartPlaces.twin(o, p)))
                                .toList()
                                .equals(List.of(account)))
                        .forEach(o -> {
                            own.add(o);
                            given.add(o);
                        });
            }
            List<Evidence> contested = new ArrayList<>(ListConflicts.among(own));
            contested.addAll(ListConflicts.between(account, accounts));
            hand(own, old, contested);
        }
        homeless.removeIf(given::contains);
        homeless.forEach(o -> hand(List.of(o), List.of()));
    }

    /** Whether a piece names the system and looked at what decides: updates, files, or the system's own revision. */
    private static boolean isAccount(EvidencePart piece) {
        boolean looked = piece.evidence().stream()
                .anyMatch(e -> e instanceof HotfixesListed
                        || e instanceof Evidence.FileObserved
                        || (e instanceof OsObserved os && os.build().hasRevision())
                        || (e instanceof LookupFailed failed && failed.look() == LookupKind.HOTFIXES));
        return looked && piece.evidence().stream().anyMatch(OsObserved.class::isInstance);
    }

    /** Whether a piece names the system from within; a look from the network never stands in for the machine. */
    private static boolean namesSystem(EvidencePart piece) {
        return piece.evidence().stream().anyMatch(OsObserved.class::isInstance)
                && piece.evidence().stream()
                        .noneMatch(e -> e instanceof Evidence.ProbeAnswered
                                || (e instanceof LookupFailed failed && failed.look() == LookupKind.PROBE));
    }

    private void hand(List<EvidencePart> pieces, List<EvidencePart> old) {
        hand(pieces, old, List.of());
    }

    private void hand(List<EvidencePart> pieces, List<EvidencePart> old, List<Evidence> contested) {
        if (pieces.isEmpty()) {
            return;
        }
        List<String> files = files(pieces);
        List<Evidence> evidence = new ArrayList<>(StaleEvidence.withoutOldLists(pieces));
        evidence.addAll(contested);
        contests.forEach(c -> evidence.addAll(c.evidence()));
        snapshots.add(new Snapshot(
                MachineName.shown(name(pieces)),
                StaleEvidence.newest(pieces, EvidencePart::collectedAt),
                first(pieces, EvidencePart::site),
                first(pieces, EvidencePart::segment),
                all(pieces, EvidencePart::addresses),
                all(pieces, EvidencePart::roles),
                evidence,
                files,
                old.stream()
                        .map(o -> files.contains(file(o)) ? o.source().toString() : file(o))
                        .distinct()
                        .sorted()
                        .toList()));
    }

    private static String name(List<EvidencePart> pieces) {
        String inside = first(pieces, EvidencePart::machine);
        return inside != null ? inside : PartPlaces.name(pieces.getFirst());
    }

    private static <T> @Nullable T first(List<EvidencePart> pieces, Function<EvidencePart, @Nullable T> part) {
        for (EvidencePart piece : pieces) {
            T value = part.apply(piece);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static <T> List<T> all(List<EvidencePart> pieces, Function<EvidencePart, List<T>> part) {
        var told = new LinkedHashSet<T>();
        for (EvidencePart piece : pieces) {
            told.addAll(part.apply(piece));
        }
        return List.copyOf(told);
    }

    /** Accounts first: the file one would open to see what the machine is. */
    private static List<String> files(List<EvidencePart> pieces) {
        List<EvidencePart> sorted = new ArrayList<>(pieces);
        sorted.sort(ACCOUNTS_FIRST);
        var files = new LinkedHashSet<String>();
        for (EvidencePart piece : sorted) {
            files.add(file(piece));
        }
        return List.copyOf(files);
    }

    private static String file(EvidencePart piece) {
        return piece.source().file();
    }

    private void addProblem(EvidencePart piece, dev.firebreak.core.text.Text what) {
        problems.accept(new Problem(Source.of(file(piece)), what));
    }
}
