package dev.firebreak.app.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.app.feed.store.ImportResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents made to harm, or harmed: a complaint for each, the good of it kept, what was known before untouched. */
class HostileFeedsTest {

    private static final String ROW =
            "\"20170314\",\"CVE-2017-01%02d\",\"40122%02d\",\"t\",\"Windows 7\",\"\",\"\",\"\",\"\",\"\"\n";

    @TempDir
    Path temp;

    static Stream<Arguments> documents() throws IOException {
        String list = Documents.HEADER + ROW.formatted(43, 12) + ROW.formatted(44, 13) + ROW.formatted(45, 14);
        // Random enough not to shrink to nothing, so that the cut falls into the rows.
        var many = new StringBuilder(Documents.HEADER);
        var random = new java.util.Random(1);
        for (int i = 0; i < 20_000; i++) {
            many.append("\"20170314\",\"CVE-2017-%05d\",\"%d\",\"t\",\"Windows %d\",\"\",\"\",\"\",\"\",\"\"\n"
                    .formatted(10_000 + i, 4_000_000 + random.nextInt(900_000), random.nextInt(1 << 30)));
        }
        byte[] zip = Fed.zip("CVEs.csv", many.toString());
        byte[] gzip = Fed.gzip(many.toString());
        String kev = Documents.KEV;
        return Stream.of(
                arguments("truncated.zip", Arrays.copyOf(zip, zip.length / 2), "ends in the middle", 5_000),
                arguments("no-list.zip", Arrays.copyOf(zip, zip.length - 40), "ends in the middle", 20_000),
                arguments("truncated.csv.gz", Arrays.copyOf(gzip, gzip.length / 2), "ends in the middle", 5_000),
                arguments("damaged.zip", damaged(zip), "damaged", 1),
                arguments("path.zip", Fed.zip("../../CVEs.csv", list), "leads out of the archive", 0),
                arguments("root.zip", Fed.zip("/etc/CVEs.csv", list), "leads out of the archive", 0),
                arguments("drive.zip", Fed.zip("C:\\CVEs.csv", list), "leads out of the archive", 0),
                arguments("mixed.zip", Fed.zip("..\\x.csv", list, "CVEs.csv", list), "leads out of the archive", 3),
                arguments("quote.csv", bytes(list + "\"20170314\",\"never closed\n"), "broken quotes", 3),
                arguments("junk.csv", bytes(list.replace("\"4012213\"", "\"40\"12213\"")), "broken quotes", 2),
                arguments("short.csv", bytes(list + "\"20170314\",\"CVE-2017-0148\"\n"), "too few fields", 3),
                arguments(
                        "twice.json",
                        bytes(kev.replace(
                                "\"dateAdded\": \"2021", "\"cveID\": \"CVE-1999-0001\", \"dateAdded\": \"2021")),
                        "twice",
                        1),
                arguments(
                        "types.json",
                        bytes(kev.replace("\"CVE-2017-0143\"", "{\"a\": [1e99999999]}")),
                        "not a text",
                        1),
                arguments(
                        "element.json", bytes(kev.replace("[\n", "[5, null, \"x\", \n")), "not of the right shape", 2),
                arguments(
                        "half.json",
                        bytes(kev.substring(0, kev.indexOf("CVE-2017-0144"))),
                        "ends in the middle|not well-formed",
                        1),
                arguments("deep.json", bytes(kev.replace("\"2022-05-03\"", "[".repeat(100_000))), "not well-formed", 0),
                arguments(
                        "dtd.xml", bytes(xml("<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x\">", "")), "document type", 0),
                arguments("bomb.xml", bytes(xml(bomb(), "&i;")), "document type", 0),
                arguments(
                        "file.xml",
                        bytes(xml("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "&e;")),
                        "document type",
                        0),
                arguments("entity.xml", bytes(xml("", "&e;")), "not well-formed", 0),
                arguments(
                        "half.xml",
                        bytes(Documents.CVRF.substring(0, Documents.CVRF.indexOf("</cvrf:cvrfdoc>"))),
                        "not well-formed",
                        2),
                arguments("deep.xml", bytes(xml("", "<a>".repeat(100_000))), "nested too deeply", 0),
                arguments(
                        "attribute.xml",
                        bytes(xml("", "<a b='" + "x".repeat(40 << 20) + "'/>")),
                        "too large|not well-formed",
                        0),
                arguments(
                        "score.json",
                        bytes(Documents.NVD.replace("8.8", "88")),
                        "no score of CVSS 3 between 0 and 10",
                        1),
                // Half a character: what is no UTF-8 is told by us, never by the parser.
                arguments(
                        "encoding.xml",
                        Documents.CVRF.replace("Windows Server 2019", "\u00e9").getBytes(ISO_8859_1),
                        "encoding",
                        0),
                arguments("unheard-of.xml", bytes(Documents.CVRF.replace("utf-8", "x-unheard-of")), "encoding", 0),
                arguments(
                        "circle.csv",
                        bytes(Documents.HEADER + circle(40, 41) + circle(41, 42) + circle(42, 40)),
                        ":2: each of these is said to replace the next, in a circle.*KB4012240, KB4012241, KB4012242",
                        3),
                arguments(
                        "table.csv",
                        bytes(
                                Documents.SUPPORT_TABLE
                                        + "a,A,client,2009-10-22,2015-01-13,2014-01-14,\nb,B,client,someday,,,\nc,C,toaster,,,,\n"),
                        "ends before the one it follows|support dates that cannot be read",
                        2),
                arguments(
                        "epss.csv",
                        bytes(Documents.EPSS + "CVE-2017-0145,NaN,1\nCVE-2017-0146,7,1\n"),
                        "no probability",
                        2),
                arguments(
                        "lifecycle.json",
                        bytes(Documents.LIFECYCLE.replace("2020-01-14", "someday")),
                        "support dates",
                        0),
                arguments("empty.csv", new byte[0], "not a document", 0),
                arguments("binary.bin", new byte[1 << 17], "not a document", 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void readable_parts_are_kept_and_the_rest_is_reported(String name, byte[] document, String complaint, int atLeast)
            throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("before.txt", Documents.DOWNLOADS);
        String before = fed.store().knowledge().fingerprint();

        ImportResult result = fed.eat(name, document);

        assertThat(Fed.problems(result))
                .anySatisfy(told -> assertThat(told).startsWith(name).containsPattern(complaint));
        int got =
                fed.statements().size() + fed.facts().size() + fed.lifecycles().size();
        assertThat(got).isGreaterThanOrEqualTo(atLeast);
        if (atLeast == 0) {
            assertThat(result).isInstanceOf(ImportResult.Refused.class);
            assertThat(fed.store().knowledge().fingerprint()).isEqualTo(before);
        }
        assertThat(fed.packages()).hasSize(2);
        assertThat(temp.getParent().resolve("CVEs.csv")).doesNotExist();
    }

    @Test
    void a_bomb_is_refused_before_it_grows() throws IOException {
        Path file = temp.resolve("bomb.zip");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("CVEs.csv"));
            zip.write(Documents.HEADER.getBytes(UTF_8));
            byte[] zeros = new byte[1 << 20];
            Arrays.fill(zeros, (byte) '\n');
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        }
        ImportResult result = Fed.in(temp).store().take(file, "bomb.zip", (_, _) -> {});
        assertThat(Fed.problems(result)).anySatisfy(told -> assertThat(told).contains("as only a trap does"));
    }

    @Test
    void a_document_that_is_too_large_is_not_read_to_its_end() throws IOException {
        Fed fed = Fed.in(temp, new FeedLimits(10_000, 200, 5, 2, 30));
        String list = Documents.HEADER + ROW.formatted(43, 12).repeat(1000);
        assertThat(Fed.problems(fed.eat("CVEs.csv", list)))
                .anySatisfy(told -> assertThat(told).contains("larger than 0 MiB"));
        var rows = new StringBuilder(Documents.HEADER);
        for (int i = 10; i < 90; i++) {
            rows.append(ROW.formatted(i, i));
        }
        assertThat(Fed.problems(fed.eat("rows.csv", rows.toString())))
                .anySatisfy(told -> assertThat(told).contains("more than 30 rows"));
        Object[] entries = new Object[12];
        for (int i = 0; i < 12; i += 2) {
            entries[i] = i + ".txt";
            entries[i + 1] = "x";
        }
        assertThat(Fed.problems(fed.eat("many.zip", Fed.zip(entries))))
                .anySatisfy(told -> assertThat(told).contains("more than 5 files"));
        Files.write(temp.resolve("in.zip"), Fed.zip("CVEs.csv", list));
        var nested = new java.io.ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(nested)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("in.zip"));
            Files.copy(temp.resolve("in.zip"), zip);
        }
        assertThat(Fed.problems(fed.eat("nested.zip", nested.toByteArray())))
                .anySatisfy(told -> assertThat(told).contains("archive within an archive"));
    }

    /** One update is said to replace another. */
    private static String circle(int newer, int older) {
        return "\"20170314\",\"CVE-2017-0143\",\"40122%d\",\"t\",\"Windows 7\",\"\",\"\",\"\",\"40122%d\",\"\"\n"
                .formatted(newer, older);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] damaged(byte[] zip) {
        byte[] copy = zip.clone();
        for (int i = copy.length / 2; i < copy.length / 2 + 200; i++) {
            copy[i] ^= 0x55;
        }
        return copy;
    }

    private static String xml(String prolog, String inside) {
        return prolog + "<cvrf:cvrfdoc xmlns:cvrf='urn:c'><cvrf:Vulnerability>" + inside
                + "</cvrf:Vulnerability></cvrf:cvrfdoc>";
    }

    private static String bomb() {
        var entities = new StringBuilder("<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>");
        for (char c = 'b'; c <= 'i'; c++) {
            entities.append("<!ENTITY ").append(c).append(" '");
            entities.append(("&" + (char) (c - 1) + ";").repeat(10)).append("'>");
        }
        return entities.append("]>").toString();
    }
}
