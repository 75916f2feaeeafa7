package dev.firebreak.app.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Heard;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.Raw;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no route sees is refused, told and logged as what a route refuses; and no answer is lost in a connection that closes unsaid. */
class RequestPrecheckTest {

    private static Premises premises;
    private static String token;

    @BeforeAll
    static void open() {
        premises = new Premises();
        token = premises.site("Osaka");
    }

    @AfterAll
    static void close() {
        premises.close();
    }

    private static int port() {
        return premises.web.port();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # request line                                         | more                        | status
        GET /../../etc/passwd HTTP/1.1                         | X-A: 1                      | 400
        GET /api/v1/machines/%2e%2e/evidence HTTP/1.1          | X-A: 1                      | 400
        POST /api/v1/machines/..%2f..%2fx/evidence HTTP/1.1    | Content-Length: 0           | 400
        POST /api/v1/machines/PC1/evidence HTTP/1.1            | Content-Length: 10737418240 | 413
        POST /api/v1/machines/PC1/evidence HTTP/1.1            | Content-Length: +4          | 400
        NONSENSE                                               | X-A: 1                      | 400
        """)
    void what_no_route_sees_is_logged_and_told(String line, String more, int status) throws Exception {
        try (var heard = new Heard();
                var raw = new Raw(port())) {
            String answer = raw.say(line + "\nHost: x\nConnection: close\nAccept-Language: ja\n" + more + "\n\n")
                    .all();
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("Content-Security-Policy");
            if (line.contains("/api/") && more.indexOf('+') < 0) {
                assertThat(answer)
                        .contains("Content-Type: application/problem+json", "Content-Language: ja")
                        .contains("\"status\":" + status);
            }
            assertThat(heard.lines)
                    .anySatisfy(l -> assertThat(l).contains(" " + status + " 127.0.0.1 anyone refused: "))
                    .noneSatisfy(l -> assertThat(l).contains("\n"));
        }
    }

    @Test
    void a_slow_request_head_is_in_the_log() throws Exception {
        try (var heard = new Heard();
                var raw = new Raw(port())) {
            raw.say("GET / HTTP/1.1\nHost: x\nX-Slow: ");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            boolean open = true;
            while (open && System.nanoTime() < end) {
                Thread.sleep(200);
                premises.web.check();
                try {
                    raw.send(new byte[] {'x'});
                } catch (SocketException e) {
                    open = false;
                }
            }
            assertThat(heard.lines).anySatisfy(l -> assertThat(l).contains("127.0.0.1", "refused: a head in drops"));
        }
    }

    /** The body comes after the server has made up its mind: the answer is there, and the connection is as good as it says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v1/machines/PC1/evidence",
                "POST /api/v1/nowhere",
                "POST /machines",
                "POST /machine/retire",
                "DELETE /api/v1/test/viewer",
                "GET /health/live",
                "GET /sign-in",
                "POST /api/v1/test/anyone"
            })
    void an_answer_before_the_body_says_whether_the_connection_goes_on(String line) throws Exception {
        for (int length : new int[] {3, 300_000, 3_000_000}) {
            try (var raw = new Raw(port())) {
                raw.say(line + " HTTP/1.1\nHost: x\nContent-Type: text/plain\nContent-Length: " + length + "\n\n");
                Thread.sleep(100);
                // Half of a second's patience: it is taken although nobody wants it any more.
                for (int sent = 0; sent < length; sent += 100_000) {
                    raw.send(new byte[Math.min(100_000, length - sent)]);
                    Thread.sleep(sent < 500_000 ? 20 : 1);
                }
                Raw.Answer answer = raw.answer();
                assertThat(answer.status()).as(line).isBetween(200, 499);
                if (answer.head().toLowerCase(Locale.ROOT).contains("connection: close")) {
                    assertThat(raw.all()).isEmpty();
                } else {
                    raw.say("GET /health/live HTTP/1.1\nHost: x\nConnection: close\n\n");
                    assertThat(raw.all()).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    /** Java's own client sends on while it is refused, and loses an answer on a connection that breaks. */
    @Test
    void clients_that_send_on_find_their_answer() throws Exception {
        var browser = new Browser(premises.web.url());
        for (int i = 0; i < 30; i++) {
            for (int length : new int[] {3, Premises.LIMIT + 1, 5_000_000}) {
                HttpResponse<String> answer = browser.send(browser.request("/api/v1/machines/PC1/evidence")
                        .header("Authorization", "Bearer " + (length == 3 ? "wrong" : token))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[length]))
                        .build());
                assertThat(answer.statusCode()).isEqualTo(length == 3 ? 401 : 413);
            }
        }
    }

    @Test
    void a_refused_body_is_not_read_for_long() throws Exception {
        try (var raw = new Raw(port())) {
            raw.say("POST /api/v1/machines/PC1/evidence HTTP/1.1\nHost: x\nContent-Length: 10737418240\n\n");
            assertThat(raw.answer().status()).isEqualTo(413);
            long began = System.nanoTime();
            var block = new byte[1 << 20];
            int sent = 0;
            try {
                for (; sent < 1000; sent++) {
                    raw.send(block);
                }
            } catch (SocketException closed) {
                assertThat(closed).isNotNull();
            }
            assertThat(sent).as("of ten gigabytes").isLessThan(200);
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void a_request_without_its_body_is_answered() throws Exception {
        try (var raw = new Raw(port())) {
            raw.say("POST /api/v1/machines/PC1/evidence HTTP/1.1\nHost: x\nContent-Length: 3\n\n");
            Raw.Answer answer = raw.answer();
            assertThat(answer.status()).isIn(401, 408);
            assertThat(answer.head()).containsIgnoringCase("connection: close");
        }
        try (var raw = new Raw(port())) {
            raw.say("POST /api/v1/machines/PC1/evidence HTTP/1.1\nHost: x\nAuthorization: Bearer " + token
                    + "\nContent-Length: 3\n\nx=1");
            assertThat(raw.answer().status()).isEqualTo(200);
        }
    }
}
