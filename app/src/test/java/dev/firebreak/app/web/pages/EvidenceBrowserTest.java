package dev.firebreak.app.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.firebreak.core.fleet.MachineStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of evidence that is old, undated or unreadable, and whether the board says of itself what is true. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EvidenceBrowserTest {

    private static final Path SCREENS = Path.of("../target/screens");
    private static final String PASSWORD = "a horse that counts to nine";
    private static final String ADVISORY = "MS17-010";

    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Stage stage;
    private static Page page;
    private static String token = "";

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        stage = new Stage(temp);
        BrowserContext context = chromium.browser.newContext(
                new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1440, 900));
        page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.navigate(stage.setup());
        page.getByLabel("Account name").fill("aiko");
        page.getByLabel("Password").fill(PASSWORD);
        page.locator("main form button").last().click();
        page.navigate(stage.url() + "/tokens");
        page.locator("#site-label").fill("Osaka");
        page.locator("#site").fill("Osaka");
        page.locator("form:has(#site) button").click();
        token = page.locator(".once code").textContent();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            stage.close();
            chromium.close();
        }
    }

    private static String inventory(String machine, @Nullable String collected, String more) {
        return "{\"machine\":\"%s\",%s\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"%s]}}\n"
                .formatted(machine, collected == null ? "" : "\"collectedAt\":\"" + collected + "\",", more);
    }

    private static int checkIn(String machine, String content) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stage.url() + "/api/v1/machines/" + machine + "/evidence?file=qfe.txt"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(content))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Drops a file on the page, with the date that its file system has. */
    private static void drop(String name, String content, String modified) {
        page.navigate(stage.url() + "/import");
        page.locator("#site").fill("Osaka");
        page.evaluate("""
                ({ name, content, modified }) => {
                  const data = new DataTransfer();
                  data.items.add(new File([content], name, { lastModified: modified }));
                  document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
                }""", Map.of("name", name, "content", content, "modified", (double)
                Instant.parse(modified).toEpochMilli()));
        assertThat(page.locator("#results")).hasAttribute("data-done", "1");
    }

    private static MachineStatus light(String machine) {
        return stage.fleet.status(stage.fleet.line(machine).orElseThrow(), ADVISORY);
    }

    private static void picture(String name) throws Exception {
        Files.createDirectories(SCREENS);
        for (String language : List.of("ja", "en")) {
            String here = page.url();
            page.locator("form[action='/language'] button").first().click();
            assertThat(page.locator("html")).hasAttribute("lang", language);
            page.navigate(here);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENS.resolve(name + "-" + language + ".png"))
                    .setFullPage(true));
            assertThat(chromium.faults(page)).as(name).isEmpty();
        }
    }

    @Test
    @Order(1)
    void an_older_file_imported_after_a_newer_one_changes_nothing() {
        String fixed = inventory("PC1", null, ",\"KB4012212\"");
        drop("PC1.ndjson", fixed, "2017-05-01T09:00:00Z");
        assertThat(light("PC1")).isEqualTo(MachineStatus.FIXED);
        drop("PC1.ndjson", inventory("PC1", null, ""), "2017-05-12T09:00:00Z");
        assertThat(light("PC1")).isEqualTo(MachineStatus.VULNERABLE);
        drop("PC1.ndjson", fixed, "2017-05-01T09:00:00Z");
        assertThat(page.locator(".taken .older")).containsText("older than the evidence in use");
        assertThat(light("PC1")).isEqualTo(MachineStatus.VULNERABLE);
        page.navigate(stage.url() + "/machine?name=PC1");
        assertThat(page.locator("p.verdict")).containsText("vulnerable");
        assertThat(page.locator("dl.facts")).containsText("2017-05-12 18:00 (estimated from the date of the file)");
        assertThat(page.locator("section:has(#receipts-title)")).containsText("history (older)");
    }

    @Test
    @Order(2)
    void a_dropped_file_that_cannot_be_read_is_on_the_board_as_unknown() throws Exception {
        checkIn("PC2", inventory("PC2", "2017-05-14T08:00:00Z", ",\"KB4012212\""));
        assertThat(light("PC2")).isEqualTo(MachineStatus.FIXED);
        drop("PC2_systeminfo.txt", "Access denied.", "2017-05-14T09:00:00Z");
        assertThat(page.locator(".taken")).containsText("Nothing was imported");
        assertThat(page.locator(".taken .unread a")).hasText("PC2");
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve("unread-import-en.png")));
        page.navigate(stage.url() + "/");
        assertThat(page.locator(".figures .unknown b")).hasText("1");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Collect unreadable evidence again"))
                .click();
        assertThat(page.locator("#found tbody tr")).hasCount(1);
        assertThat(page.locator("#found tbody")).containsText("could not be read");
    }

    @Test
    @Order(3)
    void a_refused_check_in_is_on_the_board_as_unknown_and_a_person_dismisses_it() throws Exception {
        assertThat(checkIn("PC3", "Access denied.")).isEqualTo(422);
        assertThat(checkIn("PC4", inventory("PC4", null, ",\"KB4012212\""))).isEqualTo(201);
        page.navigate(stage.url() + "/");
        assertThat(page.locator(".figures .unknown b")).hasText("2");
        picture("unread-board");
        page.navigate(stage.url() + "/machines");
        picture("unread-machines");
        page.navigate(stage.url() + "/machine?name=PC4");
        assertThat(page.locator("dl.facts")).containsText("unknown");
        page.navigate(stage.url() + "/machine?name=PC3");
        assertThat(page.locator("#unread")).containsText("The latest evidence could not be read.");
        page.navigate(stage.url() + "/machine?name=PC2");
        assertThat(page.locator("p.verdict")).containsText("unknown");
        picture("unread-machine");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Dismiss"))
                .click();
        assertThat(page.locator("p.verdict")).containsText("fixed");
        page.navigate(stage.url() + "/audit");
        assertThat(page.locator("main")).containsText("unreadable evidence dismissed");
        assertThat(page.locator("main")).containsText("evidence could not be read");
        assertThat(page.locator("main")).containsText("site Osaka, file PC2_systeminfo.txt: ");
    }

    @Test
    @Order(5)
    void the_board_says_live_only_while_it_is() throws Exception {
        page.navigate(stage.url() + "/");
        assertThat(page.locator("#live-state")).hasText("Live");
        page.waitForTimeout(2_500); // The first look, which fetches what happened while the page came.
        page.locator(".figures .vulnerable a").focus();
        assertThat(checkIn("PC5", inventory("PC5", "2017-05-14T08:00:00Z", ""))).isEqualTo(201);
        assertThat(page.locator("#live-show")).hasText("1 change – show");
        assertThat(page.locator("#live-state")).containsText("held back");
        assertThat(page.locator(".figures .vulnerable a")).isFocused();
        assertThat(page.locator(".figures .vulnerable b")).hasText("1");
        page.locator("#live-show").click();
        assertThat(page.locator(".figures .vulnerable b")).hasText("2");
        assertThat(page.locator("#live-state")).hasText("Live");
        assertThat(page.locator("#live-show")).isHidden();
        assertThat(page.locator("#live h1")).isFocused();
        page.evaluate("() => document.activeElement.blur()");
        assertThat(checkIn("PC6", inventory("PC6", "2017-05-14T08:00:00Z", ""))).isEqualTo(201);
        assertThat(page.locator(".figures .vulnerable b")).hasText("3");
        stage.deafen();
        assertThat(page.locator("#live-state")).containsText("Not live: figures of 2017-05-14 18:30 (0 min old)");
        assertThat(page.locator("#live")).hasClass(java.util.regex.Pattern.compile("(^|\\s)old(\\s|$)"));
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve("unread-gone-en.png")));
    }

    @Test
    @Order(4)
    void traces_of_a_worm_stand_above_the_verdict_and_leave_it_alone() throws Exception {
        String traces =
                ",\"indicators\":{\"complete\":true,\"found\":[{\"trace\":\"wannacry-service\"},{\"trace\":\"wannacry-note\",\"place\":\"C:\\\\Users\\\\佐藤\",\"count\":2}]}}";
        String fixed =
                inventory("PCW", "2017-05-14T08:00:00Z", ",\"KB4012212\"").strip();
        checkIn("PCW", fixed.substring(0, fixed.length() - 1) + traces + "\n");
        page.navigate(stage.url() + "/machine?name=PCW");
        assertThat(page.locator("#suspected")).containsText("Suspected infection");
        assertThat(page.locator("#suspected")).containsText("ransom note");
        assertThat(page.locator("p.verdict")).containsText("fixed");
        picture("suspected");
    }
}
