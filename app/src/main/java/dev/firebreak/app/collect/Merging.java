package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of each machine together: by the name inside, else by the name of the file. A piece that names the
 * system and lists its updates is an account of the machine; of several accounts the newest counts. All other pieces
 * complement it. Nothing depends on the order in which pieces come.
 */
final class Merging {

    /** Times that put accounts in order, the surest first. */
    private static final List<Function<Piece, @Nullable Instant>> CLOCKS = List.of(Piece::collectedAt, Piece::bootedAt);

    /** So many accounts of one machine are compared with one another; a hostile file may hold a million. */
    private static final int MOST_STATES_COMPARED = 64;

    private static final Comparator<Piece> ORDER = Comparator.comparing(
                    (Piece p) -> p.source().file())
            .thenComparing(p -> p.source().line())
            .thenComparing(Piece::toString);

    private static final Comparator<Piece> ACCOUNTS_FIRST =
            Comparator.comparing((Piece p) -> !isAccount(p)).thenComparing(Merging::file);

    private final Faults faults;
    private final Consumer<Complaint> complaints;
    private final List<Snapshot> snapshots = new ArrayList<>();

    private Merging(Faults faults, Consumer<Complaint> complaints) {
        this.faults = faults;
        this.complaints = complaints;
    }

    static List<Snapshot> merge(List<Piece> pieces, Consumer<Complaint> complaints) {
        return merge(pieces, Faults.THROW, complaints);
    }

    /** The same; a machine whose pieces meet a fault of ours is one of which nothing is known. */
    static List<Snapshot> merge(List<Piece> pieces, Faults faults, Consumer<Complaint> complaints) {
        var merging = new Merging(faults, complaints);
        if (pieces.size() == 1) {
            merging.hand(pieces, List.of());
            return merging.snapshots;
        }
        List<Piece> sorted = pieces.stream().sorted(ORDER).toList();
        byName(sorted).values().forEach(merging::contained);
        merging.snapshots.sort(Comparator.comparing((Snapshot s) -> MachineName.key(s.machine()))
                .thenComparing(s -> String.join("\n", s.sources())));
        return merging.snapshots;
    }

    /** A machine of which one piece with its name inside is all that is told. */
    static Snapshot alone(Piece piece, Consumer<Complaint> complaints) {
        var merging = new Merging(Faults.THROW, complaints);
        merging.hand(List.of(piece), List.of());
        return merging.snapshots.getFirst();
    }

    /**
     * The key of the machine that each piece belongs to. A piece without a name inside goes by its file's name, and that
     * counts in its own folder only: every folder may hold a {@code systeminfo.txt}.
     */
    private static Map<String, List<Piece>> byName(List<Piece> pieces) {
        Map<String, Set<String>> insideByStem = new HashMap<>();
        Set<String> insideByFolder = new HashSet<>();
        for (Piece piece : pieces) {
            if (piece.machine() != null) {
                String key = MachineName.key(piece.machine());
                insideByStem
                        .computeIfAbsent(place(piece), k -> new LinkedHashSet<>())
                        .add(key);
                insideByFolder.add(folder(piece) + "|" + key);
            }
        }
        Map<String, List<Piece>> groups = new TreeMap<>();
        for (Piece piece : pieces) {
            String key = piece.machine() != null ? MachineName.key(piece.machine()) : place(piece);
            Set<String> inside = insideByStem.getOrDefault(place(piece), Set.of());
            if (piece.machine() == null && inside.size() == 1) {
                key = inside.iterator().next();
            } else if (piece.machine() == null && insideByFolder.contains(place(piece))) {
                key = MachineName.key(stem(piece));
            }
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(piece);
        }
        return groups;
    }

    /** The machine's name as far as one piece alone tells it. */
    static String name(Piece piece) {
        return piece.machine() != null ? piece.machine() : stem(piece);
    }

    /** What the file's name says; a file that is called by its kind alone goes by its folder. */
    private static String stem(Piece piece) {
        String stem = Names.stem(fileName(piece));
        String folder = folder(piece);
        String parent = folder.substring(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
        return Names.isKind(stem) && !parent.isEmpty() && !parent.equals(".") && !parent.equals("..") ? parent : stem;
    }

    private static String fileName(Piece piece) {
        String file = piece.source().file();
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    private static String folder(Piece piece) {
        String file = piece.source().file();
        return file.substring(0, Math.max(0, file.length() - fileName(piece).length() - 1));
    }

    private static String place(Piece piece) {
        return folder(piece) + "|" + MachineName.key(stem(piece));
    }

    private void contained(List<Piece> pieces) {
        int before = snapshots.size();
        try {
            namesakes(pieces);
        } catch (RuntimeException | StackOverflowError bug) {
            complaints.accept(faults.complaint(pieces.getFirst().source(), bug));
            snapshots.subList(before, snapshots.size()).clear();
            snapshots.add(Faults.unknown(pieces));
        }
    }

    /** Pieces of one name, which may still be of several machines. */
    private void namesakes(List<Piece> pieces) {
        Map<String, List<Piece>> machines = new LinkedHashMap<>();
        for (Piece piece : pieces) {
            if (piece.identity() != null) {
                machines.computeIfAbsent(piece.identity(), k -> new ArrayList<>())
                        .add(piece);
            }
        }
        if (machines.size() < 2) {
            accounts(pieces);
            return;
        }
        List<List<Piece>> apart = List.copyOf(machines.values());
        complain(
                apart.getLast().getFirst(),
                Words.sameNameTwoMachines(
                        name(pieces),
                        file(apart.getFirst().getFirst()),
                        file(apart.getLast().getFirst())));
        List<Piece> homeless = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.identity() == null) {
                List<List<Piece>> homes = apart.stream()
                        .filter(m -> m.stream().anyMatch(p -> place(p).equals(place(piece))))
                        .toList();
                (homes.size() == 1 ? homes.getFirst() : homeless).add(piece);
            }
        }
        apart.forEach(this::accounts);
        homeless.forEach(piece -> hand(List.of(piece), List.of()));
    }

    /** Pieces of one machine. */
    private void accounts(List<Piece> pieces) {
        // Where nobody looked at updates, who names the system at least is the account.
        Predicate<Piece> isAccount =
                pieces.stream().anyMatch(Merging::isAccount) ? Merging::isAccount : Merging::namesSystem;
        List<Piece> old = new ArrayList<>();
        List<List<Piece>> accounts = joined(pieces.stream().filter(isAccount).toList(), old);
        List<Piece> others = pieces.stream().filter(isAccount.negate()).toList();
        List<List<Piece>> counting = newest(accounts);
        accounts.stream().filter(a -> !counting.contains(a)).forEach(old::addAll);
        if (counting.size() > 1) {
            apart(counting, others, old);
            return;
        }
        List<Piece> kept = new ArrayList<>();
        counting.forEach(kept::addAll);
        List<Piece> account = List.copyOf(kept);
        for (Piece other : others) {
            boolean ofOld = old.stream().anyMatch(a -> twin(other, a))
                    && account.stream().noneMatch(a -> twin(other, a));
            (ofOld || Outdated.by(account, other) ? old : kept).add(other);
        }
        hand(kept, old);
    }

    /** Accounts of one state, put together: copies of one file, and files of one take that do not contradict each other. */
    private static List<List<Piece>> joined(List<Piece> accounts, List<Piece> copies) {
        Set<List<@Nullable Object>> said = new HashSet<>();
        List<List<Piece>> states = new ArrayList<>();
        for (Piece account : accounts) {
            if (!said.add(Agreement.said(account))) {
                copies.add(account);
                continue;
            }
            states.stream()
                    .limit(MOST_STATES_COMPARED)
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

    private static boolean oneTake(Piece one, Piece other) {
        boolean sameStart = one.bootedAt() != null && one.bootedAt().equals(other.bootedAt());
        boolean startUnknown = one.bootedAt() == null || other.bootedAt() == null;
        boolean sameFiles = place(one).equals(place(other)) && !file(one).equals(file(other));
        boolean sameTime = one.collectedAt() == null
                || other.collectedAt() == null
                || one.collectedAt().equals(other.collectedAt());
        return sameTime && (sameStart || (startUnknown && sameFiles)) && Agreement.between(one, other);
    }

    /** The accounts that are not known to be older than another: one, or all between which no time decides. */
    private static List<List<Piece>> newest(List<List<Piece>> accounts) {
        for (Function<Piece, @Nullable Instant> clock : CLOCKS) {
            Map<List<Piece>, Instant> times = new IdentityHashMap<>();
            for (List<Piece> account : accounts) {
                Instant time = Outdated.newest(account, clock);
                if (time != null) {
                    times.put(account, time);
                }
            }
            if (times.size() == accounts.size() && !accounts.isEmpty()) {
                Instant newest = Collections.max(times.values());
                return accounts.stream()
                        .filter(a -> newest.equals(times.get(a)))
                        .toList();
            }
        }
        return accounts;
    }

    /** Each account for itself: what proves one safe must not lend its proof to the other. */
    private void apart(List<List<Piece>> accounts, List<Piece> others, List<Piece> old) {
        complain(
                accounts.getLast().getFirst(),
                Words.whichIsNewer(
                        name(accounts.getFirst()),
                        accounts.getFirst().getFirst().source().toString(),
                        accounts.getLast().getFirst().source().toString()));
        List<Piece> homeless = new ArrayList<>(others);
        Set<Piece> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (List<Piece> account : accounts) {
            List<Piece> own = new ArrayList<>(account);
            if (accounts.size() <= MOST_STATES_COMPARED) {
                others.stream()
                        .filter(o -> accounts.stream()
                                .filter(a -> a.stream().anyMatch(p -> twin(o, p)))
                                .toList()
                                .equals(List.of(account)))
                        .forEach(o -> {
                            own.add(o);
                            given.add(o);
                        });
            }
            hand(own, old);
        }
        homeless.removeIf(given::contains);
        homeless.forEach(o -> hand(List.of(o), List.of()));
    }

    /** Whether two files were written together: PC7_20170513_qfe.txt belongs to PC7_20170513_systeminfo.txt. */
    private static boolean twin(Piece one, Piece other) {
        if (one.source().file().equals(other.source().file())) {
            return true;
        }
        String a = fileName(one);
        String b = fileName(other);
        int common = common(a, b);
        return common > Math.max(stem(one).length(), stem(other).length()) && Character.isDigit(a.charAt(common - 1));
    }

    /** Length of the words that two names begin with alike. */
    private static int common(String a, String b) {
        int same = 0;
        int words = 0;
        while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
            if (!Character.isLetterOrDigit(a.charAt(same))) {
                words = same;
            }
            same++;
        }
        return words;
    }

    /** Whether a piece names the system and looked at what decides: updates, files, or the system's own revision. */
    private static boolean isAccount(Piece piece) {
        boolean looked = piece.evidence().stream()
                .anyMatch(e -> e instanceof HotfixesListed
                        || e instanceof Evidence.FileSeen
                        || e instanceof OsSeen os && os.build().hasRevision()
                        || e instanceof LookFailed failed && failed.look() == Look.HOTFIXES);
        return looked && piece.evidence().stream().anyMatch(OsSeen.class::isInstance);
    }

    /** Whether a piece names the system from within; a look from the network never stands in for the machine. */
    private static boolean namesSystem(Piece piece) {
        return piece.evidence().stream().anyMatch(OsSeen.class::isInstance)
                && piece.evidence().stream()
                        .noneMatch(e -> e instanceof Evidence.ProbeAnswered
                                || e instanceof LookFailed failed && failed.look() == Look.PROBE);
    }

    private void hand(List<Piece> pieces, List<Piece> old) {
        if (pieces.isEmpty()) {
            return;
        }
        List<String> files = files(pieces);
        snapshots.add(new Snapshot(
                MachineName.shown(name(pieces)),
                Outdated.newest(pieces, Piece::collectedAt),
                first(pieces, Piece::site),
                first(pieces, Piece::segment),
                all(pieces, Piece::addresses),
                all(pieces, Piece::roles),
                Outdated.withoutOldLists(pieces),
                files,
                old.stream()
                        .map(o -> files.contains(file(o)) ? o.source().toString() : file(o))
                        .distinct()
                        .sorted()
                        .toList()));
    }

    private static String name(List<Piece> pieces) {
        String inside = first(pieces, Piece::machine);
        return inside != null ? inside : name(pieces.getFirst());
    }

    private static <T> @Nullable T first(List<Piece> pieces, Function<Piece, @Nullable T> part) {
        for (Piece piece : pieces) {
            T value = part.apply(piece);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static <T> List<T> all(List<Piece> pieces, Function<Piece, List<T>> part) {
        var told = new LinkedHashSet<T>();
        for (Piece piece : pieces) {
            told.addAll(part.apply(piece));
        }
        return List.copyOf(told);
    }

    /** Accounts first: the file one would open to see what the machine is. */
    private static List<String> files(List<Piece> pieces) {
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(ACCOUNTS_FIRST);
        var files = new LinkedHashSet<String>();
        for (Piece piece : sorted) {
            files.add(file(piece));
        }
        return List.copyOf(files);
    }

    private static String file(Piece piece) {
        return piece.source().file();
    }

    private void complain(Piece piece, dev.firebreak.core.advisory.Wording what) {
        complaints.accept(new Complaint(Source.of(file(piece)), what));
    }
}
