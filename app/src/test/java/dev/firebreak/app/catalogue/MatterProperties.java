package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a million machines are sorted by: leaving out of a list what does not matter changes no answer. */
class MatterProperties {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();
    private static final Knowledge KNOWLEDGE = SHIPPED.knowledge();
    private static final Source SOURCE = Source.of("host.txt");
    private static final int FIRST = 2_500_000;

    /** A Windows with updates of its line, those that stand alone, and one nobody knows. */
    private record System(String product, String caption, String version, int servicePack, List<Integer> kbs) {}

    private static final List<System> SYSTEMS = List.of(
            new System(
                    "Windows 7 for x64-based Systems Service Pack 1",
                    "Microsoft Windows 7 Professional",
                    "6.1.7601",
                    1,
                    List.of(
                            FIRST, FIRST + 1, FIRST + 2, FIRST + 3, 3207752, 4012215, 4012218, 4012212, 4015546,
                            4015549, 9)),
            new System(
                    "Windows 10 Version 1607 for x64-based Systems",
                    "Microsoft Windows 10 Pro",
                    "10.0.14393",
                    0,
                    List.of(FIRST, FIRST + 1, FIRST + 2, FIRST + 3, 3213986, 4013429, 4015438, 4015217, 4019472, 9)));

    record Row(int cve, int kb, int replaces, int program) {}

    record Machine(int system, Set<Integer> kbs, int revision, boolean whole) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 15),
                        Arbitraries.integers().between(0, 3))
                .as(Row::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<Machine> machines() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 10).set().ofMaxSize(8),
                        Arbitraries.of(-1, -1, 600, 953, 1066, 1198),
                        Arbitraries.of(true, true, false))
                .as(Machine::new);
    }

    @Property(tries = 600)
    void what_does_not_matter_changes_nothing(@ForAll("rows") List<Row> rows, @ForAll("machines") Machine machine) {
        System system = SYSTEMS.get(machine.system());
        CatalogueBuilder cataloguer = new CatalogueBuilder(KNOWLEDGE, SHIPPED.lines());
        rows.forEach(row -> cataloguer.take(statement(row, system)));
        var assessor =
                new Assessor(KNOWLEDGE, KNOWLEDGE.advisories(), cataloguer.catalogue(), LocalDate.parse("2018-01-01"));
        KbSet all = KbSet.of(machine.kbs().stream()
                .map(i -> new Kb(system.kbs().get(i % system.kbs().size())))
                .toList());
        Snapshot whole = snapshot(system, machine, all);
        RelevantUpdates relevantUpdates = assessor.matter(whole);
        KbSet kept = relevantUpdates.of(all);
        Assessment expected = assessor.assess(whole);
        Assessment told = assessor.assess(snapshot(system, machine, kept.andOthers(all.size() - kept.size())));
        assertThat(told.exposure()).isEqualTo(expected.exposure());
        assertThat(told.findings().stream()
                        .map(f -> f.advisory().id() + f.verdict().kind() + details(f) + f.actions()))
                .containsExactlyElementsOf(expected.findings().stream()
                        .map(f -> f.advisory().id() + f.verdict().kind() + details(f) + f.actions())
                        .toList());
    }

    private static List<String> details(dev.firebreak.core.assess.Finding finding) {
        return finding.verdict().because().stream()
                .map(r -> ReasonText.of(r).en())
                .toList();
    }

    private static VendorStatement statement(Row row, System system) {
        List<Integer> kbs = system.kbs();
        return new VendorStatement(
                "CVE-2016-100" + row.cve(),
                new Kb(kbs.get(row.kb() % (kbs.size() - 1))),
                system.product(),
                row.program() == 0 ? "Adobe Flash Player" : row.program() == 1 ? "Internet Explorer 11" : "",
                new VendorStatement.Bulletin(LocalDate.of(2015, 1 + row.kb(), 10), "title", "Important", "", Set.of()),
                row.replaces() < kbs.size() - 1 ? List.of(new Kb(kbs.get(row.replaces()))) : List.of(),
                null);
    }

    private static Snapshot snapshot(System system, Machine machine, KbSet ids) {
        Build build = Build.of(system.version()
                + (machine.revision() > 0 && system.version().startsWith("10.") ? "." + machine.revision() : ""));
        return Snapshot.of(
                "PC",
                "host.txt",
                List.of(
                        new Evidence.OsObserved(
                                system.caption(), build, system.servicePack(), Architecture.X64, null, SOURCE),
                        machine.whole()
                                ? HotfixesListed.whole(ids, SOURCE)
                                : HotfixesListed.partial(
                                        ids, new dev.firebreak.core.text.Text("cut short", "途中まで"), SOURCE)));
    }
}
