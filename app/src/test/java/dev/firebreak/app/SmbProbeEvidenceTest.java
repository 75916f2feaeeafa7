package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings of the SMB probe beside inventories: they make a machine vulnerable or leave it as it is, and never greener. */
class SmbProbeEvidenceTest {

    private static final LocalDate DAY = LocalDate.of(2017, 5, 14);

    private static final String FINDING = """
            {"schema":"firebreak.probe.smb/1","target":"10.1.2.3","address":"10.1.2.3","port":445,"time":"2017-05-13T09:00:00Z",\
            "dialects":["SMB1","2.0.2","2.1"],"smb1":true,"smb1Signing":"disabled","signing":"enabled","guest":false,"ms17010":%s,\
            "host":{"name":%s,"domain":null,"dnsName":null,"build":%s,"nativeOs":"%s","lanManager":"%s"},"connections":4,"because":[]}
            """;

    private static final String PC7 = """
            {"machine":"PC7","collectedAt":"2017-05-13T08:00:00Z","os":{"caption":"Microsoft Windows 7 Professional",\
            "version":"6.1.7601","servicePack":1,"architecture":"x64"},"hotfixes":{"complete":true,"ids":[%s]},"addresses":["10.1.2.3"]}
            """;

    @TempDir
    Path folder;

    private static String finding(String patch, String name) {
        return FINDING.formatted(
                patch,
                name,
                "\"6.1.7601\"",
                "Windows 7 Professional 7601 Service Pack 1",
                "Windows 7 Professional 6.1");
    }

    private List<Assessment> assessed() throws IOException {
        return Estates.assess(DAY, folder).machines();
    }

    private static Verdict.Kind verdict(Assessment machine) {
        return machine.findings().getFirst().verdict().kind();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // what the probe found, the machine's updates: verdict
                "-,                   KB4012212, FIXED",
                "\"vulnerable\",      KB4012212, VULNERABLE",
                "\"not_vulnerable\",  KB4012212, FIXED",
                "\"unknown\",         KB4012212, FIXED",
                "-,                   KB2999226, VULNERABLE",
                "\"not_vulnerable\",  KB2999226, VULNERABLE",
                "\"Not_Vulnerable \", KB2999226, VULNERABLE",
                "\"vulnerable\",      KB2999226, VULNERABLE"
            })
    void beside_an_inventory_joined_by_address(String patch, String update, Verdict.Kind verdict) throws IOException {
        Files.writeString(folder.resolve("pcs.ndjson"), PC7.formatted('"' + update + '"'));
        if (patch != null) {
            Files.writeString(folder.resolve("smb_probe.ndjson"), finding(patch, "null"));
        }
        assertThat(assessed()).singleElement().satisfies(machine -> {
            assertThat(machine.snapshot().machine()).isEqualTo("PC7");
            assertThat(verdict(machine)).isEqualTo(verdict);
        });
    }

    @ParameterizedTest
    @CsvSource({"vulnerable, VULNERABLE", "not_vulnerable, UNKNOWN", "unknown, UNKNOWN", "fixed, UNKNOWN"})
    void alone(String patch, Verdict.Kind verdict) throws IOException {
        Files.writeString(folder.resolve("smb_probe.ndjson"), finding('"' + patch + '"', "\"PC9\""));
        assertThat(assessed()).singleElement().satisfies(machine -> {
            assertThat(machine.snapshot().machine()).isEqualTo("PC9");
            assertThat(verdict(machine)).isEqualTo(verdict);
        });
    }

    /** A server may call itself what it likes: the name of a system that was never affected is no evidence. */
    @Test
    void a_system_that_only_the_network_tells_makes_nothing_green() throws IOException {
        Files.writeString(
                folder.resolve("probe.ndjson"),
                FINDING.formatted(
                        "\"not_vulnerable\"",
                        "\"PC9\"",
                        "\"10.0.26100\"",
                        "Windows 10 Pro 26100",
                        "Windows 10 Pro 6.3"));
        assertThat(assessed())
                .singleElement()
                .satisfies(machine -> assertThat(verdict(machine)).isEqualTo(Verdict.Kind.UNKNOWN));
    }

    @Test
    void what_did_not_answer_is_counted_and_is_no_machine() throws IOException {
        Files.writeString(folder.resolve("probe.ndjson"), """
                {"target":"10.1.2.4","address":"10.1.2.4","dialects":null,"smb1":null,"ms17010":null,"because":[]}
                {"target":"10.1.2.5","address":"10.1.2.5","dialects":null,"smb1":null,"ms17010":null,"because":[]}
                {"target":
                """);
        var result = Estates.assess(DAY, folder);
        assertThat(result.machines()).isEmpty();
        assertThat(result.problems().stream().map(Problem::what))
                .anyMatch(what -> what.en().startsWith("2 addresses"))
                .anyMatch(what -> what.en().startsWith("a line that is no finding"));
    }
}
