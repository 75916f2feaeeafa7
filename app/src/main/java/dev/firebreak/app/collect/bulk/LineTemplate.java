package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.merge.EvidenceRelocation;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line about machines in one state, with holes where they differ: name, place, addresses, time, number of the line they
 * were read from. Made by telling of a machine whose name and place are marks that nobody can guess.
 */
final class LineTemplate {

    /** What differs: first what {@link FastRecord#spans} has, then numbers. */
    enum Placeholder {
        MACHINE,
        COLLECTED_AT,
        SITE,
        SEGMENT,
        ADDRESSES,
        ROLES,
        LINE,
        /** Number of updates listed. */
        COUNT
    }

    /** Lists shorter than this are told of one by one: words differ for one update and for several. */
    static final int COUNTS_APART = 8;

    /** Marks of one run. */
    static final class Marks {
        private final String text;
        private final int line;
        private final int count;
        private final Instant time;

        Marks() {
            var random = new SecureRandom();
            byte[] bytes = new byte[12];
            random.nextBytes(bytes);
            text = HexFormat.of().formatHex(bytes);
            line = 1_800_000_000 + random.nextInt(300_000_000);
            count = 1_500_000_000 + random.nextInt(300_000_000);
            time = Instant.ofEpochSecond(-3_000_000_000L - random.nextInt(1_000_000_000));
        }

        /**
         * The machine with a list of a length that stands for any other: updates that matter, and others of which only the
         * number is told.
         */
        Snapshot lengthened(Snapshot machine, int[] mattering, int mattered) {
            KbSet set = KbSet.of(Arrays.copyOf(mattering, mattered)).andOthers(count - mattered);
            List<Evidence> evidence = new ArrayList<>();
            for (Evidence e : machine.evidence()) {
                if (e instanceof Evidence.HotfixesListed list) {
                    evidence.add(
                            new Evidence.HotfixesListed(set, list.complete(), list.whyIncomplete(), list.source()));
                } else {
                    evidence.add(e);
                }
            }
            return machine.withEvidence(evidence);
        }

        /** The same machine with marks where machines in one state differ. */
        Snapshot marked(Snapshot machine) {
            return new Snapshot(
                    of(Placeholder.MACHINE),
                    time,
                    of(Placeholder.SITE),
                    of(Placeholder.SEGMENT),
                    List.of(of(Placeholder.ADDRESSES)),
                    List.of(of(Placeholder.ROLES)),
                    machine.evidence().stream()
                            .map(e -> EvidenceRelocation.at(e, e.source().at(line)))
                            .toList(),
                    machine.sources(),
                    machine.superseded());
        }

        private String of(Placeholder placeholder) {
            return text + placeholder.ordinal();
        }
    }

    final byte[][] literals;
    final Placeholder[] placeholders;

    /** How bad it is, as {@link MachineLineWriter#tell} says. */
    final int rank;

    /** Length of all literals. */
    final int length;

    /** Whether it says how many updates are listed. */
    final boolean counts;

    private LineTemplate(List<byte[]> literals, List<Placeholder> placeholders, int rank) {
        this.literals = literals.toArray(byte[][]::new);
        this.placeholders = placeholders.toArray(Placeholder[]::new);
        this.rank = rank;
        this.counts = placeholders.contains(Placeholder.COUNT);
        this.length = literals.stream().mapToInt(l -> l.length).sum();
    }

    /**
     * The template of a machine of marks.
     *
     * @param counted whether its list is {@link Marks#lengthened}, so that its length is a mark too
     */
    static LineTemplate of(Snapshot marked, Marks marks, MachineLineWriter writer, boolean counted) {
        var out = new ByteArrayOutputStream();
        int rank = writer.tell(marked, out);
        return cut(out.toString(UTF_8), marks, counted, rank);
    }

    private static LineTemplate cut(String told, Marks marks, boolean counted, int rank) {
        List<Mark> found = new ArrayList<>();
        for (Placeholder placeholder : List.of(Placeholder.MACHINE, Placeholder.SITE, Placeholder.SEGMENT)) {
            found.add(new Mark(told, "\"" + marks.of(placeholder) + "\"", placeholder));
        }
        for (Placeholder placeholder : List.of(Placeholder.ADDRESSES, Placeholder.ROLES)) {
            found.add(new Mark(told, "[\"" + marks.of(placeholder) + "\"]", placeholder));
        }
        found.add(new Mark(told, "\"" + marks.time + "\"", Placeholder.COLLECTED_AT));
        found.add(new Mark(told, Integer.toString(marks.line), Placeholder.LINE));
        if (counted) {
            found.add(new Mark(told, Integer.toString(marks.count), Placeholder.COUNT));
        }
        List<byte[]> literals = new ArrayList<>();
        List<Placeholder> placeholders = new ArrayList<>();
        int at = 0;
        while (true) {
            @Nullable Mark next = null;
            for (Mark mark : found) {
                mark.moveTo(at);
                if (mark.index >= 0 && (next == null || mark.index < next.index)) {
                    next = mark;
                }
            }
            literals.add(told.substring(at, next == null ? told.length() : next.index)
                    .getBytes(UTF_8));
            if (next == null) {
                return new LineTemplate(literals, placeholders, rank);
            }
            placeholders.add(next.placeholder);
            at = next.index + next.mark.length();
        }
    }

    /** A mark, and where it is found next. */
    private static final class Mark {
        private final String told;
        private final String mark;
        private final Placeholder placeholder;
        private int index;

        Mark(String told, String mark, Placeholder placeholder) {
            this.told = told;
            this.mark = mark;
            this.placeholder = placeholder;
            this.index = next(0);
        }

        void moveTo(int at) {
            if (index >= 0 && index < at) {
                index = next(at);
            }
        }

        /** One that is a number, as a number by itself and not as part of a version or a date. */
        private int next(int from) {
            int next = told.indexOf(mark, from);
            while (next >= 0
                    && Character.isDigit(mark.charAt(0))
                    && (isPart(told, next - 1) || isPart(told, next + mark.length()))) {
                next = told.indexOf(mark, next + 1);
            }
            return next;
        }
    }

    private static boolean isPart(String told, int at) {
        char c = told.charAt(at);
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || (c >= 'A' && c <= 'Z');
    }
}
