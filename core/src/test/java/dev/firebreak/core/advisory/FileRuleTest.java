package dev.firebreak.core.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRuleTest {

    private static final FileRule VISTA = new FileRule(
            "srv.sys",
            List.of(
                    new FileRule.Range(Build.of("6.0.6002.19743"), Build.of("6.0.6002.20000")),
                    new FileRule.Range(Build.of("6.0.6002.24067"), null)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # version        | answer
            6.0.6002.19742   | OLD
            6.0.6002.19743   | FIXED
            6.0.6002.19999   | FIXED
            6.0.6002.20000   | OLD
            6.0.6002.24066   | OLD
            6.0.6002.24067   | FIXED
            6.0.6003.99999   | OTHER_BRANCH
            6.0.6002         | OTHER_BRANCH
            """)
    void a_version_is_compared_on_its_own_branch_and_service_line(String version, FileRule.Answer answer) {
        assertThat(VISTA.answer(Build.of(version))).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srv.sys",
                "C:\\Windows\\System32\\drivers\\srv.sys",
                "c:/windows/system32/drivers/SRV.SYS",
                "%SystemRoot%\\system32\\DRIVERS\\srv.sys"
            })
    void the_driver_in_use_counts(String path) {
        assertThat(VISTA.concerns(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\backup\\srv.sys",
                "C:\\Windows\\$hf_mig$\\KB4012598\\SP3QFE\\srv.sys",
                "C:\\Windows\\SysWOW64\\drivers\\srv.sys",
                "C:\\Windows\\System32\\drivers\\xsrv.sys",
                "C:\\Windows\\System32\\drivers\\srv2.sys"
            })
    void a_copy_elsewhere_does_not(String path) {
        assertThat(VISTA.concerns(path)).isFalse();
    }
}
