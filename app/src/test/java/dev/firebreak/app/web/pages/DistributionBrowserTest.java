package dev.firebreak.app.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.app.web.service.OrderSignatures;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.PackageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page Distribution: a proposal, another person's approval, both languages, a narrow screen, no script. */
class DistributionBrowserTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final Path SCREENS = Path.of("../target/screens");
    private static final String PASSWORD = "a horse that counts to nine";

    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Stage stage;
    private static Page page;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        stage = new Stage(temp);
        try (Stream<Path> all = Files.list(CLINIC)) {
            for (Path file : all.sorted().toList()) {
                stage.fleet.importEvidence(
                        Sender.IMPORTER,
                        "本院",
                        file.getFileName().toString(),
                        Files.readAllBytes(file),
                        "account:aiko",
                        null);
            }
        }
        stage.packages.set(List.of(
                new PackageFile(
                        new Kb(4012598),
                        "windowsxp-kb4012598-x86-embedded-custom-enu_8f2c266f83a7e1b100ddb9acd4a6a3ab5ecd4059.exe",
                        665_096,
                        "ab".repeat(32)),
                new PackageFile(
                        new Kb(4012598),
                        "windows6.0-kb4012598-x86_13e9b3d77ba5599764c296075a796c16a85c745c.msu",
                        1_200_000,
                        "cd".repeat(32))));
        // Without JavaScript: every step of the page is a form.
        BrowserContext context = chromium.browser.newContext(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setViewportSize(1440, 900)
                .setJavaScriptEnabled(false));
        page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.navigate(stage.setup());
        page.getByLabel("Account name").fill("aiko");
        page.getByLabel("Password").fill(PASSWORD);
        page.locator("main form button").last().click();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            stage.close();
            chromium.close();
        }
    }

    private static void picture(String name) throws Exception {
        Files.createDirectories(SCREENS);
        for (String language : List.of("ja", "en")) {
            page.locator("form[action='/language'] button").first().click();
            assertThat(page.locator("html")).hasAttribute("lang", language);
            page.navigate(stage.url() + "/distribution");
            for (int width : new int[] {1440, 320}) {
                page.setViewportSize(width, 900);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SCREENS.resolve(name + "-" + language + "-" + width + ".png"))
                        .setFullPage(true));
            }
            page.setViewportSize(1440, 900);
        }
    }

    @Test
    void two_persons_send_an_order() throws Exception {
        page.navigate(stage.url() + "/distribution");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Distribution");
        assertThat(page.locator("main")).containsText("No file name of a Japanese package could be confirmed");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Propose KB4012598 for Windows XP Embedded SP3 x86 ENU"))
                .click();
        assertThat(page.locator("main")).containsText("You proposed this: another person must approve it.");
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Approve").setExact(true)))
                .hasCount(0);
        page.locator("#mitigation").selectOption("smb1-server-off");
        page.locator("form[action='/distribution/mitigate'] button").click();
        assertThat(page.locator("main")).containsText("Apply: SMBv1 server off");
        // What another person proposed can be approved here.
        var orders = new OrderService(stage.services);
        OrderService.Proposal other = orders.install("MS17-010", "KB4012598-6.0.6002-client-x86", null, "account:ken");
        assertThat(other.kept()).isEqualTo(1);
        picture("distribution");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Approve").setExact(true))
                .click();
        assertThat(stage.services.delivery().orders().batch(String.valueOf(other.batch())))
                .singleElement()
                .satisfies(o -> assertThat(o.state().kind()).isEqualTo(OrderState.Kind.APPROVED));
        page.navigate(stage.url() + "/distribution");
        assertThat(page.locator("main")).containsText("orders: 1, valid until");
        // Somebody changes the row by hand; the server finds it without being asked by the machine.
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("estate.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE rollout_order SET machine = 'OTHER' WHERE state = 'approved'");
        }
        new OrderSignatures(stage.services).reconcile();
        page.navigate(stage.url() + "/distribution");
        assertThat(page.locator("main")).containsText("Approved orders that are not sent: 1");
        assertThat(page.locator("main")).containsText("it differs from what was signed");
        picture("distribution-refused");
        page.navigate(stage.url() + "/audit");
        assertThat(page.locator("main")).containsText("order approved");
        assertThat(page.context()
                        .request()
                        .get(stage.url() + "/distribution.xlsx")
                        .body())
                .startsWith((byte) 'P', (byte) 'K');
    }
}
