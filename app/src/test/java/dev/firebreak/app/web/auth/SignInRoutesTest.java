package dev.firebreak.app.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.RamPeople;
import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.pages.MemoryAudit;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in and out, as people do it and as those who should not try it. */
class SignInRoutesTest {

    private Premises premises;
    private Browser browser;

    @BeforeEach
    void open() {
        premises = new Premises();
        browser = new Browser(premises.web.url());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private List<String> audited() {
        return premises.audit.entries(Long.MAX_VALUE, 100).stream()
                .map(AuditLog.Entry::what)
                .toList();
    }

    @Test
    void the_one_time_link_makes_the_first_account_and_ends() throws Exception {
        String link = premises.web
                .firstAccount()
                .orElseThrow()
                .substring(premises.web.url().length());
        String code = link.substring(link.indexOf('=') + 1);

        assertThat(browser.submit(link, "/setup", "code", "x" + code, "name", "aiko", "password", Premises.PASSWORD)
                        .statusCode())
                .isEqualTo(410);
        assertThat(browser.submit(link, "/setup", "code", code, "name", "aiko", "password", "short")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.submit(link, "/setup", "code", code, "name", "<b>", "password", Premises.PASSWORD)
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> made =
                browser.submit(link, "/setup", "code", code, "name", "aiko", "password", Premises.PASSWORD);
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(browser.get("/accounts").statusCode()).isEqualTo(200);
        assertThat(premises.web.firstAccount()).isEmpty();

        var second = new Browser(premises.web.url());
        assertThat(second.submit(link, "/setup", "code", code, "name", "mallory", "password", Premises.PASSWORD)
                        .statusCode())
                .isEqualTo(410);
        assertThat(premises.accounts.accounts()).hasSize(1);
        assertThat(audited()).contains("account.add", "session.open", "session.refused");
    }

    private void full(boolean full) {
        ((RamPeople) premises.accounts).full = full;
        ((MemoryAudit) premises.audit).full = full;
    }

    @Test
    void with_a_full_disk_sign_in_reading_and_sign_out_work() throws Exception {
        premises.account("aiko", Role.ADMIN);
        var earlier = new Browser(premises.web.url());
        earlier.signIn("aiko", Premises.PASSWORD);
        full(true);
        assertThat(browser.signIn("aiko", Premises.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(browser.get("/accounts").statusCode()).isEqualTo(200);
        assertThat(earlier.get("/accounts").statusCode()).isEqualTo(200);
        assertThat(earlier.submit("/", "/sign-out").statusCode()).isEqualTo(303);
        assertThat(earlier.get("/accounts").statusCode()).isEqualTo(303);
        HttpResponse<String> refused = browser.submit(
                "/accounts", "/accounts", "name", "bob", "role", "viewer", "password", Premises.PASSWORD);
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        full(false);
        assertThat(browser.get("/accounts").statusCode()).isEqualTo(200);
        premises.accounts.password("aiko", "another hash");
        assertThat(browser.get("/accounts").statusCode())
                .as("after a new password")
                .isEqualTo(303);
    }

    @Test
    void a_session_that_was_signed_out_is_worth_nothing() throws Exception {
        premises.account("aiko", Role.VIEWER);
        assertThat(browser.signIn("aiko", Premises.PASSWORD).statusCode()).isEqualTo(303);
        Map<String, String> stolen = Map.copyOf(browser.cookies);
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        String csrf = browser.csrf("/account");

        assertThat(browser.submit("/account", "/sign-out").statusCode()).isEqualTo(303);

        browser.cookies.putAll(stolen);
        HttpResponse<String> again = browser.get("/");
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(again.headers().firstValue("Location")).contains("/sign-in");
        assertThat(browser.post("/account/password", "_csrf", csrf, "old", "x", "new", "y")
                        .statusCode())
                .isEqualTo(303);
        assertThat(audited()).contains("session.open", "session.close");
    }

    @Test
    void signing_in_makes_a_new_session_and_a_foisted_one_is_ignored() throws Exception {
        premises.account("aiko", Role.VIEWER);
        String foisted = "A".repeat(43);
        browser.cookies.put("firebreak", foisted);
        browser.signIn("aiko", Premises.PASSWORD);
        String first = browser.cookies.get("firebreak");
        assertThat(first).isNotEqualTo(foisted).hasSize(43);
        browser.submit("/account", "/sign-in", "name", "aiko", "password", Premises.PASSWORD);
        assertThat(browser.cookies.get("firebreak")).isNotEqualTo(first);
        browser.cookies.put("firebreak", first);
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void sessions_end_by_themselves() throws Exception {
        premises.account("aiko", Role.VIEWER);
        browser.signIn("aiko", Premises.PASSWORD);
        premises.later(Duration.ofMinutes(119));
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        premises.later(Duration.ofMinutes(121));
        assertThat(browser.get("/").statusCode()).as("idle").isEqualTo(303);

        browser.signIn("aiko", Premises.PASSWORD);
        for (int i = 0; i < 12; i++) {
            premises.later(Duration.ofMinutes(59));
            assertThat(browser.get("/").statusCode()).isEqualTo(200);
        }
        premises.later(Duration.ofMinutes(13));
        assertThat(browser.get("/").statusCode()).as("half a day").isEqualTo(303);
    }

    @Test
    void cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites() throws Exception {
        premises.account("aiko", Role.VIEWER);
        HttpResponse<String> answer = browser.signIn("aiko", Premises.PASSWORD);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(c -> assertThat(c).startsWith("firebreak=").contains("HttpOnly", "SameSite=Lax", "Path=/"));
        try (var behind = new Premises(Premises.settings(null, null, "https://fw.example.jp", true))) {
            HttpResponse<String> page = Browser.CLIENT.send(
                    java.net.http.HttpRequest.newBuilder(
                                    java.net.URI.create("http://127.0.0.1:" + behind.web.port() + "/sign-in"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.headers().allValues("Set-Cookie"))
                    .allSatisfy(c -> assertThat(c).startsWith("__Host-").contains("; Secure", "Path=/"));
            assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(behind.web.firstAccount().orElseThrow()).startsWith("https://fw.example.jp/setup?code=");
        }
    }

    @Test
    void password_guessing_is_throttled_and_logged_without_the_passwords() throws Exception {
        premises.account("aiko", Role.VIEWER);
        for (int i = 0; i < 5; i++) {
            assertThat(browser.signIn("aiko", "wrong " + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> slow = browser.signIn("aiko", Premises.PASSWORD);
        assertThat(slow.statusCode()).isEqualTo(429);
        assertThat(slow.headers().firstValue("Retry-After")).isPresent();

        premises.later(Duration.ofSeconds(2));
        assertThat(browser.signIn("aiko", Premises.PASSWORD).statusCode()).isEqualTo(303);

        browser.cookies.clear();
        browser.signIn("my secret passphrase as a name", "x");
        assertThat(premises.audit.entries(Long.MAX_VALUE, 100))
                .filteredOn(e -> e.what().equals("session.refused"))
                .hasSize(6)
                .noneMatch(e -> e.about().contains("secret") || e.detail().contains("secret"));
    }

    @Test
    void guessing_many_accounts_from_one_address_is_throttled() throws Exception {
        premises.account("aiko", Role.VIEWER);
        int refused = 0;
        for (int i = 0; i < 22; i++) {
            refused += browser.signIn("user" + i, "x").statusCode() == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void a_flood_of_sign_ins_is_slowed_down_and_others_are_served() throws Exception {
        premises.account("aiko", Role.VIEWER);
        String csrf = browser.csrf("/sign-in");
        List<Callable<Integer>> flood = java.util.Collections.nCopies(
                40,
                () -> browser.post("/sign-in", "_csrf", csrf, "name", "aiko", "password", "wrong")
                        .statusCode());
        List<Integer> statuses = new java.util.ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(flood)) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses.stream().filter(s -> s == 401).count()).isLessThanOrEqualTo(5);
    }

    @Test
    void forms_of_other_sites_are_refused() throws Exception {
        premises.account("root", Role.ADMIN);
        browser.signIn("root", Premises.PASSWORD);
        String[] wish = {"name", "mallory", "role", "admin", "password", Premises.PASSWORD};

        assertThat(browser.post("/accounts", wish).statusCode()).as("no token").isEqualTo(403);
        var other = new Browser(premises.web.url());
        String foreign = other.csrf("/sign-in");
        assertThat(browser.post("/accounts", "_csrf", foreign, "name", "m", "role", "admin", "password", "p")
                        .statusCode())
                .as("another browser's token")
                .isEqualTo(403);
        for (Map.Entry<String, String> header : Map.of("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
                .entrySet()) {
            browser.headers.put(header.getKey(), header.getValue());
            assertThat(browser.submit("/accounts", "/accounts", wish).statusCode())
                    .as(header.getKey())
                    .isEqualTo(403);
            browser.headers.clear();
        }
        browser.headers.put("Origin", "null");
        assertThat(browser.submit("/accounts", "/accounts", wish).statusCode()).isEqualTo(403);
        assertThat(premises.accounts.accounts()).hasSize(1);

        browser.headers.put("Origin", premises.web.url());
        browser.headers.put("Sec-Fetch-Site", "same-origin");
        assertThat(browser.submit("/accounts", "/accounts", wish).statusCode()).isEqualTo(303);
        assertThat(new Browser(premises.web.url())
                        .post("/sign-in", "name", "root", "password", Premises.PASSWORD)
                        .statusCode())
                .as("nobody is signed in by another site's form")
                .isEqualTo(403);
    }

    @Test
    void the_last_administrator_can_neither_be_locked_nor_demoted() throws Exception {
        premises.account("root", Role.ADMIN);
        browser.signIn("root", Premises.PASSWORD);
        assertThat(browser.submit("/accounts", "/accounts/change", "name", "root", "role", "viewer")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.submit("/accounts", "/accounts/change", "name", "root", "role", "admin", "locked", "true")
                        .statusCode())
                .isEqualTo(400);
        premises.account("second", Role.ADMIN);
        assertThat(browser.submit("/accounts", "/accounts/change", "name", "second", "role", "viewer")
                        .statusCode())
                .isEqualTo(303);
        assertThat(premises.accounts.account("second").orElseThrow().role()).isEqualTo(Role.VIEWER);
        assertThat(audited()).contains("account.change");
    }

    @Test
    void a_locked_account_is_out_at_once() throws Exception {
        premises.account("root", Role.ADMIN);
        premises.account("aiko", Role.OPERATOR);
        browser.signIn("aiko", Premises.PASSWORD);
        var admin = new Browser(premises.web.url());
        admin.signIn("root", Premises.PASSWORD);
        admin.submit("/accounts", "/accounts/change", "name", "aiko", "role", "operator", "locked", "true");
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
        assertThat(browser.signIn("aiko", Premises.PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void the_return_path_leads_to_this_site_only() throws Exception {
        premises.account("aiko", Role.VIEWER);
        for (String evil :
                List.of("//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aX: y", "\t//e")) {
            browser.cookies.clear();
            HttpResponse<String> answer =
                    browser.submit("/sign-in", "/sign-in", "name", "aiko", "password", Premises.PASSWORD, "back", evil);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location").orElseThrow())
                    .as(evil)
                    .matches("/|/%0d%0aX: y|/%0d%0a.*|/[^/\\\\].*")
                    .doesNotContain("evil");
        }
        browser.cookies.clear();
        assertThat(browser.get("/machines?q=a%20b").headers().firstValue("Location"))
                .contains("/sign-in?back=%2Fmachines%3Fq%3Da%2520b");
    }

    @Test
    void passwords_change_with_the_old_one_only() throws Exception {
        premises.account("aiko", Role.VIEWER);
        browser.signIn("aiko", Premises.PASSWORD);
        assertThat(browser.submit("/account", "/account/password", "old", "wrong", "new", "another good passphrase")
                        .statusCode())
                .isEqualTo(401);
        assertThat(browser.submit("/account", "/account/password", "old", Premises.PASSWORD, "new", "aikoaikoaiko1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.submit(
                                "/account",
                                "/account/password",
                                "old",
                                Premises.PASSWORD,
                                "new",
                                "another good passphrase")
                        .statusCode())
                .isEqualTo(303);
        browser.cookies.clear();
        assertThat(browser.signIn("aiko", "another good passphrase").statusCode())
                .isEqualTo(303);
    }

    @Test
    void tokens_are_shown_once_and_kept_as_hashes() throws Exception {
        premises.account("root", Role.ADMIN);
        browser.signIn("root", Premises.PASSWORD);
        String page = browser.submit("/tokens", "/tokens", "kind", "site", "label", "本社", "site", "Osaka")
                .body();
        var secret = java.util.regex.Pattern.compile("fb_[A-Za-z0-9_-]{43}").matcher(page);
        assertThat(secret.find()).isTrue();
        assertThat(premises.accounts.token(TokenSecrets.hash(secret.group()))).isPresent();
        assertThat(browser.get("/tokens").body()).doesNotContain(secret.group());
        String id = premises.accounts.tokens().getFirst().id();
        assertThat(browser.submit("/tokens", "/tokens/revoke", "id", id).statusCode())
                .isEqualTo(303);
        assertThat(audited()).contains("token.issue", "token.revoke");
    }
}
