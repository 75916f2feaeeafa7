package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.guidance.ReasonText;
import dev.firebreak.core.inventory.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders of a few files each: which machines there are in {@code src/test/resources/merge}, and how each stands. A machine's
 * names, scans of its address, lists that contradict each other, loops that did not reach one, damaged copies.
 */
class MergeCasesTest {

    private static final Path CASES = Path.of("src/test/resources/merge");
    private static final LocalDate THAT_SUNDAY = LocalDate.of(2017, 5, 14);
    private static final Instant COPIED = Instant.parse("2017-05-14T08:00:00Z");

    @TempDir
    Path temp;

    @TestFactory
    Stream<DynamicTest> every_case_comes_out_right() throws IOException {
        return Files.readAllLines(CASES.resolve("expected.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(cells -> DynamicTest.dynamicTest(cells[0], () -> {
                    var result = Estates.assess(THAT_SUNDAY, copy(cells[0]));
                    assertThat(told(result)).containsExactlyInAnyOrder(cells[1].split(" "));
                    if (cells.length > 2) {
                        assertThat(result.problems().stream().map(Problem::what))
                                .anyMatch(what -> what.en().contains(cells[2])
                                        && what.ja().contains(cells[2]));
                    }
                    assertThat(result.problems()).noneMatch(Problem::isFault);
                }));
    }

    /** As unpacked or cloned: all files of one moment. */
    private Path copy(String name) throws IOException {
        Path to = Files.createDirectories(temp.resolve(name));
        try (Stream<Path> files = Files.list(CASES.resolve(name))) {
            for (Path file : files.toList()) {
                Path copy = Files.copy(file, to.resolve(file.getFileName()));
                Files.setLastModifiedTime(copy, FileTime.from(COPIED));
            }
        }
        return to;
    }

    private static List<String> told(Estates.Result result) {
        return result.machines().stream()
                .map(m -> m.snapshot().machine() + "="
                        + m.findings().getFirst().verdict().kind().id())
                .toList();
    }

    private List<String> changed(String name, String file, Instant modified) throws IOException {
        Path folder = copy(name);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(modified));
        return told(Estates.assess(THAT_SUNDAY, folder));
    }

    @Test
    void where_no_name_dates_two_lists_the_files_own_times_do() throws IOException {
        assertThat(changed("lists/nothing-dates", "PC1_hotfix.csv", COPIED.plusSeconds(86_400)))
                .containsExactly("PC1=fixed");
    }

    @Test
    void an_older_file_does_not_make_a_machine_greener() throws IOException {
        assertThat(changed("lists/nothing-dates", "PC1_hotfix.csv", COPIED.minusSeconds(86_400)))
                .containsExactly("PC1=vulnerable");
    }

    @Test
    void files_of_one_copy_are_in_no_order() throws IOException {
        assertThat(changed("lists/nothing-dates", "PC1_hotfix.csv", COPIED.plusSeconds(60)))
                .containsExactly("PC1=unknown");
    }

    @Test
    void a_date_in_the_name_outweighs_the_time_of_a_later_copy() throws IOException {
        assertThat(changed("lists/file-names-date", "PC1_20170401_hotfix.csv", COPIED.plusSeconds(864_000)))
                .containsExactly("PC1=vulnerable");
    }

    @Test
    void both_lists_are_named_where_neither_is_believed() throws IOException {
        assertThat(Estates.assess(THAT_SUNDAY, copy("lists/nothing-dates"))
                        .machine("PC1")
                        .findings()
                        .getFirst()
                        .verdict()
                        .because())
                .anyMatch(reason -> ReasonText.of(reason).en().contains("PC1_systeminfo.txt")
                        && ReasonText.of(reason).en().contains("PC1_hotfix.csv"));
    }
}
