package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.report.Reports;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.text.Language;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fleet that the README shows, machine by machine. */
class ClinicTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final LocalDate THAT_SUNDAY = LocalDate.of(2017, 5, 14);

    @Test
    void every_machine_of_the_example_has_its_expected_verdict() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/clinic-expected.tsv"))) {
            String[] cells = line.split("\t");
            if (line.startsWith("# complaint")) {
                unreadable.add(cells[1]);
            } else if (!line.startsWith("#")) {
                expected.put(cells[0], cells[1] + " " + cells[2]);
            }
        }
        var result = Estates.assess(THAT_SUNDAY, CLINIC);
        assertThat(verdicts(result.machines())).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(result.problems())
                .extracting(c -> Path.of(c.source().file()).getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(unreadable);
    }

    @Test
    void the_order_of_files_does_not_matter() throws Exception {
        List<Path> files;
        try (Stream<Path> listed = Files.list(CLINIC)) {
            files = new ArrayList<>(listed.toList());
        }
        var once = Estates.assess(THAT_SUNDAY, CLINIC);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(files, new Random(seed));
            assertThat(Estates.assess(THAT_SUNDAY, files.toArray(Path[]::new)).machines())
                    .isEqualTo(once.machines());
        }
    }

    @Test
    void before_publication_the_verdict_is_unknown() {
        assertThat(Estates.assess(LocalDate.of(2017, 3, 13), CLINIC).machines())
                .extracting(m -> m.findings().getFirst().verdict().kind())
                .containsOnly(Verdict.Kind.UNKNOWN);
    }

    @Test
    void its_vex_passes_the_public_validator(@TempDir Path folder) throws Exception {
        Path vex = folder.resolve("clinic.json");
        var style = new ReportStyle(Language.EN, THAT_SUNDAY, Instant.parse("2017-05-14T09:30:00Z"), false, 0);
        try (OutputStream out = Files.newOutputStream(vex);
                ReportSink sink = new Reports("test", folder).open(ReportFormat.VEX, out, style)) {
            Estates.assess(THAT_SUNDAY, CLINIC).machines().forEach(sink::accept);
        }
        CsafValidator.assertValid(vex);
    }

    private static Map<String, String> verdicts(List<Assessment> machines) {
        return machines.stream()
                .collect(Collectors.toMap(
                        m -> m.snapshot().machine(),
                        m -> m.identity().productName() + " "
                                + m.findings().getFirst().verdict().kind().id()));
    }
}
