package dev.firebreak.app.sinkhole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpHeadTest {

    private static final Instant NOW = Instant.parse("2017-05-14T09:00:00Z");

    private static HttpHead parse(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int end = HttpHead.end(bytes, 0);
        return HttpHead.parse(bytes, end < 0 ? bytes.length : end);
    }

    private final HttpAnswers answers =
            new HttpAnswers(new ShippedKnowledge().indicators(), NetworkSegments.usual(), () -> NOW);

    private SinkholeCall call(HttpHead head) throws IOException {
        return answers.call(head, InetAddress.getByName("10.1.2.3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # request                                                          | method | target      | host         | agent    | via
        GET / HTTP/1.1~Host: www.a.example~~                               | GET    | /           | www.a.example|          |
        GET / HTTP/1.0~Host: WWW.a.example:80~User-Agent: x y~~            | GET    | /           | WWW.a.example| x y      |
        GET http://a.example/p?q HTTP/1.1~Host: b.example~Via: 1.1 px~~    | GET    | /p?q        | a.example    |          | 1.1 px
        GET http://a.example HTTP/1.1~~                                    | GET    | /           | a.example    |          |
        POST /x HTTP/1.1~HOST:a.example~X-Forwarded-For: 10.9.9.9~~        | POST   | /x          | a.example    |          | 10.9.9.9
        BREW / HTTP/1.1~Host: [::1]:80~~                                   | BREW   | /           | [::1]        |          |
        GET /~~                                                            | GET    | /           | ``           |          |
        GET / HTTP/1.1~Host: a.example~Host: b.example~~                   | -      | /           | a.example    |          |
        GET / HTTP/1.1~Host : a.example~~                                  | -      | /           | ``           |          |
        GET / HTTP/1.1~no colon~Host: a.example~~                          | -      | /           | a.example    |          |
        hello                                                              | -      | hello       | ``           |          |
        GET  / HTTP/1.1~Host: a.example~~                                  | -      | GET  / HTTP/1.1 | a.example |         |
        """)
    void a_head_is_read_whatever_it_is(
            String text, String method, String target, String host, String agent, String via) {
        HttpHead head = parse(text.replace("~", "\r\n"));
        assertThat(head).isEqualTo(new HttpHead(method, target, host, agent, via, method.equals("-")));
        assertThat(parse(text.replace("~", "\n"))).isEqualTo(head);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com       | wannacry-killswitch
        WWW.IuqErfsodp9ifjaposdfjhgosurijfaewrwergwea.com.:80   | wannacry-killswitch
        iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.evil.test |
        10.1.2.3                                                |
        """)
    void the_host_decides_which_indicator_it_is(String host, String indicator) throws IOException {
        SinkholeCall call = call(parse("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        assertThat(call.indicator()).isEqualTo(indicator);
    }

    @Test
    void a_probe_gets_a_receipt_and_nobody_else_does() throws IOException {
        HttpHead head = parse("GET / HTTP/1.1\r\nHost: a\r\n"
                + "User-Agent: Firebreak-Probe/1 (nonce=0123456789abcdef0123456789abcdef)\r\n\r\n");
        SinkholeCall call = call(head);
        assertThat(call.nonce()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(new String(answers.answer(head, call), UTF_8))
                .contains("\r\nFirebreak-Sinkhole: nonce=0123456789abcdef0123456789abcdef; source=10.1.2.3\r\n");
        HttpHead other = parse("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Firebreak-Probe/1 (nonce=0123)\r\n\r\n");
        assertThat(call(other).nonce()).isNull();
        assertThat(new String(answers.answer(other, call(other)), UTF_8)).doesNotContain("Firebreak-Sinkhole");
    }

    /** Known only once it is in the log, and only to who names its nonce. */
    @Test
    void a_logged_probe_can_be_asked_for() throws IOException {
        String nonce = "0123456789abcdef0123456789abcdef";
        HttpHead probe =
                parse("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Firebreak-Probe/1 (nonce=" + nonce + ")\r\n\r\n");
        SinkholeCall sent = call(probe);
        HttpHead question = parse("GET /firebreak-probes/" + nonce + " HTTP/1.1\r\nHost: 10.9.9.9\r\n\r\n");
        SinkholeCall asking = call(question);
        assertThat(asking.nonce()).isNull();
        assertThat(asking.indicator()).isNull();
        assertThat(new String(answers.answer(question, asking), UTF_8))
                .contains("\r\nFirebreak-Sinkhole-Seen: nonce=" + nonce + "; sources=\r\n");
        answers.logged(sent);
        assertThat(new String(answers.answer(question, asking), UTF_8))
                .contains("\r\nFirebreak-Sinkhole-Seen: nonce=" + nonce + "; sources=10.1.2.3\r\n");
        HttpHead other = parse("GET /firebreak-probes/ HTTP/1.1\r\nHost: 10.9.9.9\r\n\r\n");
        assertThat(new String(answers.answer(other, call(other)), UTF_8)).doesNotContain("Firebreak-Sinkhole");
    }

    @Test
    void nothing_that_was_sent_is_in_the_answer() throws IOException {
        HttpHead head = parse("GET /<script>1</script> HTTP/1.1\r\nHost: <b>x</b>\r\nUser-Agent: <i>\r\n\r\n");
        assertThat(new String(answers.answer(head, call(head)), UTF_8))
                .doesNotContain("<script>")
                .doesNotContain("<b>")
                .contains("does not replace the security update")
                .contains("更新プログラム");
    }

    @Test
    void no_bytes_harm_it_and_each_call_stays_one_harmless_line() throws IOException {
        var random = new Random(20170512);
        byte[] whole = ("GET /a?b HTTP/1.1\r\nHost: www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com\r\n"
                        + "User-Agent: \u001b[2Jx\u0007\",\"indicator\":null}\u0085{\r\nVia: 1.1 a\r\n\r\n")
                .getBytes(ISO_8859_1);
        for (int i = 0; i < 3_000; i++) {
            byte[] head = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 9000));
            for (int flips = random.nextInt(8); flips > 0 && head.length > 0; flips--) {
                head[random.nextInt(head.length)] = (byte) random.nextInt(256);
            }
            int end = HttpHead.end(head, 0);
            SinkholeCall call = call(HttpHead.parse(head, end < 0 ? head.length : end));
            byte[] line = CallLines.line(call);
            String text = new String(line, UTF_8);
            assertThat(text.codePoints()
                            .filter(c -> c < ' ' || c >= 0x7F && c < 0xA0)
                            .toArray())
                    .containsExactly('\n');
            assertThat(line.length).isLessThan(1 << 15);
            assertThat(CallLines.read(line, 0, line.length - 1)).contains(call);
        }
    }
}
