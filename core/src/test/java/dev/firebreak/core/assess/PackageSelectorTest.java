package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.APRIL;
import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static dev.firebreak.core.advisory.TestKnowledge.MARCH;
import static dev.firebreak.core.advisory.TestKnowledge.MAY;
import static dev.firebreak.core.advisory.TestKnowledge.MS17_010;
import static dev.firebreak.core.advisory.TestKnowledge.PUBLIC;
import static dev.firebreak.core.advisory.TestKnowledge.SEVEN_FIX;
import static dev.firebreak.core.advisory.TestKnowledge.SEVEN_ROLLUPS;
import static dev.firebreak.core.advisory.TestKnowledge.SP1_OF_SEVEN;
import static dev.firebreak.core.advisory.TestKnowledge.XP_FIX;
import static dev.firebreak.core.advisory.TestKnowledge.remedy;
import static dev.firebreak.core.advisory.TestKnowledge.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Fix;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Lifecycle.State;
import dev.firebreak.core.advisory.Lifecycle.Support;
import dev.firebreak.core.advisory.Remedy;
import dev.firebreak.core.advisory.ServicePack;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.advisory.UpdateLine;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which update, which file of it, from where. */
class PackageSelectorTest {

    private static final LocalDate MAY_14 = LocalDate.parse("2017-05-14");
    private static final Support SUPPORTED = new Support(State.EXTENDED, LocalDate.parse("2020-01-14"));
    private static final Support ENDED = new Support(State.UNSUPPORTED, LocalDate.parse("2014-04-08"));

    private static ProductIdentity identity(String machine) {
        return new ProductIdentifier(KNOWLEDGE).identify(TestMachine.of(machine));
    }

    private static Action.Install install(Remedy remedy, Fix fix, String machine, Support support) {
        return new PackageSelector(KNOWLEDGE, MS17_010, MAY_14)
                .remedy(remedy, fix, List.of(), identity(machine), support);
    }

    /** Packages of old follow the language Windows was installed in, which its display language tells best. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                  | language | file       | note
            os 5.1.2600 sp3 x86; locale en-us                          | ENU      | xp-enu.exe |
            os 5.1.2600 sp3 x86; locale en                             | ENU      | xp-enu.exe |
            os 5.1.2600 sp3 x86; locale EN_US                          | ENU      | xp-enu.exe |
            os 5.1.2600 sp3 x86; locale zh-tw                          | CHT      | xp-cht.exe |
            os 5.1.2600 sp3 x86; locale en-us; display zh-tw           | CHT      | xp-cht.exe |
            os 5.1.2600 sp3 x86; locale zh-tw; display fr-fr           | CHT      | xp-cht.exe |
            os 5.1.2600 sp3 x86; locale ja-jp                          | JPN      |            | the Japanese file is not confirmed
            os 5.1.2600 sp3 x86; locale fr-fr                          |          |            | the file depends on the language, which is not known
            os 5.1.2600 sp3 x86                                        |          |            | the file depends on the language, which is not known
            os 5.1.2600 sp3; locale en-us                              | ENU      |            | the file depends on the architecture, which is not known
            os 5.1.2600 sp3 x64; locale en-us                          | ENU      |            | no file name could be confirmed for x64 ENU: search the catalogue
            """)
    void the_file_for_architecture_and_language(String machine, String language, String file, String note) {
        Action.Install install = install(XP_FIX.remedies().getFirst(), XP_FIX, machine, ENDED);

        assertThat(install.choice().language()).isEqualTo(language);
        assertThat(install.choice().file()).isEqualTo(file);
        assertThat(install.note() == null ? null : install.note().en()).isEqualTo(note);
        assertThat(install.channel()).isEqualTo(Action.Channel.UPDATE_CATALOG);
        assertThat(install.search()).isEqualTo("https://www.catalog.update.microsoft.com/Search.aspx?q=KB4012598");
    }

    @Test
    void a_file_that_serves_all_languages_needs_no_note() {
        Action.Install install = install(SEVEN_FIX.remedies().getLast(), SEVEN_FIX, "os 6.1.7601 sp1 x64", ENDED);
        assertThat(install.note()).isNull();
        assertThat(install.choice().language()).isNull();
        assertThat(install.newest()).isNull();
        assertThat(install(SEVEN_FIX.remedies().getLast(), SEVEN_FIX, "os 6.1.7601 sp1", ENDED)
                        .note())
                .isNotNull();
    }

    @Test
    void windows_update_brings_the_file_by_itself() {
        Action.Install install = install(SEVEN_FIX.remedies().getLast(), SEVEN_FIX, "os 6.1.7601 sp1 x64", SUPPORTED);
        assertThat(install.channel()).isEqualTo(Action.Channel.WINDOWS_UPDATE);
        assertThat(install.search()).isNull();
        assertThat(install.choice().file()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # preferred | as of      | support     | remedy
            rollup      | 2017-03-13 | EXTENDED    |
            rollup      | 2017-03-14 | EXTENDED    | KB1
            rollup      | 2017-04-10 | MAINSTREAM  | KB1
            rollup      | 2017-04-11 | EXTENDED    | KB2
            none        | 2017-04-11 | EXTENDED    | KB1
            rollup      | 2017-05-12 | UNSUPPORTED |
            rollup      | 2017-05-13 | UNSUPPORTED | KB2
            rollup      | 2017-05-12 | ESU         |
            rollup      | 2017-05-12 | UNKNOWN     |
            """)
    void the_preferred_remedy_that_one_could_have(String preferred, LocalDate asOf, State state, String kb) {
        boolean rollup = preferred.equals("rollup");
        var fix = new Fix(
                List.of(
                        remedy(1, UpdateKind.SECURITY_ONLY, MARCH, PUBLIC, false),
                        remedy(2, UpdateKind.MONTHLY_ROLLUP, rollup ? APRIL : MAY, PUBLIC, true)),
                KbSet.of(1, 2),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
        assertThat(PackageSelector.best(fix, new Support(state, null), asOf)
                        .map(r -> r.kb().toString())
                        .orElse(null))
                .isEqualTo(kb);
    }

    /** What came before the remedy does not carry the fix. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as of    | remedy  | newest
            2017-03-14 | 4012215 |
            2017-04-10 | 4012215 |
            2017-04-11 | 4012215 | KB4015549
            2017-05-08 | 4012215 | KB4015549
            2017-05-09 | 4012215 | KB4019264
            2017-05-20 | 4012215 | KB4019264
            2017-04-11 | 4015549 |
            2017-05-08 | 4012218 | KB4015549
            2017-04-10 | 4012218 |
            2017-05-20 | 4019265 |
            2017-05-20 | 4012212 |
            """)
    void the_newest_of_the_line_comes_after_the_remedy(LocalDate asOf, int remedy, String newest) {
        Action.Install install = new PackageSelector(KNOWLEDGE, MS17_010, asOf)
                .remedy(
                        remedy(remedy, UpdateKind.STANDALONE, MARCH, MARCH, true),
                        SEVEN_FIX,
                        List.of(),
                        identity("os 6.1.7601 sp1 x64"),
                        SUPPORTED);
        assertThat(install.newest() == null ? null : install.newest().kb().toString())
                .isEqualTo(newest);
    }

    @Test
    void without_a_line_there_is_no_newest() {
        assertThat(install(XP_FIX.remedies().getFirst(), XP_FIX, "os 5.1.2600 sp3 x86", SUPPORTED)
                        .newest())
                .isNull();
    }

    @Test
    void only_what_carries_everything_before_it_is_the_newest_of_a_line() {
        var line = new UpdateLine(
                "line",
                List.of(
                        update(1, UpdateKind.CUMULATIVE, "2017-03-14"),
                        update(2, UpdateKind.OUT_OF_BAND, "2017-03-20"),
                        update(3, UpdateKind.CUMULATIVE_PREVIEW, "2017-03-22"),
                        update(4, UpdateKind.SECURITY_ONLY, "2017-03-22"),
                        update(5, UpdateKind.OUT_OF_BAND, null)));
        var fix = new Fix(List.of(), KbSet.of(1), List.of(), List.of(), List.of(), null, line);
        assertThat(install(remedy(1, UpdateKind.CUMULATIVE, MARCH, MARCH, true), fix, "os 6.1.7601 x64", SUPPORTED)
                        .newest())
                .isEqualTo(line.updates().get(1));
        assertThat(SEVEN_ROLLUPS.updates())
                .extracting(u -> u.outOn(MAY_14))
                .containsExactly(true, true, false, true, true, false);
    }

    @Test
    void a_service_pack_is_a_step_of_its_own_where_it_has_a_number() {
        var installs = new PackageSelector(KNOWLEDGE, MS17_010, MAY_14);
        ProductIdentity seven = identity("os 6.1.7600 sp0 x64");
        var embedded = new ServicePack(null, Text.same("Embedded SP3"));

        assertThat(installs.servicePack(embedded, List.of(), seven)).isEmpty();
        Action.Install first = (Action.Install)
                installs.servicePack(SP1_OF_SEVEN, List.of(embedded), seven).orElseThrow();
        assertThat(first.kb()).isEqualTo(new Kb(976932));
        assertThat(first.channel()).isEqualTo(Action.Channel.SERVICE_PACK);
        assertThat(first.prerequisites()).containsExactly(Text.same("Embedded SP3"));
        assertThat(first.search()).endsWith("q=KB976932");
        assertThat(first.note()).isEqualTo(SP1_OF_SEVEN.name());

        Action.Install then =
                installs.remedy(SEVEN_FIX.remedies().getLast(), SEVEN_FIX, List.of(SP1_OF_SEVEN), seven, SUPPORTED);
        assertThat(then.prerequisites()).extracting(Text::en).containsExactly("Windows 7 SP1 (KB976932)");
    }
}
