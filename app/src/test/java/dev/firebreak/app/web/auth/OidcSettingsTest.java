package dev.firebreak.app.web.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.Provider;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by an organisation's own server, as a browser does it; and everything that must not get anybody in. */
class OidcSettingsTest {

    @TempDir
    Path temp;

    private Provider provider;
    private Premises premises;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        provider = new Provider();
        Files.writeString(temp.resolve("secret"), Provider.SECRET + "\n");
        premises = new Premises(read("""
                {"issuer": "%s", "clientId": "firebreak", "clientSecret": {"file": "secret"}, "name": "Clinic ID",
                 "roles": {"admin": ["fire"], "operator": ["it", "help"], "viewer": ["staff"]}}""".formatted(provider.issuer())));
        browser = new Browser(premises.web.url());
    }

    @AfterEach
    void close() {
        premises.close();
        provider.close();
    }

    private OidcSettings read(String text) throws Exception {
        return OidcSettings.read(Files.writeString(temp.resolve("oidc.json"), text), Map.of("SECRET", "s3")::get);
    }

    private URI start(String back) throws Exception {
        HttpResponse<String> there = browser.get("/sign-in/oidc?back=" + back);
        assertThat(there.statusCode()).isEqualTo(303);
        return URI.create(there.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> come(String address) throws Exception {
        return browser.get(address.substring(premises.web.url().length()));
    }

    private HttpResponse<String> signOn() throws Exception {
        return come(provider.agree(start("%2Fmachines")));
    }

    private List<String> noted() {
        return premises.audit.entries(Long.MAX_VALUE, 100).stream()
                .map((AuditLog.Entry e) -> e.what() + " " + e.about() + " " + e.detail())
                .toList();
    }

    @Test
    void the_page_for_signing_in_names_it_and_only_where_there_is_one() throws Exception {
        assertThat(browser.get("/sign-in?back=%2Fmachines").body())
                .contains("Sign in with Clinic ID", "/sign-in/oidc?back=%2Fmachines");
        try (var without = new Premises()) {
            var other = new Browser(without.web.url());
            assertThat(other.get("/sign-in").body()).doesNotContain("oidc");
            assertThat(other.get("/sign-in/oidc").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void an_account_with_a_valid_token_signs_in_and_is_recognised_again() throws Exception {
        HttpResponse<String> back = signOn();
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().firstValue("Location")).contains("/machines");
        assertThat(browser.get("/machines").statusCode()).isEqualTo(200);
        AccountStore.Account account = premises.accounts.account("aiko").orElseThrow();
        assertThat(account.role()).isEqualTo(Role.VIEWER);
        assertThat(account.subject()).isEqualTo(provider.issuer() + " 248289761001");

        provider.name = "aiko.tanaka";
        provider.groups = List.of("it", "staff");
        browser = new Browser(premises.web.url());
        assertThat(signOn().statusCode()).isEqualTo(303);
        assertThat(premises.accounts.accounts()).hasSize(1);
        assertThat(premises.accounts.account("aiko").orElseThrow().role()).isEqualTo(Role.OPERATOR);
        assertThat(noted())
                .anySatisfy(n -> assertThat(n).startsWith("account.add aiko viewer"))
                .contains("account.change aiko viewer -> operator");
    }

    @Test
    void an_account_without_a_password_cannot_sign_in_with_one() throws Exception {
        signOn();
        for (String password : List.of("", " ", "A", "none", Premises.PASSWORD)) {
            assertThat(new Browser(premises.web.url()).signIn("aiko", password).statusCode())
                    .isNotEqualTo(303);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signed strange",
                "signed none",
                "signed shared",
                "nonce",
                "no nonce",
                "audience",
                "issuer",
                "expired",
                "no group",
                "no groups",
                "name taken",
                "a name that no account has",
                "locked"
            })
    void an_account_without_a_valid_token_is_refused(String wrong) throws Exception {
        switch (wrong) {
            case "signed strange", "signed none", "signed shared" -> provider.signed = wrong.substring(7);
            case "nonce" -> provider.says = c -> c.claim("nonce", "another");
            case "no nonce" -> provider.says = c -> c.claim("nonce", null);
            case "audience" -> provider.says = c -> c.audience("payroll");
            case "issuer" -> provider.says = c -> c.issuer("https://elsewhere.example");
            case "expired" -> provider.says = c -> c.expirationTime(new Date(System.currentTimeMillis() - 600_000));
            case "no group" -> provider.groups = List.of("guests", "staffing");
            case "no groups" -> provider.says = c -> c.claim("groups", null);
            case "name taken" -> premises.account("AIKO", Role.ADMIN);
            case "a name that no account has" -> provider.name = "<script>";
            case "locked" -> {
                signOn();
                AccountStore.Account a = premises.accounts.account("aiko").orElseThrow();
                premises.accounts.change(
                        new AccountStore.Account(a.name(), a.role(), a.language(), true, a.since(), a.subject()));
                browser = new Browser(premises.web.url());
            }
            default -> throw new AssertionError(wrong);
        }
        assertThat(signOn().statusCode()).isEqualTo(403);
        assertThat(browser.get("/machines").statusCode()).isEqualTo(303);
        assertThat(noted())
                .anySatisfy(n -> assertThat(n).startsWith("session.refused").contains("sign-on: "));
    }

    @Test
    void an_answer_of_the_provider_is_used_once_in_time_and_in_the_browser_that_asked() throws Exception {
        String good = provider.agree(start(""));
        assertThat(come(good).statusCode()).isEqualTo(303);
        assertThat(come(good).statusCode()).as("twice").isEqualTo(400);

        browser = new Browser(premises.web.url());
        String late = provider.agree(start(""));
        premises.later(Duration.ofMinutes(11));
        assertThat(come(late).statusCode()).as("late").isEqualTo(400);

        String foisted = provider.agree(start(""));
        browser = new Browser(premises.web.url());
        assertThat(come(foisted).statusCode()).as("another browser").isEqualTo(400);
        assertThat(browser.get("/sign-in/oidc/back?code=x&state=y").statusCode())
                .as("unasked")
                .isEqualTo(400);
        assertThat(come(provider.agree(start("")).replaceFirst("code=[^&]+", "code=guessed"))
                        .statusCode())
                .as("a code that is none")
                .isEqualTo(403);
        assertThat(come(provider.agree(start("")).replaceFirst("code=[^&]+", "error=access_denied"))
                        .statusCode())
                .as("who did not agree")
                .isEqualTo(403);
        assertThat(come(provider.agree(start("")) + "&iss=https%3A%2F%2Felsewhere.example")
                        .statusCode())
                .as("mixed up")
                .isEqualTo(403);
        assertThat(browser.get("/machines").statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil.example"})
    void sign_in_leads_to_this_site_only(String back) throws Exception {
        assertThat(come(provider.agree(start(back))).headers().firstValue("Location"))
                .contains("/");
    }

    @Test
    void a_server_that_does_not_answer_is_told() throws Exception {
        provider.close();
        HttpResponse<String> answer = browser.get("/sign-in/oidc");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(browser.get("/sign-in").statusCode())
                .as("passwords still work")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        # description                                                                              | at fault
        {"issuer": "http://login.example.jp", "clientId": "f"}                                      | issuer
        {"issuer": "login", "clientId": "f"}                                                        | issuer
        {"clientId": "f"}                                                                           | issuer
        {"issuer": "https://login.example.jp"}                                                      | clientId
        {"issuer": "https://login.example.jp", "clientId": "f", "everyBodyElse": "viewer"}          | everyBodyElse
        {"issuer": "https://login.example.jp", "clientId": "f", "everybodyElse": "admin"}           | everybodyElse
        {"issuer": "https://login.example.jp", "clientId": "f", "roles": {"root": ["x"]}}           | roles.root
        {"issuer": "https://login.example.jp", "clientId": "f", "roles": {"admin": "x"}}            | admin
        {"issuer": "https://login.example.jp", "clientId": "f", "roles": []}                        | roles.
        {"issuer": "https://login.example.jp", "clientId": "f", "clientSecret": "inline"}           | clientSecret.
        {"issuer": "https://login.example.jp", "clientId": "f", "clientSecret": {"file": "none"}}   | clientSecret
        {"issuer": "https://login.example.jp", "clientId": "f", "clientSecret": {"env": "NONE"}}    | clientSecret
        {"issuer": "https://login.example.jp", "clientId": "f", "clientId": "g"}                    | JSON
        [                                                                                           | JSON
        """)
    void a_description_that_is_not_understood_stops(String text, String field) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(OidcSettings.Unusable.class)
                .hasMessage(field);
    }

    @Test
    void a_description_is_read() throws Exception {
        OidcSettings read = read("""
                {"issuer": "https://login.example.jp/realms/a", "clientId": "f", "clientSecret": {"env": "SECRET"},
                 "everybodyElse": "viewer"}""");
        assertThat(read.secret()).isEqualTo("s3");
        assertThat(read.role(List.of())).isEqualTo(Role.VIEWER);
        assertThat(read.toString()).doesNotContain("s3");
    }
}
