package dev.firebreak.app.probe.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.killswitch.ProbeNonce;
import dev.firebreak.core.watch.killswitch.ProxyObservation;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import dev.firebreak.core.watch.killswitch.WebObservation;
import dev.firebreak.core.watch.killswitch.WebObservation.Answer;
import dev.firebreak.core.watch.killswitch.WebObservation.Connect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worm's request: what it looks like on the wire, and what each kind of answer is taken for. */
class WormRequestTest {

    private static final ProbeTimes SHORT = new ProbeTimes(300, 300, 300);
    private static final String NONCE = "0123456789abcdef0123456789abcdef";
    private static final String LOCAL = "127.0.0.1";

    private final ScriptedNetwork network = new ScriptedNetwork();

    @AfterEach
    void close() {
        network.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        HTTP/1.1 200 OK~~                                          | HTTP     | 200
        HTTP/1.0 404 Not Found~Content-Length: 0~~                 | HTTP     | 404
        HTTP/1.1 503~~                                             | HTTP     | 503
        HTTP/1.1 407 Proxy Authentication Required~~               | HTTP     | 407
        HTTP/2 200~~                                               | HTTP     | 200
        HTTP/1.1 100 Continue~~HTTP/1.1 204 No Content~~           | HTTP     | 204
        HTTP/1.1 200 OK~X: y                                       | CLOSED   | 0
        HTTP/1.1 2                                                 | CLOSED   | 0
        HTTP/1.1 100 Continue~~                                    | CLOSED   | 0
        HTTP/1.1 OK~~                                              | NOT_HTTP | 0
        SSH-2.0-OpenSSH_7.4~                                       | NOT_HTTP | 0
        <html></html>                                              | NOT_HTTP | 0
        """)
    void answers(String answer, Answer expected, int status) throws IOException {
        int port = network.http(answer.replace("~", "\r\n"));
        WebObservation observation = new WormRequest("www.a.test", port, SHORT).direct(LOCAL, NONCE);
        assertThat(observation.connect()).isEqualTo(Connect.OPEN);
        assertThat(observation.answer()).isEqualTo(expected);
        assertThat(observation.status()).isEqualTo(status);
        assertThat(observation.local()).isEqualTo(LOCAL);
    }

    @Test
    void silence_and_a_slow_sender_end_in_time() throws IOException {
        int silent = network.listen(0, (in, out, socket) -> Thread.sleep(5_000));
        int slow = network.listen(0, (in, out, socket) -> {
            for (byte b : "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
                out.write(b);
                Thread.sleep(100);
            }
        });
        int closing = network.listen(0, (in, out, socket) -> {
            ScriptedNetwork.head(in);
            socket.setSoLinger(true, 0);
        });
        assertThat(direct(silent).answer()).isEqualTo(Answer.TIMEOUT);
        assertThat(direct(slow).answer()).isEqualTo(Answer.TIMEOUT);
        assertThat(direct(closing).answer()).isEqualTo(Answer.CLOSED);
    }

    @Test
    void endless_headers_are_no_answer() throws IOException {
        int endless = network.listen(0, (in, out, socket) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X-Filler: filler filler filler filler\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertThat(new WormRequest("www.a.test", endless, new ProbeTimes(300, 300, 5_000))
                        .direct(LOCAL, NONCE)
                        .answer())
                .isEqualTo(Answer.FAILED);
    }

    @Test
    void a_port_without_a_listener_is_refused() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThat(direct(port).connect()).isEqualTo(Connect.REFUSED);
    }

    @Test
    void the_request_is_the_worms_with_a_nonce() throws Exception {
        var seen = new CompletableFuture<String>();
        int port = network.listen(0, (in, out, socket) -> seen.complete(ScriptedNetwork.head(in)));
        direct(port);
        assertThat(seen.get(5, TimeUnit.SECONDS))
                .startsWith("GET / HTTP/1.1\r\nHost: www.a.test:" + port + "\r\n")
                .contains("User-Agent: " + ProbeNonce.agent(NONCE) + "\r\n", "Cache-Control: no-cache\r\n");
    }

    @Test
    void a_receipt_and_traces_of_proxies_are_read() throws IOException {
        int port = network.http(
                "HTTP/1.1 302 Found\r\nVia: 1.1 gate (squid\u001B[31m)\r\nX-Cache: MISS from gate\r\nLocation: http://login/\r\n"
                        + "firebreak-sinkhole: " + new SinkholeReceipt(NONCE, "10.1.2.3").header() + "\r\n\r\n");
        WebObservation observation = direct(port);
        assertThat(observation.receipt()).isEqualTo(new SinkholeReceipt(NONCE, "10.1.2.3"));
        assertThat(observation.traces())
                .hasSize(3)
                .allSatisfy(t -> assertThat(t).doesNotContain("\u001B"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        HTTP/1.1 200 OK~~          | ANSWERED | 200
        HTTP/1.1 503 No~~          | REFUSED  | 503
        HTTP/1.1 407 Sign in~~     | REFUSED  | 407
        nonsense                   | NONE     | 0
        """)
    void a_proxy_is_asked_by_the_whole_address(String answer, ProxyObservation.Outcome outcome, int status)
            throws Exception {
        var seen = new CompletableFuture<String>();
        int port = network.listen(0, (in, out, socket) -> {
            seen.complete(ScriptedNetwork.head(in));
            out.write(answer.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
        });
        ProxyObservation observation = new WormRequest("www.a.test", 80, SHORT)
                .by(new HostAndPort("localhost", port), ProxyObservation.Kind.EXPLICIT, NONCE);
        assertThat(observation.outcome()).isEqualTo(outcome);
        assertThat(observation.status()).isEqualTo(status);
        assertThat(seen.get(5, TimeUnit.SECONDS)).startsWith("GET http://www.a.test/ HTTP/1.1\r\nHost: www.a.test\r\n");
    }

    /** Whatever bytes come instead of a head, the worst that happens is an {@code IOException}; a status is one of HTTP. */
    @Test
    void mutated_heads_are_read_or_refused() {
        var random = new Random(20_170_512);
        byte[] good = ("HTTP/1.1 200 OK\r\nVia: 1.1 gate\r\nX: y\r\n" + SinkholeReceipt.HEADER + ": "
                        + new SinkholeReceipt(NONCE, LOCAL).header() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 5_000; i++) {
            byte[] head = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = random.nextInt(5); j > 0 && head.length > 0; j--) {
                head[random.nextInt(head.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(AnswerHead.read(new ByteArrayInputStream(head)).status())
                        .isBetween(101, 999);
            } catch (IOException _) {
                // refused
            }
        }
    }

    private static WebObservation direct(int port) {
        return new WormRequest("www.a.test", port, SHORT).direct(LOCAL, NONCE);
    }
}
