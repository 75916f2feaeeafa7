package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.inventory.Snapshot;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
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
        LINE
    }

    /** Marks of one run. */
    static final class Marks {
        private final String text;
        private final int line;
        private final Instant time;

        Marks() {
            var random = new SecureRandom();
            byte[] bytes = new byte[12];
            random.nextBytes(bytes);
            text = HexFormat.of().formatHex(bytes);
            line = 1_500_000_000 + random.nextInt(600_000_000);
            time = Instant.ofEpochSecond(-3_000_000_000L - random.nextInt(1_000_000_000));
        }

        private String of(Hole hole) {
            return text + hole.ordinal();
        }
    }

    final byte[][] literals;
    final Hole[] holes;

    /** How bad it is, as {@link Teller#tell} says. */
    final int worst;

    /** Length of all literals. */
    final int length;

    private Template(List<byte[]> literals, List<Hole> holes, int worst) {
        this.literals = literals.toArray(byte[][]::new);
        this.holes = holes.toArray(Hole[]::new);
        this.worst = worst;
        this.length = literals.stream().mapToInt(l -> l.length).sum();
    }

    /** The template of a machine that was read from a line. */
    static Template of(Snapshot machine, Marks marks, Teller teller) {
        var out = new ByteArrayOutputStream();
        int worst = teller.tell(marked(machine, marks), out);
        String told = out.toString(UTF_8);
        Map<String, Hole> found = Map.of(
                "\"" + marks.of(Hole.MACHINE) + "\"",
                Hole.MACHINE,
                "\"" + marks.time + "\"",
                Hole.COLLECTED_AT,
                "\"" + marks.of(Hole.SITE) + "\"",
                Hole.SITE,
                "\"" + marks.of(Hole.SEGMENT) + "\"",
                Hole.SEGMENT,
                "[\"" + marks.of(Hole.ADDRESSES) + "\"]",
                Hole.ADDRESSES,
                "[\"" + marks.of(Hole.ROLES) + "\"]",
                Hole.ROLES,
                Integer.toString(marks.line),
                Hole.LINE);
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
                return new Template(literals, holes, worst);
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
                machine.evidence().stream()
                        .map(e -> Placed.at(e, e.source().at(marks.line)))
                        .toList(),
                machine.sources(),
                machine.superseded());
    }
}
