package dev.firebreak.app.feed.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.firebreak.app.feed.Documents;
import dev.firebreak.app.feed.Fed;
import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.VendorStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports are whole or not there, are taken once, can be taken back, and are never half read. */
class ImportStoreTest {

    @TempDir
    Path temp;

    /** What the plug does when it is pulled. */
    private static final class Pulled extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void the_same_file_again_is_nothing_new() throws IOException {
        Fed fed = Fed.in(temp);
        ImportRecord first = taken(fed.eat("a.csv", Documents.BULLETINS));
        String before = fed.store().knowledge().fingerprint();
        assertThat(fed.eat("b.csv", Documents.BULLETINS)).isEqualTo(new ImportResult.Known(first));
        assertThat(fed.store().knowledge().imports()).containsExactly(first);
        assertThat(fed.store().knowledge().fingerprint()).isEqualTo(before);
        assertThat(first.id()).isEqualTo("000001");
        assertThat(first.source()).isEqualTo("a.csv");
        assertThat(first.when()).isEqualTo(Instant.parse("2017-05-14T12:00:00Z"));
        assertThat(first.kinds()).containsExactly(FeedKind.BULLETINS);
        assertThat(first.counts()).isEqualTo(new ImportRecord.Counts(2, 0, 0, 0));
        assertThat(first.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void an_import_is_taken_back_and_its_number_is_not_used_again() throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("kev.json", Documents.KEV);
        String before = fed.store().knowledge().fingerprint();
        fed.eat("a.csv", Documents.BULLETINS);
        assertThat(fed.store().undo("2")).map(ImportRecord::source).contains("a.csv");
        assertThat(fed.store().knowledge().fingerprint()).isEqualTo(before);
        assertThat(fed.statements()).isEmpty();
        assertThat(fed.facts()).hasSize(2);
        for (String nobody : List.of("2", "7", "", "x", "../1", "0000000001", "-1")) {
            assertThat(fed.store().undo(nobody)).as(nobody).isEmpty();
        }
        assertThat(taken(fed.eat("a.csv", Documents.BULLETINS)).id()).isEqualTo("000003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder", "rows", "record", "name", "named"})
    void when_the_power_goes_the_old_or_the_new_is_there(String step) throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("kev.json", Documents.KEV);
        Path data = temp.resolve("data");
        var dying = new Fed(temp, new ImportStore(data, Fed.NOON, FeedLimits.USUAL, at -> {
            if (at.equals(step)) {
                throw new Pulled();
            }
        }));
        assertThatThrownBy(() -> dying.eat("a.csv", Documents.BULLETINS)).isInstanceOf(Pulled.class);

        assertThat(fed.facts()).hasSize(2);
        assertThat(fed.statements()).hasSize(step.equals("named") ? 2 : 0);
        ImportResult again = fed.eat("a.csv", Documents.BULLETINS);
        assertThat(again).isInstanceOf(step.equals("named") ? ImportResult.Known.class : ImportResult.Imported.class);
        assertThat(fed.statements()).hasSize(2);
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left.map(p -> p.getFileName().toString()).toList()).containsExactlyInAnyOrder("imports", "lock");
        }
    }

    @ParameterizedTest
    @CsvSource({"undo, 1", "undone, 0"})
    void taking_back_is_whole_too(String step, int left) throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("a.csv", Documents.BULLETINS);
        var dying = new ImportStore(temp.resolve("data"), Fed.NOON, FeedLimits.USUAL, at -> {
            if (at.equals(step)) {
                throw new Pulled();
            }
        });
        assertThatThrownBy(() -> dying.undo("1")).isInstanceOf(Pulled.class);
        assertThat(fed.store().knowledge().imports()).hasSize(left);
        assertThat(fed.statements()).hasSize(left * 2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # what comes second            | rows of the first | rows of the second | second cut short | rows that count
        a newer edition, larger        | 10                | 12                 | false            | 12
        a newer edition, a bit smaller | 10                | 9                  | false            | 9
        one that has lost half of it   | 10                | 5                  | false            | 10
        one that was cut short         | 10                | 12                 | true             | 12
        """)
    void a_newer_edition_takes_the_place_of_the_older(String what, int first, int second, boolean cut, int count)
            throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("CVEs_20260101.csv", rows(first));
        byte[] newer = cut ? cut(rows(second)) : rows(second).getBytes(UTF_8);
        fed.eat(cut ? "CVEs_20260201.csv.gz" : "CVEs_20260201.csv", newer);
        assertThat(fed.statements().stream().distinct()).as(what).hasSize(count);
        assertThat(fed.store().knowledge().inForce()).hasSize(second >= first * 9 / 10 && !cut ? 1 : 2);
        fed.store().undo("2");
        assertThat(fed.statements()).hasSize(first);
    }

    @Test
    void an_older_edition_that_comes_later_does_not_count() throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("CVEs_20260201.csv", rows(12));
        fed.eat("CVEs_20260101.csv", rows(11));
        assertThat(fed.statements()).hasSize(12);
    }

    @Test
    void pages_saved_under_one_name_stand_beside_each_other() throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("urls.txt", Documents.DOWNLOADS);
        fed.eat("urls.txt", Documents.DOWNLOADS.replace("4012598", "4012212"));
        assertThat(fed.packages()).hasSize(4);
        fed.eat("search.html", Documents.CATALOG);
        fed.eat("search.html", Documents.CATALOG.replace("4012598", "4012212"));
        assertThat(fed.statements()).hasSize(4);
    }

    @Test
    void damaged_knowledge_is_never_half_used() throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("kev.json", Documents.KEV);
        fed.eat("a.csv", Documents.BULLETINS);
        fed.eat("b.xml", Documents.CVRF);
        Path rows = temp.resolve("data/imports/000003/rows.bin");
        byte[] good = Files.readAllBytes(rows);
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bad = i < good.length ? java.util.Arrays.copyOf(good, good.length - 1 - i % 200) : good.clone();
            if (i % 2 == 0) {
                bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(rows, bad);
            assertThatThrownBy(fed::statements).isInstanceOf(DamagedKnowledge.class);
        }
        Files.write(rows, good);
        assertThat(fed.statements()).hasSize(4);
        Files.writeString(temp.resolve("data/imports/000003/record.json"), "{}");
        assertThatThrownBy(fed::statements).isInstanceOf(DamagedKnowledge.class);
        assertThat(fed.store().undo("3")).isPresent();
        assertThat(fed.statements()).hasSize(2);
    }

    /** A checksum tells accidents; who can write it can also make it right, so every number is checked again. */
    @Test
    void a_forged_file_does_no_harm() throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("b.xml", Documents.CVRF);
        Path rows = temp.resolve("data/imports/000001/rows.bin");
        byte[] good = Files.readAllBytes(rows);
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k <= i % 4; k++) {
                bad[8 + random.nextInt(bad.length - 16)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
            }
            var crc = new java.util.zip.CRC32C();
            crc.update(bad, 0, bad.length - 8);
            java.nio.ByteBuffer.wrap(bad).putLong(bad.length - 8, crc.getValue());
            Files.write(rows, bad);
            try {
                fed.statements();
                fed.facts();
                fed.packages();
                fed.lifecycles();
            } catch (DamagedKnowledge e) {
                assertThat(e).hasMessageContaining("000001");
            }
        }
    }

    @Test
    void the_data_folder_is_where_the_system_keeps_such_things() {
        Map<String, String> nothing = Map.of();
        assertThat(KnowledgeFolder.of(Path.of("d"), Map.of("FIREBREAK_DATA", "e"), "Linux", "/h"))
                .isEqualTo(Path.of("d"));
        assertThat(KnowledgeFolder.of(null, Map.of("FIREBREAK_DATA", "e"), "Linux", "/h"))
                .isEqualTo(Path.of("e"));
        assertThat(KnowledgeFolder.of(null, nothing, "Linux", "/h")).isEqualTo(Path.of("/h/.local/share/firebreak"));
        assertThat(KnowledgeFolder.of(null, Map.of("LOCALAPPDATA", "C"), "Windows 11", "/h"))
                .isEqualTo(Path.of("C", "Firebreak"));
    }

    @Test
    void the_whole_catalogue_comes_in_and_back() throws IOException {
        Path shared = shared();
        assumeThat(shared).as("SKIPPED: no shared data").isNotNull();
        long start = System.nanoTime();
        Fed fed = Fed.in(temp);
        ImportRecord record = taken(
                fed.store().take(shared.resolve("catalogue/bulletins-20260628.zip"), "bulletins.zip", (_, _) -> {}));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(record.whole()).isTrue();
        List<VendorStatement> statements = fed.statements();
        // 608,740 rows and the 160 of the second list; a row said twice is kept once.
        assertThat(statements).hasSize(record.counts().statements()).hasSizeGreaterThan(500_000);
        assertThat(statements.stream()
                        .filter(s -> s.cve() != null)
                        .map(VendorStatement::cve)
                        .distinct())
                .hasSizeGreaterThan(21_900);
        assertThat(statements.stream()
                        .filter(s -> new Kb(4012212).equals(s.kb()))
                        .map(VendorStatement::cve))
                .contains("CVE-2017-0143", "CVE-2017-0148");
    }

    @ParameterizedTest
    @CsvSource({"2017-Mar, 2409", "2017-May, 1555", "2019-May, 2852", "2026-Jan, 2458"})
    void real_months(String month, int statements) throws IOException {
        Path shared = shared();
        assumeThat(shared).as("SKIPPED: no shared data").isNotNull();
        Fed fed = Fed.in(temp);
        ImportRecord record = taken(
                fed.store().take(shared.resolve("advisories/cvrfDocument-" + month + ".xml.gz"), month, (_, _) -> {}));
        assertThat(record.document()).isEqualTo("cvrf/" + month);
        assertThat(fed.statements()).hasSize(statements);
        assertThat(fed.statements()).noneMatch(s -> s.product().startsWith("product "));
        if (month.equals("2026-Jan")) {
            assertThat(fed.statements().stream().filter(s -> s.fixedBuild() != null))
                    .hasSizeGreaterThan(1000);
        }
    }

    /** The folder of real samples; null where it is not there, which is said aloud. */
    private static Path shared() {
        String told = System.getenv("FIREBREAK_SHARED_DATA");
        if (told != null) {
            return Path.of(told);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data/catalogue"))) {
                return at.resolve("shared/data");
            }
        }
        return null;
    }

    private static ImportRecord taken(ImportResult result) {
        return switch (result) {
            case ImportResult.Imported(var record) -> record;
            case ImportResult.Known _, ImportResult.Refused _ -> throw new AssertionError(result);
        };
    }

    private static String rows(int count) {
        var rows = new StringBuilder(Documents.HEADER);
        for (int i = 0; i < count; i++) {
            rows.append("\"20170314\",\"CVE-2017-%04d\",\"4012212\",\"t\",\"Windows 7\",\"\",\"\",\"\",\"\",\"\"\n"
                    .formatted(1000 + i));
        }
        return rows.toString();
    }

    private static byte[] cut(String text) throws IOException {
        byte[] whole = Fed.gzip(text);
        return java.util.Arrays.copyOf(whole, whole.length - 8);
    }
}
