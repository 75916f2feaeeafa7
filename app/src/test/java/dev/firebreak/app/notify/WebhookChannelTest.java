package dev.firebreak.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.text.Language;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookChannelTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000));

    private final HttpClient client = WebhookChannel.client();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.shutdownNow();
    }

    @Test
    void posts_json_signed_over_time_and_body() throws Exception {
        server.createContext("/hook", exchange -> answer(exchange, 204));
        webhook("/hook", new Secret("shared key"), false).send(Parcels.japanese("id-1"));
        JsonNode json = new JsonMapper().readTree(bodies.getFirst());
        assertThat(json.path("schema").asString()).isEqualTo("firebreak.notice/1");
        assertThat(json.path("id").asString()).isEqualTo("id-1");
        assertThat(json.path("audience").asString()).isEqualTo("administrators");
        assertThat(json.path("subject").asString()).contains("再び未適用 3 台");
        assertThat(json.path("figures").path("vulnerable_again").asInt()).isEqualTo(3);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("shared key".getBytes(UTF_8), "HmacSHA256"));
        String hex = HexFormat.of().formatHex(mac.doFinal(("1795000000." + bodies.getFirst()).getBytes(UTF_8)));
        assertThat(signatures).containsExactly("t=1795000000,v1=" + hex);
    }

    @ParameterizedTest
    @CsvSource({
        "400,true",
        "401,true",
        "404,true",
        "410,true",
        "301,true",
        "307,true",
        "408,false",
        "429,false",
        "500,false",
        "503,false"
    })
    void what_would_be_refused_again_does_not_hold_up_the_rest(int status, boolean forGood) {
        server.createContext("/hook", exchange -> answer(exchange, status));
        DeliveryFailure why = fails(webhook("/hook", null, false));
        assertThat(why.isForGood()).isEqualTo(forGood);
        assertThat(why.why().ja()).contains(Integer.toString(status));
    }

    @Test
    void a_redirect_is_not_followed() {
        server.createContext("/elsewhere", exchange -> answer(exchange, 200));
        server.createContext("/hook", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            answer(exchange, 302);
        });
        fails(webhook("/hook", new Secret("k"), false));
        assertThat(bodies).hasSize(1);
    }

    @Test
    void a_webhook_that_does_not_answer_is_given_up() {
        server.createContext("/hook", exchange -> {
            try {
                Thread.sleep(3_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long begin = System.nanoTime();
        assertThat(fails(webhook("/hook", null, false)).isForGood()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2_500));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # what the other side sends, then hangs up             | taken
            -                                                      | false
            HTTP/1.1                                               | false
            SSH-2.0-OpenSSH_9.2                                    | false
            HTTP/1.1 200 OK;;Content-Length: 1000;;;;half          | true
            HTTP/1.1 500 No;;Content-Length: 1000;;;;half          | false
            """)
    void half_answers(@Nullable String bytes, boolean taken) throws Exception {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var ignored = new Listening(listener, bytes == null ? "" : bytes.replace(";;", "\r\n"))) {
            var hook = new WebhookChannel(
                    hook(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"), null, false), client, CLOCK);
            if (taken) {
                hook.send(Parcels.japanese("id"));
            } else {
                assertThat(fails(hook).isForGood()).isFalse();
            }
        }
    }

    @Test
    void an_endless_answer_is_not_read() throws Exception {
        var gone = new AtomicBoolean();
        server.createContext("/hook", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (long i = 0; i < 10_000_000; i++) {
                    out.write(new byte[65_536]);
                }
            } catch (IOException e) {
                gone.set(true);
            }
        });
        webhook("/hook", null, false).send(Parcels.japanese("id"));
        Waiting.until(gone::get);
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254,true",
        "169.254.0.1,true",
        "fe80::1,true",
        "::ffff:169.254.169.254,true",
        "64:ff9b::a9fe:a9fe,true",
        "fd00:ec2::254,true",
        "100.100.100.200,true",
        "0.0.0.0,true",
        "10.1.2.3,false",
        "127.0.0.1,false",
        "192.168.1.1,false"
    })
    void metadata_addresses(String address, boolean refused) throws Exception {
        assertThat(WebhookChannel.isMetadata(InetAddress.ofLiteral(address))).isEqualTo(refused);
    }

    @Test
    void a_metadata_address_is_refused_before_anything_is_sent() {
        var hook = new WebhookChannel(hook(URI.create("http://169.254.169.254/latest/"), null, false), client, CLOCK);
        DeliveryFailure why = fails(hook);
        assertThat(why.isForGood()).isTrue();
        assertThat(why.why().en()).contains("allowLinkLocal");
    }

    private WebhookChannel webhook(String path, @Nullable Secret secret, boolean linkLocal) {
        return new WebhookChannel(
                hook(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), secret, linkLocal),
                client,
                CLOCK);
    }

    private static NoticeSettings.Webhook hook(URI uri, @Nullable Secret secret, boolean linkLocal) {
        return new NoticeSettings.Webhook(
                "chat", uri, EnumSet.allOf(Audience.class), Language.JA, secret, Duration.ofSeconds(1), linkLocal);
    }

    private static DeliveryFailure fails(WebhookChannel hook) {
        return catchThrowableOfType(DeliveryFailure.class, () -> hook.send(Parcels.japanese("id")));
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String signature = exchange.getRequestHeaders().getFirst("Firebreak-Signature");
        if (signature != null) {
            signatures.add(signature);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Answers whoever comes with the same bytes and hangs up. */
    private record Listening(ServerSocket socket, Thread thread) implements AutoCloseable {
        Listening(ServerSocket socket, String bytes) {
            this(socket, Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try (Socket one = socket.accept()) {
                        one.getInputStream().read(new byte[65_536]);
                        one.getOutputStream().write(bytes.getBytes(UTF_8));
                    } catch (IOException e) {
                        return;
                    }
                }
            }));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
