package dev.firebreak.app.probe.smb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of servers that answer well and of servers that do not. */
class SmbProberTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2017-05-12T08:00:00Z"), ZoneOffset.UTC);

    private static SmbFinding probe(Responder responder, int millis) {
        return new SmbProber(CLOCK, Duration.ofMillis(millis)).probe(responder.target());
    }

    @ParameterizedTest
    @CsvSource({
        // session, tree, peek: verdict
        "0x00000000, 0x00000000, 0xC0000205, VULNERABLE",
        "0x00000000, 0x00000000, 0xC0000022, NOT_VULNERABLE",
        "0x00000000, 0x00000000, 0xC0000008, NOT_VULNERABLE",
        "0x00000000, 0x00000000, 0xC00000BB, UNKNOWN",
        "0x00000000, 0x00000000, 0xC0000002, UNKNOWN",
        "0x00000000, 0x00000000, 0xC000000D, UNKNOWN",
        "0x00000000, 0x00000000, 0x00000000, UNKNOWN",
        "0x00000000, 0x00000000, 0x00060001, UNKNOWN",
        "0x00000000, 0xC0000022, 0xC0000022, UNKNOWN",
        "0xC0000022, 0x00000000, 0xC0000022, UNKNOWN",
        "0xC000006D, 0x00000000, 0xC0000008, UNKNOWN"
    })
    void ms17010(String session, String tree, String peek, SmbPatch verdict) throws IOException {
        try (var responder =
                new Responder(Responder.windows(Long.decode(session), Long.decode(tree), Long.decode(peek)))) {
            SmbFinding finding = probe(responder, 5000);
            assertThat(finding.smb1().answered()).isTrue();
            assertThat(finding.smb1().patch()).isEqualTo(verdict);
            assertThat(finding.smb2().dialects()).isEmpty();
            assertThat(finding.connections())
                    .isEqualTo(responder.connections.get())
                    .isEqualTo(2);
            assertThat(finding.because()).extracting(Text::en).anyMatch(text -> text.contains("MS17-010"));
        }
    }

    @Test
    void a_server_tells_its_system() throws IOException {
        try (var responder = new Responder(Responder.windows(0, 0, 0xC0000205L))) {
            assertThat(probe(responder, 5000).host())
                    .isEqualTo(new SmbHost(
                            null,
                            "WORKGROUP",
                            null,
                            null,
                            "Windows 7 Professional 7601 Service Pack 1",
                            "Windows 7 Professional 6.1"));
        }
    }

    static Stream<Arguments> hostile() {
        byte[] garbage = new byte[5000];
        new Random(3).nextBytes(garbage);
        return Stream.of(
                named("closes at once", (in, out) -> {}),
                named("never answers", (in, out) -> Thread.sleep(60_000)),
                named("HTTP", (in, out) -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8))),
                named("garbage", (in, out) -> out.write(garbage)),
                named("endless zeros", (in, out) -> {
                    while (true) {
                        out.write(new byte[1 << 16]);
                    }
                }),
                named("endless keep-alives", (in, out) -> {
                    while (true) {
                        out.write(new byte[] {(byte) 0x85, 0, 0, 0});
                    }
                }),
                named(
                        "a length of 16 MiB",
                        (in, out) -> out.write(new byte[] {0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF})),
                named("a byte each 50 ms", (in, out) -> {
                    byte[] answer = Responder.reply(Responder.frame(in), 0, Responder.negotiated());
                    out.write(new byte[] {0, 0, 0, (byte) answer.length});
                    for (byte b : answer) {
                        out.write(b);
                        out.flush();
                        Thread.sleep(50);
                    }
                }),
                named("wrong magic", (in, out) -> {
                    byte[] answer = Responder.reply(Responder.frame(in), 0, Responder.negotiated());
                    answer[1] = 'X';
                    Responder.send(out, answer);
                }),
                named("an echo", (in, out) -> {
                    while (true) {
                        Responder.send(out, Responder.frame(in));
                    }
                }),
                named("an answer to another command", (in, out) -> {
                    byte[] answer = Responder.reply(Responder.frame(in), 0, Responder.negotiated());
                    answer[4] = 0x25;
                    answer[5] = 8;
                    answer[8] = (byte) 0xC0;
                    Responder.send(out, answer);
                }),
                named("another multiplex id", (in, out) -> {
                    byte[] answer = Responder.reply(Responder.frame(in), 0, Responder.negotiated());
                    answer[30] ^= 1;
                    Responder.send(out, answer);
                }));
    }

    private static Arguments named(String name, Responder.Behaviour behaviour) {
        return Arguments.of(name, behaviour);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    @Timeout(20)
    void a_server_with_malformed_answers_is_unknown(String name, Responder.Behaviour behaviour) throws IOException {
        try (var responder = new Responder(behaviour)) {
            SmbFinding finding = probe(responder, 300);
            assertThat(finding.answered()).isFalse();
            assertThat(finding.smb1()).isEqualTo(SmbFinding.Smb1.NOTHING);
            assertThat(finding.smb2()).isEqualTo(SmbFinding.Smb2.NOTHING);
            assertThat(finding.guest()).isNull();
            assertThat(finding.because()).isNotEmpty();
        }
    }

    /** An answer that is cut at any byte, or of which any byte is another, never throws; the cut one proves nothing green. */
    @Test
    @Timeout(60)
    void damaged_answers() throws IOException {
        var random = new Random(11);
        for (int i = 0; i < 300; i++) {
            int at = i;
            try (var responder = new Responder((in, out) -> {
                for (int answers = 0; ; answers++) {
                    byte[] asked = Responder.frame(in);
                    if (asked[0] != (byte) 0xFF) {
                        return;
                    }
                    byte[] whole = Responder.reply(
                            asked,
                            asked[4] == 0x25 ? 0xC0000205L : 0,
                            asked[4] == 0x72 ? Responder.negotiated() : new byte[40]);
                    if (at % 2 == 0 && answers == at / 2 % 4) {
                        whole = Arrays.copyOf(whole, random.nextInt(whole.length));
                    } else if (at % 2 == 1) {
                        whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
                    }
                    Responder.send(out, whole);
                }
            })) {
                SmbFinding finding = probe(responder, 200);
                assertThat(finding.smb1().patch()).isNotEqualTo(SmbPatch.NOT_VULNERABLE);
            }
        }
    }

    /** Headers of SMB2 that are right, with bodies that are not: no dialect is taken from them that was not offered, and nothing throws. */
    @Test
    @Timeout(60)
    void smb2_with_random_bodies() throws IOException {
        var random = new Random(17);
        for (int i = 0; i < 200; i++) {
            try (var responder = new Responder((in, out) -> {
                while (true) {
                    byte[] asked = Responder.frame(in);
                    if (asked[0] != (byte) 0xFE) {
                        return;
                    }
                    byte[] body = new byte[random.nextInt(200)];
                    random.nextBytes(body);
                    byte[] header = Arrays.copyOf(asked, 64);
                    header[16] = 1;
                    if (body.length > 6 && asked[12] == 0) {
                        body[0] = 65;
                        body[1] = 0;
                        body[4] = (byte) random.nextInt(256);
                        body[5] = (byte) (random.nextInt(2) + 2);
                    }
                    Responder.send(
                            out, new SmbMessage.Writer().raw(header).raw(body).bytes());
                }
            })) {
                SmbFinding finding = probe(responder, 200);
                assertThat(finding.smb1().patch()).isEqualTo(SmbPatch.UNKNOWN);
                assertThat(finding.smb1().answered()).isNotEqualTo(true);
            }
        }
    }

    @Test
    void a_closed_port_is_asked_once() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        SmbFinding finding =
                new SmbProber(CLOCK, Duration.ofSeconds(2)).probe(new SmbTarget("127.0.0.1", "127.0.0.1", port));
        assertThat(finding.connections()).isEqualTo(1);
        assertThat(finding.answered()).isFalse();
        assertThat(finding.smb1().answered()).isNull();
    }
}
