package dev.firebreak.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.exposure.ExposureCounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real catalogue on machines made up for it: what Windows Update offers such a machine on such a day is the newest
 * cumulative update of its line, Flash Player's while there was one, and what brings .NET Framework up to date; no
 * hotpatch, no update of another Windows, no servicing stack that a later one replaced.
 */
class OfferedTest {

    @ParameterizedTest(name = "{0} with {2} on {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # caption                        | version    | installed                 | day        | needed
        # nothing installed but the system
        Windows 10 Pro                   | 10.0.14393 | ''                        | 2019-03-13 | 4489882 4489907
        Windows 10 Pro                   | 10.0.16299 | ''                        | 2019-03-13 | 4489886 4489907
        Windows 10 Pro                   | 10.0.17134 | ''                        | 2019-03-13 | 4489868 4489907
        # from 1809 on .NET Framework, which ships with Windows, has updates of its own
        Windows 10 Pro                   | 10.0.17763 | ''                        | 2019-03-13 | 4489899 4489907 4483452
        Windows 10 Pro                   | 10.0.17763 | 4483452                   | 2019-03-13 | 4489899 4489907
        # Flash Player's updates went when it went
        Windows 10 Pro                   | 10.0.17134 | ''                        | 2021-01-20 | 4598245
        Windows 10 Pro                   | 10.0.19041 | ''                        | 2021-07-20 | 5004237 4601050
        # lists hold other numbers than that of the one update for .NET Framework 4.8 and 4.8.1: its absence says nothing
        Windows 10 Pro                   | 10.0.19045 | ''                        | 2025-04-20 | 5055518
        Windows 11 Pro                   | 10.0.22631 | ''                        | 2025-04-20 | 5055528 5049624
        # the feed names Windows 11 23H2's update for 24H2, and hotpatches beside
        Windows 11 Pro                   | 10.0.26100 | ''                        | 2025-04-20 | 5055523 5049622
        Windows 11 Pro                   | 10.0.26100 | ''                        | 2026-06-15 | 5094126 5087054
        Windows 11 Pro                   | 10.0.26100 | 5094126                   | 2026-06-28 | 5087054
        Windows 11 Pro                   | 10.0.26100 | 5094126 5087054           | 2026-06-28 | ''
        # the feed names the client's update for the server
        Windows Server 2025 Standard     | 10.0.26100 | ''                        | 2026-06-15 | 5094125 5087051
        Windows Server 2022 Standard     | 10.0.20348 | ''                        | 2026-03-13 | 5078766
        Windows Server 2019 Standard     | 10.0.17763 | ''                        | 2026-06-15 | 5094123 5087061
        # an exploited hole of the scripting engine, in the system's update; .NET Framework's of that month beside it
        Windows Server 2019 Standard     | 10.0.17763.194 | 4471332 4470788 4465664 | 2018-12-28 | 4483235 4470502
        Windows Server 2016 Standard     | 10.0.14393 | ''                        | 2026-06-15 | 5094122
        # a cumulative update does not bring Flash Player, nor does an optional one
        Windows 10 Enterprise            | 10.0.17134 | 4487017                   | 2019-03-07 | 4487038
        Windows 10 Enterprise            | 10.0.17134 | 4487029 4471331           | 2019-03-07 | 4487038
        Windows 10 Enterprise            | 10.0.17134 | 4487029 4487038           | 2019-03-07 | ''
        Windows 10 Enterprise            | 10.0.17134 | 4480966 4487038           | 2019-03-07 | 4487017
        """)
    void what_windows_update_would_offer(String caption, String version, String installed, String day, String needed) {
        ExposureCounts exposure = Hosts.exposure(RealCatalogue.mended(), caption, version, installed, day);
        assertThat(Hosts.numbers(exposure.needed())).isEqualTo(needed);
        assertThat(exposure.atLeast()).isEqualTo(exposure.needed().size());
    }

    /** The 276 updates that wmic listed on a Windows 7, and one or two more. */
    @ParameterizedTest(name = "with {0}")
    @CsvSource(delimiter = '|', textBlock = """
        # besides         | needed
        ''                | 4486563 4487078
        4486563           | 4487078
        4487078           | 4486563
        4486563 4487078   | ''
        # security only: nothing of other months
        4486564           | 4486563 4487078
        # a preview has what came before it, though nothing dates it
        4486565           | 4487078
        """)
    void the_next_step_of_a_real_windows_7(String besides, String needed) {
        var listed = new StringBuilder(besides);
        java.util.regex.Pattern.compile("KB(\\d{6,7})")
                .matcher(SharedData.text("systeminfo/7_sp1_x64_enterprise_en-us_20190305_qfe.txt"))
                .results()
                .forEach(m -> listed.append(' ').append(m.group(1)));
        ExposureCounts exposure = Hosts.exposure(
                RealCatalogue.mended(), "Windows 7 Enterprise", "6.1.7601", listed.toString(), "2019-03-05");
        assertThat(Hosts.numbers(exposure.needed())).isEqualTo(needed);
    }
}
