package dev.firebreak.app.collect.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.classify.FileClassifier;
import dev.firebreak.app.collect.classify.FileContent;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.classify.MachineNames;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.inventory.InventoryNdjson;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A new format is one class and one line: file names, labels and problems follow from its description. */
class FormatDescriptionTest {

    /** As somebody would add it, and nothing besides. */
    private static final class DismFormat implements Format {
        @Override
        public FormatDescription description() {
            return new FormatDescription(
                    "dism",
                    new Text("packages of DISM", "DISM のパッケージ一覧"),
                    List.of("packages"),
                    List.of("dismlog"),
                    true);
        }

        @Override
        public boolean fits(DecodedFile content) {
            return content.text().startsWith("Deployment Image Servicing");
        }

        @Override
        public Read<EvidencePart> read(DecodedFile content) {
            return new Read<>(List.of(EvidencePart.of(null, List.of(), content.source())), List.of());
        }
    }

    private static Formats withDism() {
        List<Format> formats = new ArrayList<>(Formats.SHIPPED.all());
        formats.add(new DismFormat());
        return new Formats(formats);
    }

    @ParameterizedTest
    @CsvSource({
        "PC9_dism.txt, PC9",
        "PC9_packages.log, PC9",
        "PC9-20261120-dism.dismlog, PC9",
        "PC9_systeminfo.txt, PC9",
    })
    void file_names_of_a_new_format_lead_to_the_machine(String file, String machine) {
        assertThat(withDism().machineNames().stem(file)).isEqualTo(machine);
    }

    @Test
    void a_word_of_a_format_that_does_not_exist_stays_part_of_the_name() {
        assertThat(Formats.SHIPPED.machineNames().stem("PC9_dism.txt")).isEqualTo("PC9_dism");
        assertThat(Formats.SHIPPED.machineNames().isKind("dism")).isFalse();
        assertThat(withDism().machineNames().isKind("dism")).isTrue();
    }

    @Test
    void the_problem_with_an_unknown_file_names_a_new_format_in_both_languages() {
        Text before = Formats.SHIPPED.unrecognised();
        Text problem = withDism().unrecognised();
        assertThat(before.en()).doesNotContain("DISM");
        assertThat(problem.en()).contains("packages of DISM");
        assertThat(problem.ja()).contains("DISM のパッケージ一覧");
    }

    @Test
    void the_problem_with_an_unknown_file_names_every_format_once() {
        Text problem = Formats.SHIPPED.unrecognised();
        for (Format format : Formats.SHIPPED.all()) {
            assertThat(problem.en()).contains(format.description().label().en());
            assertThat(problem.ja()).contains(format.description().label().ja());
        }
        assertThat(problem.en())
                .contains(InventoryNdjson.DESCRIPTION.label().en())
                .containsOnlyOnce("systeminfo")
                .startsWith("not recognised: neither ");
    }

    @Test
    void evidence_of_a_new_format_carries_its_description() {
        Formats formats = withDism();
        FileContent content = new FileClassifier(formats)
                .classify(Source.of("PC9_dism.txt"), "Deployment Image Servicing tool\n".getBytes(UTF_8));
        assertThat(content).isInstanceOf(FileContent.Document.class);
        Read<Formats.Part> read = formats.read((FileContent.Document) content, Format::read);
        assertThat(read.problems()).isEmpty();
        assertThat(read.items()).extracting(found -> found.format().id()).containsExactly("dism");
    }

    static List<FormatDescription> shipped() {
        List<FormatDescription> all = new ArrayList<>(
                Formats.SHIPPED.all().stream().map(Format::description).toList());
        all.add(InventoryNdjson.DESCRIPTION);
        return all;
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_word_and_extension_of_a_shipped_format_is_no_part_of_a_machine_name(FormatDescription format) {
        MachineNames names = Formats.SHIPPED.machineNames();
        List<String> extensions = new ArrayList<>(format.extensions());
        extensions.add("txt");
        for (String word : format.fileNameWords()) {
            assertThat(names.isKind(word)).as(word).isTrue();
            for (String extension : extensions) {
                assertThat(names.stem("PC-7_" + word + "." + extension)).isEqualTo("PC-7");
            }
        }
    }
}
