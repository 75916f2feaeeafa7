package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.bulk.FastMachineName;
import dev.firebreak.app.collect.bulk.NameTable;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.merge.MachineMerger;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Everything in this room that compares names of machines agrees with {@link MachineName}: the fast paths, merging, one file, a folder. */
class OneNameProperties {

    record Pair(String one, String other) {}

    @Property(tries = 5000)
    void names_are_one_everywhere_or_nowhere(@ForAll("pairs") Pair pair) {
        boolean same = MachineName.same(pair.one(), pair.other());
        assertThat(NameTable.hash(pair.one()) == NameTable.hash(pair.other())).isEqualTo(same);
        assertThat(bytes(pair.one()) == bytes(pair.other())).isEqualTo(same);
        assertThat(bytes(pair.one())).isEqualTo(NameTable.hash(pair.one()));
        assertThat(MachineMerger.merge(List.of(piece(pair.one(), 1), piece(pair.other(), 2)), problem -> {}))
                .hasSize(same ? 1 : 2);
        long fast = FastMachineName.of(line(pair.one()), 0, line(pair.one()).length);
        if (fast != 0) {
            assertThat(fast).isEqualTo(NameTable.hash(pair.one()));
        }
        byte[] file = (new String(line(pair.one()), UTF_8) + "\n" + new String(line(pair.other()), UTF_8) + "\n")
                .getBytes(UTF_8);
        var evidences = new CheckInReader();
        var parts = evidences.parts(null, "x.ndjson", file);
        assertThat(parts.parts()).hasSize(same ? 1 : 2);
        for (String name : List.of(pair.one(), pair.other())) {
            var held = new CheckInRecords.Content("ndjson", "x.ndjson", line(pair.one()), Instant.EPOCH);
            assertThat(evidences.snapshot(name, List.of(held)).isPresent())
                    .as(name)
                    .isEqualTo(MachineName.same(name, pair.one()));
        }
    }

    @Property(tries = 60)
    void a_folder_says_the_same(@ForAll("pairs") Pair pair) throws Exception {
        Path folder = Files.createTempDirectory("names");
        try {
            Files.write(folder.resolve("a.ndjson"), line(pair.one()));
            Files.write(folder.resolve("b.ndjson"), line(pair.other()));
            List<Snapshot> read = new ArrayList<>();
            new Collector(folder)
                    .collect(
                            List.of(folder),
                            java.io.InputStream.nullInputStream(),
                            (bytes, of) -> {},
                            snapshot -> snapshot,
                            read::add,
                            problem -> {});
            assertThat(read).hasSize(MachineName.same(pair.one(), pair.other()) ? 1 : 2);
        } finally {
            Files.deleteIfExists(folder.resolve("a.ndjson"));
            Files.deleteIfExists(folder.resolve("b.ndjson"));
            Files.deleteIfExists(folder);
        }
    }

    private static long bytes(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return NameTable.hash(bytes, 0, bytes.length);
    }

    private static byte[] line(String name) {
        return ("{\"machine\":\"" + name + "\",\"os\":{\"version\":\"6.1.7601\"}}").getBytes(UTF_8);
    }

    private static EvidencePart piece(String name, int line) {
        var source = new Source("x.ndjson", line);
        return EvidencePart.of(
                name,
                List.of(new OsObserved(null, Build.parse("6.1.7601").orElseThrow(), null, null, null, source)),
                source);
    }

    /** Spellings of names that may be told, near to one another. */
    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<String> letters = Arbitraries.strings()
                .withChars("aAiIıİßẞsSﬁÅå\u212A\u3099かがＡ１1.- ")
                .ofMinLength(1)
                .ofMaxLength(3)
                .map(text -> "P" + text);
        return Combinators.combine(
                        letters,
                        Arbitraries.oneOf(
                                letters, Arbitraries.of("", ".", " ", ". ", "x").map(end -> "\0" + end)),
                        Arbitraries.integers().between(0, 3))
                .as((one, other, how) -> {
                    String second = other.startsWith("\0") ? one + other.substring(1) : other;
                    return new Pair(
                            one,
                            switch (how) {
                                case 0 -> second.toUpperCase(java.util.Locale.ROOT);
                                case 1 -> second.toLowerCase(java.util.Locale.of("tr"));
                                default -> second;
                            });
                });
    }
}
