package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Assessment;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real outputs of machines from XP to 11 in several languages, kept beside the repository: product, service pack,
 * architecture, language and verdict of each, as one would defend them.
 */
class RealOutputsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # why: 2003 R2 declares 352 hotfixes and is cut; 2008 6001 and XP SP2 lack their service packs; WIN7SP1X64 is cut too,
            # but shows KB4467107, a rollup of November 2018; what is fixed has a later rollup than March 2017
            10_1803_x64_enterprise_es-ar | Windows 10 Version 1803 for x64-based Systems  | x64  | es-ar | not_affected
            DC                           | Windows Server 2012 R2                         | x64  | ru    | vulnerable
            DESKTOP-0CQH3P2              | Windows 10 Version 1809 for x64-based Systems  | x64  | zh-cn | not_affected
            DESKTOP-92B51CV              | Windows 10 Version 22H2 for x64-based Systems  | x64  | zh-cn | not_affected
            DESKTOP-J4ED1CA              | Windows 10 for x64-based Systems               | x64  | en-us | vulnerable
            DESKTOP-JNEKK9U              | Windows 11 Version 23H2 for x64-based Systems  | x64  | en-us | not_affected
            DESKTOP-OOF6NB5              | Windows 10 Version 1803 for x64-based Systems  | x64  | en-us | not_affected
            LAPTOP                       | Windows 10 Version 1809 for x64-based Systems  | x64  | en-us | not_affected
            MYSERVER                     | Windows Server 2016                            | x64  | en-us | fixed
            PC044                        | Windows 10 Version 1803 for x64-based Systems  | x64  | it    | not_affected
            SRV12R2U1X64                 | Windows Server 2012 R2                         | x64  | en-us | fixed
            SRV2K3R2SP2X86               | Microsoft Windows Server 2003 Service Pack 2   | x86  | en-us | unknown
            SRV2K8SP0X86                 | Windows Server 2008 for 32-bit Systems         | x86  | en-us | vulnerable
            WIN-IDKKFN87EL8              | Windows 7 for x64-based Systems Service Pack 1 | x64  | fr    | fixed
            WIN-O863JARO7CM              | Windows Server 2019                            | x64  | en-us | not_affected
            WIN7SP1X64                   | Windows 7 for x64-based Systems Service Pack 1 | x64  | en-us | fixed
            WIN81U1X64                   | Windows 8.1 for x64-based systems              | x64  | en-us | vulnerable
            WINVISTASP0X64               | Windows Vista x64 Edition Service Pack 2       | x64  | en-us | vulnerable
            WINXPSP2                     | Microsoft Windows XP Service Pack 2            | x86  | en-us | vulnerable
            WINXPSP3                     | Microsoft Windows XP Service Pack 3            | x86  | en-us | vulnerable
            """)
    void each_machine_comes_out_right(
            String machine, String product, String architecture, String language, String verdict) {
        Assessment found = Estates.assess(TODAY, Estates.real("systeminfo")).machine(machine);
        assertThat(List.of(
                        Objects.toString(found.identity().productName()),
                        Objects.requireNonNull(found.identity().architecture()).id(),
                        Objects.toString(found.identity().locale()),
                        found.findings().getFirst().verdict().kind().id()))
                .containsExactly(product, architecture, language, verdict);
    }

    @Test
    void only_what_windows_update_found_missing_is_no_inventory() {
        var result = Estates.assess(TODAY, Estates.real("systeminfo"));
        assertThat(result.machines()).hasSize(20);
        assertThat(result.problems()).hasSize(4).allMatch(c -> c.source().file().contains("_updates"));
    }

    @Test
    void of_two_outputs_of_one_server_the_newer_counts() {
        var server = Estates.assess(TODAY, Estates.real("systeminfo")).machine("SRV12R2U1X64");
        assertThat(server.snapshot().superseded()).singleElement().asString().endsWith("srv_2012r2_u1_systeminfo.txt");
    }
}
