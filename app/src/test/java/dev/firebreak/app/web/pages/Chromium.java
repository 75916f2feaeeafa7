package dev.firebreak.app.web.pages;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Debian's Chromium, driven by Playwright (its driver from npm, in app/src/test/browser, set up by ./check). */
final class Chromium implements AutoCloseable {

    private static final Path FOLDER = Path.of("src/test/browser").toAbsolutePath();
    private static final Path MODULES = FOLDER.resolve("node_modules");

    /** Runs every rule and hands back those that find something serious, with the place. */
    private static final String SERIOUS = """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target + ' ' + (n.any[0] || n.all[0] || n.none[0] || {}).message).join(' | '))
            """;

    private final Playwright playwright;
    final Browser browser;
    private final String axe;

    private Chromium(Playwright playwright, Browser browser, String axe) {
        this.playwright = playwright;
        this.browser = browser;
        this.axe = axe;
    }

    /** Starts it; where it is not there the test is skipped, loudly. */
    static Chromium start() throws IOException {
        Path node = onPath("node");
        Path chromium = onPath("chromium");
        if (!Files.isDirectory(MODULES.resolve("playwright-core"))) {
            skip("run ./check, or \"npm ci --ignore-scripts\" in " + FOLDER);
        }
        // The shape in which Playwright looks for its driver.
        Path driver = Files.createDirectories(Path.of("target/playwright").toAbsolutePath());
        link(driver.resolve("node"), node);
        link(driver.resolve("package"), MODULES.resolve("playwright-core"));
        System.setProperty("playwright.cli.dir", driver.toString());
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--font-render-hinting=none")));
        return new Chromium(playwright, browser, Files.readString(MODULES.resolve("axe-core/axe.min.js")));
    }

    /** Serious and critical faults of accessibility on the page as it stands. */
    List<?> faults(Page page) {
        // Evaluated by the debugger, which the page's own policy does not bind.
        page.evaluate(axe);
        return (List<?>) page.evaluate(SERIOUS);
    }

    private static void link(Path from, Path to) throws IOException {
        Files.deleteIfExists(from);
        Files.createSymbolicLink(from, to);
    }

    private static Path onPath(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> skip(command + " is not installed"));
    }

    private static Path skip(String why) {
        System.err.println("SKIPPED: browser tests: " + why);
        return abort("browser not available: " + why);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
