package dev.firebreak.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to break the server, over real sockets: refused, harmless, and the next honest request is answered. */
class HostileRequestsTest {

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

    private static String head(String machine, String... more) {
        return "POST /api/v1/machines/" + machine + "/evidence HTTP/1.1\nHost: x\nAuthorization: Bearer " + token + "\n"
                + String.join("\n", more) + "\n\n";
    }

    private static HttpResponse<String> send(byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(premises.web.url() + "/api/v1/machines/PC1/evidence"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Browser.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzip(byte[] plain, int times) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                gzip.write(plain);
            }
        }
        return out.toByteArray();
    }

    @Test
    void an_honest_body_arrives_packed_or_not() throws Exception {
        byte[] text = "Host Name: PC1\n".repeat(1000).getBytes(UTF_8);
        assertThat(send(text).body()).isEqualTo("3 15000");
        assertThat(send(gzip(text, 1), "Content-Encoding", "gzip").body()).isEqualTo("3 15000");
        assertThat(send(gzip(text, 1)).body()).as("a .gz as it is").isEqualTo("3 15000");
        assertThat(send(gzip(text, 1), "Content-Type", "application/gzip").body())
                .isEqualTo("3 15000");
        assertThat(send(new byte[] {0x1f}).body()).isEqualTo("3 1");
        assertThat(send(new byte[0]).body()).isEqualTo("3 0");
        assertThat(send(new byte[Premises.LIMIT]).statusCode()).isEqualTo(200);
        assertThat(send(new byte[Premises.LIMIT + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void ten_gigabytes_are_refused_unread() throws Exception {
        for (String length : List.of("10737418240", "2097152", "9223372036854775807")) {
            Instant began = Instant.now();
            try (var raw = new Raw(port())) {
                assertThat(raw.say(head("PC1", "Content-Length: " + length)).status())
                        .isEqualTo(413);
            }
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(1));
        }
        try (var raw = new Raw(port())) {
            assertThat(raw.say(head("PC1", "Content-Length: 99999999999999999999"))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void chunks_without_end_are_cut_off() throws Exception {
        try (var raw = new Raw(port())) {
            raw.say(head("PC1", "Transfer-Encoding: chunked"));
            byte[] chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(UTF_8);
            int sent = 0;
            try {
                while (sent < 1000) {
                    raw.send(chunk);
                    sent++;
                }
            } catch (SocketException closed) {
                assertThat(closed).isNotNull();
            }
            assertThat(sent).as("64 MiB are never taken").isLessThan(1000);
        }
        try (var raw = new Raw(port())) {
            raw.say(head("PC1", "Transfer-Encoding: chunked"));
            for (int i = 0; i < 17; i++) {
                raw.send(("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(UTF_8));
            }
            assertThat(raw.status()).isEqualTo(413);
        }
    }

    @Test
    void a_bomb_is_refused() throws Exception {
        assertThat(send(gzip(new byte[1 << 20], 64), "Content-Encoding", "gzip").statusCode())
                .isEqualTo(413);
        assertThat(send(gzip(gzip(new byte[1 << 20], 64), 1), "Content-Encoding", "gzip, gzip")
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(gzip(new byte[1 << 20], 64)).statusCode())
                .as("also where nobody says that it is packed")
                .isEqualTo(413);
        byte[] broken = gzip(new byte[100], 1);
        assertThat(send(java.util.Arrays.copyOf(broken, broken.length - 5), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("not gzip".getBytes(UTF_8), "Content-Encoding", "gzip").statusCode())
                .isEqualTo(400);
        assertThat(send(new byte[10], "Content-Encoding", "br").statusCode()).isEqualTo(415);
    }

    @Test
    void a_sender_of_one_byte_a_second_is_disconnected() throws Exception {
        try (var raw = new Raw(port())) {
            raw.say(head("PC1", "Content-Length: 1000"));
            Instant began = Instant.now();
            Thread drip = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 60; i++) {
                        raw.send(new byte[] {'x'});
                        Thread.sleep(300);
                    }
                } catch (IOException | InterruptedException e) {
                    return;
                }
            });
            assertThat(raw.status()).isEqualTo(408);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(8));
            drip.interrupt();
        }
    }

    @Test
    void a_sender_that_stops_is_disconnected() throws Exception {
        try (var raw = new Raw(port())) {
            assertThat(raw.say(head("PC1", "Content-Length: 1000") + "half").status())
                    .isIn(408, -1);
        }
        try (var raw = new Raw(port())) {
            assertThat(raw.say("GET / HTTP/1.1\nHost: x\nX-Slow: ").status()).isIn(408, 400, -1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\nHost: x\nX-Slow: "})
    void a_request_head_sent_too_slowly_is_closed(String before) throws Exception {
        try (var raw = new Raw(port())) {
            raw.say(before.isEmpty() ? "GET /" : before);
            Instant began = Instant.now();
            boolean closed = false;
            while (!closed && Duration.between(began, Instant.now()).toSeconds() < 10) {
                Thread.sleep(300);
                premises.web.check();
                try {
                    raw.send(new byte[] {'x'});
                } catch (SocketException e) {
                    closed = true;
                }
            }
            assertThat(closed).isTrue();
        }
        assertThat(send("x".getBytes(UTF_8)).statusCode()).isEqualTo(200);
    }

    @Test
    void two_hundred_slow_senders_do_not_delay_others() throws Exception {
        List<Raw> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new Raw(port()).say(head("PC1", "Content-Length: 1000") + "h"));
            }
            Instant began = Instant.now();
            assertThat(send("x".getBytes(UTF_8)).statusCode()).isEqualTo(200);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
        } finally {
            for (Raw raw : slow) {
                raw.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        # a path                                         | status
        /assets/../../../../etc/passwd                   | 400
        /assets/..%2f..%2fetc/passwd                     | 400
        /assets/%2e%2e/%2e%2e/etc/passwd                 | 400
        /assets/..;/..;/WEB-INF/web.xml                  | 400
        /assets/..%5c..%5cboot.ini                       | 400
        /assets/                                         | 404
        /assets/page.css/..                              | 404
        /webjars/echarts/5.5.0/package.json              | 404
        /webjars/                                        | 404
        /%00                                             | 400
        //evil.example/%2e%2e                            | 400
        /a%                                              | 400
        /api/v1/../../accounts                           | 404
        """)
    void a_path_outside_the_site_is_not_served(String path, int status) throws Exception {
        try (var raw = new Raw(port())) {
            String answer = raw.say("GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n")
                    .all();
            assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("root:");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\nContent-Length: 4",
                "Content-Length: 4\nContent-Length: 5",
                "Content-Length: 4, 5",
                "Content-Length: +4",
                "Content-Length: 0x4",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\n chunked",
                "Content-Length : 4"
            })
    void a_second_request_cannot_be_smuggled(String headers) throws Exception {
        try (var raw = new Raw(port())) {
            String answer = raw.say(head("PC1", headers) + "0\n\nGET /smuggled HTTP/1.1\nHost: x\n\n")
                    .all();
            assertThat(answer).matches("(?s)HTTP/1.1 (400|501|415).*");
            assertThat(answer.split("HTTP/1\\.1 ", -1))
                    .as("one answer, then the end")
                    .hasSize(2);
        }
    }

    @Test
    void heads_have_a_limit() throws Exception {
        try (var raw = new Raw(port())) {
            assertThat(raw.say("GET / HTTP/1.1\nHost: x\nX-Big: " + "a".repeat(20_000) + "\n\n")
                            .status())
                    .isEqualTo(431);
        }
        try (var raw = new Raw(port())) {
            assertThat(raw.say("GET /" + "a".repeat(20_000) + " HTTP/1.1\nHost: x\n\n")
                            .status())
                    .isIn(414, 431);
        }
        try (var raw = new Raw(port())) {
            assertThat(raw.say("GET / HTTP/1.1\n\n").status()).as("no host").isEqualTo(400);
        }
        try (var raw = new Raw(port())) {
            String answer = raw.say("\u0000\u0001\u0002 nonsense\n\n").all();
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("Content-Security-Policy")
                    .doesNotContain("Jetty");
        }
    }

    @Test
    void a_name_with_script_in_it_is_harmless() throws Exception {
        String name = "%3Cscript%3Ealert(1)%3C!--";
        try (var raw = new Raw(port())) {
            String answer = raw.say(head(name, "Content-Length: 1", "Connection: close") + "x")
                    .all();
            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("<script");
        }
        for (String path : List.of("/" + name, "/api/v1/" + name, "/machines?q=" + name, "/sign-in?back=/" + name)) {
            try (var raw = new Raw(port())) {
                String answer = raw.say("GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n")
                        .all();
                assertThat(answer)
                        .doesNotContain("<script>alert")
                        .contains("Content-Security-Policy: default-src 'none'");
            }
        }
    }

    @Test
    void a_large_form_or_one_of_many_parts_is_refused_before_it_is_read() throws Exception {
        for (String type : List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            try (var raw = new Raw(port())) {
                assertThat(raw.say("POST /sign-in HTTP/1.1\nHost: x\nContent-Type: " + type
                                        + "\nContent-Length: 1000000\n\n")
                                .status())
                        .isIn(413, 415);
            }
        }
        try (var raw = new Raw(port())) {
            raw.say("POST /sign-in HTTP/1.1\nHost: x\nContent-Type: application/x-www-form-urlencoded\n"
                    + "Transfer-Encoding: chunked\n\n");
            for (int i = 0; i < 3; i++) {
                raw.send(("8000\r\n" + "x".repeat(32_768) + "\r\n").getBytes(UTF_8));
            }
            raw.say("0\n\n");
            assertThat(raw.status()).isEqualTo(413);
        }
    }
}
