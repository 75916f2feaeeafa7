package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.Role;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others guess, from the same address and at the same account: who signed in from this browser before gets in. */
class DeviceCookieTest {

    private static final String COOKIE = "firebreak_device";

    private Premises premises;
    private Browser owner;

    @BeforeEach
    void open() throws Exception {
        premises = new Premises();
        premises.account("aiko", Role.VIEWER);
        premises.account("kenta", Role.VIEWER);
        owner = new Browser(premises.web.url());
        owner.signIn("aiko", Premises.PASSWORD);
    }

    @AfterEach
    void close() {
        premises.close();
    }

    private void othersGuess() throws Exception {
        var other = new Browser(premises.web.url());
        for (int i = 0; i < 30; i++) {
            other.signIn("aiko", "wrong " + i);
            other.signIn("somebody" + i, "wrong");
        }
        assertThat(other.signIn("aiko", Premises.PASSWORD).statusCode())
                .as("a browser nobody knows")
                .isEqualTo(429);
    }

    private Browser browserWith(String device) {
        var browser = new Browser(premises.web.url());
        browser.cookies.put(COOKIE, device);
        return browser;
    }

    @Test
    void a_known_browser_signs_in_while_others_are_throttled() throws Exception {
        othersGuess();
        Browser again = browserWith(owner.cookies.get(COOKIE));
        assertThat(again.signIn("aiko", Premises.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(new Browser(premises.web.url())
                        .signIn("aiko", Premises.PASSWORD)
                        .statusCode())
                .as("what strangers tried stays counted")
                .isEqualTo(429);
    }

    @Test
    void a_known_browser_has_a_throttle_of_its_own() throws Exception {
        Browser known = browserWith(owner.cookies.get(COOKIE));
        for (int i = 0; i < 5; i++) {
            assertThat(known.signIn("aiko", "wrong " + i).statusCode()).isEqualTo(401);
        }
        assertThat(known.signIn("aiko", Premises.PASSWORD).statusCode()).isEqualTo(429);
        assertThat(new Browser(premises.web.url())
                        .signIn("aiko", Premises.PASSWORD)
                        .statusCode())
                .as("and locks out nobody else")
                .isEqualTo(303);
    }

    @Test
    void it_is_good_for_its_account_and_only_as_it_was_given() throws Exception {
        String mine = owner.cookies.get(COOKIE);
        othersGuess();
        Map<String, String> forged = Map.of(
                "another number",
                "A".repeat(43) + mine.substring(43),
                "another signature",
                mine.substring(0, 44) + "A".repeat(43),
                "no signature",
                mine.substring(0, 43),
                "nonsense",
                "x");
        for (Map.Entry<String, String> each : forged.entrySet()) {
            assertThat(browserWith(each.getValue())
                            .signIn("aiko", Premises.PASSWORD)
                            .statusCode())
                    .as(each.getKey())
                    .isEqualTo(429);
        }
        assertThat(browserWith(mine).signIn("kenta", Premises.PASSWORD).statusCode())
                .as("another account is not helped")
                .isEqualTo(429);
    }

    @Test
    void it_signs_nobody_in_and_ends_with_the_password() throws Exception {
        String old = owner.cookies.get(COOKIE);
        assertThat(browserWith(old).get("/").statusCode()).isEqualTo(303);
        assertThat(owner.submit(
                                "/account",
                                "/account/password",
                                "old",
                                Premises.PASSWORD,
                                "new",
                                "another good phrase 7")
                        .statusCode())
                .isEqualTo(303);
        assertThat(owner.cookies.get(COOKIE)).isNotEqualTo(old);
        othersGuess();
        assertThat(browserWith(old).signIn("aiko", "another good phrase 7").statusCode())
                .isEqualTo(429);
        assertThat(browserWith(owner.cookies.get(COOKIE))
                        .signIn("aiko", "another good phrase 7")
                        .statusCode())
                .isEqualTo(303);
    }
}
