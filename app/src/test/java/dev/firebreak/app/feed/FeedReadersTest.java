package dev.firebreak.app.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of document, well-formed: what is in it comes out, after a way through the disk. */
class FeedReadersTest {

    private static final LocalDate MARCH = LocalDate.parse("2017-03-14");
    private static final LocalDate JANUARY = LocalDate.parse("2026-01-13");
    private static final String SEVEN = "Windows 7 for x64-based Systems Service Pack 1";

    @TempDir
    Path temp;

    @Test
    void bulletins() throws IOException {
        Fed fed = Fed.in(temp);
        assertThat(Fed.problems(fed.eat("CVEs_1.csv", Documents.BULLETINS))).isEmpty();
        assertThat(fed.statements())
                .containsExactly(
                        bulletin(4012212, "SMB hole", 3212646, 3205394),
                        bulletin(4012215, "SMB hole, \"quoted\"", 3212646));
    }

    private static VendorStatement bulletin(int kb, String title, int... supersedes) {
        return new VendorStatement(
                "CVE-2017-0143",
                new Kb(kb),
                SEVEN,
                "SMB",
                new VendorStatement.Bulletin(MARCH, title, "Critical", "Remote Code Execution", Set.of()),
                java.util.Arrays.stream(supersedes).mapToObj(Kb::new).toList(),
                null);
    }

    @Test
    void bulletins_in_a_zip_or_in_utf_16() throws IOException {
        Fed fed = Fed.in(temp);
        fed.eat("b.zip", Fed.zip("CVEs_1.csv", Documents.BULLETINS));
        assertThat(fed.statements()).hasSize(2);
        Fed wide = Fed.in(temp.resolve("wide").toFile().mkdir() ? temp.resolve("wide") : temp);
        wide.eat("CVEs_1.csv", ("\uFEFF" + Documents.BULLETINS).getBytes(StandardCharsets.UTF_16LE));
        assertThat(wide.statements()).isEqualTo(fed.statements());
    }

    @Test
    void a_row_without_an_update_still_says_that_the_product_is_affected() throws IOException {
        Fed fed = Fed.in(temp);
        ImportResult result = fed.eat(
                "CVEs.csv",
                Documents.HEADER
                        + "\"20220412\",\"CVE-2022-24486\",\"\",\"t\",\"Windows 11\",\"\",\"\",\"\",\"\",\"\"\n"
                        + "\"20220412\",\"CVE-2022-24487\",\"Release Notes\",\"t\",\"Edge\",\"\",\"System.Object[]\",\"\",\"x\",\"\"\n"
                        + "\"2022\",\"ADV190001\",\"4012212\",\"t\",\"Windows 11\",\"\",\"\",\"\",\"311838<br>3118389<br><br>4022173\",\"\"\n"
                        + "\"20220412\",\"CVE20163247\",\"KB4012212\",\"t\",\"Windows 11\",\"\",\"\",\"\",\"\",\"\"\n");
        assertThat(fed.statements())
                .extracting(
                        VendorStatement::cve,
                        VendorStatement::kb,
                        VendorStatement::severity,
                        VendorStatement::published)
                .containsExactly(
                        Tuple.tuple("CVE-2022-24486", null, "", LocalDate.parse("2022-04-12")),
                        Tuple.tuple("CVE-2022-24487", null, "", LocalDate.parse("2022-04-12")),
                        Tuple.tuple(null, new Kb(4012212), "", null),
                        Tuple.tuple("CVE-2016-3247", new Kb(4012212), "", LocalDate.parse("2022-04-12")));
        assertThat(fed.statements().get(2).advisories()).containsExactly("ADV190001");
        assertThat(fed.statements().get(2).supersedes())
                .containsExactly(new Kb(311838), new Kb(3118389), new Kb(4022173));
        assertThat(Fed.problems(result))
                .containsExactly(
                        "CVEs.csv:3: an update without a KB number: Release Notes; the product counts as affected, by no known update",
                        "CVEs.csv:3: Severity says System.Object[], which is no word of the feed; left empty",
                        "CVEs.csv:3: says what it replaces without a KB number: x",
                        "CVEs.csv:4: not a day: 2022");
    }

    @Test
    void cvrf_packed_and_not() throws IOException {
        Fed fed = Fed.in(temp);
        assertThat(Fed.problems(fed.eat("month.xml.gz", Fed.gzip(Documents.CVRF))))
                .isEmpty();
        assertThat(fed.statements())
                .containsExactly(
                        new VendorStatement(
                                "CVE-2026-20962",
                                new Kb(5073723),
                                "Windows Server 2019",
                                "Windows Things",
                                new VendorStatement.Bulletin(JANUARY, "A hole", "Important", "Spoofing", Set.of()),
                                List.of(new Kb(5071544)),
                                Build.of("10.0.17763.8276")),
                        new VendorStatement(
                                "CVE-2026-20962",
                                null,
                                "Windows Server 2022",
                                "Windows Things",
                                new VendorStatement.Bulletin(JANUARY, "A hole", "", "", Set.of()),
                                List.of(),
                                null));
        assertThat(fed.facts())
                .containsExactly(new CveFact(
                        "CVE-2026-20962",
                        null,
                        null,
                        null,
                        new Cvss("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:N/A:N/E:U/RL:O/RC:C", 4.4)));
    }

    @Test
    void csaf() throws IOException {
        Fed fed = Fed.in(temp);
        assertThat(Fed.problems(fed.eat("msrc.json", Documents.CSAF))).isEmpty();
        assertThat(fed.statements())
                .extracting(
                        VendorStatement::product,
                        VendorStatement::kb,
                        VendorStatement::fixedBuild,
                        VendorStatement::published)
                .containsExactly(
                        Tuple.tuple("Windows Server 2019", new Kb(5073723), Build.of("10.0.17763.8276"), JANUARY),
                        Tuple.tuple("Windows Server 2022", null, Build.of("10.0.20348.4648"), JANUARY));
        assertThat(fed.facts()).extracting(f -> f.cvss().base()).containsExactly(4.4);
    }

    @Test
    void facts_on_cves() throws IOException {
        Fed fed = Fed.in(temp);
        assertThat(Fed.problems(fed.eat("kev.json", Documents.KEV))).isEmpty();
        assertThat(Fed.problems(fed.eat("nvd.json", Documents.NVD))).isEmpty();
        assertThat(Fed.problems(fed.eat("epss.csv.gz", Fed.gzip(Documents.EPSS))))
                .isEmpty();
        var february = LocalDate.parse("2022-02-10");
        var august = LocalDate.parse("2022-08-10");
        assertThat(fed.facts())
                .containsExactly(
                        new CveFact(
                                "CVE-2017-0143",
                                LocalDate.parse("2021-11-03"),
                                LocalDate.parse("2022-05-03"),
                                null,
                                null),
                        new CveFact("CVE-2017-0144", february, august, null, null),
                        new CveFact(
                                "CVE-2017-0144",
                                february,
                                august,
                                null,
                                new Cvss("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8)),
                        new CveFact("CVE-2017-0143", null, null, 0.94312, null),
                        new CveFact("CVE-2017-0144", null, null, 0.94, null));
    }

    @Test
    void packages_and_support_dates() throws IOException {
        Fed fed = Fed.in(temp);
        assertThat(Fed.problems(fed.eat("urls.txt", Documents.DOWNLOADS))).isEmpty();
        assertThat(fed.packages())
                .containsExactly(
                        Map.entry(
                                new Kb(4012598),
                                new UpdatePackage(
                                        Architecture.X86,
                                        "ENU",
                                        "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe",
                                        "eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd",
                                        "http://download.windowsupdate.com/c/csa/csa/secu/2017/02/windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe")),
                        Map.entry(
                                new Kb(4012598),
                                new UpdatePackage(
                                        Architecture.X64,
                                        "ESN",
                                        "WindowsServer2003-KB4012598-x64-custom-ESN.exe",
                                        null,
                                        "https://download.microsoft.com/download/0/1/7/x/WindowsServer2003-KB4012598-x64-custom-ESN.exe")));
        assertThat(Fed.problems(fed.eat("lifecycle.json", Documents.LIFECYCLE))).isEmpty();
        assertThat(fed.lifecycles())
                .containsExactly(new Lifecycle(
                        "windows-7",
                        "Windows 7 SP1",
                        Platform.CLIENT,
                        LocalDate.parse("2009-10-22"),
                        LocalDate.parse("2015-01-13"),
                        LocalDate.parse("2020-01-14"),
                        LocalDate.parse("2023-01-10"),
                        true,
                        null));
    }

    @Test
    void support_dates_as_people_keep_them() throws IOException {
        String[] documents = {
            Documents.SUPPORT_TABLE,
            "\uFEFF" + Documents.SUPPORT_TABLE.replace("\n", "\r\n"),
            Documents.SUPPORT_TABLE_JSON,
            "\uFEFF" + Documents.SUPPORT_TABLE_JSON
        };
        for (int i = 0; i < documents.length; i++) {
            Fed fed = Fed.in(Files.createDirectories(temp.resolve("data" + i)));
            assertThat(Fed.problems(fed.eat(i < 2 ? "table.csv" : "table.json", documents[i])))
                    .isEmpty();
            assertThat(fed.lifecycles())
                    .containsExactly(
                            new Lifecycle(
                                    "windows-7",
                                    "Windows 7 SP1",
                                    Platform.CLIENT,
                                    LocalDate.parse("2009-10-22"),
                                    LocalDate.parse("2015-01-13"),
                                    LocalDate.parse("2020-01-14"),
                                    LocalDate.parse("2023-01-10"),
                                    true,
                                    null),
                            new Lifecycle(
                                    "posready-7",
                                    "POSReady 7",
                                    Platform.EMBEDDED,
                                    null,
                                    LocalDate.parse("2016-10-11"),
                                    LocalDate.parse("2021-10-12"),
                                    null,
                                    true,
                                    null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252", "US-ASCII"})
    void xml_in_any_encoding_feeds_come_in(String encoding) throws IOException {
        Fed plain = Fed.in(Files.createDirectories(temp.resolve("plain")));
        plain.eat("2026-Jan.xml", Documents.CVRF);
        Fed fed = Fed.in(Files.createDirectories(temp.resolve("encoded")));
        String said = Documents.CVRF.replace("encoding=\"utf-8\"", "encoding=\"" + encoding + "\"");
        String mark = encoding.startsWith("UTF-16") ? "\uFEFF" : "";
        fed.eat("2026-Jan.xml", (mark + said).getBytes(java.nio.charset.Charset.forName(encoding)));
        assertThat(fed.statements()).isNotEmpty().isEqualTo(plain.statements());
    }

    @Test
    void a_package_that_the_vendor_does_not_serve_is_left_out() throws IOException {
        Fed fed = Fed.in(temp);
        ImportResult result = fed.eat("urls.txt", """
                http://evil.example/windowsxp-kb4012598-x86-custom-enu.exe
                http://microsoft.com.evil.example/windowsxp-kb4012598-x86-custom-enu.exe
                http://download.microsoft.com@evil.example/windowsxp-kb4012598-x86-custom-enu.exe
                """);
        assertThat(result).isInstanceOf(ImportResult.Refused.class);
        assertThat(Fed.problems(result))
                .containsExactly(
                        "urls.txt:1: an address that is not the vendor's, ignored: its content cannot be trusted (3 times, here first)");
    }

    @Test
    void pages_of_the_update_catalogue() throws IOException {
        Fed fed = Fed.in(temp);
        ImportResult result = fed.eat("search.html", Documents.CATALOG);
        assertThat(Fed.problems(result))
                .containsExactly(
                        "search.html: an update without a KB number: No number",
                        "search.html: a row with too few cells, skipped");
        assertThat(Fed.problems(fed.eat("details.html", Documents.CATALOG_DETAILS)))
                .isEmpty();
        assertThat(fed.statements())
                .extracting(
                        VendorStatement::kb,
                        VendorStatement::product,
                        VendorStatement::published,
                        VendorStatement::supersedes)
                .containsExactly(
                        Tuple.tuple(
                                new Kb(4012215),
                                "Windows 7 for x64-based Systems",
                                LocalDate.parse("2017-03-13"),
                                List.of()),
                        Tuple.tuple(new Kb(4012598), "Windows XP SP3", LocalDate.parse("2017-05-13"), List.of()),
                        Tuple.tuple(
                                new Kb(4012598),
                                "Windows Server 2008",
                                LocalDate.parse("2017-03-12"),
                                List.of(new Kb(3177186))));
        assertThat(fed.statements().getLast().severity()).isEqualTo("Critical");
    }

    @Test
    void a_page_that_is_nothing_but_nesting_is_read_in_bounds() throws IOException {
        String page = Documents.CATALOG.replace("<table", "<div>".repeat(200_000) + "<table");
        assertThat(Fed.in(temp).eat("deep.html", page)).isNotNull();
    }
}
