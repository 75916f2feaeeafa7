package dev.firebreak.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StatusTally;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions and the report that counts them: they hold up to their last day, and hide no machine. */
class StatusReportTest {

    private static final String MS17 = "MS17-010";
    private static final Instant NOW = Instant.parse("2017-05-14T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2017-05-14");

    private static ApprovedException waiver(String machine, String advisory, LocalDate until) {
        return new ApprovedException(machine, advisory, "scanner of a hospital", until, "sato", NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # until    | holds
            2017-05-13 | false
            2017-05-14 | true
            2017-05-15 | true
            """)
    void an_exception_holds_up_to_and_on_its_last_day(LocalDate until, boolean holds) {
        assertThat(waiver("PC1", MS17, until).holds(TODAY)).isEqualTo(holds);
    }

    private static MachineIndex roll() {
        var index = new MachineIndex(Duration.ofDays(3));
        index.put(line("OPEN", "Osaka", Verdict.Kind.VULNERABLE, NOW));
        index.put(line("ASK", "Osaka", Verdict.Kind.UNKNOWN, NOW));
        index.put(line("GONE", "Osaka", Verdict.Kind.FIXED, NOW.minus(Duration.ofDays(4))));
        index.put(line("FINE", "Osaka", Verdict.Kind.FIXED, NOW));
        index.put(line("OFF", "Kyoto", Verdict.Kind.MITIGATED, NOW));
        index.put(line("NEW", "Kyoto", Verdict.Kind.NOT_AFFECTED, NOW));
        return index;
    }

    private static MachineSummary line(String name, String site, Verdict.Kind verdict, Instant seen) {
        return new MachineSummary(
                name,
                new MachineSummary.Place(site, null, List.of()),
                new MachineSummary.Windows(null, null, null, null, "extended", null),
                new MachineSummary.Outcome(Map.of(MS17, verdict), List.of(), null, null),
                seen);
    }

    private static StatusReport report(ApprovedException... exceptions) {
        MachineIndex index = roll();
        return StatusReport.of(
                index.board(MS17, NOW),
                List.of(exceptions),
                TODAY,
                name -> index.line(name).map(line -> new MachineIndex.Found(line, index.status(line, MS17, NOW))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # machine | advisory  | until      | waived
            OPEN      | MS17-010  | 2017-05-14 | 1
            open      | MS17-010  | 2017-05-14 | 1
            ASK       | MS17-010  | 2017-06-01 | 1
            GONE      | MS17-010  | 2017-06-01 | 1
            OPEN      | MS17-010  | 2017-05-13 | 0
            OPEN      | OTHER     | 2017-06-01 | 0
            FINE      | MS17-010  | 2017-06-01 | 0
            OFF       | MS17-010  | 2017-06-01 | 0
            NEW       | MS17-010  | 2017-06-01 | 0
            NOBODY    | MS17-010  | 2017-06-01 | 0
            """)
    void an_exception_counts_for_a_machine_that_is_open(String machine, String advisory, LocalDate until, int waived) {
        StatusReport report = report(waiver(machine, advisory, until));
        assertThat(report.all().waived()).isEqualTo(waived);
        assertThat(report.sites().getFirst())
                .isEqualTo(new StatusReport.Row("Osaka", StatusTally.of(1, 1, 1, 0, 1, 0), waived));
        assertThat(report.sites().getLast())
                .isEqualTo(new StatusReport.Row("Kyoto", StatusTally.of(0, 0, 0, 1, 0, 1), 0));
    }

    @Test
    void two_exceptions_for_one_machine_are_one() {
        LocalDate until = LocalDate.parse("2017-06-01");
        assertThat(report(waiver("OPEN", MS17, until), waiver("open", MS17, until), waiver("ASK", MS17, until))
                        .all()
                        .waived())
                .isEqualTo(2);
    }

    @Test
    void the_figures_add_up() {
        StatusReport report = report();
        assertThat(report.advisory()).isEqualTo(MS17);
        assertThat(report.at()).isEqualTo(NOW);
        assertThat(report.all().name()).isEmpty();
        assertThat(report.all().concerned()).isEqualTo(5);
        assertThat(report.all().unconfirmed()).isEqualTo(2);
        assertThat(Stream.of(MachineStatus.values())
                        .mapToInt(l -> report.all().tally().of(l))
                        .sum())
                .isEqualTo(6);
    }

    @Test
    void a_machine_that_is_not_registered_gets_no_approval_request() {
        assertThat(StatusReport.of(
                                roll().board(MS17, NOW),
                                List.of(waiver("X", MS17, TODAY)),
                                TODAY,
                                name -> Optional.empty())
                        .all()
                        .waived())
                .isZero();
    }

    @Test
    void machines_that_nobody_reported_are_unconfirmed_and_belong_to_no_site() {
        MachineIndex index = roll();
        StatusReport report = StatusReport.of(index.board(MS17, NOW), List.of(), TODAY, machine -> Optional.empty());
        StatusReport more = report.withUnreported(9);
        assertThat(more.all().unconfirmed()).isEqualTo(report.all().unconfirmed() + 9);
        assertThat(more.all().concerned()).isEqualTo(report.all().concerned() + 9);
        assertThat(more.all().tally().of(MachineStatus.FIXED))
                .isEqualTo(report.all().tally().of(MachineStatus.FIXED));
        assertThat(more.sites().stream().mapToInt(row -> row.tally().total()).sum())
                .isEqualTo(more.all().tally().total());
        assertThat(report.withUnreported(0)).isEqualTo(report);
    }
}
