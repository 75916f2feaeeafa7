package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.inventory.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reduced inputs from public bug reports and scripts, kept beside the repository: each row of {@code expected.tsv} says what
 * may be said of one machine on MS17-010 on the Sunday after the outbreak.
 */
class FieldCasesTest {

    private static final LocalDate THAT_SUNDAY = LocalDate.of(2017, 5, 14);

    /** Formats that nobody reads yet: until then the complaint names them. */
    private static final Map<String, String> NOT_READ_YET = Map.of(
            "r11-dism", "dism",
            "r17-osquery-table", "osquery",
            "r20-nmap-oN", "nmap",
            "r21-getcomputerinfo-text", "Get-ComputerInfo");

    @TestFactory
    Stream<DynamicTest> every_row_holds() throws Exception {
        Path field = Estates.real("field");
        return Files.readAllLines(field.resolve("expected.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(cells -> DynamicTest.dynamicTest(
                        cells[0] + " " + cells[1], () -> holds(field.resolve(cells[0]), cells[1], cells[2])));
    }

    private static void holds(Path path, String machine, String expected) {
        var result = Estates.assess(THAT_SUNDAY, path);
        List<String> complaints = result.problems().stream()
                .map(Problem::what)
                .map(what -> what.en())
                .toList();
        String format = NOT_READ_YET.get(path.getFileName().toString());
        if (format != null) {
            assertThat(result.machines()).isEmpty();
            assertThat(complaints)
                    .singleElement()
                    .asString()
                    .contains(format + " ")
                    .contains("is not read yet");
        } else if (machine.equals("!")) {
            assertThat(complaints).anyMatch(complaint -> complaint.contains(expected));
        } else {
            List<String> verdicts = result.machines().stream()
                    .filter(m -> machine.equals("*") || m.snapshot().machine().equals(machine))
                    .map(FieldCasesTest::verdict)
                    .toList();
            assertThat(verdicts).as("every one of them").isNotEmpty().allMatch(v -> allowed(v, expected));
        }
    }

    private static boolean allowed(String verdict, String expected) {
        return expected.startsWith("!")
                ? !expected.substring(1).equals(verdict)
                : Set.of(expected.split("\\|")).contains(verdict);
    }

    private static String verdict(Assessment machine) {
        return machine.findings().getFirst().verdict().kind().id();
    }

    /** No folder of a field case makes a machine that none of its rows or files names. */
    @TestFactory
    Stream<DynamicTest> no_machine_is_made_of_a_prompt_or_a_second_name() throws Exception {
        Path field = Estates.real("field");
        return Stream.of("a2", "d10-fqdn", "c10-loop", "f04-multi-computername", "c09b")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    List<String> machines =
                            new ArrayList<>(Estates.assess(THAT_SUNDAY, field.resolve(name)).machines().stream()
                                    .map(m -> m.snapshot().machine())
                                    .collect(Collectors.toCollection(ArrayList::new)));
                    machines.removeAll(List.of("PC1", "PC2", "PC3"));
                    assertThat(machines).isEmpty();
                }));
    }
}
