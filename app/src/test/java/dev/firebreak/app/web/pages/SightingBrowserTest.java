package dev.firebreak.app.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.firebreak.app.capture.TestCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A worm in a capture, as a person sees it: the board changes by itself, and each page leads to the next, without JavaScript too. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SightingBrowserTest {

    private static final Path SCREENS = Path.of("../target/screens");
    private static final String PASSWORD = "a horse that counts to nine";
    private static final List<String> PAGES = List.of(
            "/",
            "/sightings",
            "/incidents",
            "/incidents/20170518T081210-10.0.0.1",
            "/machine?name=PC2",
            "/machine?name=PC9",
            "/machines?detections=named");

    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Stage stage;
    private static Page page;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        stage = new Stage(temp);
        stage.now.set(Instant.parse("2017-05-18T10:00:00Z"));
        BrowserContext context = chromium.browser.newContext(
                new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1440, 900));
        page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.navigate(stage.setup());
        page.getByLabel("Account name").fill("aiko");
        page.getByLabel("Password").fill(PASSWORD);
        page.locator("main form button").last().click();
        List<String> lines = new ArrayList<>();
        String[][] machines = {
            {"PC2", "10.0.0.2", "KB976902"},
            {"PC3", "10.0.0.3", "KB4012212"},
            {"PC4", "10.0.0.4", "KB976902"},
            {"PC5", "10.0.0.4", "KB976902"},
            {"PC9", "10.0.0.9", "KB976902"}
        };
        for (String[] machine : machines) {
            lines.add(
                    "{\"machine\":\"%s\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"%s\"]},\"addresses\":[\"%s\"]}"
                            .formatted(machine[0], machine[2], machine[1]));
        }
        stage.fleet.importEvidence(
                dev.firebreak.core.dashboard.Sender.IMPORTER,
                "Osaka",
                "all.ndjson",
                String.join("\n", lines).getBytes(UTF_8),
                "account:aiko",
                null);
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
    void a_worm_is_seen_on_the_board_at_once_and_each_page_leads_to_the_next() {
        page.navigate(stage.url() + "/");
        assertThat(page.locator(".hits").first()).containsText("No capture or log was read");
        Page other = page.context().newPage();
        other.navigate(stage.url() + "/sightings");
        other.locator("details summary").first().click();
        other.locator("#files").setInputFiles(new FilePayload[] {
            new FilePayload("worm.pcap", "application/octet-stream", TestCapture.worm()),
            new FilePayload("notes.txt", "text/plain", "no log".getBytes(UTF_8))
        });
        other.locator("form[action='/sightings'] button.primary").click();
        assertThat(other.locator("main")).containsText("3 detections, 3 of them new");
        // Nobody touched the first page.
        assertThat(page.locator(".hits").first()).containsText("1 of 4 vulnerable machines were hit");
        page.locator(".hits a").first().click();
        assertThat(page.locator("table.machines tbody tr")).hasCount(1);
        page.locator("table.machines th a", new Page.LocatorOptions().setHasText("PC2"))
                .click();
        assertThat(page.locator("#hit")).containsText("Attacked while the fix of MS17-010 was missing");
        page.locator("#detections a", new Page.LocatorOptions().setHasText("show"))
                .first()
                .click();
        assertThat(page.locator("h1")).containsText("20170518T081210-10.0.0.1");
        assertThat(page.locator("svg.spread .host")).hasCount(4);
        withoutJavaScript();
    }

    @Test
    @Order(2)
    @Tag("long")
    void every_page_fits_any_width_in_both_languages() throws Exception {
        Files.createDirectories(SCREENS);
        for (String language : List.of("ja", "en")) {
            page.locator("form[action='/language'] button").first().click();
            assertThat(page.locator("html")).hasAttribute("lang", language);
            for (int i = 0; i < PAGES.size(); i++) {
                for (int width : new int[] {1440, 320}) {
                    page.setViewportSize(width, 900);
                    page.navigate(stage.url() + PAGES.get(i));
                    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                            .as(PAGES.get(i) + " at " + width)
                            .isLessThanOrEqualTo(width);
                    assertThat(chromium.faults(page)).as(PAGES.get(i)).isEmpty();
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(SCREENS.resolve("watch-" + i + "-" + language + "-" + width + ".png"))
                            .setFullPage(true));
                }
            }
        }
        page.setViewportSize(1440, 900);
    }

    private static void withoutJavaScript() {
        try (BrowserContext plain = chromium.browser.newContext(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setLocale("en-GB"))) {
            Page still = plain.newPage();
            still.navigate(stage.url() + "/sign-in");
            still.getByLabel("Account name").fill("aiko");
            still.getByLabel("Password").fill(PASSWORD);
            still.locator("main form button").last().click();
            still.locator(".hits a").first().click();
            assertThat(still.locator("table.machines tbody tr")).hasCount(1);
            still.navigate(stage.url() + "/machines");
            still.locator("#detections").selectOption("maybe_hit");
            still.locator("#filters button").click();
            assertThat(still.locator("table.machines tbody tr")).hasCount(2);
        }
    }
}
