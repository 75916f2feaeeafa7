// One class: after all of its tests, every call that is described must have been asked.
package dev.firebreak.app.web.api;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufClient;
import dev.firebreak.app.io.tuf.TufSource;
import dev.firebreak.app.io.tuf.TufTarget;
import dev.firebreak.app.mirror.PackageFixtures;
import dev.firebreak.app.mirror.PackageStore;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.mirror.StoredPackage.Standing;
import dev.firebreak.app.web.ApiClient;
import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.Schemas;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.rollout.PackageFile;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs ask the real routes; every answer is held against the document that describes it. */
class ApiRoutesTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What was asked by any of these tests, as {@code get /api/v1/board}. */
    private static final Set<String> ASKED = new ConcurrentSkipListSet<>();

    private static Set<String> described = Set.of();

    @TempDir
    Path temp;

    private Premises premises;
    private String osaka;
    private String reader;
    private ApiClient client;

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(temp);
        osaka = premises.site("Osaka");
        reader = premises.key("admin");
        client = new ApiClient(premises.web.url(), ASKED);
        described = client.described();
    }

    @AfterEach
    void close() {
        premises.close();
    }

    /** Runs after all others: what nobody asked, nobody tested. */
    @AfterAll
    static void every_call_that_is_described_was_asked() {
        assertThat(ASKED).containsAll(described);
    }

    private static byte[] systeminfo(String machine) throws IOException {
        return Files.readString(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), UTF_16)
                .replace("ISHI-PC01", machine)
                .getBytes(UTF_16);
    }

    private ApiClient.Answer get(String path, String... headers) throws Exception {
        return client.ask("GET", path, reader, null, headers);
    }

    private ApiClient.Answer post(String path, String token, byte[] body, String... headers) throws Exception {
        return client.ask("POST", path, token, body, headers);
    }

    private ApiClient.Answer send(String method, String path, String token, byte[] body) throws Exception {
        return client.ask(method, path, token, body);
    }

    private ApiClient.Answer checkIn(String machine) throws Exception {
        return post("/api/v1/machines/" + machine + "/evidence", osaka, systeminfo(machine));
    }

    @Test
    void a_machine_checks_in_and_its_verdict_is_there() throws Exception {
        ApiClient.Answer first = checkIn("PC1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().at("/verdicts/MS17-010").asString()).isEqualTo("fixed");
        assertThat(get("/api/v1/board").json().at("/all/fixed").asInt()).isEqualTo(1);
        ApiClient.Answer again = checkIn("PC1");
        assertThat(again.status()).as("the same content").isEqualTo(200);
        assertThat(again.json().get("outcome").asString()).isEqualTo("known");
        assertThat(get("/api/v1/machines/PC1/history").json().get("received")).hasSize(1);
    }

    @Test
    void probes_of_the_kill_switch_are_kept_and_calls_are_leads() throws Exception {
        String probe =
                "{\"schema\":\"firebreak.killswitch/1\",\"name\":\"a.example\",\"machine\":\"PC1\",\"segment\":\"10.1.2.0/24\","
                        + "\"time\":\"2017-05-14T09:00:00Z\",\"nonce\":\"0123456789abcdef0123456789abcdef\",\"hosts\":[],\"dns\":[],\"web\":[],"
                        + "\"proxies\":[],\"sinkhole\":{\"state\":\"not_asked\",\"sources\":[]}}\n";
        String path = "/api/v1/killswitch/probes";
        ApiClient.Answer kept = post(path, osaka, (probe + "{\"schema\":\"x\"}\n").getBytes(UTF_8));
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().get("kept").asInt()).isEqualTo(1);
        assertThat(kept.json().get("problemCount").asInt()).isEqualTo(1);
        assertThat(premises.audit.entries(Long.MAX_VALUE, 1).getFirst())
                .satisfies(entry -> assertThat(entry.what() + " " + entry.about() + " " + entry.detail())
                        .isEqualTo("killswitch.probe PC1 site Osaka: 1 kept, 1 problems"));
        assertThat(post(path, osaka, "{}\n".getBytes(UTF_8)).status()).isEqualTo(422);
        assertThat(post(path, reader, probe.getBytes(UTF_8)).status())
                .as("no machine")
                .isEqualTo(403);
        String own = premises.machine("Osaka", "PC2");
        assertThat(post(path, own, probe.getBytes(UTF_8)).status())
                .as("a machine explains no calls of another")
                .isEqualTo(403);
        assertThat(post(path, own, probe.replace("PC1", "pc2").getBytes(UTF_8)).status())
                .isEqualTo(200);
        assertThat(premises.killSwitch.overview().segments()).hasSize(1);
        Path log = Files.createDirectories(temp.resolve("sinkhole")).resolve("calls-000001.ndjson");
        Files.writeString(log, """
                {"time":"2017-05-14T09:00:00Z","kind":"dns","source":"10.1.2.3","segment":"10.1.2.0/24","name":"a.example",\
                "indicator":"wannacry-killswitch","type":"A","transport":"udp","resolver":false,"nonce":null}
                """);
        premises.killSwitch.check();
        ApiClient.Answer leads = get("/api/v1/killswitch/leads");
        assertThat(leads.json().get("urgency").asString()).isEqualTo("running");
        assertThat(leads.json().get("key").asString()).isEqualTo("address:10.1.2.3");
    }

    @Test
    void expected_machines_that_never_reported_are_unknown() throws Exception {
        assertThat(checkIn("PC1").status()).isEqualTo(201);
        assertThat(get("/api/v1/gaps").json().get("unknown").asInt()).isZero();
        String importer = premises.key("import");
        byte[] list = "Name,Enabled\nPC1,True\nPC2,False\n".getBytes(UTF_8);
        String path = "/api/v1/expected/ad.csv";
        assertThat(send("PUT", path, premises.key("read"), list).status())
                .as("reads only")
                .isEqualTo(403);
        assertThat(send("PUT", path, osaka, list).status()).as("a machine").isEqualTo(403);
        ApiClient.Answer kept = send("PUT", path, importer, list);
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().get("machines").asInt()).isEqualTo(2);
        JsonNode gaps = get("/api/v1/gaps").json();
        assertThat(gaps.get("unknown").asInt()).isEqualTo(1);
        assertThat(gaps.at("/neverReported/0/machine").asString()).isEqualTo("PC2");
        assertThat(gaps.at("/neverReported/0/verdict").asString()).isEqualTo("unknown");
        assertThat(gaps.at("/neverReported/0/labels/0").asString()).isEqualTo("disabled");
        assertThat(send("PUT", path, importer, "\n".getBytes(UTF_8)).status())
                .as("the list before it stays")
                .isEqualTo(422);
        assertThat(get("/api/v1/gaps").json().get("unknown").asInt()).isEqualTo(1);
        assertThat(premises.audit.entries(Long.MAX_VALUE, 1).getFirst().what()).isEqualTo("gap.import");
        assertThat(send("DELETE", "/api/v1/expected/other.csv", importer, new byte[0])
                        .status())
                .isEqualTo(404);
        assertThat(send("DELETE", path, importer, new byte[0]).status()).isEqualTo(204);
        assertThat(get("/api/v1/gaps").json().get("unknown").asInt()).isZero();
    }

    @Test
    void a_machine_speaks_for_itself_only() throws Exception {
        assertThat(post("/api/v1/machines/PC2/evidence", osaka, systeminfo("PC1"))
                        .status())
                .isEqualTo(403);
        String own = premises.machine("Osaka", "PC1");
        assertThat(post("/api/v1/machines/PC2/evidence", own, systeminfo("PC2")).status())
                .as("another's name under its own token")
                .isEqualTo(403);
        assertThat(post("/api/v1/machines/pc1/evidence", own, systeminfo("PC1")).status())
                .isEqualTo(201);
        ApiClient.Answer elsewhere = post("/api/v1/machines/PC1/evidence", premises.site("Kyoto"), systeminfo("PC1"));
        assertThat(elsewhere.status()).as("another site's token").isEqualTo(403);
        assertThat(elsewhere.json().get("code").asString()).isEqualTo("not_yours");
        assertThat(get("/api/v1/board").json().at("/all/total").asInt()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_read_is_refused_and_says_why_in_the_callers_language() throws Exception {
        byte[] nothing = "Guten Tag\n".getBytes(UTF_8);
        ApiClient.Answer japanese = post("/api/v1/machines/PC1/evidence", osaka, nothing, "Accept-Language", "ja");
        assertThat(japanese.status()).isEqualTo(422);
        assertThat(japanese.json().get("detail").asString()).contains("ません");
        assertThat(japanese.json().get("problems")).isNotEmpty();
        JsonNode all = get("/api/v1/board").json().get("all");
        assertThat(all.get("unknown").asInt())
                .as("the machine is there, and nobody knows how it stands")
                .isEqualTo(1);
        assertThat(all.get("total").asInt()).isEqualTo(1);
        assertThat(get("/api/v1/machines/PC1").json().at("/statuses/0/status").asString())
                .isEqualTo("unknown");
    }

    @Test
    void a_machine_that_could_not_be_read_is_unknown_until_a_person_dismisses_it() throws Exception {
        checkIn("PC1");
        for (int i = 0; i < 2; i++) {
            assertThat(post("/api/v1/machines/PC1/evidence?file=qfe.txt", osaka, "Access denied.".getBytes(UTF_8))
                            .status())
                    .isEqualTo(422);
        }
        assertThat(get("/api/v1/board").json().at("/all/unknown").asInt()).isEqualTo(1);
        JsonNode listed = get("/api/v1/machines?evidence=unread").json();
        assertThat(listed.at("/machines/0/status").asString()).isEqualTo("unknown");
        assertThat(listed.at("/machines/0/unread/file").asString()).isEqualTo("qfe.txt");
        assertThat(listed.at("/machines/0/unread/reason/ja").asString()).isNotEmpty();
        assertThat(get("/api/v1/machines?evidence=x").status()).isEqualTo(400);
        assertThat(get("/api/v1/machines/PC1")
                        .json()
                        .at("/assessment/findings/0/verdict")
                        .asString())
                .isEqualTo("unknown");
        assertThat(get("/api/v1/audit")
                        .json()
                        .get("entries")
                        .valueStream()
                        .filter(e -> e.get("what").asString().equals("evidence.unreadable")))
                .as("said once")
                .hasSize(1);
        String dismissed = "/api/v1/machines/PC1/unreadable";
        assertThat(client.ask("DELETE", dismissed, osaka, null).status()).isEqualTo(403);
        assertThat(client.ask("DELETE", dismissed, reader, null).status()).isEqualTo(204);
        assertThat(client.ask("DELETE", dismissed, reader, null).status()).isEqualTo(404);
        assertThat(get("/api/v1/board").json().at("/all/fixed").asInt()).isEqualTo(1);
        assertThat(get("/api/v1/audit")
                        .json()
                        .get("entries")
                        .valueStream()
                        .anyMatch(e -> e.get("what").asString().equals("evidence.dismiss")))
                .isTrue();
    }

    @Test
    void many_machines_come_in_one_file_and_those_of_other_sites_stay_out() throws Exception {
        checkIn("PC1");
        String line = "{\"machine\":\"%s\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\"}}\n";
        byte[] file =
                (line.formatted("PC1") + line.formatted("PC2") + line.formatted("PC3") + "{broken\n").getBytes(UTF_8);
        ApiClient.Answer taken = post("/api/v1/evidence?site=Kyoto&file=k.ndjson", premises.key("import"), file);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().get("kept").asInt()).isEqualTo(2);
        assertThat(taken.json().get("notYours").get(0).asString()).isEqualTo("PC1");
        assertThat(taken.json().get("problemCount").asInt()).isEqualTo(1);
        assertThat(post("/api/v1/evidence", reader, file).status())
                .as("of no site")
                .isEqualTo(400);
        assertThat(post("/api/v1/evidence?site=Kyoto", reader, "?".getBytes(UTF_8))
                        .status())
                .isEqualTo(422);
        JsonNode entry = get("/api/v1/audit?verify=true").json();
        assertThat(entry.get("holds").asBoolean()).isTrue();
        assertThat(entry.get("entries")
                        .valueStream()
                        .anyMatch(e -> e.get("what").asString().equals("evidence.import")))
                .isTrue();
    }

    @Test
    void a_board_is_sent_again_only_after_it_changed() throws Exception {
        checkIn("PC1");
        ApiClient.Answer board = get("/api/v1/board?advisory=CVE-2017-0144");
        String tag = board.header("ETag");
        assertThat(get("/api/v1/board", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(get("/api/v1/board", "If-None-Match", "W/" + tag + ", \"x\"").status())
                .isEqualTo(304);
        checkIn("PC2");
        assertThat(get("/api/v1/board", "If-None-Match", tag).status()).isEqualTo(200);
        assertThat(get("/api/v1/board?advisory=MS99-999").status()).isEqualTo(404);
    }

    @Test
    void the_estate_is_told_as_it_stood() throws Exception {
        checkIn("PC1");
        String then = premises.now.get().toString();
        premises.later(Duration.ofDays(4));
        checkIn("PC2");
        JsonNode past = get("/api/v1/board?at=" + then).json();
        assertThat(past.at("/all/fixed").asInt()).isEqualTo(1);
        JsonNode now = get("/api/v1/board").json();
        assertThat(now.at("/all/silent").asInt()).as("green does not last").isEqualTo(1);
        assertThat(get("/api/v1/machines/PC2?at=" + then).status()).isEqualTo(404);
        assertThat(get("/api/v1/machines/PC1?at=" + then).status()).isEqualTo(200);
        assertThat(get("/api/v1/board?at=2030-01-01T00:00:00Z").status()).isEqualTo(400);
        assertThat(get("/api/v1/board?at=yesterday").json().get("parameter").asString())
                .isEqualTo("at");
    }

    @Test
    void machines_are_found_page_by_page_and_as_lines() throws Exception {
        for (int i = 0; i < 5; i++) {
            checkIn("PC" + i);
        }
        ApiClient.Answer page = get("/api/v1/machines?limit=2&sort=name&q=osaka");
        assertThat(page.json().get("total").asInt()).isEqualTo(5);
        List<String> names = new java.util.ArrayList<>();
        for (int pages = 0; ; pages++) {
            page.json().get("machines").forEach(m -> names.add(m.get("machine").asString()));
            String link = page.header("Link");
            if (link.isEmpty()) {
                assertThat(pages).isEqualTo(2);
                break;
            }
            page = get(link.substring(1, link.indexOf('>')));
        }
        assertThat(names).containsExactly("PC0", "PC1", "PC2", "PC3", "PC4");
        // "light", "exposed" and "patched" are the names of version 1: what asks by them still gets its answer.
        for (String asked : List.of("status=vulnerable", "light=exposed", "light=vulnerable")) {
            assertThat(get("/api/v1/machines?" + asked).json().get("total").asInt())
                    .as(asked)
                    .isZero();
        }
        for (String asked : List.of("status=fixed", "light=patched", "sort=status", "sort=light")) {
            assertThat(get("/api/v1/machines?" + asked).json().get("total").asInt())
                    .as(asked)
                    .isEqualTo(5);
        }
        ApiClient.Answer lines =
                get("/api/v1/machines?limit=2&sort=last-seen&order=desc", "Accept", "application/x-ndjson");
        assertThat(lines.http().body().lines()).hasSize(5);
        for (String bad : List.of(
                "status=green",
                "light=green",
                "sort=x",
                "order=up",
                "limit=0",
                "limit=1001",
                "offset=-1",
                "q=" + "a".repeat(300))) {
            ApiClient.Answer refused = get("/api/v1/machines?" + bad);
            assertThat(refused.status()).as(bad).isEqualTo(400);
            assertThat(refused.json().get("parameter").asString()).isEqualTo(bad.substring(0, bad.indexOf('=')));
        }
    }

    @Test
    void one_machine_is_explained_and_can_leave() throws Exception {
        checkIn("PC1");
        JsonNode machine = get("/api/v1/machines/pc1").json();
        assertThat(machine.at("/assessment/findings/0/because")).isNotEmpty();
        assertThat(machine.at("/statuses/0/status").asString()).isEqualTo("fixed");
        assertThat(client.ask("DELETE", "/api/v1/machines/PC1", reader, null).status())
                .isEqualTo(204);
        assertThat(client.ask("DELETE", "/api/v1/machines/PC1", reader, null).status())
                .isEqualTo(404);
        assertThat(get("/api/v1/machines/PC1").json().get("retired").asBoolean())
                .isTrue();
        assertThat(get("/api/v1/machines/PC1/history").status()).isEqualTo(200);
        assertThat(get("/api/v1/machines/NONE/history").status()).isEqualTo(404);
    }

    @Test
    void what_is_known_is_told() throws Exception {
        checkIn("PC1");
        premises.fleet.writeTallies(List.of("MS17-010"));
        premises.later(Duration.ofMinutes(1));
        assertThat(get("/api/v1/advisories").json().get("advisories")).isNotEmpty();
        assertThat(get("/api/v1/advisories/cve-2017-0144").json().get("id").asString())
                .isEqualTo("MS17-010");
        assertThat(get("/api/v1/lifecycle").json().get("running")).hasSize(1);
        assertThat(get("/api/v1/tallies?site=Osaka").json().get("points")).hasSize(1);
        assertThat(get("/api/v1/openapi.json", "Accept-Language", "ja").http().body())
                .contains("端末が自身の");
    }

    @Test
    void an_exception_is_a_persons_and_has_an_end() throws Exception {
        checkIn("PC1");
        premises.account("aya", Role.APPROVER);
        var aya = new Browser(premises.web.url());
        aya.signIn("aya", Premises.PASSWORD);
        String path = "/api/v1/waivers/MS17-010/PC1";
        assertThat(client.ask("PUT", path, reader, "{}".getBytes(UTF_8)).status())
                .as("a key must not agree with itself")
                .isEqualTo(403);
        Map<String, Integer> wishes = Map.of(
                "{\"reason\":\"MRI\",\"until\":\"2017-06-30\"}", 200,
                "{\"reason\":\"MRI\",\"until\":\"2017-05-01\"}", 400,
                "{\"reason\":\"\",\"until\":\"2017-06-30\"}", 400,
                "{\"reason\":\"MRI\"}", 400,
                "[", 400);
        for (var wish : wishes.entrySet()) {
            HttpResponse<String> answer = aya.send(aya.request(path)
                    .header("X-CSRF-Token", aya.csrf("/account"))
                    .PUT(HttpRequest.BodyPublishers.ofString(wish.getKey()))
                    .build());
            client.describe("PUT", path, answer);
            assertThat(answer.statusCode()).as(wish.getKey()).isEqualTo(wish.getValue());
        }
        JsonNode waivers = get("/api/v1/waivers").json().get("waivers");
        assertThat(waivers).hasSize(1);
        assertThat(waivers.get(0).get("by").asString()).isEqualTo("account:aya");
        HttpResponse<String> ended = aya.send(aya.request(path)
                .header("X-CSRF-Token", aya.csrf("/account"))
                .DELETE()
                .build());
        client.describe("DELETE", path, ended);
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(get("/api/v1/waivers").json().get("waivers")).isEmpty();
    }

    private static final String XP_FILE =
            "windowsxp-kb4012598-x86-custom-enu_eceb7d5023bbb23c0dc633e46b9c2f14fa6ee9dd.exe";

    private static byte[] xp(String machine, String collected, String ids) {
        return ("{\"machine\":\"%s\",\"collectedAt\":\"%s\",\"os\":{\"caption\":\"Microsoft Windows XP Professional\","
                        + "\"version\":\"5.1.2600\",\"servicePack\":3,\"architecture\":\"x86\",\"language\":\"en-US\"},"
                        + "\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976002\"%s]}}\n")
                .formatted(machine, collected, ids)
                .getBytes(UTF_8);
    }

    @Test
    void a_capture_becomes_detections_and_incidents() throws Exception {
        byte[] worm = dev.firebreak.app.capture.TestCapture.worm();
        assertThat(post("/api/v1/captures?file=worm.pcap", osaka, worm).status())
                .isEqualTo(403);
        ApiClient.Answer taken = post("/api/v1/captures?file=worm.pcap", premises.key("import"), worm);
        assertThat(taken.json().get("new").intValue()).isEqualTo(3);
        assertThat(get("/api/v1/detections?limit=2").http().body().lines()).hasSize(2);
        assertThat(get("/api/v1/incidents").http().body().lines()).hasSize(1);
    }

    @Test
    void packages_are_listed_and_those_that_may_be_handed_out_are() throws Exception {
        PackageStore store = PackageStore.of(premises.packageFolder);
        StoredPackage served = PackageFixtures.put(store, "a-kb4012215-x64.msu", new byte[] {1, 2}, Standing.ACCEPTED);
        StoredPackage waits = PackageFixtures.put(store, "b.exe", new byte[] {3}, Standing.QUARANTINED);
        JsonNode list = get("/api/v1/packages").json().get("packages");
        assertThat(list).hasSize(2);
        String at = list.get(0).get("url").stringValue();
        assertThat(at).isEqualTo("/api/v1/packages/" + served.sha256() + "/" + served.file());
        assertThat(list.get(1).get("url").isNull()).isTrue();
        assertThat(client.ask("GET", at, osaka, null).status()).isEqualTo(200);
        assertThat(client.ask("GET", "/api/v1/packages/" + waits.sha256() + "/b.exe", osaka, null)
                        .status())
                .isEqualTo(404);
    }

    private String orders(String machine, String token) throws Exception {
        ApiClient.Answer answer = client.ask("GET", "/api/v1/machines/" + machine + "/orders", token, null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.http().body();
    }

    @Test
    void an_order_needs_two_persons_and_is_closed_by_fresh_evidence_only() throws Exception {
        premises.now.set(Instant.parse("2017-05-14T09:30:00Z"));
        String xp1 = "/api/v1/machines/XP1";
        String own = premises.machine("Osaka", "XP1");
        assertThat(post(
                                xp1 + "/evidence",
                                own,
                                xp("XP1", "2017-05-14T09:29:00Z", ""),
                                "Content-Type",
                                "application/x-ndjson")
                        .status())
                .isEqualTo(201);
        premises.packages.set(List.of(new PackageFile(new Kb(4012598), XP_FILE, 665_096, "ab".repeat(32))));
        String wish = "/api/v1/orders?advisory=MS17-010&package=";
        assertThat(post(wish + "KB4012598-5.1.2600-client-x86-JPN", reader, new byte[0])
                        .json()
                        .get("proposed")
                        .asInt())
                .isZero();
        JsonNode proposal = post(wish + "KB4012598-5.1.2600-client-x86-ENU", reader, new byte[0])
                .json();
        assertThat(proposal.get("proposed").asInt()).isEqualTo(1);
        assertThat(post(wish + "KB4012598-5.1.2600-client-x86-ENU", reader, new byte[0])
                        .json()
                        .get("alreadyOpen")
                        .asInt())
                .as("a machine never has the same order twice")
                .isEqualTo(1);
        String batch = proposal.get("batch").asString();
        assertThat(orders("XP1", own)).as("nothing leaves before approval").isEqualTo("firebreak-orders 1\r\nend\r\n");

        String approval = "/api/v1/orders/" + batch + "/approval";
        assertThat(post(approval, reader, new byte[0]).status())
                .as("a key never approves")
                .isEqualTo(403);
        premises.account("aya", Role.APPROVER);
        premises.account("ken", Role.APPROVER);
        // Aya withdraws the key's proposal and makes one herself, which only another person can approve.
        var aya = new Browser(premises.web.url());
        aya.signIn("aya", Premises.PASSWORD);
        var ken = new Browser(premises.web.url());
        ken.signIn("ken", Premises.PASSWORD);
        assertThat(client.ask("DELETE", "/api/v1/orders/" + batch, reader, null).status())
                .isEqualTo(204);
        assertThat(client.ask("DELETE", "/api/v1/orders/" + batch, reader, null).status())
                .isEqualTo(404);
        HttpResponse<String> proposed = person(aya, wish + "KB4012598-5.1.2600-client-x86-ENU");
        String second = new tools.jackson.databind.ObjectMapper()
                .readTree(proposed.body())
                .get("batch")
                .asString();
        approval = "/api/v1/orders/" + second + "/approval";
        assertThat(person(aya, approval).statusCode()).as("the same person").isEqualTo(403);
        assertThat(orders("XP1", own)).isEqualTo("firebreak-orders 1\r\nend\r\n");
        assertThat(person(ken, approval).statusCode()).isEqualTo(204);
        assertThat(person(ken, approval).statusCode())
                .as("nothing waits any more")
                .isEqualTo(404);

        String text = orders("XP1", own);
        assertThat(text)
                .containsPattern("install=[0-9a-f]{32} KB4012598 1\r\n")
                .containsPattern(
                        "package=[0-9a-f]{32} 1 exe 665096 (ab){32} " + XP_FILE.replace(".", "\\.") + "\r\nend\r\n$");
        assertThat(orders("XP1", own)).as("asked again, told again").isEqualTo(text);
        assertThat(client.ask("GET", xp1 + "/orders", osaka, null).status())
                .as("the site's token does not speak for an enrolled machine")
                .isEqualTo(403);
        assertThat(client.ask("GET", "/api/v1/machines/XP2/orders", own, null).status())
                .isEqualTo(403);

        String order = text.replaceAll("(?s).*install=([0-9a-f]{32}).*", "$1");
        String report = xp1 + "/orders/" + order;
        assertThat(post(report, own, "state=fetched\r\n".getBytes(UTF_8)).http().body())
                .isEqualTo("state=fetched\r\n");
        assertThat(post(report, own, "exit=calc.exe".getBytes(UTF_8)).status()).isEqualTo(422);
        assertThat(post(report, own, "exit=0\r\nexit=0".getBytes(UTF_8)).status())
                .isEqualTo(422);
        assertThat(post(xp1 + "/orders/" + "0".repeat(32), own, "exit=0".getBytes(UTF_8))
                        .status())
                .isEqualTo(404);
        assertThat(post(report, own, "exit=0\r\n".getBytes(UTF_8)).http().body())
                .isEqualTo("state=claimed\r\n");
        assertThat(post(report, own, "exit=5\r\n".getBytes(UTF_8)).http().body())
                .as("said twice, it counts once")
                .isEqualTo("state=claimed\r\n");
        assertThat(orders("XP1", own))
                .as("done, as it says: only evidence of it is asked for")
                .isEqualTo("firebreak-orders 1\r\nconfirm=" + order + "\r\nend\r\n");

        post(
                xp1 + "/evidence",
                own,
                xp("XP1", "2017-05-14T09:29:30Z", ",\"KB4012598\""),
                "Content-Type",
                "application/x-ndjson");
        assertThat(state(order)).as("evidence from before").isEqualTo("claimed");
        premises.later(Duration.ofMinutes(2));
        post(
                xp1 + "/evidence",
                own,
                xp("XP1", "2017-05-14T09:31:00Z", ",\"KB4012598\""),
                "Content-Type",
                "application/x-ndjson");
        assertThat(state(order)).isEqualTo("closed");
        assertThat(premises.audit.entries(Long.MAX_VALUE, 50).stream()
                        .map(AuditLog.Entry::what)
                        .filter(what -> what.startsWith("order.")))
                .containsExactly(
                        "order.close",
                        "order.report",
                        "order.fetch",
                        "order.offer",
                        "order.approve",
                        "order.propose",
                        "order.withdraw",
                        "order.propose");
        assertThat(premises.audit.verify()).isEmpty();
    }

    @Test
    void signed_lists_of_packages_and_orders_are_verified_over_the_network_and_a_changed_row_is_not_sent()
            throws Exception {
        PackageStore store = PackageStore.of(premises.packageFolder);
        StoredPackage first = PackageFixtures.put(store, "a.exe", new byte[] {1, 2}, Standing.ACCEPTED);
        StoredPackage twin = PackageFixtures.put(store, "A.exe", new byte[] {3, 4}, Standing.ACCEPTED);
        premises.sign();
        Map<String, TufTarget> packages = verified("/api/v1/packages", osaka, "mirror");
        assertThat(packages.values().stream().map(TufTarget::sha256))
                .containsExactlyInAnyOrder(first.sha256(), twin.sha256());
        for (TufTarget target : packages.values()) {
            ApiClient.Answer bytes = client.ask("GET", "/api/v1/packages/targets/" + target.hashedPath(), osaka, null);
            assertThat(bytes.status()).isEqualTo(200);
            target.check(new ByteArrayInputStream(bytes.http().body().getBytes(UTF_8)));
        }
        assertThat(packages.keySet()).anyMatch(path -> path.contains("/"));
        assertThat(client.ask("GET", "/api/v1/packages/targets/" + "0".repeat(64) + ".a.exe", osaka, null)
                        .status())
                .isEqualTo(404);
        for (String name : List.of("..%2Fkeys.json", "keys.json", "passphrase", "9.root.json", "1.targets.json.part")) {
            assertThat(client.ask("GET", "/api/v1/packages/metadata/" + name, osaka, null)
                            .status())
                    .as(name)
                    .isIn(400, 404);
        }
        assertThat(client.ask("GET", "/api/v1/orders/metadata/timestamp.json", osaka, null)
                        .status())
                .as("orders are for people and keys")
                .isEqualTo(403);

        String win7 =
                "{\"machine\":\"W7\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,"
                        + "\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"]}}\n";
        post("/api/v1/machines/W7/evidence", osaka, win7.getBytes(UTF_8), "Content-Type", "application/x-ndjson");
        OrderService.Proposal proposal = premises.orders().mitigate("MS17-010", smb1(), null, "account:aya");
        assertThat(premises.orders().approve(String.valueOf(proposal.batch()), "account:ken"))
                .isEqualTo(OrderService.Approval.DONE);
        Map<String, TufTarget> orders = verified("/api/v1/orders", reader, "orders");
        TufTarget order = orders.values().iterator().next();
        assertThat(order.custom()).containsEntry("machine", "W7").containsEntry("task", "apply:smb1-server-off");
        ApiClient.Answer document = client.ask("GET", "/api/v1/orders/targets/" + order.hashedPath(), reader, null);
        order.check(new ByteArrayInputStream(document.http().body().getBytes(UTF_8)));
        assertThat(document.json().get("approvedBy").asString()).isEqualTo("account:ken");
        assertThat(orders("W7", osaka)).contains("apply=");

        // Somebody changes the row by hand.
        sql("UPDATE rollout_order SET task = 'undo:smb1-server-off'");
        assertThat(orders("W7", osaka)).isEqualTo("firebreak-orders 1\r\nend\r\n");
        assertThat(client.ask("GET", "/api/v1/orders/targets/" + order.hashedPath(), reader, null)
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/v1/orders")
                        .json()
                        .get("orders")
                        .get(0)
                        .get("refused")
                        .asString())
                .isEqualTo("changed");
        assertThat(premises.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.why()).isEqualTo(SignedOrders.Refusal.CHANGED));
        orders("W7", osaka);
        premises.sign();
        assertThat(premises.audit.entries(Long.MAX_VALUE, 50).stream()
                        .filter(entry -> entry.what().equals("order.refuse")))
                .as("told once")
                .singleElement()
                .satisfies(entry -> assertThat(entry.about() + " " + entry.detail())
                        .startsWith("W7 ")
                        .endsWith("undo:smb1-server-off: it differs from what was signed"));
        // Rows that no program of ours could have written.
        sql("UPDATE rollout_order SET task = 'format:c'");
        assertThat(orders("W7", osaka)).isEqualTo("firebreak-orders 1\r\nend\r\n");
        premises.sign();
        assertThat(premises.refused())
                .anySatisfy(refused -> assertThat(refused.why()).isEqualTo(SignedOrders.Refusal.MISSING));
        assertThat(get("/api/v1/orders").json().get("orders")).isEmpty();
        sql("UPDATE rollout_order SET task = 'apply:smb1-server-off'");
        assertThat(orders("W7", osaka)).as("signed for no more").isEqualTo("firebreak-orders 1\r\nend\r\n");
    }

    @Test
    void nothing_is_approved_that_cannot_be_signed_or_whose_package_is_not_in_the_store() throws Exception {
        premises.now.set(Instant.parse("2017-05-14T09:30:00Z"));
        post(
                "/api/v1/machines/XP1/evidence",
                osaka,
                xp("XP1", "2017-05-14T09:29:00Z", ""),
                "Content-Type",
                "application/x-ndjson");
        premises.packages.set(List.of(new PackageFile(new Kb(4012598), XP_FILE, 665_096, "ab".repeat(32))));
        OrderService.Proposal proposal =
                premises.orders().install("MS17-010", "KB4012598-5.1.2600-client-x86-ENU", null, "account:aya");
        assertThat(proposal.kept()).isEqualTo(1);
        String approval = "/api/v1/orders/" + proposal.batch() + "/approval";
        premises.account("ken", Role.APPROVER);
        var ken = new Browser(premises.web.url());
        ken.signIn("ken", Premises.PASSWORD);
        // The row says another content under the name that was proposed.
        sql("UPDATE rollout_order SET files = REPLACE(files, '" + "ab".repeat(32) + "', '" + "ef".repeat(32) + "')");
        HttpResponse<String> answer = person(ken, approval);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("no_package");
        sql("UPDATE rollout_order SET files = REPLACE(files, '" + "ef".repeat(32) + "', '" + "ab".repeat(32) + "')");
        Path trust = premises.packageFolder.resolve("trust");
        Path away = premises.packageFolder.resolve("trust.away");
        Files.move(trust, away);
        answer = person(ken, approval);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("not_signed");
        assertThat(get("/api/v1/orders")
                        .json()
                        .get("orders")
                        .get(0)
                        .get("state")
                        .asString())
                .isEqualTo("proposed");
        assertThat(client.ask("GET", "/api/v1/packages/metadata/root.json", osaka, null)
                        .http()
                        .body())
                .contains("no_keys");
        Files.move(away, trust);
        assertThat(person(ken, approval).statusCode()).isEqualTo(204);
        assertThat(orders("XP1", osaka)).contains("install=");
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("estate.db"));
                Statement write = connection.createStatement()) {
            assertThat(write.executeUpdate(statement)).isEqualTo(1);
        }
    }

    private Mitigation smb1() {
        return new ShippedKnowledge().knowledge().mitigation("smb1-server-off").orElseThrow();
    }

    private Map<String, TufTarget> verified(String base, String token, String repository) throws Exception {
        byte[] anchor = TrustFolder.of(premises.packageFolder).anchor();
        TufSource source = (name, most) -> {
            try {
                ApiClient.Answer answer = client.ask("GET", base + "/metadata/" + name, token, null);
                return answer.status() == 200 ? Optional.of(answer.http().body().getBytes(UTF_8)) : Optional.empty();
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
        return TufClient.open(temp.resolve("seen-" + repository), repository, anchor)
                .update(source, premises.now.get())
                .targets();
    }

    private String state(String order) throws Exception {
        for (JsonNode one : get("/api/v1/orders").json().get("orders")) {
            if (one.get("id").asString().equals(order)) {
                return one.get("state").asString();
            }
        }
        return "none";
    }

    private HttpResponse<String> person(Browser browser, String path) throws Exception {
        HttpResponse<String> answer = browser.send(browser.request(path)
                .header("X-CSRF-Token", browser.csrf("/account"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        client.describe("POST", path, answer);
        return answer;
    }

    @Test
    void a_mitigation_is_ordered_by_its_id_and_only_where_windows_can_have_it() throws Exception {
        String win7 =
                "{\"machine\":\"W7\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,"
                        + "\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"]}}\n";
        post("/api/v1/machines/W7/evidence", osaka, win7.getBytes(UTF_8), "Content-Type", "application/x-ndjson");
        post(
                "/api/v1/machines/XP1/evidence",
                osaka,
                xp("XP1", "2017-05-14T09:29:00Z", ""),
                "Content-Type",
                "application/x-ndjson");
        String wish = "/api/v1/orders?advisory=MS17-010";
        JsonNode proposal =
                post(wish + "&apply=smb1-server-off", reader, new byte[0]).json();
        assertThat(proposal.get("proposed").asInt()).isEqualTo(1);
        assertThat(proposal.get("withoutPackage").asInt())
                .as("XP speaks nothing else")
                .isEqualTo(1);
        assertThat(post(wish + "&apply=format-c", reader, new byte[0]).status()).isEqualTo(404);
        assertThat(post(wish + "&apply=smb1-server-off&undo=smb1-server-off", reader, new byte[0])
                        .status())
                .isEqualTo(400);
        premises.account("aya", Role.APPROVER);
        var aya = new Browser(premises.web.url());
        aya.signIn("aya", Premises.PASSWORD);
        person(aya, "/api/v1/orders/" + proposal.get("batch").asString() + "/approval");
        assertThat(orders("W7", osaka))
                .containsPattern("^firebreak-orders 1\r\napply=[0-9a-f]{32} smb1-server-off\r\nend\r\n$");
    }

    @Test
    void a_machine_enrols_once() throws Exception {
        ApiClient.Answer issued = post("/api/v1/machines/PC1/token", osaka, new byte[0]);
        assertThat(issued.status()).isEqualTo(201);
        String own = issued.json().get("secret").asString();
        assertThat(post("/api/v1/machines/PC1/evidence", own, systeminfo("PC1")).status())
                .isEqualTo(201);
        assertThat(post("/api/v1/machines/PC1/token", osaka, new byte[0]).status())
                .isEqualTo(409);
        assertThat(client.ask("DELETE", "/api/v1/machines/PC1/token", reader, null)
                        .status())
                .isEqualTo(204);
        assertThat(post("/api/v1/machines/PC1/token", osaka, new byte[0]).status())
                .as("after a person had it re-enrolled")
                .isEqualTo(201);
    }

    @Test
    void changes_are_told_as_they_happen_and_nothing_is_missed() throws Exception {
        ASKED.add("get /api/v1/events");
        String id;
        try (BufferedReader stream = events(null)) {
            assertThat(event(stream).name()).isEqualTo("ready");
            checkIn("PC1");
            Event turned = event(stream);
            assertThat(turned.name()).isEqualTo("turned");
            assertThat(new Schemas(client.document)
                            .faults(client.document.at("/components/schemas/Event"), JSON.readTree(turned.data())))
                    .isEmpty();
            assertThat(JSON.readTree(turned.data()).at("/statuses/MS17-010").asString())
                    .isEqualTo("fixed");
            id = turned.id();
        }
        checkIn("PC2");
        try (BufferedReader stream = events(id)) {
            assertThat(event(stream).name()).isEqualTo("ready");
            assertThat(event(stream).data()).as("what happened meanwhile").contains("PC2");
        }
        try (BufferedReader stream = events("0000-1")) {
            assertThat(event(stream).name()).as("of a server that is gone").isEqualTo("reset");
        }
    }

    private record Event(String name, String id, String data) {}

    private BufferedReader events(String last) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(premises.web.url() + "/api/v1/events"))
                .header("Authorization", "Bearer " + reader);
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> answer =
                Browser.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    private static Event event(BufferedReader stream) throws IOException {
        String name = "";
        String id = "";
        var data = new StringBuilder();
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.isEmpty() && !name.isEmpty()) {
                break;
            }
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
        return new Event(name, id, data.toString());
    }
}
