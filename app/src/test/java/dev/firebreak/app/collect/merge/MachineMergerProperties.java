package dev.firebreak.app.collect.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Laws of putting pieces together, whatever they are. */
class MachineMergerProperties {

    private static final Text WHY = new Text("cut short", "途中で切れている");

    @Property(tries = 3000)
    void the_order_of_pieces_decides_nothing(@ForAll("pieces") List<EvidencePart> pieces, @ForAll Random random) {
        List<EvidencePart> other = new ArrayList<>(pieces);
        Collections.shuffle(other, random);
        Set<Problem> problems = new HashSet<>();
        Set<Problem> otherComplaints = new HashSet<>();
        assertThat(MachineMerger.merge(other, otherComplaints::add))
                .isEqualTo(MachineMerger.merge(pieces, problems::add));
        assertThat(otherComplaints).isEqualTo(problems);
    }

    @Property(tries = 3000)
    void no_piece_is_lost(@ForAll("pieces") List<EvidencePart> pieces) {
        Set<String> told = new HashSet<>();
        for (Snapshot snapshot : MachineMerger.merge(pieces, problem -> {})) {
            assertThat(snapshot.sources()).isNotEmpty();
            told.addAll(snapshot.sources());
            // Of one file of many records, an older record is named with its line.
            snapshot.superseded().forEach(old -> told.add(old.replaceFirst(":\\d+$", "")));
        }
        assertThat(told).containsAll(pieces.stream().map(p -> p.source().file()).toList());
    }

    @Property(tries = 3000)
    void whole_lists_of_one_snapshot_that_differ_come_from_a_complement(@ForAll("pieces") List<EvidencePart> pieces) {
        List<EvidencePart> accounts = pieces.stream()
                .filter(p -> p.evidence().stream().anyMatch(OsObserved.class::isInstance))
                .toList();
        for (Snapshot snapshot : MachineMerger.merge(accounts, problem -> {})) {
            assertThat(snapshot.evidence().stream()
                            .filter(e -> e instanceof HotfixesListed list && list.complete())
                            .map(e -> ((HotfixesListed) e).ids())
                            .distinct())
                    .as("accounts that contradict each other are never put together")
                    .hasSizeLessThan(2);
        }
    }

    @Provide
    Arbitrary<List<EvidencePart>> pieces() {
        return Arbitraries.randoms().map(MachineMergerProperties::piece).list().ofMaxSize(6);
    }

    private static EvidencePart piece(Random random) {
        String file = "in/" + one(random, "PC7", "PC8", "x") + one(random, "_20170512", "", "")
                + one(random, "_systeminfo.txt", "_qfe.txt", ".ndjson");
        var source = new Source(file, 1 + random.nextInt(9));
        List<Evidence> evidence = new ArrayList<>();
        if (random.nextBoolean()) {
            int revision = random.nextInt(4) == 0 ? random.nextInt(2) : Build.NO_REVISION;
            evidence.add(new OsObserved("Windows", new Build(6, 1, 7601, revision), 1, null, null, source));
        }
        KbSet ids = KbSet.of(4_000_000 + random.nextInt(3));
        switch (random.nextInt(5)) {
            case 0, 1 -> evidence.add(HotfixesListed.whole(ids, source));
            case 2 -> evidence.add(HotfixesListed.partial(ids, WHY, source));
            case 3 -> evidence.add(new ProbeAnswered(Set.of("MS17-010"), random.nextBoolean(), source));
            default -> evidence.add(new LookupFailed(LookupKind.HOTFIXES, WHY, source));
        }
        return new EvidencePart(
                one(random, "PC7", "pc7", null),
                MachineIdentity.product(one(random, "A", null, null)),
                time(random),
                time(random),
                one(random, "Osaka", null, null),
                null,
                List.of(),
                List.of(),
                evidence,
                source);
    }

    private static @Nullable Instant time(Random random) {
        int day = random.nextInt(4);
        return day == 0 ? null : Instant.parse("2017-05-1" + day + "T00:00:00Z");
    }

    private static @Nullable String one(Random random, @Nullable String... of) {
        return of[random.nextInt(of.length)];
    }
}
