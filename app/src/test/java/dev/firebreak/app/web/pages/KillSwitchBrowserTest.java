package dev.firebreak.app.web.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.killswitch.ProbeLineWriter;
import dev.firebreak.app.sinkhole.CallLog;
import dev.firebreak.app.sinkhole.NetworkSegments;
import dev.firebreak.app.sinkhole.Sinkhole;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What a person sees of callers of the kill switch, with a real sinkhole. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillSwitchBrowserTest {

    private static final Path SCREENS = Path.of("../target/screens");
    private static final String PASSWORD = "a horse that counts to nine";
    private static final String KILL = "www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";

    /** The figure. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    @TempDir
    static Path temp;

    private static Chromium chromium;
    private static Stage stage;
    private static Sinkhole sinkhole;
    private static ScheduledExecutorService rounds;
    private static Page page;
    private static String token = "";

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        stage = new Stage(temp);
        var any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        sinkhole = Sinkhole.open(
                new SinkholeSettings(
                        List.of(any), List.of(any), List.of(), temp, NetworkSegments.usual(), CallLog.Limits.USUAL),
                new ShippedKnowledge().indicators(),
                stage.clock,
                null,
                words -> {});
        rounds = Executors.newSingleThreadScheduledExecutor();
        rounds.scheduleWithFixedDelay(stage.killSwitch::check, 400, 400, TimeUnit.MILLISECONDS);
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
        for (String machine : List.of("EIYO-01:127.0.0.7", "KANGO-02:127.0.0.8", "XRAY-03:127.0.0.9")) {
            String name = machine.split(":")[0];
            post("/api/v1/machines/" + name + "/evidence?file=pc.ndjson", """
                    {"machine":"%s","os":{"caption":"Windows 7 Professional","version":"6.1.7601","servicePack":1,\
                    "architecture":"x64"},"hotfixes":{"complete":true,"ids":["KB976902"]},"addresses":["%s"]}
                    """.formatted(name, machine.split(":")[1]));
        }
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            rounds.shutdownNow();
            sinkhole.close();
            stage.close();
            chromium.close();
        }
    }

    private static int post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stage.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void dns(String source) throws Exception {
        byte[] query = Message.newQuery(Record.newRecord(Name.fromString(KILL + "."), Type.A, DClass.IN))
                .toWire();
        try (var socket = new DatagramSocket(new InetSocketAddress(source, 0))) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(query, query.length, sinkhole.dns().getFirst()));
            socket.receive(new DatagramPacket(new byte[512], 512));
        }
    }

    private static void http(String source, String agent) throws Exception {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(sinkhole.http().getFirst(), 10_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + KILL + "\r\n" + agent + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private static void picture(String name) throws Exception {
        Files.createDirectories(SCREENS);
        for (String language : List.of("ja", "en")) {
            page.locator("form[action='/language'] button").first().click();
            assertThat(page.locator("html")).hasAttribute("lang", language);
            for (int width : new int[] {1440, 320}) {
                page.setViewportSize(width, 900);
                page.navigate(stage.url() + "/killswitch?answer=192.0.2.7");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SCREENS.resolve(name + "-" + width + "-" + language + ".png"))
                        .setFullPage(true));
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as("width at " + width)
                        .isLessThanOrEqualTo(width);
            }
            page.setViewportSize(1440, 900);
            assertThat(chromium.faults(page)).as(name).isEmpty();
        }
    }

    @Test
    @Order(1)
    void nothing_is_called_safe_before_anything_is_known() throws Exception {
        page.navigate(stage.url() + "/killswitch");
        assertThat(page.locator("#live")).containsText("does not mean that nobody is infected");
        assertThat(page.locator("#live")).containsText("No segment was probed");
        picture("killswitch-empty");
    }

    @Test
    @Order(2)
    void a_caller_appears_within_two_seconds() throws Exception {
        page.navigate(stage.url() + "/killswitch");
        assertThat(page.locator("#live-state")).hasClass("live on");
        long start = System.nanoTime();
        dns("127.0.0.7");
        page.locator("tr.vulnerable:has-text('EIYO-01')").waitFor();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isLessThan(SEEN);
        assertThat(page.locator("h1")).containsText("1 of 1 callers of the kill switch are not stopped");
        assertThat(page.locator("tr:has-text('EIYO-01')")).containsText("Suspected");
    }

    @Test
    @Order(3)
    void calls_are_told_by_what_they_mean() throws Exception {
        dns("127.0.0.8");
        http("127.0.0.8", "");
        http("127.0.0.9", "User-Agent: Mozilla/5.0 (Windows NT 6.1) Firefox/45.0\r\n");
        http("127.0.0.10", "Via: 1.1 squid\r\n");
        page.locator("tr:has-text('unknown behind 127.0.0.10')").waitFor();
        assertThat(page.locator("tr:has-text('KANGO-02')")).containsText("stopped this time");
        assertThat(page.locator("tr:has-text('XRAY-03')")).containsText("Probably a person or a scanner");
        assertThat(page.locator("tbody tr").first()).containsText("EIYO-01");
    }

    @Test
    @Order(4)
    void a_person_decides_with_a_reason_and_a_call_after_that_is_seen_again() throws Exception {
        page.navigate(stage.url() + "/killswitch");
        var row = page.locator("tr:has-text('EIYO-01')");
        row.locator("summary").click();
        row.locator("select").selectOption("patched");
        row.locator("input[name=reason]").fill("somebody said so");
        row.locator("form button").click();
        assertThat(page.locator("[role=alert]")).containsText("Nothing proves that MS17-010 is installed");
        page.navigate(stage.url() + "/killswitch");
        row.locator("summary").click();
        row.locator("select").selectOption("isolated");
        row.locator("input[name=reason]").fill("cable out, ward 3");
        row.locator("form button").click();
        assertThat(row).containsText("Isolated");
        assertThat(row).containsText("cable out, ward 3");
        stage.now.set(stage.now.get().plusSeconds(60));
        dns("127.0.0.7");
        page.locator("tr.vulnerable:has-text('Seen again')").waitFor();
        page.navigate(stage.url() + "/audit");
        assertThat(page.locator("main")).containsText("caller isolated");
    }

    @Test
    @Order(5)
    void probes_of_segments_are_shown_with_what_to_change() throws Exception {
        var probe = new KillSwitchProbe(
                KILL.substring(4),
                new KillSwitchProbe.Origin("KANGO-02", "10.1.2.0/24", stage.now.get(), null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                SinkholeSight.NOT_ASKED);
        assertThat(post("/api/v1/killswitch/probes", ProbeLineWriter.line(probe) + "\n"))
                .isEqualTo(200);
        assertThat(post("/api/v1/killswitch/probes", "{\"name\":\"x\"}\n")).isEqualTo(422);
        page.navigate(stage.url() + "/killswitch");
        assertThat(page.locator("section:has(#segments-title)")).containsText("10.1.2.0/24");
        assertThat(page.locator("section:has(#segments-title) tbody tr")).hasClass("unknown");
        assertThat(page.locator("details:has-text('BIND') pre")).containsText("IN\tSOA");
        picture("killswitch");
    }
}
