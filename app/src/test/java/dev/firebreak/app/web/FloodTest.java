package dev.firebreak.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many more hostile connections than the server takes, of every kind, from one address and from many: others are answered all the same. */
class FloodTest {

    private static final int MAX = 600;
    private static final int PER_ADDRESS = 200;
    private static final int HOSTILE = 1_200;
    private static final int A_SECOND = 2_500;

    private static void waitFor(String what, java.util.function.BooleanSupplier is) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!is.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(is.getAsBoolean()).as(what).isTrue();
    }

    /** The sockets' own patience ends the test where nobody answers. Who loses its connection tries again, as browsers and our scripts do. */
    private static void isAnswered(Premises premises, String from) throws IOException {
        String answer = "";
        for (int i = 0; i < 3 && answer.isEmpty(); i++) {
            try (var raw = new Raw(premises.web.port(), from)) {
                raw.say("GET /health/live HTTP/1.1\nHost: x\nConnection: close\n\n");
                answer = raw.all();
            } catch (SocketException e) {
                answer = "";
            }
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "SILENT, false", "SILENT, true",
        "SLOW_HEAD, false", "SLOW_HEAD, true",
        "SLOW_FORM, false", "SLOW_FORM, true",
        "SLOW_SMALL_FORM, false", "SLOW_SMALL_FORM, true",
        "SLOW_BODY, false", "SLOW_BODY, true",
        "ANNOUNCED_BODY, false", "ANNOUNCED_BODY, true",
        "STREAM, false", "STREAM, true"
    })
    void others_are_answered_during_a_flood(Flood.Kind kind, boolean spread) throws Exception {
        try (var premises = Premises.with(Premises.limits(MAX, PER_ADDRESS))) {
            try (var flood = new Flood(premises.web.port(), kind, HOSTILE, A_SECOND, spread, "fb_" + "A".repeat(43))) {
                waitFor("the flood is there", () -> flood.opened() >= HOSTILE);
                for (int i = 0; i < 5; i++) {
                    isAnswered(premises, "127.0.0.1");
                    assertThat(premises.web.connections()).isLessThanOrEqualTo(MAX);
                }
            }
            waitFor("nothing is left of it", () -> premises.web.connections() <= 5 && premises.web.bodyBytes() == 0);
        }
    }

    @Test
    void one_address_cannot_take_more_than_its_share_and_its_oldest_go_first() throws Exception {
        try (var premises = Premises.with(Premises.limits(MAX, PER_ADDRESS))) {
            List<Raw> all = new ArrayList<>();
            try {
                for (int i = 0; i < PER_ADDRESS + 10; i++) {
                    all.add(new Raw(premises.web.port(), "127.0.0.2"));
                    if (i >= PER_ADDRESS - 1) {
                        // Who is answered was accepted after those before: they are open.
                        isAnswered(premises, "127.0.0.1");
                    }
                }
                // The connection of who was answered may still be closing.
                waitFor("no more than its share is open", () -> premises.web.connections() <= PER_ADDRESS + 1);
                for (int i = 0; i < 10; i++) {
                    assertThat(all.get(i).status()).as("the oldest were closed").isEqualTo(-1);
                }
                Raw newest = all.getLast();
                newest.say("GET /health/live HTTP/1.1\nHost: x\n\n");
                assertThat(newest.status()).as("the newest was not").isEqualTo(200);
            } finally {
                for (Raw raw : all) {
                    raw.close();
                }
            }
        }
    }

    @Test
    void what_is_reserved_is_for_addresses_that_have_few() throws Exception {
        try (var premises = Premises.with(Premises.limits(MAX, PER_ADDRESS))) {
            List<Raw> all = new ArrayList<>();
            try {
                for (int i = 0; i < 3 * PER_ADDRESS; i++) {
                    all.add(new Raw(premises.web.port(), "127.0.0." + (10 + i % 3)));
                }
                isAnswered(premises, "127.0.0.1");
                assertThat(premises.web.connections())
                        .as("three addresses leave the reserve alone")
                        .isBetween(MAX - MAX / 4 - 10, MAX - MAX / 4 + 1);
            } finally {
                for (Raw raw : all) {
                    raw.close();
                }
            }
        }
    }

    @Test
    void a_proxy_is_not_one_client() throws Exception {
        var settings = new WebServer.Settings(
                "127.0.0.1", 0, null, null, "https://fw.example.jp", true, Premises.limits(MAX, 20));
        try (var premises = new Premises(settings)) {
            List<Raw> all = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    all.add(new Raw(premises.web.port()).say("GET /health/live HTTP/1.1\nHost: x\n\n"));
                }
                for (Raw raw : all) {
                    assertThat(raw.status()).isEqualTo(200);
                }
            } finally {
                for (Raw raw : all) {
                    raw.close();
                }
            }
        }
    }
}
