package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.limits.BodyBudget;
import dev.firebreak.app.web.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Nobody takes everything: memory for bodies and event streams have a share for each token and each address. */
class SharesTest {

    private static final int TIMES = Limits.Bodies.TIMES_FREE;

    private static Premises small(long bodyBytes, int streamsPerCaller) {
        Limits limits = Premises.limits(2_000, 1_000);
        return Premises.with(new Limits(
                limits.connections(),
                new Limits.Bodies(bodyBytes),
                new Limits.Streams(8, streamsPerCaller),
                limits.machines()));
    }

    private static String head(String token, int length) {
        return "POST /api/v1/machines/PC1/evidence HTTP/1.1\nHost: x\nAuthorization: Bearer " + token
                + "\nContent-Length: " + length + "\n\n";
    }

    private static void close(List<Raw> all) throws Exception {
        for (Raw raw : all) {
            raw.close();
        }
    }

    @Test
    void what_is_announced_and_does_not_come_takes_nothing() throws Exception {
        try (var premises = small(1 << 20, 4)) {
            String token = premises.site("Osaka");
            List<Raw> all = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    all.add(new Raw(premises.web.port()).say(head(token, 60_000)));
                }
                try (var honest = new Raw(premises.web.port())) {
                    assertThat(honest.say(head(token, 3) + "x=1").status()).isEqualTo(200);
                }
                assertThat(premises.web.bodyBytes()).isZero();
            } finally {
                close(all);
            }
        }
    }

    @Test
    void one_token_leaves_memory_for_another() throws Exception {
        try (var premises = small(1 << 20, 4)) {
            String greedy = premises.site("Osaka");
            String other = premises.site("Nagoya");
            List<Raw> all = new ArrayList<>();
            try {
                // From many addresses: it is the token that counts.
                for (int i = 0; i < 150; i++) {
                    all.add(new Raw(premises.web.port(), "127.0.1." + (i + 1)).say(head(greedy, 60_000) + "begun"));
                }
                assertThat(all.getLast().status()).as("more than its share").isEqualTo(503);
                try (var honest = new Raw(premises.web.port())) {
                    assertThat(honest.say(head(other, 3) + "x=1").status()).isEqualTo(200);
                }
            } finally {
                close(all);
            }
        }
    }

    @Test
    void one_address_leaves_memory_for_another() throws Exception {
        try (var premises = small(1 << 20, 4)) {
            List<Raw> all = new ArrayList<>();
            try {
                for (int i = 0; i < 150; i++) {
                    String token = i % 10 == 0 || all.isEmpty() ? premises.site("Osaka") : premises.site("Site" + i);
                    all.add(new Raw(premises.web.port(), "127.0.0.9").say(head(token, 60_000) + "begun"));
                }
                assertThat(all.getLast().status()).as("more than its share").isEqualTo(503);
                try (var honest = new Raw(premises.web.port())) {
                    assertThat(honest.say(head(premises.site("Nagoya"), 3) + "x=1")
                                    .status())
                            .isEqualTo(200);
                }
            } finally {
                close(all);
            }
        }
    }

    @Test
    void one_key_leaves_event_streams_for_another() throws Exception {
        try (var premises = small(1 << 20, 4)) {
            String greedy = premises.key("read");
            String other = premises.key("read");
            String ask = "GET /api/v1/events HTTP/1.1\nHost: x\nAuthorization: Bearer ";
            List<Raw> all = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    all.add(new Raw(premises.web.port()).say(ask + greedy + "\n\n"));
                    assertThat(all.getLast().status()).isEqualTo(200);
                }
                try (var fifth = new Raw(premises.web.port())) {
                    Raw.Answer answer = fifth.say(ask + greedy + "\n\n").answer();
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.head()).contains("Retry-After");
                }
                try (var another = new Raw(premises.web.port())) {
                    assertThat(another.say(ask + other + "\n\n").status()).isEqualTo(200);
                }
            } finally {
                close(all);
            }
        }
    }

    /** Holders and what each asks for in turn. */
    @Property
    void something_is_always_left_and_all_comes_back(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 5) Integer> who,
            @ForAll @IntRange(min = 1, max = 400_000) int bytes) {
        var budget = new BodyBudget(new Limits.Bodies(1 << 20));
        List<Integer> granted = new ArrayList<>();
        for (int each : who) {
            if (budget.take(List.of(new BodyBudget.Holder("h" + each, TIMES)), bytes)) {
                granted.add(each);
                long mine = granted.stream().filter(g -> g == each).count() * bytes;
                assertThat(mine).isLessThanOrEqualTo(TIMES * ((1 << 20) - budget.used()));
            }
            assertThat(budget.used()).isLessThan(1 << 20);
        }
        for (int each : granted) {
            budget.release(List.of(new BodyBudget.Holder("h" + each, TIMES)), bytes);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_form_before_sign_in_has_a_smaller_limit_than_after() throws Exception {
        try (var premises = new Premises()) {
            premises.account("aiko", dev.firebreak.core.access.Role.VIEWER);
            var browser = new Browser(premises.web.url());
            String padding = "x".repeat(4_096);
            assertThat(browser.submit("/sign-in", "/language", "to", "ja", "more", "x".repeat(3_000))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(browser.submit("/sign-in", "/language", "to", "ja", "more", padding)
                            .statusCode())
                    .isEqualTo(413);
            browser.cookies.put("firebreak", "A".repeat(43));
            assertThat(browser.submit("/sign-in", "/language", "to", "ja", "more", padding)
                            .statusCode())
                    .as("a session that is none")
                    .isEqualTo(413);
            browser.cookies.clear();
            browser.signIn("aiko", Premises.PASSWORD);
            assertThat(browser.submit("/account", "/language", "to", "ja", "more", "x".repeat(60_000))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(browser.submit("/account", "/language", "to", "ja", "more", "x".repeat(70_000))
                            .statusCode())
                    .isEqualTo(413);
            assertThat(premises.web.bodyBytes()).isZero();
        }
    }
}
