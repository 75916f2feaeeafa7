package dev.firebreak.app.capture.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.MailPartKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MailFormatsTest {

    private static final Charset JIS = Charset.forName("ISO-2022-JP");

    private static final String HEAD = """
            From: Sender <Sender@Example.com>
            To: sato@example.co.jp
            Date: Fri, 12 May 2017 08:12:10 +0900
            Message-ID: <1@example.com>
            MIME-Version: 1.0
            """;

    @Test
    void a_message_gives_its_sender_attachments_and_links() throws Exception {
        Outcome outcome = read(HEAD + """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/html; charset=utf-8

                <a href="http://bad.example/x?a=1&amp;b=2">click</a> and https://other.example.
                --b
                Content-Type: application/octet-stream; name="invoice.exe"
                Content-Disposition: attachment; filename="invoice.exe"
                Content-Transfer-Encoding: base64

                TVo=
                --b--
                """);
        assertThat(outcome.of(MailPartKind.SENDER)).containsExactly("sender@example.com");
        assertThat(outcome.of(MailPartKind.LINK))
                .containsExactly("http://bad.example/x?a=1&b=2", "https://other.example");
        assertThat(outcome.of(MailPartKind.ATTACHMENT)).containsExactly("invoice.exe");
        Event.MailPart attachment = outcome.parts().stream()
                .filter(p -> p.kind() == MailPartKind.ATTACHMENT)
                .findFirst()
                .orElseThrow();
        assertThat(attachment.contentType()).isEqualTo("application/octet-stream");
        assertThat(attachment.sha256()).isEqualTo(sha256("MZ".getBytes(StandardCharsets.US_ASCII)));
        assertThat(attachment.time()).hasToString("2017-05-11T23:12:10Z");
        assertThat(attachment.message()).isEqualTo("<1@example.com>");
        assertThat(outcome.problems()).isEmpty();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void japanese_names_are_read_in_every_way_they_are_written() throws IOException {
        String name = "請求書.exe";
        String rfc2231 = "filename*=utf-8''" + java.net.URLEncoder.encode(name, StandardCharsets.UTF_8);
        String parts2231 = "filename*0*=utf-8''" + java.net.URLEncoder.encode("請求", StandardCharsets.UTF_8)
                + ";\n filename*1*=" + java.net.URLEncoder.encode("書.exe", StandardCharsets.UTF_8);
        String rfc2047 =
                "filename=\"=?ISO-2022-JP?B?" + Base64.getEncoder().encodeToString(name.getBytes(JIS)) + "?=\"";
        for (String filename : List.of(rfc2231, parts2231, rfc2047)) {
            assertThat(read(HEAD + "Content-Type: application/octet-stream\nContent-Disposition: attachment; "
                                    + filename + "\n\nx\n")
                            .of(MailPartKind.ATTACHMENT))
                    .as(filename)
                    .containsExactly(name);
        }
        for (Charset charset : List.of(JIS, StandardCharsets.UTF_8, Charset.forName("windows-31j"))) {
            byte[] raw = (HEAD + "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\""
                            + name + "\"\n\nx\n")
                    .getBytes(charset);
            assertThat(read(raw).of(MailPartKind.ATTACHMENT)).as(charset.name()).containsExactly(name);
        }
    }

    @Test
    void a_message_within_a_message_is_read() throws IOException {
        String inner = HEAD.replace("\n", "\n") + "Content-Type: application/zip; name=inner.zip\n\nPK\n";
        assertThat(read(HEAD + "Content-Type: message/rfc822\n\n" + inner).of(MailPartKind.ATTACHMENT))
                .containsExactly("inner.zip");
    }

    @Test
    void nesting_without_end_is_cut_and_said() throws IOException {
        var message = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            message.append(HEAD).append("Content-Type: message/rfc822\n\n");
        }
        Outcome outcome = read(message.toString());
        assertThat(outcome.problems()).hasSize(1);
        assertThat(outcome.of(MailPartKind.SENDER)).hasSizeLessThan(40);
        var wide = new StringBuilder(HEAD).append("Content-Type: multipart/mixed; boundary=b\n\n");
        for (int i = 0; i < 3_000; i++) {
            wide.append("--b\nContent-Type: image/png; name=").append(i).append(".png\n\nx\n");
        }
        assertThat(read(wide + "--b--\n").of(MailPartKind.ATTACHMENT).size()).isBetween(900, 1_000);
    }

    @Test
    void an_mbox_is_read_message_by_message() throws IOException {
        String mbox = "From sender@example.com Fri May 12 08:12:10 2017\n" + HEAD
                + "\nbody http://a.example/\nFrom here on it is text\n\n"
                + "From x Fri May 12 08:12:11 2017\nFrom: b@example.com\nTo: c@example.com\n\nhttp://b.example/\n";
        Outcome outcome = read(mbox);
        assertThat(outcome.of(MailPartKind.SENDER)).containsExactly("sender@example.com", "b@example.com");
        assertThat(outcome.of(MailPartKind.LINK)).containsExactly("http://a.example/", "http://b.example/");
        assertThat(outcome.parts().getLast().time()).hasToString("2017-05-12T08:12:11Z");
        assertThat(outcome.parts().getLast().message()).isEqualTo("mail#2");
    }

    @Test
    void other_texts_are_no_mail() throws IOException {
        for (String text :
                List.of("Host Name: PC1\nOS Name: x\n", "HostName:PC1\nFrom: x\n", "From here\nto there\n", "{}")) {
            assertThat(format(text.getBytes(StandardCharsets.UTF_8))).as(text).isEmpty();
        }
    }

    @Test
    void a_damaged_message_never_throws() throws IOException {
        var random = new Random(3);
        byte[] whole = (HEAD
                        + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nhttp://a.example/=3D\n--b\n"
                        + "Content-Disposition: attachment; filename*0*=utf-8''%E8%AB; filename*1=x\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA\n--b--\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, round % 4 == 0 ? random.nextInt(whole.length) + 1 : whole.length);
            for (int i = 0; i < round % 6; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            for (EventFormat format : MailFormats.all()) {
                format.read(new ByteArrayInputStream(damaged), "mail", new Outcome());
            }
        }
    }

    /** 10,000 messages in bounded memory: each planted attachment and link is found, and no other. */
    @Test
    @Tag("long")
    void ten_thousand_generated_messages_give_what_was_planted() throws IOException {
        var random = new Random(5);
        var mbox = new ByteArrayOutputStream();
        List<String> planted = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String name = "fichier-請求-" + i + ".doc";
            if (i % 97 == 0) {
                name = "@WanaDecryptor@-" + i + ".exe";
                planted.add(name);
            }
            String encoded = switch (i % 3) {
                case 0 ->
                    "filename*=utf-8''"
                            + java.net.URLEncoder.encode(name, StandardCharsets.UTF_8)
                                    .replace("+", "%20");
                case 1 ->
                    "filename=\"=?ISO-2022-JP?B?" + Base64.getEncoder().encodeToString(name.getBytes(JIS)) + "?=\"";
                default -> "filename=\"" + name + "\"";
            };
            String body = "--b\nContent-Type: text/plain\n\nhttp://site-" + i
                    + ".example/\n--b\nContent-Disposition: attachment; " + encoded
                    + "\nContent-Transfer-Encoding: base64\n\n"
                    + Base64.getMimeEncoder().encodeToString(bytes(random, 2_000)) + "\n--b--\n";
            String message =
                    HEAD.replace("<1@", "<" + i + "@") + "Content-Type: multipart/mixed; boundary=b\n\n" + body;
            if (i % 11 == 0) {
                message = HEAD + "Content-Type: message/rfc822\n\n" + message;
            }
            if (i % 13 == 0) {
                message = message.replace("--b--\n", "");
            }
            mbox.writeBytes(("From s Fri May 12 08:12:10 2017\n" + message + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Outcome outcome = read(mbox.toByteArray());
        assertThat(outcome.parts().stream().map(Event.MailPart::message).distinct())
                .hasSize(10_000);
        assertThat(outcome.of(MailPartKind.LINK)).hasSize(10_000);
        assertThat(outcome.of(MailPartKind.ATTACHMENT)).hasSize(10_000);
        assertThat(outcome.of(MailPartKind.ATTACHMENT).stream().filter(n -> n.startsWith("@Wana")))
                .containsExactlyElementsOf(planted);
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Outcome read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome read(byte[] bytes) throws IOException {
        var outcome = new Outcome();
        format(bytes).orElseThrow().read(new ByteArrayInputStream(bytes), "mail", outcome);
        return outcome;
    }

    private static Optional<EventFormat> format(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, EventFormat.HEAD_BYTES));
        return MailFormats.all().stream().filter(f -> f.fits(head)).findFirst();
    }

    private static final class Outcome implements EventSink {

        private final List<Event.MailPart> parts = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        List<Event.MailPart> parts() {
            return parts;
        }

        List<Problem> problems() {
            return problems;
        }

        List<String> of(MailPartKind kind) {
            return parts.stream()
                    .filter(p -> p.kind() == kind)
                    .map(Event.MailPart::value)
                    .toList();
        }

        @Override
        public void event(Event event) {
            parts.add((Event.MailPart) event);
        }

        @Override
        public void problem(Problem problem) {
            problems.add(problem);
        }
    }
}
