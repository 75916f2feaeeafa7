package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.TestCapture;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A capture comes in by the API; detections are kept, put together with the fleet, and told to those who look. */
class SightingTest {

    @TempDir
    Path temp;

    private Premises premises;
    private String key;
    private ApiClient client;

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(temp);
        key = premises.key("admin");
        client = new ApiClient(premises.web.url(), new ConcurrentSkipListSet<>());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private static byte[] machine(String name, String address, String hotfix) {
        return "{\"machine\":\"%s\",\"collectedAt\":\"2017-05-14T09:00:00Z\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"%s\"]},\"addresses\":[\"%s\"]}\n"
                .formatted(name, hotfix, address)
                .getBytes(UTF_8);
    }

    private JsonNode incident() throws Exception {
        String lines = client.ask("GET", "/api/v1/incidents", key, null).http().body();
        assertThat(lines.lines()).hasSize(1);
        return JsonMapper.shared().readTree(lines);
    }

    @Test
    void a_worm_in_a_capture_becomes_an_incident_of_known_machines() throws Exception {
        String site = premises.site("Osaka");
        client.ask("POST", "/api/v1/machines/PC2/evidence", site, machine("PC2", "10.0.0.2", "KB976902"));
        client.ask("POST", "/api/v1/machines/PC3/evidence", site, machine("PC3", "10.0.0.3", "KB4012212"));
        client.ask("POST", "/api/v1/machines/PC9/evidence", site, machine("PC9", "10.0.0.9", "KB976902"));

        JsonNode first = client.ask("POST", "/api/v1/captures?file=worm.pcap", key, TestCapture.worm())
                .json();
        assertThat(first.path("detections").asInt()).isEqualTo(3);
        assertThat(first.path("new").asInt()).isEqualTo(3);
        // The same capture under another name is the same three findings.
        JsonNode again = client.ask("POST", "/api/v1/captures?file=copy.pcap", key, TestCapture.worm())
                .json();
        assertThat(again.path("detections").asInt()).isEqualTo(3);
        assertThat(again.path("new").asInt()).isZero();

        JsonNode incident = incident();
        assertThat(incident.path("first").asString()).isEqualTo("10.0.0.1");
        assertThat(incident.path("vulnerableHit").asInt()).isEqualTo(1);
        assertThat(incident.path("isolateFirst").toString()).isEqualTo("[\"10.0.0.2\",\"10.0.0.1\"]");
        assertThat(incident.path("hosts").path(1).path("machine").asString()).isEqualTo("PC2");
        assertThat(incident.path("hosts").path(1).path("ms17010").asString()).isEqualTo("vulnerable");
        assertThat(incident.path("hosts").path(2).path("ms17010").asString()).isEqualTo("fixed");
        assertThat(incident.path("path").size()).isEqualTo(3);
        assertThat(incident.path("path").path(0).path("succeeded").asBoolean()).isTrue();

        String detections = client.ask("GET", "/api/v1/detections?limit=2", key, null)
                .http()
                .body();
        assertThat(detections.lines()).hasSize(2);
        assertThat(detections).contains("\"rule\":\"eternalblue\"").contains("\"origin\":\"worm.pcap\"");
    }

    @Test
    void what_is_no_capture_is_refused_with_the_reason() throws Exception {
        var refused = client.ask("POST", "/api/v1/captures?file=x.txt", key, "hello, world\n".getBytes(UTF_8));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("problems").path(0).path("what").asString())
                .contains("not recognised");
        assertThat(client.ask("GET", "/api/v1/detections", key, null).http().body())
                .isEmpty();
    }
}
