package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of each machine together: by the name inside, else by the name of the file. A piece that names the
 * system and lists its updates is an account of the machine; of several accounts the newest counts. All other pieces
 * complement it. Nothing depends on the order in which pieces come.
 */
final class Merging {

    /** A look from the network may be written in another time zone than the machine's own clock. */
    private static final Duration ZONES = Duration.ofHours(26);

    private static final Comparator<Piece> ORDER = Comparator.comparing(
                    (Piece p) -> p.source().file())
            .thenComparing(p -> p.source().line())
            .thenComparing(Piece::toString);

    private final Consumer<Complaint> complaints;
    private final List<Snapshot> snapshots = new ArrayList<>();

    private Merging(Consumer<Complaint> complaints) {
        this.complaints = complaints;
    }

    static List<Snapshot> merge(List<Piece> pieces, Consumer<Complaint> complaints) {
        var merging = new Merging(complaints);
        List<Piece> sorted = pieces.stream().sorted(ORDER).toList();
        byName(sorted).values().forEach(merging::namesakes);
        merging.snapshots.sort(Comparator.comparing((Snapshot s) -> Names.key(s.machine()))
                .thenComparing(s -> String.join("\n", s.sources())));
        return merging.snapshots;
    }

    /** The key of the machine that each piece belongs to. */
    private static Map<String, List<Piece>> byName(List<Piece> pieces) {
        Map<String, Set<String>> insideByStem = new HashMap<>();
        for (Piece piece : pieces) {
            if (piece.machine() != null) {
                insideByStem
                        .computeIfAbsent(place(piece), k -> new LinkedHashSet<>())
                        .add(Names.key(piece.machine()));
            }
        }
        Map<String, List<Piece>> groups = new TreeMap<>();
        for (Piece piece : pieces) {
            String key = piece.machine() != null ? Names.key(piece.machine()) : Names.key(stem(piece));
            Set<String> inside = insideByStem.getOrDefault(place(piece), Set.of());
            if (piece.machine() == null && inside.size() == 1) {
                key = inside.iterator().next();
            }
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(piece);
        }
        return groups;
    }

    private static String stem(Piece piece) {
        return Names.stem(fileName(piece));
    }

    private static String fileName(Piece piece) {
        String file = piece.source().file();
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    private static String place(Piece piece) {
        String file = piece.source().file();
        return file.substring(0, file.length() - fileName(piece).length()) + "|" + Names.key(stem(piece));
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
        List<Piece> accounts = pieces.stream().filter(Merging::isAccount).toList();
        List<Piece> others = pieces.stream().filter(p -> !isAccount(p)).toList();
        if (accounts.size() < 2) {
            hand(current(pieces), outdated(pieces));
            return;
        }
        @Nullable Function<Piece, @Nullable Instant> time = comparable(accounts);
        if (time == null) {
            complain(
                    accounts.getLast(),
                    Words.whichIsNewer(name(pieces), file(accounts.getFirst()), file(accounts.getLast())));
            for (Piece account : accounts) {
                List<Piece> own = new ArrayList<>(List.of(account));
                others.stream().filter(o -> twin(o, account)).forEach(own::add);
                hand(own, List.of());
            }
            others.stream()
                    .filter(o -> accounts.stream().noneMatch(a -> twin(o, a)))
                    .forEach(o -> hand(List.of(o), List.of()));
            return;
        }
        Instant newest = accounts.stream()
                .map(a -> Objects.requireNonNull(time.apply(a)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Piece> counting = new ArrayList<>(
                accounts.stream().filter(a -> newest.equals(time.apply(a))).toList());
        List<Piece> old = new ArrayList<>(
                accounts.stream().filter(a -> !newest.equals(time.apply(a))).toList());
        for (Piece other : others) {
            boolean ofOld = old.stream().anyMatch(a -> twin(other, a))
                    && counting.stream().noneMatch(a -> twin(other, a));
            (ofOld ? old : counting).add(other);
        }
        old.addAll(outdated(counting));
        hand(current(counting), old);
    }

    /** The time by which all accounts can be put in order; null where there is none. */
    private static @Nullable Function<Piece, @Nullable Instant> comparable(List<Piece> accounts) {
        if (accounts.stream().allMatch(a -> a.collectedAt() != null)) {
            return Piece::collectedAt;
        }
        return accounts.stream().allMatch(a -> a.bootedAt() != null) ? Piece::bootedAt : null;
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

    private static boolean isAccount(Piece piece) {
        boolean system = piece.evidence().stream().anyMatch(OsSeen.class::isInstance);
        boolean updates = piece.evidence().stream()
                .anyMatch(e -> e instanceof HotfixesListed
                        || e instanceof Evidence.FileSeen
                        || e instanceof LookFailed failed && failed.look() == Look.HOTFIXES);
        return system && updates;
    }

    /** What still holds: a look from outside, older than the machine's last start, says nothing any more. */
    private static List<Piece> current(List<Piece> pieces) {
        List<Piece> old = outdated(pieces);
        return pieces.stream().filter(p -> !old.contains(p)).toList();
    }

    private static List<Piece> outdated(List<Piece> pieces) {
        Instant boot = pieces.stream()
                .filter(Merging::isAccount)
                .map(Piece::bootedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return pieces.stream()
                .filter(p -> boot != null
                        && !isAccount(p)
                        && p.collectedAt() != null
                        && p.evidence().stream().anyMatch(Evidence.ProbeAnswered.class::isInstance)
                        && p.collectedAt().plus(ZONES).isBefore(boot))
                .toList();
    }

    private void hand(List<Piece> pieces, List<Piece> old) {
        if (pieces.isEmpty()) {
            return;
        }
        snapshots.add(new Snapshot(
                Names.shown(name(pieces)),
                pieces.stream()
                        .map(Piece::collectedAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                first(pieces, Piece::site),
                first(pieces, Piece::segment),
                all(pieces, Piece::addresses),
                all(pieces, Piece::roles),
                all(pieces, Piece::evidence),
                files(pieces),
                old.stream()
                        .map(o -> files(pieces).contains(file(o)) ? o.source().toString() : file(o))
                        .distinct()
                        .sorted()
                        .toList()));
    }

    private static String name(List<Piece> pieces) {
        String inside = first(pieces, Piece::machine);
        return inside != null ? inside : stem(pieces.getFirst());
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
        return pieces.stream().flatMap(p -> part.apply(p).stream()).distinct().toList();
    }

    /** Accounts first: the file one would open to see what the machine is. */
    private static List<String> files(List<Piece> pieces) {
        return pieces.stream()
                .sorted(Comparator.comparing((Piece p) -> !isAccount(p)).thenComparing(Merging::file))
                .map(Merging::file)
                .distinct()
                .toList();
    }

    private static String file(Piece piece) {
        return piece.source().file();
    }

    private void complain(Piece piece, dev.firebreak.core.advisory.Wording what) {
        complaints.accept(new Complaint(Source.of(file(piece)), what));
    }
}
