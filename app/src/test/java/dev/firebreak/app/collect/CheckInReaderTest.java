package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.EvidenceReader.Part;
import dev.firebreak.core.fleet.EvidenceReader.Parts;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckInReaderTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final Instant NOON = Instant.parse("2017-05-14T12:00:00Z");

    private final CheckInReader evidences = new CheckInReader();

    private static final String SYSTEMINFO = """
            Host Name:                 %s
            OS Name:                   Microsoft Windows 7 Professional\s
            OS Version:                6.1.7601 Service Pack 1 Build 7601
            Product ID:                %s
            Original Install Date:     1/2/2015, 9:00:00 AM
            System Boot Time:          %s
            System Type:               x64-based PC
            Hotfix(s):                 %d Hotfix(s) Installed.
            %s""";

    private static byte[] systeminfo(String machine, String... kbs) {
        return namesake(machine, "00371-OEM-8992671-00524", kbs);
    }

    private static byte[] namesake(String machine, String product, String... kbs) {
        var list = new StringBuilder();
        for (int i = 0; i < kbs.length; i++) {
            list.append("                           [%02d]: %s\n".formatted(i + 1, kbs[i]));
        }
        return SYSTEMINFO
                .formatted(machine, product, "5/12/2017, 8:00:00 AM", kbs.length, list)
                .getBytes(UTF_8);
    }

    private static byte[] record(String machine, String more) {
        return "{\"machine\":\"%s\",\"os\":{\"version\":\"6.1.7601\",\"servicePack\":1}%s}"
                .formatted(machine, more)
                .getBytes(UTF_8);
    }

    private static CheckInRecords.Content sent(String kind, byte[] content, Instant at) {
        return new CheckInRecords.Content(
                kind,
                "anything.txt",
                content,
                at,
                new EvidenceDating(at, EvidenceDating.Basis.FILE_DATE, null),
                CheckInRecords.Rank.REPLACES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PC\\u00017", "PC\\u200B7", "\\u202E7CP", "", " . "})
    void names_that_are_none_are_not_taken_and_named(String name) {
        var parts = new CheckInReader()
                .parts(
                        null,
                        "PC9.ndjson",
                        ("{\"machine\":\"" + name + "\",\"os\":{\"version\":\"6.1.7601\"}}\n"
                                        + "{\"machine\":\"PC8\",\"os\":{\"version\":\"6.1.7601\"}}\n")
                                .getBytes(UTF_8));
        assertThat(parts.parts()).extracting(Part::machine).containsExactly("PC8");
        assertThat(parts.problems()).hasSize(1);
    }

    @Test
    void a_file_of_one_machine_is_one_part_and_kept_whole() {
        byte[] file = systeminfo("PC7", "KB4012212");

        Parts parts = evidences.parts("PC7", "x.txt", file);

        assertThat(parts.problems()).isEmpty();
        assertThat(parts.parts()).singleElement().satisfies(part -> {
            assertThat(part.machine()).isEqualTo("PC7");
            assertThat(part.named()).isTrue();
            assertThat(part.kind()).isEqualTo("systeminfo");
            assertThat(part.content()).isSameAs(file);
        });
    }

    @Test
    void marks_of_direction_in_utf_16_are_not_taken_for_ascii() {
        // U+200E is 0E 20 there: two bytes that ASCII has as well.
        String marked = new String(systeminfo("PC7", "KB4012212"), UTF_8).replace(":  ", "\u200e:  \u200e");
        for (byte[] content : List.of(marked.getBytes(UTF_16LE), marked.getBytes(UTF_8))) {
            assertThat(evidences.parts(null, "x.txt", content).parts())
                    .singleElement()
                    .satisfies(part -> assertThat(part.machine()).isEqualTo("PC7"));
        }
    }

    @Test
    void each_record_of_ndjson_is_a_part_and_records_of_one_machine_stay_together() {
        var file = new ByteArrayOutputStream();
        file.writeBytes(record("PC1", ""));
        file.writeBytes("\r\nrubbish\n".getBytes(UTF_8));
        file.writeBytes(record("PC2", ""));
        file.write('\n');
        file.writeBytes(record("pc1", ",\"smb1\":\"disabled\""));

        Parts parts = evidences.parts(null, "all.ndjson", file.toByteArray());

        assertThat(parts.parts()).extracting(Part::machine).containsExactly("PC1", "PC2");
        assertThat(parts.parts()).extracting(Part::kind).containsOnly("ndjson");
        assertThat(new String(parts.parts().getFirst().content(), UTF_8)).contains("PC1", "pc1", "disabled");
        assertThat(parts.parts().getLast().content()).isEqualTo(record("PC2", ""));
        assertThat(parts.problems())
                .singleElement()
                .satisfies(c -> assertThat(c.source().line()).isEqualTo(2));
    }

    @Test
    void a_table_of_several_machines_is_kept_with_each_and_gives_each_its_own() {
        byte[] file = """
                "Node","HotFixID"
                "PC1","KB4012212"
                "PC2","KB4012215"
                """.getBytes(UTF_8);

        Parts parts = evidences.parts(null, "hotfix.csv", file);

        assertThat(parts.parts()).extracting(Part::machine).containsExactlyInAnyOrder("PC1", "PC2");
        assertThat(parts.parts()).allSatisfy(part -> assertThat(part.content()).isSameAs(file));
        Snapshot second =
                evidences.snapshot("pc2", List.of(sent("hotfixes", file, NOON))).orElseThrow();
        assertThat(second.evidence().stream()
                        .filter(HotfixesListed.class::isInstance)
                        .map(e -> ((HotfixesListed) e).ids().toString()))
                .singleElement()
                .asString()
                .contains("4012215")
                .doesNotContain("4012212");
        assertThat(evidences.snapshot("PC3", List.of(sent("hotfixes", file, NOON))))
                .isEmpty();
    }

    @Test
    void what_names_no_machine_goes_by_the_sender_then_by_the_file() {
        byte[] file = "HotFixID\r\nKB4012212\r\n".getBytes(UTF_16LE);

        assertThat(evidences.parts("PC9", "x", file).parts()).singleElement().satisfies(part -> {
            assertThat(part.machine()).isEqualTo("PC9");
            assertThat(part.named()).isFalse();
        });
        assertThat(evidences.parts(null, "PC8_qfe.txt", file).parts())
                .extracting(Part::machine)
                .containsExactly("PC8");
        assertThat(evidences.parts(null, "qfe.txt", file).parts()).isEmpty();
        assertThat(evidences.parts(null, "qfe.txt", file).problems()).hasSize(1);
        assertThat(evidences.snapshot("PC9", List.of(sent("hotfixes", file, NOON))))
                .isPresent();
    }

    @Test
    void another_machine_is_told_by_its_own_name() {
        assertThat(evidences.parts("PC1", "PC1.txt", systeminfo("PC2")).parts())
                .extracting(Part::machine)
                .containsExactly("PC2");
    }

    @Test
    void names_are_labels_and_nothing_else() {
        Parts parts = evidences.parts(null, "../../\u001b[31m\u202e<script>.txt", "?".getBytes(UTF_8));

        assertThat(parts.problems())
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c.source().file()).doesNotContain("\u001b", "\u202e"));
        assertThat(evidences
                        .parts("a\u0000b", "x".repeat(10_000), systeminfo("PC\u202e1"))
                        .parts())
                .extracting(Part::machine)
                .as("marks of direction, which Windows itself puts around texts, are no part of a name")
                .containsExactly("PC1");
    }

    @Test
    void what_is_empty_binary_or_unknown_is_said() {
        for (byte[] file : List.of(
                new byte[0],
                "PK\3\4".getBytes(UTF_8),
                new byte[5000],
                "hello".getBytes(UTF_8),
                "{\"machine\":".getBytes(UTF_8))) {
            Parts parts = evidences.parts("PC1", "x.ndjson", file);
            assertThat(parts.parts()).isEmpty();
            assertThat(parts.problems()).isNotEmpty();
        }
    }

    @Test
    void a_list_received_later_replaces_an_older_whole_list() {
        Snapshot now = evidences
                .snapshot(
                        "PC7",
                        List.of(
                                sent("systeminfo", systeminfo("PC7"), NOON.minusSeconds(86_400)),
                                sent(
                                        "ndjson",
                                        record("PC7", ",\"hotfixes\":{\"complete\":true,\"ids\":[\"KB4012212\"]}"),
                                        NOON)))
                .orElseThrow();

        assertThat(now.evidence().stream().filter(HotfixesListed.class::isInstance))
                .singleElement()
                .satisfies(
                        e -> assertThat(((HotfixesListed) e).ids().toString()).contains("4012212"));
        assertThat(now.collectedAt()).isEqualTo(NOON);
    }

    @Test
    void an_old_list_proves_nothing_where_the_newest_look_up_failed() {
        byte[] failed = systeminfo("PC7");
        String cut = new String(failed, UTF_8).replaceFirst("Hotfix\\(s\\).*\n", "");

        Snapshot now = evidences
                .snapshot(
                        "PC7",
                        List.of(
                                sent("hotfixes", "HotFixID\nKB4012212\n".getBytes(UTF_8), NOON.minusSeconds(86_400)),
                                sent("systeminfo", cut.getBytes(UTF_8), NOON)))
                .orElseThrow();

        assertThat(now.evidence()).noneMatch(HotfixesListed.class::isInstance);
    }

    @Test
    void what_was_collected_in_one_go_counts_together_in_either_order() {
        byte[] list = "HotFixID\nKB4012212\n".getBytes(UTF_8);
        for (int seconds : new int[] {-30, 30}) {
            Snapshot now = evidences
                    .snapshot(
                            "PC7",
                            List.of(
                                    sent("hotfixes", list, NOON.plusSeconds(seconds)),
                                    sent("systeminfo", systeminfo("PC7", "KB976902"), NOON)))
                    .orElseThrow();
            assertThat(now.evidence().stream().filter(HotfixesListed.class::isInstance))
                    .hasSize(2);
            assertThat(now.sources()).contains("PC7_systeminfo", "PC7_hotfixes");
        }
    }

    @Test
    void two_machines_of_one_name_are_not_believed() {
        byte[] other = namesake("PC7", "55041-OEM-1111111-00001", "KB4012212");
        var both = new ByteArrayOutputStream();
        both.writeBytes(systeminfo("PC7"));
        both.writeBytes(other);

        Snapshot now = evidences
                .snapshot("PC7", List.of(sent("systeminfo", both.toByteArray(), NOON)))
                .orElseThrow();

        assertThat(now.evidence()).isNotEmpty().allMatch(LookupFailed.class::isInstance);
    }

    @Test
    void evidence_dated_in_the_future_is_not_the_newest() {
        byte[] ahead = record(
                "PC7",
                ",\"collectedAt\":\"2099-01-01T00:00:00Z\",\"hotfixes\":{\"complete\":true,\"ids\":[\"KB4012212\"]}");

        Snapshot now = evidences
                .snapshot(
                        "PC7",
                        List.of(
                                sent("ndjson", ahead, NOON.minusSeconds(86_400)),
                                sent("systeminfo", systeminfo("PC7"), NOON)))
                .orElseThrow();

        assertThat(now.evidence().stream().filter(HotfixesListed.class::isInstance))
                .singleElement()
                .satisfies(e -> assertThat(((HotfixesListed) e).ids().isEmpty()).isTrue());
    }

    @Test
    void the_clinic_reads_as_it_does_from_disk() throws IOException {
        try (Stream<Path> files = Files.list(CLINIC)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                var fromDisk = new java.util.ArrayList<Snapshot>();
                new Collector(Path.of(System.getProperty("java.io.tmpdir")))
                        .collect(
                                List.of(file),
                                java.io.InputStream.nullInputStream(),
                                (done, of) -> {},
                                fromDisk::add,
                                c -> {});
                Parts parts = evidences.parts(null, file.getFileName().toString(), content);

                assertThat(parts.parts())
                        .as(file.toString())
                        .extracting(part -> MachineName.key(part.machine()))
                        .containsExactlyInAnyOrderElementsOf(fromDisk.stream()
                                .map(s -> MachineName.key(s.machine()))
                                .distinct()
                                .toList());
                for (Snapshot disk : fromDisk) {
                    Part part = parts.parts().stream()
                            .filter(p -> MachineName.key(p.machine()).equals(MachineName.key(disk.machine())))
                            .findFirst()
                            .orElseThrow();
                    Snapshot kept = evidences
                            .snapshot(part.machine(), List.of(sent(part.kind(), part.content(), NOON)))
                            .orElseThrow();
                    assertThat(kept.evidence()).hasSameSizeAs(disk.evidence());
                    assertThat(kept.evidence().stream().map(Evidence::getClass).toList())
                            .isEqualTo(disk.evidence().stream()
                                    .map(Evidence::getClass)
                                    .toList());
                }
            }
        }
    }

    @Property(tries = 300)
    void no_bytes_make_it_throw(@ForAll @Size(max = 400) byte[] content, @ForAll String name) {
        Parts parts = new CheckInReader().parts(null, name, content);
        parts.parts()
                .forEach(part ->
                        new CheckInReader().snapshot(part.machine(), List.of(sent(part.kind(), part.content(), NOON))));
    }
}
