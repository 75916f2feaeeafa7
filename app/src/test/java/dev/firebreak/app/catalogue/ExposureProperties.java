package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.exposure.ExposureCounts;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every catalogue and every machine, on small catalogues made at random. */
class ExposureProperties {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();
    private static final Knowledge KNOWLEDGE = SHIPPED.knowledge();
    private static final String WINDOWS_7 = "Windows 7 for x64-based Systems Service Pack 1";
    private static final LocalDate DAY = LocalDate.parse("2018-01-01");
    private static final Source SOURCE = Source.of("host.txt");
    private static final int FIRST = 2_500_000;

    /** Single updates, rollups and security-only updates of 2016 and 2017. */
    private static final List<Integer> KBS = List.of(
            FIRST, FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4, FIRST + 5, 3185330, 3197868, 3207752, 4012215, 4012218,
            4012212, 4015546, 4015549);

    /** A feed's row: which hole, which update, what it replaces. */
    record Row(int cve, int kb, int replaces, int month) {
        VendorStatement statement() {
            return new VendorStatement(
                    "CVE-2016-100" + cve,
                    new Kb(KBS.get(kb)),
                    WINDOWS_7,
                    cve == 0 ? "Adobe Flash Player" : "",
                    new VendorStatement.Bulletin(LocalDate.of(2015, 1 + month, 10), "title", "Important", "", Set.of()),
                    replaces < KBS.size() ? List.of(new Kb(KBS.get(replaces))) : List.of(),
                    null);
        }
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, KBS.size() - 1),
                        Arbitraries.integers().between(0, 2 * KBS.size()),
                        Arbitraries.integers().between(0, 11))
                .as(Row::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<Set<Integer>> installed() {
        return Arbitraries.of(KBS).set().ofMaxSize(5);
    }

    private static Catalogue catalogue(List<Row> rows) {
        CatalogueBuilder cataloguer = new CatalogueBuilder(KNOWLEDGE, SHIPPED.lines());
        rows.forEach(row -> cataloguer.take(row.statement()));
        return cataloguer.catalogue();
    }

    private static ExposureCounts exposure(Catalogue catalogue, Set<Integer> kbs, boolean whole) {
        KbSet ids = KbSet.of(kbs.stream().map(Kb::new).toList());
        Evidence list = whole
                ? Evidence.HotfixesListed.whole(ids, SOURCE)
                : Evidence.HotfixesListed.partial(ids, new Text("cut short", "途中まで"), SOURCE);
        Snapshot snapshot = Snapshot.of(
                "PC",
                "host.txt",
                List.of(
                        new Evidence.OsObserved(
                                "Microsoft Windows 7 Professional",
                                Build.of("6.1.7601"),
                                1,
                                Architecture.X64,
                                null,
                                SOURCE),
                        list));
        return Objects.requireNonNull(new Assessor(KNOWLEDGE, List.of(), catalogue, DAY)
                .assess(snapshot)
                .exposure());
    }

    @Property(tries = 150)
    void one_more_installed_update_never_fixes_fewer_vulnerabilities(
            @ForAll("rows") List<Row> rows,
            @ForAll("installed") Set<Integer> kbs,
            @ForAll("installed") Set<Integer> more) {
        Catalogue catalogue = catalogue(rows);
        Set<Integer> all = new java.util.HashSet<>(kbs);
        all.addAll(more);
        assertThat(exposure(catalogue, all, true).closed())
                .isGreaterThanOrEqualTo(exposure(catalogue, kbs, true).closed());
    }

    @Property(tries = 150)
    void the_chosen_updates_fix_everything_and_each_is_needed(
            @ForAll("rows") List<Row> rows, @ForAll("installed") Set<Integer> kbs) {
        Catalogue catalogue = catalogue(rows);
        ExposureCounts before = exposure(catalogue, kbs, true);
        ExposureCounts after = exposure(catalogue, with(kbs, before.needed()), true);
        assertThat(after.needed()).isEmpty();
        for (Kb left : before.needed()) {
            List<Kb> others =
                    before.needed().stream().filter(kb -> !kb.equals(left)).toList();
            ExposureCounts without = exposure(catalogue, with(kbs, others), true);
            // A rollup among the others may turn what is open into what no feed confirms; closed it is not.
            assertThat(without.open() > 0 || without.closed() < after.closed()).isTrue();
        }
        assertThat(before.atLeast()).isLessThanOrEqualTo(before.needed().size());
    }

    private static Set<Integer> with(Set<Integer> kbs, List<Kb> more) {
        Set<Integer> all = new java.util.HashSet<>(kbs);
        more.forEach(kb -> all.add(kb.number()));
        return all;
    }

    @Property(tries = 150)
    void a_truncated_list_makes_no_machine_vulnerable_and_fixes_nothing_more(
            @ForAll("rows") List<Row> rows, @ForAll("installed") Set<Integer> kbs) {
        Catalogue catalogue = catalogue(rows);
        ExposureCounts whole = exposure(catalogue, kbs, true);
        ExposureCounts cut = exposure(catalogue, kbs, false);
        assertThat(cut.closed()).isEqualTo(whole.closed());
        assertThat(cut.open()).isZero();
        assertThat(cut.needed()).isEmpty();
        assertThat(cut.unknown() + cut.unconfirmed()).isEqualTo(whole.open() + whole.unconfirmed());
    }

    @Property(tries = 100)
    void the_order_of_statements_does_not_matter(
            @ForAll("rows") List<Row> rows, @ForAll("installed") Set<Integer> kbs, @ForAll long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(exposure(catalogue(shuffled), kbs, true)).isEqualTo(exposure(catalogue(rows), kbs, true));
    }
}
