package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.fleet.EvidenceReader.Part;
import dev.firebreak.core.fleet.EvidenceReader.Parts;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.text.Text;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file means the same whether it lies in a folder or a machine sends it. */
class FilesAndCheckInsTest {

    private static final String RECORD =
            "{\"machine\":\"PC1\",\"os\":{\"version\":\"6.1.7601\"},\"hotfixes\":{\"complete\":true,\"ids\":[]}}\n";
    private static final String SYSTEMINFO = """
            Host Name:  PC1
            OS Name:    Microsoft Windows 7 Professional
            OS Version: 6.1.7601 Service Pack 1 Build 7601
            Hotfix(s):  1 Hotfix(s) Installed.
                        [01]: KB4012212
            Network:    0
            """;

    @TempDir
    Path folder;

    @TempDir
    Path temp;

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("empty.txt", new byte[0], 0),
                Arguments.of("blank.txt", " \r\n".getBytes(UTF_8), 0),
                Arguments.of("archive.txt", "PK\3\4 and more".getBytes(ISO_8859_1), 0),
                Arguments.of("words.txt", "some words\n".getBytes(UTF_8), 0),
                Arguments.of("words.ndjson", "some words\n".getBytes(UTF_8), 0),
                Arguments.of("latin.ndjson", "gr\u00FC\u00DFe\n".getBytes(ISO_8859_1), 0),
                Arguments.of("records.txt", RECORD.getBytes(UTF_8), 1),
                Arguments.of("wide.txt", ("\uFEFF" + RECORD).getBytes(UTF_16LE), 1),
                Arguments.of("big-endian.txt", ("\uFEFF" + RECORD).getBytes(UTF_16BE), 1),
                Arguments.of("no-mark.txt", RECORD.getBytes(UTF_16LE), 1),
                Arguments.of("PC1_systeminfo.txt", SYSTEMINFO.getBytes(UTF_8), 1),
                Arguments.of("PC1_systeminfo.ndjson", SYSTEMINFO.getBytes(UTF_8), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_file_has_the_same_machines_and_problems_either_way(String name, byte[] content, int machines)
            throws Exception {
        Files.write(folder.resolve(name), content);
        List<String> found = new ArrayList<>();
        List<Text> problems = new ArrayList<>();
        new Collector(temp)
                .collect(
                        List.of(folder),
                        InputStream.nullInputStream(),
                        (read, of) -> {},
                        (Snapshot machine) -> found.add(machine.machine()),
                        problem -> problems.add(problem.what()));

        Parts sent = new CheckInReader().parts(null, name, content);

        assertThat(sent.parts()).extracting(Part::machine).isEqualTo(found).hasSize(machines);
        assertThat(sent.problems()).extracting(Problem::what).isEqualTo(problems);
        assertThat(machines == 0 ? problems : found).isNotEmpty();
    }

    /** One question a file, unless the description says otherwise. */
    private record QuestionFormat(boolean answersOneQuestion) implements Format {
        @Override
        public FormatDescription description() {
            return new FormatDescription("dism", Text.same("DISM"), List.of(), List.of(), answersOneQuestion);
        }

        @Override
        public boolean fits(DecodedFile content) {
            return true;
        }

        @Override
        public Read<EvidencePart> read(DecodedFile content) {
            var list = HotfixesListed.whole(KbSet.EMPTY, content.source());
            return new Read<>(List.of(EvidencePart.of("PC1", List.of(list), content.source())), List.of());
        }
    }

    @Test
    void evidence_is_stored_by_question_where_the_format_answers_one() {
        assertThat(kind(new QuestionFormat(true))).isEqualTo("dism+hotfixes");
        assertThat(kind(new QuestionFormat(false))).isEqualTo("dism");
    }

    private static String kind(Format format) {
        return new CheckInReader(BugReports.THROW, new Formats(List.of(format)))
                .parts(null, "x.txt", "anything".getBytes(UTF_8))
                .parts()
                .getFirst()
                .kind();
    }
}
