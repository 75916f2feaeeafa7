// One browser and one server for all pages: starting them takes longer than any of the tests.
package dev.firebreak.app.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.core.dashboard.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An administrator's first hour, in a real browser; then every page, looked at for faults and kept as a picture. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final Path SCREENS = Path.of("../target/screens");
    private static final String PASSWORD = "a horse that counts to nine";

    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Stage stage;
    private static BrowserContext context;
    private static Page page;
    private static final List<String> SAID = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        stage = new Stage(temp);
        PackageStore packages = PackageStore.of(temp);
        PackageFixtures.put(
                packages,
                "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe",
                new byte[90_000],
                Standing.ACCEPTED);
        PackageFixtures.put(packages, "windows6.1-kb4012215-x64.msu", new byte[4_000_000], Standing.QUARANTINED);
        PackageFixtures.put(packages, "windows6.1-kb4012215-x86.msu", new byte[70_000], Standing.REJECTED);
        context = chromium.browser.newContext(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setViewportSize(1440, 900)
                .setAcceptDownloads(true));
        page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.onRequest(request -> {
            if (!request.url().startsWith(stage.url() + "/") && !request.url().startsWith("blob:" + stage.url())) {
                SAID.add(page.url() + " asked elsewhere: " + request.url());
            }
        });
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                SAID.add(page.url() + " " + message.text());
            }
        });
        page.onPageError(error -> SAID.add(page.url() + " " + error));
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            stage.close();
            chromium.close();
        }
    }

    @Test
    @Order(1)
    void the_first_account_is_made_over_the_one_time_link() {
        page.navigate(stage.setup());
        page.getByLabel("Account name").fill("aiko");
        page.getByLabel("Password").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create the account"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("No machine has reported yet");
    }

    @Test
    @Order(2)
    void files_are_brought_by_dropping_them_on_the_page() throws IOException {
        page.navigate(stage.url() + "/import");
        page.getByLabel("site").fill("Osaka");
        List<Map<String, String>> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(CLINIC)) {
            for (Path file : all.sorted().toList()) {
                files.add(Map.of(
                        "name", file.getFileName().toString(),
                        "content", Base64.getEncoder().encodeToString(Files.readAllBytes(file))));
            }
        }
        page.evaluate("""
                (files) => {
                  const data = new DataTransfer();
                  for (const f of files) {
                    data.items.add(new File([Uint8Array.from(atob(f.content), (c) => c.charCodeAt(0))], f.name));
                  }
                  const drop = document.getElementById('drop');
                  for (const kind of ['dragenter', 'dragover', 'drop']) {
                    drop.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
                  }
                }""", files);
        assertThat(page.locator("#results"))
                .hasAttribute(
                        "data-done",
                        Integer.toString(files.size()),
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                                .setTimeout(60_000));
        assertThat(page.locator("#results .taken")).hasCount(files.size());
        assertThat(stage.fleet.board("MS17-010").all().total()).isGreaterThan(30);
        stage.past("MS17-010");
        stage.now.updateAndGet(now -> now.plus(Duration.ofMinutes(5)));
    }

    @Test
    @Order(3)
    void the_board_says_how_it_stands_and_leads_to_the_machines() {
        page.navigate(stage.url() + "/");
        int open = stage.fleet.board("MS17-010").all().open();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText(open + " of ");
        assertThat(page.locator("#burn canvas")).isVisible();
        page.locator(".figures .vulnerable a").click();
        assertThat(page.locator("#found tbody tr").first()).containsText("vulnerable");
        assertThat(page.getByLabel("state")).hasValue("vulnerable");
    }

    @Test
    @Order(4)
    void search_swaps_the_table_and_keeps_an_address_that_can_be_shared() {
        page.navigate(stage.url() + "/machines");
        page.getByLabel("Search").fill("kango");
        assertThat(page.locator("#found-title")).containsText("4 machines");
        page.waitForURL("**/machines?**q=kango**");
        page.reload();
        assertThat(page.locator("#found-title")).containsText("4 machines");
    }

    @Test
    @Order(5)
    void a_machine_says_why_and_what_to_do() {
        page.navigate(stage.url() + "/machines?status=vulnerable");
        page.locator("#found tbody th a").first().click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Why")))
                .isVisible();
        assertThat(page.locator(".reasons li").first()).isVisible();
        assertThat(page.locator(".steps li").first()).containsText("KB");
        assertThat(page.locator(".copy").first()).isVisible();
    }

    @Test
    @Order(6)
    void an_exception_is_approved_and_counted_and_changes_no_verdict() {
        page.navigate(stage.url() + "/machine?name=KANGO-01");
        String verdict = page.locator("p.verdict b").textContent();
        page.getByLabel("Reason").fill("infusion pumps hang on it <script>");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve the exception"))
                .click();
        assertThat(page.getByText("infusion pumps hang on it <script>")).isVisible();
        assertThat(page.getByText("aiko (account)").first()).isVisible();
        assertThat(page.locator("p.verdict b")).hasText(verdict);
        page.navigate(stage.url() + "/report");
        assertThat(page.locator("tfoot td").nth(-2)).hasText("1");
    }

    @Test
    @Order(7)
    void the_language_is_switched_on_any_page_and_one_stays_there() {
        page.navigate(stage.url() + "/machine?name=KANGO-01");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("日本語"))
                .click();
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("判定の根拠")))
                .isVisible();
        assertThat(page.url()).contains("KANGO-01");
    }

    @Test
    @Order(8)
    void what_is_filtered_can_be_exported() throws IOException {
        page.navigate(stage.url() + "/machines?status=vulnerable");
        Download download =
                page.waitForDownload(() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("CSV"))
                        .click());
        String csv = Files.readString(download.path(), StandardCharsets.UTF_8);
        assertThat(csv).startsWith("\uFEFF端末名,状態");
        assertThat(csv.lines().count() - 1)
                .isEqualTo(stage.fleet.board("MS17-010").all().of(dev.firebreak.core.fleet.MachineStatus.VULNERABLE));
    }

    @Test
    @Order(9)
    void the_report_comes_as_an_excel_file() throws IOException {
        page.navigate(stage.url() + "/report");
        Download download =
                page.waitForDownload(() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Excel"))
                        .click());
        assertThat(download.suggestedFilename()).isEqualTo("report-MS17-010.xlsx");
        try (var zip = new ZipFile(download.path().toFile())) {
            assertThat(zip.getEntry("xl/worksheets/sheet1.xml")).isNotNull();
        }
    }

    @Test
    @Order(10)
    void a_board_of_another_advisory_is_added_and_leads_to_its_machines() {
        page.navigate(stage.url() + "/advisories");
        page.locator("#id").fill("CVE-1999-0001");
        page.locator("main form.narrow button").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("CVE-1999-0001");
        page.locator("#id").fill(Stage.OTHER);
        page.locator("main form.narrow button").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Stage.OTHER + " の状況ボード"))
                .click();
        assertThat(page.locator("header.head .over")).containsText(Stage.OTHER);
        page.locator(".figures .vulnerable a").click();
        assertThat(page.locator("#advisory")).hasValue(Stage.OTHER);
        assertThat(page.locator("#found tbody tr").first()).containsText("KB");
    }

    @Test
    @Order(11)
    void the_keyboard_alone_goes_everywhere_and_shows_where_it_is() {
        page.navigate(stage.url() + "/");
        page.keyboard().press("Tab");
        assertThat(page.locator("a.skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.navigate(stage.url() + "/machines");
        // Everything that takes the focus on the way through the page shows it.
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            Object bare = page.evaluate("""
                    () => {
                      const at = document.activeElement;
                      if (!at || at === document.body) return '';
                      const style = getComputedStyle(at);
                      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? '' : at.outerHTML.slice(0, 80);
                    }""");
            if (!bare.toString().isEmpty()) {
                unseen.add(bare.toString());
            }
        }
        assertThat(unseen).isEmpty();
        page.navigate(stage.url() + "/machines");
        page.locator("#q").focus();
        page.keyboard().type("kango-01");
        assertThat(page.locator("#found tbody tr")).hasCount(1);
        page.locator("#found tbody th a").focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/machine?name=KANGO-01**");
    }

    @Test
    @Order(12)
    void a_secret_is_shown_once_and_people_are_added() {
        page.navigate(stage.url() + "/tokens");
        page.locator("#site-label").fill("大阪の端末");
        page.locator("#site").fill("Osaka");
        page.locator("form:has(#site) button").click();
        String secret = page.locator(".once code").textContent();
        assertThat(secret.length()).isGreaterThan(20);
        page.locator("#api-label").fill("prometheus");
        page.locator("form:has(#api-label) button").click();
        page.navigate(stage.url() + "/tokens");
        assertThat(page.locator("table.rows tbody tr")).hasCount(2);
        assertThat(page.content()).doesNotContain(secret);
        page.locator("table.rows button.danger").last().click();
        assertThat(page.locator("table.rows tr.off")).hasCount(1);
        page.navigate(stage.url() + "/accounts");
        page.locator("#name").fill("kenji");
        page.locator("#password").fill("nine horses that count to one");
        page.locator("form.narrow button").click();
        assertThat(page.locator("table.rows tbody tr")).hasCount(2);
        // A name is shown as it was given; only headings begin with a capital.
        assertThat(page.evaluate(
                        "() => getComputedStyle(document.querySelector('tbody th'), '::first-letter').textTransform"))
                .isEqualTo("none");
    }

    @Test
    @Order(13)
    void everything_works_without_a_script() {
        try (BrowserContext bare = chromium.browser.newContext(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setLocale("en-GB"))) {
            Page plain = bare.newPage();
            plain.navigate(stage.url() + "/machines?q=kango");
            assertThat(plain.url()).contains("/sign-in");
            plain.getByLabel("Account name").fill("aiko");
            plain.getByLabel("Password").fill(PASSWORD);
            plain.locator("main button").last().click();
            assertThat(plain.url()).contains("/machines?q=kango");
            plain.navigate(stage.url() + "/machines?q=kango");
            assertThat(plain.locator("#found tbody tr")).hasCount(4);
            plain.navigate(stage.url() + "/import");
            plain.locator("#site").fill("Osaka");
            plain.locator("#files").setInputFiles(CLINIC.resolve("KANGO-01_systeminfo.txt"));
            plain.locator("button.primary").click();
            assertThat(plain.locator(".taken")).hasCount(1);
        }
    }

    @Test
    @Order(14)
    void every_page_in_both_languages_light_and_dark_on_all_screens_is_without_serious_faults() throws IOException {
        Files.createDirectories(SCREENS);
        List<String> faults = new ArrayList<>();
        for (Looks.Screen screen : Looks.Screen.values()) {
            for (String language : List.of("ja", "en")) {
                page.setViewportSize(screen.width(), screen.height());
                speak(language);
                for (ColorScheme scheme : schemes(screen, language)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    for (Map.Entry<String, String> one : Looks.PAGES) {
                        stage.breakReport(one.getKey().equals("fault"));
                        page.navigate(stage.url() + one.getValue());
                        if (one.getKey().startsWith("board")) {
                            page.locator("#burn canvas").waitFor();
                        }
                        String name = one.getKey() + "-" + language + "-"
                                + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-"
                                + screen.name().toLowerCase(java.util.Locale.ROOT);
                        // A laptop's page is the wall's, smaller.
                        if (screen != Looks.Screen.WIDE) {
                            chromium.faults(page).forEach(fault -> faults.add(name + " " + fault));
                        }
                        Object over = page.evaluate(
                                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                        if (((Number) over).intValue() > 0) {
                            faults.add(name + " is " + over + " pixels too wide");
                        }
                        page.screenshot(new Page.ScreenshotOptions()
                                .setPath(SCREENS.resolve(name + ".png"))
                                .setFullPage(true));
                    }
                }
            }
        }
        stage.breakReport(false);
        pictureForReadme();
        assertThat(faults).isEmpty();
        // 404 and 500 are errors to the console too.
        assertThat(SAID.stream().filter(said -> !said.contains("status of"))).isEmpty();
    }

    /** Colours depend neither on the language nor on the width of the screen: dark ones are looked at once, on the phone. */
    private static List<ColorScheme> schemes(Looks.Screen screen, String language) {
        boolean once = screen == Looks.Screen.PHONE && language.equals("ja");
        return once ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);
    }

    /** The board as README shows it; docs/images/make takes it from here. */
    private static void pictureForReadme() {
        page.setViewportSize(1080, 640);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        for (String language : List.of("en", "ja")) {
            speak(language);
            page.navigate(stage.url() + "/");
            page.locator("#burn canvas").waitFor();
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve("readme-board-" + language + ".png")));
        }
    }

    @Test
    @Order(15)
    void the_report_prints_on_one_page() throws IOException {
        // Also a group of many sites: the rest is one line.
        for (int i = 1; i <= 25; i++) {
            stage.fleet.importEvidence(
                    Sender.IMPORTER,
                    "第" + i + "中央総合病院",
                    "SITE" + i + "_systeminfo.txt",
                    Files.readString(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), StandardCharsets.UTF_16)
                            .replace("ISHI-PC01", "SITE" + i)
                            .getBytes(StandardCharsets.UTF_16),
                    "account:aiko",
                    null);
        }
        for (String language : List.of("en", "ja")) {
            speak(language);
            page.navigate(stage.url() + "/report");
            byte[] pdf = page.pdf(new Page.PdfOptions()
                    .setPreferCSSPageSize(true)
                    .setPath(SCREENS.resolve("report-" + language + ".pdf")));
            assertThat(new String(pdf, StandardCharsets.ISO_8859_1).split("/Type /Page\\b(?!s)").length - 1)
                    .isEqualTo(1);
        }
    }

    private static void speak(String language) {
        page.navigate(stage.url() + "/account");
        page.locator("input[value=" + language + "]").check();
        page.locator("form[action='/language'] button").last().click();
        assertThat(page.locator("html")).hasAttribute("lang", language);
    }
}
