package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What programs are told of when evidence was collected; every answer is held against the document that describes it. */
class IntakeApiTest {

    private static final Path CLINIC = Path.of("../examples/clinic");

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
        client = new ApiClient(premises.web.url(), new ConcurrentSkipListSet<>());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private static byte[] systeminfo(String machine) throws IOException {
        return Files.readString(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), UTF_16)
                .replace("ISHI-PC01", machine)
                .getBytes(UTF_16);
    }

    private ApiClient.Answer get(String path) throws Exception {
        return client.ask("GET", path, reader, null);
    }

    private ApiClient.Answer post(String path, String token, byte[] body) throws Exception {
        return client.ask("POST", path, token, body);
    }

    private static byte[] inventory(String collected, String more) {
        return "{\"machine\":\"PC1\",\"collectedAt\":\"%s\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"%s]}}\n"
                .formatted(collected, more)
                .getBytes(UTF_8);
    }

    @Test
    void what_is_older_than_what_counts_is_answered_so_and_changes_nothing() throws Exception {
        byte[] fixed = inventory("2017-05-01T09:00:00Z", ",\"KB4012212\"");
        byte[] vulnerable = inventory("2017-05-12T09:00:00Z", "");
        String path = "/api/v1/machines/PC1/evidence";
        assertThat(post(path, osaka, fixed).json().at("/verdicts/MS17-010").asString())
                .isEqualTo("fixed");
        assertThat(post(path, osaka, vulnerable).json().at("/verdicts/MS17-010").asString())
                .isEqualTo("vulnerable");
        ApiClient.Answer third = post(path, osaka, fixed);
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.json().get("outcome").asString()).isEqualTo("older");
        assertThat(third.json().at("/verdicts/MS17-010").asString()).isEqualTo("vulnerable");
        JsonNode bulk =
                post("/api/v1/evidence?site=Osaka&file=a.ndjson", reader, fixed).json();
        assertThat(bulk.get("older").asInt()).isEqualTo(1);
        assertThat(bulk.get("outcome").asString()).isEqualTo("older");
        JsonNode machine = get("/api/v1/machines/PC1").json();
        assertThat(machine.at("/statuses/0/status").asString()).isEqualTo("vulnerable");
        assertThat(machine.get("collected").asString()).isEqualTo("2017-05-12T09:00:00Z");
        assertThat(machine.get("collectedFrom").asString()).isEqualTo("content");
        JsonNode received = get("/api/v1/machines/PC1/history").json().get("received");
        assertThat(received.get(0).get("counts").asString()).isEqualTo("history");
    }

    @Test
    void the_sender_tells_when_what_carries_no_date_was_collected() throws Exception {
        String path = "/api/v1/machines/PC1/evidence?collected=";
        assertThat(post(path + "2017-05-12T09:00:00Z", osaka, systeminfo("PC1")).status())
                .isEqualTo(201);
        JsonNode machine = get("/api/v1/machines/PC1").json();
        assertThat(machine.get("collected").asString()).isEqualTo("2017-05-12T09:00:00Z");
        assertThat(machine.get("collectedFrom").asString()).isEqualTo("fileDate");
        assertThat(post(path + "yesterday", osaka, systeminfo("PC1")).status()).isEqualTo(400);
        post("/api/v1/machines/PC2/evidence", osaka, systeminfo("PC2"));
        assertThat(get("/api/v1/machines/PC2").json().get("collected").isNull())
                .as("when it arrived says nothing")
                .isTrue();
    }
}
