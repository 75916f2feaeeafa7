package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.Role;
import dev.firebreak.core.fleet.MachineStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two machines under one name are one unknown machine, of which both are shown, until a person has it re-enrolled. */
class NamesakesTest {

    private static final Path CLINIC = Path.of("../examples/clinic");
    private static final String PC1 = "/api/v1/machines/PC1/evidence";
    private static final String FIXED = ",\"KB4012212\"";
    private static final String P1 = "\"00371-OEM-8992671-00007\"";
    private static final String P2 = "\"00371-177-0000061-85016\"";
    private static final String A = "\"4C4C4544-0037-3610-8051-B4C04F4E3232\"";
    private static final String B = "\"564D1F2A-9C3E-7B41-A0D2-1E5F6A7B8C9D\"";
    private static final String NONE = "null";
    private static final String W = "00374-13205-52047-AA841";

    @TempDir
    Path temp;

    private Premises premises;
    private String osaka;
    private String operator;
    private ApiClient client;

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(temp);
        osaka = premises.site("Osaka");
        operator = premises.key("admin");
        client = new ApiClient(premises.web.url(), new ConcurrentSkipListSet<>());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private static byte[] inventory(int day, String product, String hardware, String more) {
        return "{\"machine\":\"PC1\",\"hardwareId\":%s,\"collectedAt\":\"2017-05-%02dT09:00:00Z\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\",\"productId\":%s},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"%s]}}\n"
                .formatted(hardware, day, product, more)
                .getBytes(UTF_8);
    }

    /** Of Windows 10, with {@link #W} as its product id. */
    private static byte[] systeminfo(String product) throws Exception {
        String text = Files.readString(CLINIC.resolve("ISHI-PC01_systeminfo.txt"), UTF_16)
                .replace("ISHI-PC01", "PC1");
        assertThat(text).contains(W);
        return text.replace(W, product).getBytes(UTF_16);
    }

    private static byte[] windows10(String product) {
        return "{\"machine\":\"PC1\",\"hardwareId\":%s,\"collectedAt\":\"2017-05-13T09:00:00Z\",\"os\":{\"caption\":\"Microsoft Windows 10 Pro\",\"version\":\"10.0.14393\",\"architecture\":\"x64\",\"revision\":1198,\"productId\":\"%s\"}}\n"
                .formatted(A, product)
                .getBytes(UTF_8);
    }

    private void post(String token, byte[] body) throws Exception {
        ApiClient.Answer answer = client.ask("POST", PC1, token, body);
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 299);
        premises.later(Duration.ofSeconds(1));
    }

    private void imported(byte[] body) throws Exception {
        assertThat(client.ask("POST", "/api/v1/evidence?site=Osaka&file=a.ndjson", operator, body)
                        .status())
                .isEqualTo(200);
        premises.later(Duration.ofSeconds(1));
    }

    private String verdict() {
        return premises.fleet.line("PC1").orElseThrow().verdict("MS17-010").id();
    }

    private int unknown() {
        return premises.fleet.board("MS17-010").all().of(MachineStatus.UNKNOWN);
    }

    private void reenrol() throws Exception {
        assertThat(client.ask("DELETE", "/api/v1/machines/PC1/token", operator, null)
                        .status())
                .isEqualTo(204);
        premises.later(Duration.ofSeconds(1));
    }

    private String enrol() throws Exception {
        return client.ask("POST", "/api/v1/machines/PC1/token", osaka, new byte[0])
                .json()
                .get("secret")
                .asString();
    }

    /** What the two tell of themselves, and how the name stands after the second; the same in the other order. */
    @ParameterizedTest
    @CsvSource({
        "P1, -, P2, -, unknown",
        "P1, A, P1, B, unknown",
        "P1, A, P2, B, unknown",
        "-, A, -, B, unknown",
        "P1, A, P2, -, unknown",
        "P1, A, P1, A, fixed",
        "P1, -, P1, -, fixed",
        "P1, A, P2, A, fixed",
        "P1, -, -, B, fixed",
        "-, -, P2, B, fixed"
    })
    void a_second_machine_of_the_name_makes_it_unknown_whoever_comes_first(
            String product, String hardware, String otherProduct, String otherHardware, String verdict)
            throws Exception {
        byte[] one = inventory(10, id(product), id(hardware), FIXED);
        byte[] other = inventory(12, id(otherProduct), id(otherHardware), FIXED);
        post(osaka, one);
        assertThat(verdict()).isEqualTo("fixed");
        post(osaka, other);
        assertThat(verdict()).isEqualTo(verdict);
        assertThat(unknown()).isEqualTo(verdict.equals("unknown") ? 1 : 0);
        premises.fleet.retire("PC1");
        premises.later(Duration.ofSeconds(1));
        post(osaka, other);
        assertThat(verdict()).as("alone again").isEqualTo("fixed");
        post(osaka, one);
        assertThat(verdict()).as("the other order").isEqualTo(verdict);
    }

    private static String id(String name) {
        return switch (name) {
            case "P1" -> P1;
            case "P2" -> P2;
            case "A" -> A;
            case "B" -> B;
            default -> NONE;
        };
    }

    @Test
    void it_stays_unknown_however_often_both_send_and_after_a_restart() throws Exception {
        for (int day = 1; day < 9; day++) {
            post(osaka, inventory(day, P1, A, FIXED));
            post(osaka, inventory(day, P1, B, FIXED));
            assertThat(verdict()).as("day " + day).isEqualTo("unknown");
        }
        premises.fleet.reassess();
        assertThat(verdict()).isEqualTo("unknown");
        assertThat(premises.fleet.board("MS17-010").all().total()).isEqualTo(1);
    }

    @Test
    void both_are_shown() throws Exception {
        post(osaka, inventory(10, P1, A, FIXED));
        post(osaka, inventory(12, P2, B, ""));
        String machine =
                client.ask("GET", "/api/v1/machines/PC1", operator, null).json().toString();
        assertThat(machine)
                .contains("two machines use this name", "re-enrol")
                .contains(A.replace("\"", ""), B.replace("\"", ""), P1.replace("\"", ""), P2.replace("\"", ""));
        premises.account("operator", Role.OPERATOR);
        var browser = new Browser(premises.web.url());
        browser.signIn("operator", Premises.PASSWORD);
        String page = browser.get("/machine?name=PC1").body();
        assertThat(page).contains(A.replace("\"", ""), B.replace("\"", ""), "/machine/reenrol");
    }

    @Test
    void text_and_inventory_of_one_machine_are_no_contradiction() throws Exception {
        post(osaka, systeminfo(W));
        post(osaka, windows10(W));
        assertThat(verdict()).isEqualTo("fixed");
        post(osaka, systeminfo("00374-13205-52047-AA842"));
        assertThat(verdict()).isEqualTo("unknown");
    }

    @Test
    void a_machine_that_was_installed_anew_is_heard_after_a_person_had_it_re_enrolled() throws Exception {
        post(osaka, inventory(10, P1, NONE, ""));
        post(osaka, inventory(12, P2, NONE, FIXED));
        assertThat(verdict()).isEqualTo("unknown");
        reenrol();
        assertThat(verdict()).isEqualTo("unknown");
        assertThat(client.ask("GET", "/api/v1/machines/PC1", operator, null).status())
                .isEqualTo(200);
        String own = enrol();
        post(own, inventory(12, P2, NONE, FIXED));
        assertThat(verdict()).as("the same as before, sent again").isEqualTo("fixed");
        premises.fleet.reassess();
        assertThat(verdict()).isEqualTo("fixed");
    }

    @Test
    void a_machine_that_lost_its_token_may_send_the_same_again() throws Exception {
        byte[] same = inventory(12, P1, A, FIXED);
        post(enrol(), same);
        reenrol();
        assertThat(verdict()).isEqualTo("unknown");
        post(enrol(), same);
        premises.fleet.reassess();
        assertThat(premises.fleet
                        .assessment("PC1", premises.now.get())
                        .orElseThrow()
                        .findings())
                .as("what is kept, read again")
                .anySatisfy(f -> assertThat(f.verdict().kind().id()).isEqualTo("fixed"));
    }

    @Test
    void what_was_told_before_the_new_installation_counts_no_more() throws Exception {
        post(osaka, systeminfo(W));
        reenrol();
        post(enrol(), inventory(13, P2, NONE, ""));
        assertThat(verdict()).isEqualTo("vulnerable");
        imported(inventory(12, P1, NONE, FIXED));
        assertThat(verdict()).as("brought late").isEqualTo("vulnerable");
    }

    @Test
    void by_its_own_token_a_machine_may_be_upgraded_but_not_be_another_one() throws Exception {
        String own = enrol();
        post(own, inventory(10, P1, A, ""));
        post(own, inventory(11, P2, A, FIXED));
        assertThat(verdict()).as("another copy of Windows").isEqualTo("fixed");
        post(own, inventory(12, P2, NONE, FIXED));
        post(own, inventory(13, P1, NONE, FIXED));
        assertThat(verdict()).as("hardware not told").isEqualTo("fixed");
        post(own, inventory(14, P1, A, FIXED));
        post(own, inventory(14, P1, B, FIXED));
        assertThat(verdict()).as("a copy of its token on other hardware").isEqualTo("unknown");
    }

    @Test
    void a_token_of_its_own_does_not_end_a_contradiction() throws Exception {
        post(osaka, inventory(10, P1, NONE, FIXED));
        post(osaka, inventory(12, P2, NONE, ""));
        String own = enrol();
        post(own, inventory(13, P1, NONE, FIXED));
        assertThat(verdict()).isEqualTo("unknown");
    }

    @Test
    void an_import_of_the_other_machine_contradicts_too() throws Exception {
        post(enrol(), inventory(12, P1, A, FIXED));
        imported(inventory(13, P1, B, FIXED));
        assertThat(verdict()).isEqualTo("unknown");
    }

    @Test
    void evidence_that_was_kept_before_ids_were_looked_at_is_read_again() throws Exception {
        post(osaka, inventory(10, P1, NONE, FIXED));
        try (var database = java.sql.DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("estate.db"));
                var statement = database.createStatement()) {
            statement.execute("UPDATE receipt SET product_id = NULL, hardware_id = NULL");
        }
        post(osaka, inventory(12, P2, NONE, FIXED));
        assertThat(verdict()).isEqualTo("unknown");
    }
}
