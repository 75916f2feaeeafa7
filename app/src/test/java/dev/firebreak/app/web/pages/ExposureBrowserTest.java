package dev.firebreak.app.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.fleet.MachineStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that nobody reported, as a person sees them: they are in the totals until a person decides, and nothing turns green. */
class ExposureBrowserTest {

    private static final Path SCREENS = Path.of("../target/screens");

    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Stage stage;
    private static Page page;

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
        page.getByLabel("Password").fill("a horse that counts to nine");
        page.locator("main form button").last().click();
        stage.fleet.importEvidence(Sender.IMPORTER, "Osaka", "PC1.ndjson", """
                {"machine":"PC1","os":{"caption":"Windows 7 Professional","version":"6.1.7601","servicePack":1,"architecture":"x64"},"hotfixes":{"complete":true,"ids":["KB4012212"]},"addresses":["10.1.2.1"]}
                """.getBytes(UTF_8), "account:aiko", null);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            stage.close();
            chromium.close();
        }
    }

    private static void take(String kind, String name, String content) {
        page.navigate(stage.url() + "/exposure");
        page.locator("input[name=kind][value=" + kind + "]").check();
        page.locator("#files").setInputFiles(new FilePayload(name, "text/plain", content.getBytes(UTF_8)));
        page.locator("form[action='/exposure/import'] button").click();
    }

    private static void decide(String key, String machine, String reason) {
        var form = page.locator("details:has(input[name=key][value='" + key + "'])");
        form.locator("summary").click();
        form.locator("input[name=machine]").fill(machine);
        form.locator("input[name=reason]").fill(reason);
        form.locator("button").click();
    }

    private static void picture(String name) throws Exception {
        Files.createDirectories(SCREENS);
        for (String language : List.of("ja", "en")) {
            page.locator("form[action='/language'] button").first().click();
            assertThat(page.locator("html")).hasAttribute("lang", language);
            page.navigate(stage.url() + "/exposure");
            for (int width : new int[] {1440, 320}) {
                page.setViewportSize(width, 900);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SCREENS.resolve(name + "-" + width + "-" + language + ".png"))
                        .setFullPage(true));
                assertThat(chromium.faults(page)).as(name + width).isEmpty();
            }
            page.setViewportSize(1440, 900);
        }
    }

    @Test
    void lists_are_imported_counted_and_decided_upon() throws Exception {
        page.navigate(stage.url() + "/");
        assertThat(page.locator("h1")).containsText("All 1 machines are proven safe");
        take("expected", "ad.csv", """
                Name,DNSHostName,Enabled,LastLogonDate,OperatingSystem
                PC1,pc1.example.org,True,2017/05/10 9:00:00,Windows 7 Professional
                PC2,pc2.example.org,True,2017/05/10 9:00:00,Windows XP Professional
                OLD9,,False,2016/05/13 9:00:00,Windows XP Professional
                """);
        assertThat(page.locator("[role=status]").first()).containsText("3 entries were imported");
        take("seen", "probe.ndjson", """
                {"target":"10.1.2.1","address":"10.1.2.1","time":"2017-05-13T09:00:00Z","dialects":["SMB1"],"smb1":true,"ms17010":"not_vulnerable","host":{"name":"PC1"},"because":[]}
                {"target":"10.1.2.44","address":"10.1.2.44","time":"2017-05-13T09:00:00Z","dialects":["SMB1","2.0.2"],"smb1":true,"ms17010":"vulnerable","host":{"name":"<script>alert(1)</script>"},"because":[]}
                """);
        take("seen", "arp.txt", "10.1.2.1 00-0c-29-11-22-33 dynamic\n10.1.2.45 00-0c-29-11-22-45 dynamic\n");
        assertThat(page.locator(".lead"))
                .containsText("1 of 5 reported; 2 expected ones never did; 2 seen on the network are in no inventory");
        assertThat(page.locator("section:has(#smb1-title) tbody tr")).hasCount(2);
        assertThat(page.locator("section:has(#smb1-title) tbody tr").first()).containsText("10.1.2.44");
        assertThat(page.locator("section:has(#missing-title)")).containsText("account disabled, no logon for 90 days");
        picture("exposure");
        page.navigate(stage.url() + "/");
        assertThat(page.locator("h1")).containsText("4 of 5 machines are not proven safe");
        page.navigate(stage.url() + "/report");
        assertThat(page.locator(".sheet")).containsText("1 of 5 reported");

        page.navigate(stage.url() + "/exposure");
        decide("PC2.EXAMPLE.ORG", "NOBODY", "renamed");
        assertThat(page.locator("[role=alert]")).containsText("Not saved");
        decide("PC2.EXAMPLE.ORG", "PC1", "renamed last week");
        decide("OLD9", "", "scrapped in 2016");
        decide("00:0c:29:11:22:45", "", "a printer");
        assertThat(page.locator("section:has(#decided-title) tbody tr")).hasCount(3);
        assertThat(page.locator(".lead")).containsText("1 of 2 reported; 1 seen");
        page.navigate(stage.url() + "/");
        assertThat(page.locator("h1")).containsText("1 of 2 machines is not proven safe");
        assertThat(stage.fleet.status(stage.fleet.line("PC1").orElseThrow(), "MS17-010"))
                .isEqualTo(MachineStatus.FIXED);
        page.navigate(stage.url() + "/audit");
        assertThat(page.locator("main")).containsText("unreported machine dismissed");
        assertThat(page.locator("main")).containsText("scrapped in 2016");

        page.navigate(stage.url() + "/exposure");
        picture("exposure-decided");
        page.locator("form[action='/exposure/undo'] button").first().click();
        assertThat(page.locator("section:has(#decided-title) tbody tr")).hasCount(2);
        take("seen", "nothing.txt", "neither this nor that");
        assertThat(page.locator("[role=alert]")).containsText("nothing was imported");
    }
}
