package dev.firebreak.app.web.pages.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.TestCapture;
import dev.firebreak.app.web.ApiClient;
import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Premises;
import dev.firebreak.core.access.Role;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the pages say of captures and logs, incidents, and the machines and boards that detections are about; in both languages. */
class SightingPagesTest {

    private static final String VULNERABLE = "KB976902";
    private static final String FIXED = "KB4012212";

    @TempDir
    Path temp;

    private Premises premises;
    private ApiClient client;
    private Browser browser;
    private String key;
    private String site;

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(temp);
        // The worm of the capture spreads at 08:12:10 on 2017-05-18.
        premises.now.set(Instant.parse("2017-05-18T10:00:00Z"));
        key = premises.key("admin");
        site = premises.site("Osaka");
        premises.account("operator", Role.OPERATOR);
        client = new ApiClient(premises.web.url(), new ConcurrentSkipListSet<>());
        browser = new Browser(premises.web.url());
        browser.signIn("operator", Premises.PASSWORD);
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private void machine(String name, String address, String hotfix) throws Exception {
        byte[] line =
                "{\"machine\":\"%s\",\"collectedAt\":\"2017-05-14T09:00:00Z\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"%s\"]},\"addresses\":[\"%s\"]}\n"
                        .formatted(name, hotfix, address)
                        .getBytes(UTF_8);
        assertThat(client.ask("POST", "/api/v1/machines/" + name + "/evidence", site, line)
                        .status())
                .isBetween(200, 299);
    }

    /** 10.0.0.1 attacked PC2, and PC2 attacked PC3 and 10.0.0.4; PC9 was left alone. */
    private void worm() throws Exception {
        machine("PC2", "10.0.0.2", VULNERABLE);
        machine("PC3", "10.0.0.3", FIXED);
        machine("PC9", "10.0.0.9", VULNERABLE);
        client.ask("POST", "/api/v1/captures?file=worm.pcap", key, TestCapture.worm());
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = browser.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        // What a reader sees: without tags, blanks as one.
        return answer.body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    private void speak(String language) throws Exception {
        assertThat(browser.submit("/sightings", "/language", "to", language, "back", "/sightings")
                        .statusCode())
                .isEqualTo(303);
    }

    private String bring(String name, byte[] content) throws Exception {
        HttpResponse<String> answer = send(name, content);
        assertThat(answer.statusCode()).isEqualTo(200);
        premises.later(Duration.ofSeconds(1));
        return answer.body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    private HttpResponse<String> send(String name, byte[] content) throws Exception {
        String boundary = "firebreak-test-boundary";
        var body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n"
                        + browser.csrf("/sightings") + "\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        HttpRequest request = browser.request("/sightings")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return browser.send(request);
    }

    @Test
    void a_board_says_how_many_vulnerable_machines_were_hit_and_leads_to_them() throws Exception {
        machine("PC2", "10.0.0.2", VULNERABLE);
        assertThat(page("/")).contains("No capture or log was read: whether machines were attacked is not known.");
        worm();
        assertThat(page("/?advisory=MS17-010"))
                .contains("1 of 2 vulnerable machines were hit")
                .contains("1 machine with another state was attacked too")
                .contains("Captures and logs read until 2017-05-18 17:12")
                .doesNotContain("clean");
        assertThat(browser.get("/?advisory=MS17-010").body())
                .contains("href=\"/machines?advisory=MS17-010&amp;status=vulnerable&amp;detections=hit\"");
        assertThat(page("/machines?advisory=MS17-010&status=vulnerable&detections=hit"))
                .contains("PC2", "was attacked")
                .doesNotContain("PC3", "PC9");
        assertThat(page("/machines?detections=named")).contains("PC2", "PC3").doesNotContain("PC9");
        speak("ja");
        assertThat(page("/"))
                .contains("未適用の端末 2 台のうち 1 台が攻撃を受けました")
                .contains("ほかの状態の端末 1 台も攻撃を受けました")
                .contains("キャプチャとログの読み取り済み範囲：2017/05/18 17:12 まで");
        assertThat(page("/machines?detections=hit")).contains("攻撃を受けた");
    }

    @Test
    void a_board_never_says_that_nobody_was_attacked() throws Exception {
        machine("PC9", "10.0.0.9", VULNERABLE);
        client.ask("POST", "/api/v1/captures?file=worm.pcap", key, TestCapture.worm());
        assertThat(page("/"))
                .contains("No detection shows an attack on one of the 1 vulnerable machines", "read until");
        speak("ja");
        assertThat(page("/")).contains("未適用の端末 1 台への攻撃は検出されていません", "まで");
    }

    @Test
    void a_machine_shows_what_names_it_and_why_and_one_that_was_hit_while_vulnerable_stands_out() throws Exception {
        worm();
        String hit = page("/machine?name=PC2");
        assertThat(hit)
                .contains("Attacked while the fix of MS17-010 was missing (2017-05-18 17:12):")
                .contains("EternalBlue")
                .contains("target of an attack at that time: vulnerable")
                .contains("source")
                .contains("likely 10.0.0.2 : it reported this address; another machine may have had it at that time");
        assertThat(browser.get("/machine?name=PC2").body())
                .contains("id=\"hit\"", "href=\"/incidents/20170518T081210-10.0.0.1\"");
        // The newest first: PC2 attacked two machines after it had been attacked.
        assertThat(hit.indexOf("17:12")).isPositive();
        // Its first report came after the attack: that it is fixed now proves nothing of then.
        assertThat(page("/machine?name=PC3"))
                .contains("target of an attack at that time: unknown")
                .doesNotContain("Attacked while");
        assertThat(page("/machine?name=PC9"))
                .contains("No detection names this machine (captures and logs read until 2017-05-18 17:12).")
                .contains("They may not cover its network, so this proves nothing.");
        speak("ja");
        assertThat(page("/machine?name=PC2"))
                .contains("MS17-010 が未適用の間に攻撃を受けました（2017/05/18 17:12）")
                .contains("可能性が高い")
                .contains("この端末が報告したアドレスです");
        assertThat(page("/machine?name=PC9")).contains("この端末に関する検出はありません", "安全とは判断できません");
    }

    @Test
    void an_address_that_two_machines_claim_is_asserted_of_neither() throws Exception {
        machine("PC2", "10.0.0.2", VULNERABLE);
        machine("PC5", "10.0.0.2", VULNERABLE);
        client.ask("POST", "/api/v1/captures?file=worm.pcap", key, TestCapture.worm());
        assertThat(page("/"))
                .contains("No detection shows an attack on one of the 2 vulnerable machines")
                .contains("2 machines may have been hit: their addresses or names are not theirs alone");
        for (String name : new String[] {"PC2", "PC5"}) {
            assertThat(page("/machine?name=" + name))
                    .contains("not decided 10.0.0.2 : several machines claim this address or name")
                    .doesNotContain("Attacked while");
        }
        assertThat(page("/machines?detections=hit")).doesNotContain("PC2", "PC5");
        assertThat(page("/machines?detections=maybe_hit")).contains("PC2", "PC5", "perhaps in detections");
        JsonNode hits = client.ask("GET", "/api/v1/board", key, null).json().path("hits");
        assertThat(hits.path("vulnerableHit").asInt()).isZero();
        assertThat(hits.path("ambiguous").asInt()).isEqualTo(2);
    }

    /** The lease of that time says who had the address, whoever reports it now. */
    @Test
    void a_lease_of_that_time_is_believed_before_the_inventory() throws Exception {
        Files.createDirectories(temp.resolve("leases"));
        Files.writeString(temp.resolve("leases/dhcpd.leases"), """
                lease 10.0.0.2 {
                  starts 4 2017/05/18 00:00:00;
                  ends 4 2017/05/18 09:00:00;
                  hardware ethernet 00:0c:29:11:22:33;
                  client-hostname "PC9";
                }
                """);
        worm();
        assertThat(page("/machine?name=PC9"))
                .contains("certain 10.0.0.2 : it held this address by DHCP lease at that time")
                .contains("Attacked while");
        assertThat(page("/machine?name=PC2")).contains("No detection names this machine");
        assertThat(page("/machines?status=vulnerable&detections=hit"))
                .contains("PC9")
                .doesNotContain("PC2");
    }

    @Test
    void programs_get_the_same_and_so_do_files() throws Exception {
        worm();
        JsonNode hits = client.ask("GET", "/api/v1/board", key, null).json().path("hits");
        assertThat(hits.toString())
                .contains(
                        "\"recognised\":true",
                        "\"vulnerable\":2",
                        "\"vulnerableHit\":1",
                        "\"otherHit\":1",
                        "\"readUntil\":\"2017-05-18T08:12:1");
        JsonNode one =
                client.ask("GET", "/api/v1/machines/PC2", key, null).json().path("detections");
        assertThat(one.size()).isEqualTo(3);
        assertThat(one.path(2).path("part").asString()).isEqualTo("attacked");
        assertThat(one.path(2).path("other").asString()).isEqualTo("10.0.0.1");
        assertThat(one.path(2).path("certainty").asString()).isEqualTo("likely");
        assertThat(one.path(2).path("incident").asString()).isEqualTo("20170518T081210-10.0.0.1");
        JsonNode found =
                client.ask("GET", "/api/v1/machines?detections=hit", key, null).json();
        assertThat(found.path("total").asInt()).isEqualTo(2);
        assertThat(found.path("machines")
                        .path(0)
                        .path("detections")
                        .path("attacked")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.ask("GET", "/api/v1/machines?detections=x", key, null).status())
                .isEqualTo(400);
        assertThat(client.ask("GET", "/api/v1/machines?q=PC9", key, null)
                        .json()
                        .path("machines")
                        .path(0)
                        .path("detections")
                        .isNull())
                .isTrue();
        assertThat(browser.get("/machines.csv").body())
                .contains(",detections\r\n")
                .containsPattern("PC2,.*,was attacked\r\n")
                .containsPattern("PC9,.*,\r\n");
        assertThat(browser.get("/machines.csv?detections=hit").body()).doesNotContain("PC9");
        assertThat(browser.get("/machines.ndjson?detections=hit").body().lines())
                .hasSize(2);
    }

    /** One server for all of them: each costs two seconds. */
    @Test
    void sightings_incidents_and_containment_say_what_happened() throws Exception {
        sightings();
        incident();
        containment();
    }

    private void sightings() throws Exception {
        assertThat(page("/sightings")).contains("Nothing was detected yet.", "proves nothing", "None was brought yet.");
        worm();
        assertThat(page("/sightings"))
                .contains("EternalBlue", "10.0.0.1:", "10.0.0.2:445", "PC2 vulnerable", "PC3 fixed")
                .contains("NT_TRANSACT then TRANSACTION2_SECONDARY on one key")
                .contains("worm.pcap")
                .contains("Incidents: 1");
        speak("ja");
        assertThat(page("/sightings")).contains("EternalBlue", "PC2 未適用", "読み取ったキャプチャとログ", "インシデント: 1 件");
    }

    /** Who attacked whom, when, and what to isolate. */
    private void incident() throws Exception {
        speak("en");
        assertThat(page("/incidents")).contains("20170518T081210-10.0.0.1", "1 of 2 vulnerable machines were hit");
        String id = "/incidents/20170518T081210-10.0.0.1";
        String incident = page(id);
        assertThat(incident)
                .contains("1 of 2 vulnerable machines were hit")
                .contains("First machine: 10.0.0.1.")
                .contains("PC2 10.0.0.2 – attacking others")
                .contains("10.0.0.4", "not in the inventory, or not decided which machine it was")
                .contains("Timeline");
        String html = browser.get(id).body();
        assertThat(html)
                .contains(
                        "<svg class=\"spread\"",
                        "class=\"hop won\"",
                        "aria-label=\"Drawing of 4 machines and 3 attacks");
        // By time, in the timeline: the first machine's attack comes first.
        String timeline = incident.substring(incident.lastIndexOf("Timeline"));
        assertThat(timeline.indexOf("10.0.0.1")).isLessThan(timeline.indexOf("10.0.0.3"));
        speak("ja");
        assertThat(page(id)).contains("最初の端末: 10.0.0.1。", "他の端末を攻撃中", "未適用の端末 2 台のうち 1 台が攻撃を受けました");
        assertThat(browser.get("/incidents/no-such").statusCode()).isEqualTo(404);
    }

    /** Handed out as files, without addresses that are shared. */
    private void containment() throws Exception {
        Files.writeString(temp.resolve("shared-addresses.txt"), "10.0.0.1\n");
        String id = "/incidents/20170518T081210-10.0.0.1/containment/";
        for (String device : new String[] {"windows-firewall", "nftables", "cisco-acl", "rpz"}) {
            HttpResponse<String> file = browser.get(id + device);
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"firebreak-" + device + ".txt\"");
            assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            if (!device.equals("rpz")) {
                assertThat(file.body())
                        .contains("10.0.0.2", "left out, for others are behind these addresses: 10.0.0.1\n");
            }
        }
        assertThat(browser.get(id + "iptables").statusCode()).isEqualTo(404);
    }

    @Test
    void files_come_by_the_form_and_bad_ones_are_found_later() throws Exception {
        assertThat(bring("C:\\temp\\worm.pcap", TestCapture.worm()))
                .contains("worm.pcap : 3 detections, 3 of them new");
        assertThat(bring("worm.pcap", TestCapture.worm())).contains("3 detections, 0 of them new");
        byte[] whole = TestCapture.worm();
        bring("cut.pcap", java.util.Arrays.copyOf(whole, whole.length - 5));
        bring("notes.txt", "hello, world\n".getBytes(UTF_8));
        bring("archive.zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
        bring("empty.log", new byte[0]);
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb, 1 << 16)) {
            gzip.write("#separator \\x09\n".getBytes(UTF_8));
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        bring("bomb.log.gz", bomb.toByteArray());
        bring("%3Cimg src=x onerror=alert(1)%3E.pcap", new byte[] {9, 9, 9, 9, 9});
        assertThat(send("large.pcap", new byte[33 << 20]).statusCode()).isEqualTo(413);
        viewersBringNothing();
        String later = page("/sightings");
        assertThat(later)
                .contains("cut short at byte")
                .contains("notes.txt", "could not be read not recognised as a capture or log that Firebreak reads")
                .contains("archive.zip", "could not be read an archive (ZIP, 7z, RAR, xz, bzip2 or zstd): unpack it")
                .contains("empty.log", "the file is empty")
                .contains("bomb.log.gz", "expands out of all proportion");
        assertThat(browser.get("/sightings").body()).doesNotContain("<img src=x");
        speak("ja");
        assertThat(page("/sightings"))
                .contains("読み取れませんでした", "アーカイブ（ZIP、7z、RAR、xz、bzip2、zstd のいずれか）です", "ファイルが空です", "読み取りを中止しました");
    }

    private void viewersBringNothing() throws Exception {
        premises.account("viewer", Role.VIEWER);
        var viewer = new Browser(premises.web.url());
        viewer.signIn("viewer", Premises.PASSWORD);
        assertThat(viewer.get("/sightings").body()).doesNotContain("type=\"file\"");
        assertThat(viewer.post("/sightings", "_csrf", browser.csrf("/sightings"))
                        .statusCode())
                .isEqualTo(403);
    }
}
