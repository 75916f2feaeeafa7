package dev.firebreak.core.assess;

import static dev.firebreak.core.advisory.TestKnowledge.KNOWLEDGE;
import static dev.firebreak.core.advisory.TestKnowledge.MS17_010;
import static dev.firebreak.core.advisory.TestKnowledge.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.guidance.MitigationCommand;
import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is advised for each verdict, product and day: the whole list of actions, in order. */
class RemediationPlannerTest {

    private static final LocalDate MAY_14 = LocalDate.parse("2017-05-14");
    private static final String SEVEN = "os 6.1.7601 sp1 x64 'Windows 7 Professional'; ";

    private static List<Action> plan(Advisory advisory, LocalDate asOf, String machine) {
        Snapshot snapshot = TestMachine.of(machine);
        return new Assessor(KNOWLEDGE, List.of(advisory), asOf)
                .assess(snapshot)
                .findings()
                .getFirst()
                .actions();
    }

    private static String told(List<Action> actions) {
        return actions.stream().map(RemediationPlannerTest::told).collect(Collectors.joining(", "));
    }

    private static String told(Action action) {
        return switch (action) {
            case Action.Install i -> {
                String newest = i.newest() == null ? "" : " or " + i.newest().kb();
                yield i.kb() + newest + " by " + i.channel().id();
            }
            case Action.Restart r -> "restart";
            case Action.Mitigate m -> {
                String command = MitigationCommand.apply(m.how());
                yield command.startsWith("reg add") ? "reg" : command.split(" ")[0];
            }
            case Action.Isolate i -> "isolate";
            case Action.Collect c ->
                c.what().stream().map(MissingEvidence::id).collect(Collectors.joining("+", "collect ", ""));
            case Action.Migrate m -> "migrate to " + m.to();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # evidence beside Windows 7 SP1          | actions
            list                                     | KB4012215 or KB4019264 by windowsUpdate, reg
            list KB4012212                           |
            srv 6.1.7601.23000                       | KB4012215 or KB4019264 by windowsUpdate, reg
            srv 6.1.7601.23000; list KB4012212       | restart, KB4012215 or KB4019264 by windowsUpdate, reg
            list; smb1 off                           | KB4012215 or KB4019264 by windowsUpdate
            partial KB958644                         | collect completeHotfixList+fileVersion
            list KB4022722                           | collect fileVersion
            """)
    void windows_7_by_verdict(String machine, String actions) {
        assertThat(told(plan(MS17_010, MAY_14, SEVEN + machine))).isEqualTo(actions == null ? "" : actions);
    }

    /** Windows 8 brought the command; before it only the registry says so. XP and 2003 speak nothing else. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # system                                     | actions
            os 5.1.2600 sp3 x86 'Windows XP'             | KB4012598 by updateCatalog, migrate to Windows 10-1703
            os 5.1.2600 sp2 x86 'Windows XP'             | KB936929 by servicePack, KB4012598 by updateCatalog, migrate to Windows 10-1703
            os 6.0.6002 sp2 x86 'Windows Vista'          | KB4012598 by updateCatalog, reg, migrate to Windows 10-1703
            os 6.1.7600 sp0 x64 'Windows 7'              | KB976932 by servicePack, KB4012215 or KB4019264 by windowsUpdate, reg
            os 6.1.7601 sp1 x64 'Windows 7'              | KB4012215 or KB4019264 by windowsUpdate, reg
            os 6.1.7601 sp1 x64 'Windows Server 2008 R2' | KB4012215 or KB4019264 by windowsUpdate, reg
            os 6.2.9200 x64 'Windows 8'                  | KB4012598 by updateCatalog, Set-SmbServerConfiguration, migrate to Windows 10-1703
            os 6.2.9200 x64 'Windows Server 2012'        | KB4012217 by windowsUpdate, Set-SmbServerConfiguration
            os 10.0.14393 x64 'Windows 10 Pro'           | KB4013429 or KB4019472 by windowsUpdate, Set-SmbServerConfiguration
            os 10.0.14393 x64 'Windows Server 2016'      | KB4013429 or KB4019472 by windowsUpdate, Set-SmbServerConfiguration
            """)
    void a_vulnerable_machine_by_product(String os, String actions) {
        assertThat(told(plan(MS17_010, MAY_14, os + "; list"))).isEqualTo(actions);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as of    | system                               | actions
            2017-05-12 | os 5.1.2600 sp3 x86 'Windows XP'     | isolate, migrate to Windows 10-1703
            2017-05-13 | os 5.1.2600 sp3 x86 'Windows XP'     | KB4012598 by updateCatalog, migrate to Windows 10-1703
            2017-05-12 | os 6.2.9200 x64 'Windows 8'          | Set-SmbServerConfiguration, migrate to Windows 10-1703
            2017-05-13 | os 6.2.9200 x64 'Windows 8'          | KB4012598 by updateCatalog, Set-SmbServerConfiguration, migrate to Windows 10-1703
            2017-04-11 | os 6.0.6002 sp2 x86 'Windows Vista'  | KB4012598 by windowsUpdate, reg
            2017-04-12 | os 6.0.6002 sp2 x86 'Windows Vista'  | reg, migrate to Windows 10-1703
            2017-03-14 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 by windowsUpdate, reg
            2017-04-10 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 by windowsUpdate, reg
            2017-04-11 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 or KB4015549 by windowsUpdate, reg
            2017-05-08 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 or KB4015549 by windowsUpdate, reg
            2017-05-09 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 or KB4019264 by windowsUpdate, reg
            2019-12-31 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 or KB4019264 by windowsUpdate, reg
            2020-01-14 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 or KB4019264 by windowsUpdate, reg
            2020-01-15 | os 6.1.7601 sp1 x64 'Windows 7'      | KB4012215 by updateCatalog, reg
            2020-01-15 | os 6.1.7601 sp1 x64 'Windows Server 2008 R2' | KB4012215 by updateCatalog, reg, migrate to Windows 2016
            2018-09-01 | os 6.1.7601 sp1 x64 'Windows Server 2008 R2' | KB4012215 or KB4019264 by windowsUpdate, reg
            """)
    void what_can_be_had_on_that_day(LocalDate asOf, String os, String actions) {
        assertThat(told(plan(MS17_010, asOf, os + "; list"))).isEqualTo(actions);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                                    | actions
            os 5.1.2600 x86 'Windows XP'; list                           | KB936929 by servicePack, KB4012598 by updateCatalog, migrate to Windows 10-1703
            os 5.1.2600 x86 'Windows XP'; partial                        | collect servicePack, migrate to Windows 10-1703
            os 6.3.9600 x64 'Windows 8.1'; list                          | isolate
            os 6.3.9600 x64 'Windows 8.1'; probe MS17-010 vulnerable     | Set-SmbServerConfiguration
            os 5.0.2195 'Windows 2000'; list                             | isolate
            os 5.0.2195 'Windows 2000'; probe MS17-010 vulnerable        | isolate
            os 5.0.2195; os 4.0.1381                                     | collect operatingSystem, isolate
            os 5.0.2195; os 4.0.1381; probe MS17-010 vulnerable          | isolate, collect operatingSystem
            os 6.1.7601 sp1 x64 'Windows 7'; list KB4022722; srv 6.3.9600.1 |
            probe MS17-010 vulnerable                                    | isolate, collect operatingSystem
            list KB4012212                                               | collect operatingSystem
            os 10.0.15063 x64 'Windows 10 Pro'                           |
            os 10.0.15063 x64 'Windows 10 Pro'; probe MS17-010 vulnerable | Set-SmbServerConfiguration
            """)
    void machines_that_no_package_is_for(String machine, String actions) {
        assertThat(told(plan(MS17_010, MAY_14, machine))).isEqualTo(actions == null ? "" : actions);
    }

    @Test
    void before_it_was_published_there_is_nothing_to_collect() {
        assertThat(plan(MS17_010, LocalDate.parse("2017-03-13"), SEVEN + "partial"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine                                    | actions
            os 6.1.7601 sp1 x64 'Windows 7'; list        | KB4012215 or KB4019264 by windowsUpdate
            os 6.3.9600 x64 'Windows 8.1'; list          |
            os 5.1.2600 sp3 x86 'Windows XP'; probe TEST-445 vulnerable | isolate, migrate to Windows 10-1703
            """)
    void an_advisory_that_is_not_about_smb1_switches_nothing_off(String machine, String actions) {
        assertThat(told(plan(OTHER, MAY_14, machine))).isEqualTo(actions == null ? "" : actions);
    }

    @Test
    void isolating_says_for_which_advisory_and_names_ports_only_for_smb() {
        String xp = "os 5.1.2600 sp3 x86 'Windows XP'; ";
        Action smb = plan(MS17_010, LocalDate.parse("2017-05-12"), xp + "list").getFirst();
        Action other = plan(OTHER, MAY_14, xp + "probe TEST-445 vulnerable").getFirst();
        assertThat(ReasonText.of(((Action.Isolate) smb).why()).en())
                .contains("MS17-010")
                .contains("445");
        assertThat(ReasonText.of(((Action.Isolate) other).why()).en())
                .contains("TEST-445")
                .doesNotContain("TCP");
    }

    @Test
    void a_move_says_since_when_it_is_due_and_for_how_long_the_new_one_lasts() {
        List<Action> actions = plan(MS17_010, MAY_14, "os 5.1.2600 sp3 x86 'Windows XP'; list");
        assertThat(actions.getLast())
                .isEqualTo(new Action.Migrate(
                        "Windows 10-1703", LocalDate.parse("2014-04-08"), LocalDate.parse("2018-10-09")));
    }
}
