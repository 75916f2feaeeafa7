package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.cli.AssessCommand;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.ExplainCommand;
import dev.firebreak.app.cli.LifecycleCommand;
import dev.firebreak.app.collect.bulk.MachineLineWriter;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault of ours in one file, record or machine is told and reported, and costs that file, record or machine only. */
class FaultIsolationTest {

    private static final String SYSTEMINFO = """
            Host Name:  %s
            OS Name:    Microsoft Windows 7 Professional
            OS Version: 6.1.7601 Service Pack 1 Build 7601
            Hotfix(s):  1 Hotfix(s) Installed.
                        [01]: KB4012212
            Network:    0
            """;
    private static final String RECORD =
            "{\"machine\":\"%s\",\"os\":{\"version\":\"6.1.7601\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB4012212\"]}}\n";

    @TempDir
    Path folder;

    @TempDir
    Path temp;

    private final List<Throwable> reports = new CopyOnWriteArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();

    private String report(Throwable bug) {
        reports.add(bug);
        return "bug-" + reports.size() + ".txt";
    }

    /** A way of writing that fails as a bug of ours would. */
    private static final class Broken implements Format {
        @Override
        public FormatDescription description() {
            return new FormatDescription("broken", Text.same("broken"), List.of(), List.of(), false);
        }

        @Override
        public boolean fits(DecodedFile content) {
            if (content.text().contains("fits-fails")) {
                throw new IndexOutOfBoundsException("fits");
            }
            return content.text().contains("read-fails") || content.text().contains("read-overflows");
        }

        @Override
        public Read<EvidencePart> read(DecodedFile content) {
            if (content.text().contains("read-overflows")) {
                throw new StackOverflowError();
            }
            throw new IndexOutOfBoundsException("read");
        }
    }

    private static Formats formats() {
        List<Format> formats = new ArrayList<>(List.of(new Broken()));
        formats.addAll(Formats.SHIPPED.all());
        return new Formats(formats);
    }

    private Collector collector() {
        return new Collector(temp, this::report, formats());
    }

    private static boolean isUnknown(Snapshot machine) {
        return machine.evidence().stream().allMatch(LookupFailed.class::isInstance);
    }

    @Test
    void a_file_that_cannot_be_read_is_an_unknown_machine_and_all_others_are_read() throws Exception {
        Files.writeString(folder.resolve("PC1_systeminfo.txt"), SYSTEMINFO.formatted("PC1"));
        Files.writeString(folder.resolve("PC2_systeminfo.txt"), "read-fails");
        Files.writeString(folder.resolve("PC3_systeminfo.txt"), "fits-fails");
        Files.writeString(folder.resolve("PC4_systeminfo.txt"), "read-overflows");
        Files.writeString(folder.resolve("PC5_systeminfo.txt"), SYSTEMINFO.formatted("PC5"));
        List<Snapshot> machines = new ArrayList<>();
        collector()
                .collect(
                        List.of(folder), InputStream.nullInputStream(), (read, of) -> {}, machines::add, problems::add);
        assertThat(machines).extracting(Snapshot::machine).containsExactly("PC1", "PC2", "PC3", "PC4", "PC5");
        assertThat(machines)
                .filteredOn(FaultIsolationTest::isUnknown)
                .extracting(Snapshot::machine)
                .containsExactly("PC2", "PC3", "PC4");
        assertThat(problems).hasSize(3).allMatch(Problem::isFault);
        assertThat(problems.getFirst().source().file()).endsWith("PC2_systeminfo.txt");
        assertThat(problems.getFirst().what().en()).contains("bug-1.txt");
        assertThat(problems.getFirst().what().ja()).contains("bug-1.txt");
        assertThat(reports).hasSize(3);
    }

    @Test
    void a_machine_that_causes_a_fault_is_assessed_as_unknown() throws Exception {
        Files.writeString(folder.resolve("PC1_systeminfo.txt"), SYSTEMINFO.formatted("PC1"));
        Files.writeString(folder.resolve("PC2_systeminfo.txt"), SYSTEMINFO.formatted("PC2"));
        Files.writeString(
                folder.resolve("fleet.ndjson"),
                RECORD.formatted("PC3")
                        + RECORD.formatted("PC4")
                        + RECORD.formatted("PC5")
                        + RECORD.formatted("PC6")
                        + RECORD.formatted("pc6"));
        List<String> results = new ArrayList<>();
        collector()
                .collect(
                        List.of(folder),
                        InputStream.nullInputStream(),
                        (read, of) -> {},
                        machine -> {
                            boolean never = machine.machine().equals("PC5");
                            if (never || List.of("PC1", "PC4").contains(machine.machine()) && !isUnknown(machine)) {
                                throw new IllegalStateException(machine.machine());
                            }
                            return machine.machine() + (isUnknown(machine) ? " unknown" : "");
                        },
                        results::add,
                        problems::add);
        assertThat(results).containsExactly("PC1 unknown", "PC2", "PC6", "PC3", "PC4 unknown");
        assertThat(problems).filteredOn(Problem::isFault).hasSize(4);
    }

    @Test
    void a_line_that_causes_a_fault_is_written_as_an_unknown_machine() throws Exception {
        Files.writeString(folder.resolve("PC1_systeminfo.txt"), SYSTEMINFO.formatted("PC1"));
        Files.writeString(
                folder.resolve("fleet.ndjson"),
                RECORD.formatted("PC2")
                        + RECORD.formatted("PC3").replace("ids\":[", "ids\":[\"KB4012215\",")
                        + RECORD.formatted("PC4"));
        var out = new ByteArrayOutputStream();
        var count = new int[MachineLineWriter.RANKS];
        collector()
                .write(
                        List.of(folder),
                        InputStream.nullInputStream(),
                        (read, of) -> {},
                        new MachineLineWriter() {
                            @Override
                            public int tell(Snapshot machine, OutputStream to) {
                                write(to, machine.machine() + " ");
                                boolean fails = machine.evidence().stream()
                                        .anyMatch(e -> e instanceof HotfixesListed list
                                                && list.ids().toList().size() > 1);
                                if (fails || machine.machine().equals("PC1") && !isUnknown(machine)) {
                                    throw new IllegalStateException("half a line is written");
                                }
                                write(to, isUnknown(machine) ? "unknown\n" : "known\n");
                                return isUnknown(machine) ? 1 : 0;
                            }

                            @Override
                            public byte[] quoted(String text) {
                                return text.getBytes(UTF_8);
                            }

                            @Override
                            public RelevantUpdates matter(Snapshot machine) {
                                throw new IllegalStateException("the short way fails for every line");
                            }
                        },
                        out,
                        (machines, rank) -> count[rank] += machines,
                        problems::add);
        assertThat(out.toString(UTF_8)).isEqualTo("PC1 unknown\nPC2 known\nPC3 unknown\nPC4 known\n");
        assertThat(count).startsWith(2, 2);
        assertThat(problems).isNotEmpty().allMatch(Problem::isFault);
    }

    private static void write(OutputStream to, String text) {
        try {
            to.write(text.getBytes(UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void what_a_machine_sends_is_unreadable_and_never_an_exception() {
        var evidences = new CheckInReader(this::report, formats());
        var parts = evidences.parts("PC1", "systeminfo.txt", "read-fails".getBytes(UTF_8));
        assertThat(parts.problems()).singleElement().matches(Problem::isFault);
        assertThat(evidences
                        .parts("PC1", "systeminfo.txt", "fits-fails".getBytes(UTF_8))
                        .problems())
                .singleElement()
                .matches(Problem::isFault);
        var now = Instant.parse("2017-05-14T00:00:00Z");
        var good = new CheckInRecords.Content(
                "systeminfo", "a.txt", SYSTEMINFO.formatted("PC1").getBytes(UTF_8), now);
        var bad = new CheckInRecords.Content("hotfixes", "b.txt", "read-fails".getBytes(UTF_8), now);
        assertThat(evidences.snapshot("PC1", List.of(good, bad)).orElseThrow().evidence())
                .hasAtLeastOneElementOfType(HotfixesListed.class);
        var machine = Snapshot.of("PC1", "a.txt", List.of());
        Read<Snapshot> left = evidences.unassessed(machine, new IllegalStateException());
        assertThat(left.items()).singleElement().matches(FaultIsolationTest::isUnknown);
        assertThat(left.problems()).singleElement().matches(Problem::isFault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assess --format table            | PC1 PC2
            assess --format json             | PC1 PC2
            assess --format ndjson           | PC1 PC2
            assess --fail-on vulnerable      | PC1 PC2
            lifecycle                        | PC1 PC2
            explain PC1                      | PC1
            explain PC2                      | PC2
            """)
    void a_command_ends_with_the_code_of_a_fault_after_all_others_were_told(String command, String told)
            throws Exception {
        Files.writeString(folder.resolve("PC1_systeminfo.txt"), SYSTEMINFO.formatted("PC1"));
        Files.writeString(folder.resolve("PC2_systeminfo.txt"), "read-fails");
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var services = new CommandServices(
                new ShippedKnowledge(),
                this::collector,
                new Reports("test", temp),
                InputStream.nullInputStream(),
                Map.of(),
                Clock.systemUTC(),
                System::nanoTime);
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add(folder.toString());
        int exit = new Cli(Map.of(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), temp)
                .run(
                        List.of(
                                new AssessCommand(services),
                                new LifecycleCommand(services),
                                new ExplainCommand(services)),
                        arguments.toArray(String[]::new));
        assertThat(exit).isEqualTo(ExitCode.OUR_FAULT);
        assertThat(out.toString(UTF_8)).contains(told.split(" "));
        assertThat(out.toString(UTF_8) + err.toString(UTF_8)).contains("bug-1.txt");
    }
}
