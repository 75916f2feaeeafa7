package dev.firebreak.app.feed.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.catalogue.ProductUpdates;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.catalogue.Vulnerability;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compiled index says what it was made from, and a damaged one is made anew instead of being believed. */
class CompiledCatalogueTest {

    private static final ShippedKnowledge SHIPPED = new ShippedKnowledge();

    @TempDir
    Path folder;

    private final List<Text> told = new ArrayList<>();
    private int compiled;

    @Test
    void the_file_says_what_was_compiled() {
        Catalogue made = open("one");
        Catalogue read = open("one");
        assertThat(compiled).isEqualTo(1);
        assertThat(told).isEmpty();
        assertThat(text(read)).isEqualTo(text(made));
        assertThat(read.cves()).isEqualTo(made.cves());
        assertThat(read.bulletin("ms99-001").toList()).containsExactly(new Kb(4012212));
        assertThat(read.title(new Kb(4012215))).isEqualTo("Hole in SMB \uD83D\uDE31");
    }

    @Test
    void what_was_compiled_from_something_else_is_made_anew() {
        open("one");
        open("two");
        open("two");
        assertThat(compiled).isEqualTo(2);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 40, -1, -9, -200})
    void a_damaged_file_is_made_anew_and_said_so(int at) throws IOException {
        String before = text(open("one"));
        Path file = folder.resolve("catalogue.idx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[at < 0 ? bytes.length + at : at] ^= 0x10;
        Files.write(file, bytes);
        assertThat(text(open("one"))).isEqualTo(before);
        assertThat(compiled).isEqualTo(2);
        assertThat(told).hasSize(1);
        open("one");
        assertThat(compiled).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 100})
    void a_file_cut_short_is_made_anew(int length) throws IOException {
        open("one");
        Path file = folder.resolve("catalogue.idx");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), length));
        open("one");
        assertThat(compiled).isEqualTo(2);
    }

    @Test
    void where_it_cannot_be_kept_the_answer_is_the_same() throws IOException {
        Path occupied = Files.createFile(folder.resolve("file"));
        Catalogue made = CompiledCatalogue.open(occupied, "one", this::compile, told::add);
        assertThat(text(made)).isEqualTo(text(compile()));
        assertThat(told).hasSize(1);
    }

    private Catalogue open(String fingerprint) {
        return CompiledCatalogue.open(folder, fingerprint, this::compile, told::add);
    }

    private Catalogue compile() {
        compiled++;
        CatalogueBuilder cataloguer = new CatalogueBuilder(SHIPPED.knowledge(), SHIPPED.lines());
        Stream.of(
                        statement("CVE-2017-9001", 4012215, "Windows 7 for x64-based Systems Service Pack 1", 3212646),
                        statement("CVE-2017-9001", 4012212, "Windows 7 for x64-based Systems Service Pack 1", 0),
                        statement("CVE-2017-9002", 4013429, "Windows Server 2016", 3213986),
                        statement("CVE-2017-9002", 4013429, "Windows Server 2016 (Server Core installation)", 3213986),
                        statement("CVE-2017-9003", 4010250, "Adobe Flash Player on Windows Server 2016", 0))
                .forEach(cataloguer::take);
        cataloguer.take(new CveFact(
                "CVE-2017-9001",
                LocalDate.parse("2022-02-10"),
                null,
                0.94,
                new Cvss("CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", 8.1)));
        return cataloguer.catalogue();
    }

    private static VendorStatement statement(String cve, int kb, String product, int supersedes) {
        return new VendorStatement(
                cve,
                new Kb(kb),
                product,
                "",
                new VendorStatement.Bulletin(
                        LocalDate.parse("2017-03-14"),
                        "Hole in SMB \uD83D\uDE31",
                        "Critical",
                        "Remote Code Execution",
                        kb == 4012212 ? Set.of("MS99-001") : Set.of()),
                supersedes == 0 ? List.of() : List.of(new Kb(supersedes)),
                null);
    }

    /** All of a catalogue as text, to compare. */
    private static String text(Catalogue catalogue) {
        StringBuilder text = new StringBuilder();
        for (ProductUpdates productUpdates : catalogue.all()) {
            text.append(productUpdates.key())
                    .append(productUpdates.components())
                    .append('\n');
            for (int kb = 0; kb < productUpdates.order().size(); kb++) {
                text.append(productUpdates.update(kb))
                        .append(productUpdates.places()[kb])
                        .append(productUpdates.order().contained(kb));
            }
            text.append(productUpdates.order().repairs()).append('\n');
            for (Vulnerability vulnerability : productUpdates.vulnerabilities()) {
                text.append(vulnerability.component())
                        .append(java.util.Arrays.deepToString(vulnerability.parts()))
                        .append(java.util.Arrays.toString(vulnerability.cves()));
            }
        }
        return text.toString();
    }
}
