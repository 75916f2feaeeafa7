package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.dashboard.FleetChange;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One voice per machine: once a machine has a token of its own, nothing else speaks for it. */
class EnrolmentTest {

    private static final String PC1 = "/api/v1/machines/PC1/evidence";
    private static final String TOKEN = "/api/v1/machines/PC1/token";

    @TempDir
    Path temp;

    private Premises premises;
    private String osaka;
    private String tokyo;
    private String operator;
    private ApiClient client;

    @BeforeEach
    void open() throws Exception {
        premises = Premises.withApi(temp);
        osaka = premises.site("Osaka");
        tokyo = premises.site("Tokyo");
        operator = premises.key("import");
        client = new ApiClient(premises.web.url(), new ConcurrentSkipListSet<>());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private static byte[] fixed(String machine) {
        return inventory(machine, "2017-05-12T09:00:00Z", ",\"KB4012212\"");
    }

    private static byte[] vulnerable(String machine) {
        return inventory(machine, "2017-05-13T09:00:00Z", "");
    }

    private static byte[] inventory(String machine, String collected, String more) {
        return "{\"machine\":\"%s\",\"collectedAt\":\"%s\",\"os\":{\"caption\":\"Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB976902\"%s]}}\n"
                .formatted(machine, collected, more)
                .getBytes(UTF_8);
    }

    private ApiClient.Answer post(String path, String token, byte[] body) throws Exception {
        return client.ask("POST", path, token, body);
    }

    private String enrolled(String site) throws Exception {
        ApiClient.Answer answer = post(TOKEN, site, new byte[0]);
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().get("secret").asString();
    }

    private String verdict() {
        return premises.fleet.line("PC1").orElseThrow().verdict("MS17-010").id();
    }

    private void refused(ApiClient.Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("code").asString()).isEqualTo(code);
        assertThat(answer.json().get("machine").asString()).isEqualTo("PC1");
    }

    @Test
    void a_machine_without_a_token_of_its_own_checks_in_by_its_sites() throws Exception {
        assertThat(post(PC1, osaka, vulnerable("PC1")).status()).isEqualTo(201);
        assertThat(post(PC1, osaka, vulnerable("PC1")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PC1", "pc1", "%EF%BC%B0%EF%BC%A3%EF%BC%91", "PC1."})
    void the_sites_token_is_refused_for_an_enrolled_machine_however_it_is_spelled(String name) throws Exception {
        String own = enrolled(osaka);
        assertThat(post(PC1, own, vulnerable("PC1")).status()).isEqualTo(201);
        ApiClient.Answer answer = post("/api/v1/machines/" + name + "/evidence", osaka, fixed("PC1"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("code").asString()).isEqualTo("machine_enrolled");
        assertThat(answer.json().get("detail").asString()).contains("re-enrolled");
        assertThat(verdict()).isEqualTo("vulnerable");
    }

    @Test
    void an_enrolled_name_is_taken_at_every_site_before_its_first_check_in() throws Exception {
        String own = enrolled(osaka);
        refused(post(PC1, osaka, fixed("PC1")), "machine_enrolled");
        refused(post(PC1, tokyo, fixed("PC1")), "not_yours");
        assertThat(post(TOKEN, tokyo, new byte[0]).status()).isEqualTo(409);
        ApiClient.Answer bulk = post("/api/v1/evidence?site=Tokyo&file=a.ndjson", operator, fixed("PC1"));
        assertThat(bulk.json().get("notYours").get(0).asString()).isEqualTo("PC1");
        assertThat(premises.fleet.line("PC1")).isEmpty();
        assertThat(post(PC1, own, vulnerable("PC1")).status()).as("the owner").isEqualTo(201);
        assertThat(premises.fleet.line("PC1").orElseThrow().site()).isEqualTo("Osaka");
    }

    @Test
    void an_enrolled_machine_is_heard_where_another_site_used_its_name() throws Exception {
        TokenSecrets.NewToken made = new TokenSecrets(new SecureRandom()).machine("Osaka", "PC1", premises.now.get());
        premises.accounts.issue(made.token(), made.hash());
        String own = made.secret();
        assertThat(post(PC1, tokyo, fixed("PC1")).status()).isEqualTo(201);
        premises.accounts.tokens().forEach(premises.fleet.enrolments()::add);
        assertThat(post(PC1, own, vulnerable("PC1")).status()).isEqualTo(201);
        assertThat(premises.fleet.line("PC1").orElseThrow().site()).isEqualTo("Osaka");
        refused(post(PC1, tokyo, fixed("PC1")), "not_yours");
    }

    @Test
    void a_machines_token_speaks_for_no_other_machine() throws Exception {
        String own = enrolled(osaka);
        ApiClient.Answer path = post("/api/v1/machines/PC2/evidence", own, fixed("PC2"));
        assertThat(path.status()).isEqualTo(403);
        assertThat(path.json().get("code").asString()).isEqualTo("not_yours");
        ApiClient.Answer content = post(PC1, own, fixed("PC2"));
        assertThat(content.status()).isEqualTo(403);
        assertThat(premises.fleet.line("PC2")).isEmpty();
    }

    @Test
    void a_person_re_enrols_a_machine_that_was_installed_anew() throws Exception {
        String old = enrolled(osaka);
        post(PC1, old, vulnerable("PC1"));
        for (String token : List.of(osaka, old)) {
            assertThat(client.ask("DELETE", TOKEN, token, null).status()).isEqualTo(403);
        }
        assertThat(client.ask("DELETE", TOKEN, premises.key("read"), null).status())
                .isEqualTo(403);
        assertThat(client.ask("DELETE", TOKEN, operator, null).status()).isEqualTo(204);
        assertThat(post(PC1, old, fixed("PC1")).status()).as("the old token").isEqualTo(401);
        String again = enrolled(osaka);
        assertThat(post(PC1, again, vulnerable("PC1")).status()).isBetween(200, 299);
        refused(post(PC1, osaka, fixed("PC1")), "machine_enrolled");
        assertThat(premises.audit.entries(Long.MAX_VALUE, 50).stream().map(AuditLog.Entry::what))
                .contains("machine.reenrol");
        assertThat(client.ask("DELETE", "/api/v1/machines/PC9/token", operator, null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void an_operator_does_it_on_the_machines_page_with_the_forms_token() throws Exception {
        String old = enrolled(osaka);
        post(PC1, old, vulnerable("PC1"));
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            premises.account(role.id(), role);
        }
        var viewer = new Browser(premises.web.url());
        viewer.signIn("viewer", Premises.PASSWORD);
        assertThat(viewer.get("/machine?name=PC1").body()).doesNotContain("/machine/reenrol");
        assertThat(viewer.submit("/account", "/machine/reenrol", "name", "PC1").statusCode())
                .isEqualTo(403);
        var browser = new Browser(premises.web.url());
        browser.signIn("operator", Premises.PASSWORD);
        assertThat(browser.get("/machine?name=PC1").body()).contains("/machine/reenrol");
        assertThat(post(PC1, old, vulnerable("PC1")).status()).isEqualTo(200);
        assertThat(browser.submit("/machine?name=PC1", "/machine/reenrol", "name", "PC1")
                        .statusCode())
                .isEqualTo(303);
        assertThat(post(PC1, old, vulnerable("PC1")).status()).isEqualTo(401);
        AuditLog.Entry last = premises.audit.entries(Long.MAX_VALUE, 1).getFirst();
        assertThat(last.what()).isEqualTo("machine.reenrol");
        assertThat(last.who()).isEqualTo("account:operator");
        assertThat(last.about()).isEqualTo("PC1");
    }

    @Test
    void a_person_may_bring_evidence_of_an_enrolled_machine_of_the_site_and_it_is_marked() throws Exception {
        String own = enrolled(osaka);
        post(PC1, own, vulnerable("PC1"));
        ApiClient.Answer older = post("/api/v1/evidence?site=Osaka&file=a.ndjson", operator, fixed("PC1"));
        assertThat(older.json().get("outcome").asString())
                .as("an import of older evidence")
                .isEqualTo("older");
        assertThat(verdict()).isEqualTo("vulnerable");
        byte[] newer = inventory("PC1", "2017-05-14T09:00:00Z", ",\"KB4012212\"");
        post("/api/v1/evidence?site=Osaka&file=b.ndjson", operator, newer);
        assertThat(verdict()).isEqualTo("fixed");
        String by = client.ask("GET", "/api/v1/machines/PC1/history", premises.key("read"), null)
                .json()
                .at("/received/0/by")
                .asString();
        assertThat(by)
                .isNotEqualTo("token:"
                        + premises.accounts
                                .token(TokenSecrets.hash(own))
                                .orElseThrow()
                                .id());
    }

    @Test
    void a_token_that_another_process_revoked_makes_the_name_free() throws Exception {
        String own = enrolled(osaka);
        premises.accounts.revoke(
                premises.accounts.token(TokenSecrets.hash(own)).orElseThrow().id(), premises.now.get());
        assertThat(post(PC1, own, vulnerable("PC1")).status()).isEqualTo(401);
        assertThat(post(PC1, osaka, vulnerable("PC1")).status()).isEqualTo(201);
    }

    @Test
    void a_sites_token_brings_a_bounded_number_of_new_machines_in_an_hour() throws Exception {
        List<FleetChange.What> told = new CopyOnWriteArrayList<>();
        premises.fleet.listen(change -> told.add(change.what()));
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 3 * Premises.NEW_MACHINES; i++) {
            String name = "INVENTED" + i;
            String route = i % 3 == 0 ? "/token" : "/evidence";
            ApiClient.Answer answer = post("/api/v1/machines/" + name + route, osaka, vulnerable(name));
            if (answer.status() == 201) {
                taken++;
            } else {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.json().get("code").asString()).isEqualTo("too_many_new_machines");
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3601);
                refused++;
            }
        }
        assertThat(taken).isEqualTo(Premises.NEW_MACHINES);
        assertThat(refused).isEqualTo(2 * Premises.NEW_MACHINES);
        assertThat(told.stream().filter(FleetChange.NewMachinesRefused.class::isInstance))
                .containsExactly(new FleetChange.NewMachinesRefused("Osaka", Premises.NEW_MACHINES));
        assertThat(premises.audit.entries(Long.MAX_VALUE, 1_000).stream()
                        .filter(e -> e.what().equals("token.limit")))
                .singleElement()
                .satisfies(e -> assertThat(e.detail()).contains("site Osaka", "" + Premises.NEW_MACHINES));
        assertThat(post("/api/v1/machines/INVENTED1/evidence", osaka, vulnerable("INVENTED1"))
                        .status())
                .as("known")
                .isEqualTo(200);
        assertThat(post(PC1, tokyo, vulnerable("PC1")).status())
                .as("another token")
                .isEqualTo(201);
        premises.later(Duration.ofHours(1));
        assertThat(post("/api/v1/machines/LATER/evidence", osaka, vulnerable("LATER"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void an_enrolled_machine_is_counted_once_and_a_program_with_the_right_to_import_is_not() throws Exception {
        for (int i = 0; i < Premises.NEW_MACHINES; i++) {
            String name = "ENROLLED" + i;
            String own = post("/api/v1/machines/" + name + "/token", osaka, new byte[0])
                    .json()
                    .get("secret")
                    .asString();
            assertThat(post("/api/v1/machines/" + name + "/evidence", own, vulnerable(name))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(post(PC1, osaka, vulnerable("PC1")).status()).isEqualTo(429);
        assertThat(post("/api/v1/evidence?site=Osaka&file=a.ndjson", operator, vulnerable("PC1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_enrolment_whose_answer_was_lost_may_be_sent_again_by_who_sent_it() throws Exception {
        String attempt = "?attempt=0123456789abcdef";
        String lost =
                post(TOKEN + attempt, osaka, new byte[0]).json().get("secret").asString();
        assertThat(post(TOKEN, osaka, new byte[0]).status()).isEqualTo(409);
        assertThat(post(TOKEN + "?attempt=0123456789abcdeg", osaka, new byte[0]).status())
                .as("another attempt")
                .isEqualTo(409);
        String first = post("/api/v1/machines/PC2/token" + attempt, osaka, new byte[0])
                .json()
                .get("secret")
                .asString();
        String second = post("/api/v1/machines/PC2/token" + attempt, osaka, new byte[0])
                .json()
                .get("secret")
                .asString();
        assertThat(post("/api/v1/machines/PC2/evidence", first, fixed("PC2")).status())
                .isEqualTo(401);
        assertThat(post("/api/v1/machines/PC2/evidence", second, fixed("PC2")).status())
                .isEqualTo(201);
        assertThat(post(PC1, lost, fixed("PC1")).status()).isEqualTo(201);
        premises.later(Duration.ofMinutes(11));
        assertThat(post("/api/v1/machines/PC2/token" + attempt, osaka, new byte[0])
                        .status())
                .as("late")
                .isEqualTo(409);
        assertThat(post(TOKEN + "?attempt=short", osaka, new byte[0]).status()).isEqualTo(400);
    }

    @Test
    void scripts_get_the_token_as_text() throws Exception {
        var browser = new Browser(premises.web.url());
        browser.headers.put("Authorization", "Bearer " + osaka);
        browser.headers.put("Accept", "text/plain");
        String secret = browser.send(browser.request(TOKEN)
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build())
                .body();
        assertThat(secret).matches("fb_[A-Za-z0-9_-]{43}\n");
        assertThat(post(PC1, secret.strip(), fixed("PC1")).status()).isEqualTo(201);
    }
}
