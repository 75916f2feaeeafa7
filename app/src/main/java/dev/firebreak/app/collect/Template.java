package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.assess.Matter;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A line about machines in one state, with holes where they differ: name, place, addresses, time, number of the line they
 * were read from. Made by telling of a machine whose name and place are marks that nobody can guess.
 */
final class Template {

    /** What differs. */
    enum Hole {
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
            line = 1_500_000_000 + random.nextInt(600_000_000);
            count = 2_000 + random.nextInt(2_000);
            time = Instant.ofEpochSecond(-3_000_000_000L - random.nextInt(1_000_000_000));
        }

        private String of(Hole hole) {
            return text + hole.ordinal();
        }
    }

    /** Numbers from here on name no update; every one is asked of all the same. */
    private static final int NOBODYS = 99_000_000;

    final byte[][] literals;
    final Hole[] holes;

    /** How bad it is, as {@link Teller#tell} says. */
    final int worst;

    /** Length of all literals. */
    final int length;

    /** The number of updates that it was made with, where no other will do; else 0. */
    private final int holdsOnlyFor;

    private final boolean counted;

    private Template(List<byte[]> literals, List<Hole> holes, int worst, int holdsOnlyFor) {
        this.literals = literals.toArray(byte[][]::new);
        this.holes = holes.toArray(Hole[]::new);
        this.worst = worst;
        this.holdsOnlyFor = holdsOnlyFor;
        this.counted = holdsOnlyFor != 0 || holes.contains(Hole.COUNT);
        this.length = literals.stream().mapToInt(l -> l.length).sum();
    }

    /** The template of a machine that was read from a line. */
    static Template of(Snapshot machine, Marks marks, Teller teller) {
        var out = new ByteArrayOutputStream();
        int worst = teller.tell(marked(machine, marks), out);
        String told = out.toString(UTF_8);
        int count = count(machine);
        if (count < COUNTS_APART || !holdsNumber(told, count)) {
            return cut(told, marks, false, worst, 0);
        }
        // Told once more with a list of a length that nobody has: what differs then is the length.
        var longer = new ByteArrayOutputStream();
        teller.tell(marked(lengthened(machine, marks.count, teller.matter(machine)), marks), longer);
        String counted = longer.toString(UTF_8);
        boolean onlyThat = !holdsNumber(told, marks.count)
                && counted.replace(Integer.toString(marks.count), Integer.toString(count))
                        .equals(told);
        return onlyThat ? cut(counted, marks, true, worst, 0) : cut(told, marks, false, worst, count);
    }

    /** Whether it depends on how many updates are listed. */
    boolean isCounted() {
        return counted;
    }

    /** Whether it tells the truth of a list of this length. */
    boolean holdsFor(int count) {
        return holdsOnlyFor == 0 || holdsOnlyFor == count;
    }

    private static int count(Snapshot machine) {
        return machine.evidence().stream()
                .mapToInt(e ->
                        e instanceof Evidence.HotfixesListed list ? list.ids().size() : 0)
                .max()
                .orElse(0);
    }

    private static boolean holdsNumber(String text, int number) {
        return text.contains(Integer.toString(number));
    }

    /** The same machine with a list of so many updates; those that were added change nothing. */
    private static Snapshot lengthened(Snapshot machine, int count, Matter matter) {
        return machine.withEvidence(machine.evidence().stream()
                .map(e -> e instanceof Evidence.HotfixesListed list
                        ? new Evidence.HotfixesListed(
                                lengthened(list.ids(), count, matter),
                                list.complete(),
                                list.whyIncomplete(),
                                list.source())
                        : e)
                .toList());
    }

    private static KbSet lengthened(KbSet ids, int count, Matter matter) {
        int[] all = new int[count];
        int[] at = {0};
        ids.forEach(kb -> all[at[0]++] = kb);
        for (int kb = NOBODYS; at[0] < count; kb++) {
            int[] one = {kb};
            if (matter.of(one, 1, new int[1]) == 0) {
                all[at[0]++] = kb;
            }
        }
        return KbSet.of(all);
    }

    private static Template cut(String told, Marks marks, boolean counted, int worst, int holdsOnlyFor) {
        Map<String, Hole> found = new HashMap<>();
        found.put("\"" + marks.of(Hole.MACHINE) + "\"", Hole.MACHINE);
        found.put("\"" + marks.time + "\"", Hole.COLLECTED_AT);
        found.put("\"" + marks.of(Hole.SITE) + "\"", Hole.SITE);
        found.put("\"" + marks.of(Hole.SEGMENT) + "\"", Hole.SEGMENT);
        found.put("[\"" + marks.of(Hole.ADDRESSES) + "\"]", Hole.ADDRESSES);
        found.put("[\"" + marks.of(Hole.ROLES) + "\"]", Hole.ROLES);
        found.put(Integer.toString(marks.line), Hole.LINE);
        if (counted) {
            found.put(Integer.toString(marks.count), Hole.COUNT);
        }
        List<byte[]> literals = new ArrayList<>();
        List<Hole> holes = new ArrayList<>();
        int at = 0;
        while (true) {
            int next = told.length();
            String mark = "";
            for (String candidate : found.keySet()) {
                int index = told.indexOf(candidate, at);
                if (index >= 0 && index < next) {
                    next = index;
                    mark = candidate;
                }
            }
            literals.add(told.substring(at, next).getBytes(UTF_8));
            if (mark.isEmpty()) {
                return new Template(literals, holes, worst, holdsOnlyFor);
            }
            holes.add(found.getOrDefault(mark, Hole.LINE));
            at = next + mark.length();
        }
    }

    private static Snapshot marked(Snapshot machine, Marks marks) {
        return new Snapshot(
                marks.of(Hole.MACHINE),
                marks.time,
                marks.of(Hole.SITE),
                marks.of(Hole.SEGMENT),
                List.of(marks.of(Hole.ADDRESSES)),
                List.of(marks.of(Hole.ROLES)),
                machine.evidence().stream().map(e -> at(e, marks.line)).toList(),
                machine.sources(),
                machine.superseded());
    }

    private static Evidence at(Evidence evidence, int line) {
        Source source = evidence.source().at(line);
        return switch (evidence) {
            case Evidence.OsSeen e ->
                new Evidence.OsSeen(e.caption(), e.build(), e.servicePack(), e.architecture(), e.platform(), source);
            case Evidence.LanguageSeen e -> new Evidence.LanguageSeen(e.locale(), e.display(), source);
            case Evidence.HotfixesListed e ->
                new Evidence.HotfixesListed(e.ids(), e.complete(), e.whyIncomplete(), source);
            case Evidence.FileSeen e -> new Evidence.FileSeen(e.path(), e.version(), source);
            case Evidence.Smb1Seen e -> new Evidence.Smb1Seen(e.state(), source);
            case Evidence.ProbeAnswered e -> new Evidence.ProbeAnswered(e.advisories(), e.vulnerable(), source);
            case Evidence.LookFailed e -> new Evidence.LookFailed(e.look(), e.reason(), source);
        };
    }
}
