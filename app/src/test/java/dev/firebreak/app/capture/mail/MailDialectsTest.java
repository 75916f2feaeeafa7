package dev.firebreak.app.capture.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.MailPartKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same attachment and the same link in each form in which programs write them, and in forms that only attackers write. */
class MailDialectsTest {

    private static final String HEAD =
            "From: a@example.com\r\nSubject: x\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n";

    private static final String FILE = "Content-Type: application/octet-stream; name=\"task.exe\"\r\n\r\nMZ";

    private static String mixed(String part) {
        return HEAD
                + "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nhello\r\n--B\r\n"
                + part + "\r\n--B--\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=\"task.exe\"",
                "NAME = \"task.exe\"",
                "name=task.exe",
                "name*0=ta;\r\n name*1=sk; name*2=.exe",
                "name*1*=sk.exe;\r\n name*0*=us-ascii'en'%74a",
                "name*=unknown-charset''%74ask.exe",
                "name=\"=?UTF-8?B?dGE=?=\r\n =?UTF-8?Q?sk=2Eexe?=\"",
                "name=\"=?ISO-8859-1*en?Q?task=2Eexe?=\"",
                "name=\"=?X-NOBODY?B?dGFzay5leGU?=\""
            })
    void a_name(String parameter) throws IOException {
        String part = "Content-Type: application/octet-stream; " + parameter + "\r\n\r\nMZ";
        assertThat(of(mixed(part), MailPartKind.ATTACHMENT)).containsExactly("task.exe");
    }

    /** The bytes of one character stand in two encoded words. */
    @Test
    void a_name_whose_characters_are_cut() throws IOException {
        byte[] name = "請求書.exe".getBytes(StandardCharsets.UTF_8);
        Base64.Encoder encoder = Base64.getEncoder();
        String words = "=?UTF-8?B?" + encoder.encodeToString(java.util.Arrays.copyOf(name, 4)) + "?= =?utf-8?B?"
                + encoder.encodeToString(java.util.Arrays.copyOfRange(name, 4, name.length)) + "?=";
        String part = "Content-Type: application/octet-stream; name=\"" + words + "\"\r\n\r\nMZ";
        assertThat(of(mixed(part), MailPartKind.ATTACHMENT)).containsExactly("請求書.exe");
    }

    @Test
    void a_message_within_a_message_however_it_is_packed() throws IOException {
        String inner = mixed(FILE).replace("=B", "=C").replace("--B", "--C");
        String coded = Base64.getMimeEncoder().encodeToString(inner.getBytes(StandardCharsets.US_ASCII));
        for (String part : List.of(
                "Content-Type: message/rfc822\r\n\r\n" + inner,
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded,
                "Content-Type: application/octet-stream; name=fwd.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + coded)) {
            assertThat(of(mixed(part), MailPartKind.ATTACHMENT)).as(part).contains("task.exe");
        }
        String digest =
                HEAD + "Content-Type: multipart/digest; boundary=D\r\n\r\n--D\r\n\r\n" + inner + "\r\n--D--\r\n";
        assertThat(of(digest, MailPartKind.ATTACHMENT)).contains("task.exe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed; boundary=OTHER",
                "multipart/mixed",
            })
    void parts_that_cannot_be_told_apart_still_name_their_files(String type) throws IOException {
        String mail = mixed(FILE).replace("multipart/mixed; boundary=B", type);
        assertThat(of(mail, MailPartKind.ATTACHMENT)).contains("task.exe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "\r\n", "\n\n", ""})
    void what_stands_before_the_header(String before) throws IOException {
        assertThat(of(before + mixed(FILE), MailPartKind.ATTACHMENT)).containsExactly("task.exe");
    }

    @Test
    void a_file_in_the_text_itself() throws Exception {
        String mail = HEAD + "\r\nbegin at the beginning\r\nbegin 644 task.exe\r\n\"35H\r\n`\r\nend\r\n";
        List<Event.MailPart> parts = read(mail).stream()
                .filter(p -> p.kind() == MailPartKind.ATTACHMENT)
                .toList();
        assertThat(parts).extracting(Event.MailPart::value).containsExactly("task.exe");
        assertThat(parts.getFirst().sha256()).isEqualTo(sha256("MZ"));
    }

    @Test
    void files_in_outlooks_own_packing() throws Exception {
        ByteBuffer properties = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = "a long name.exe\0".getBytes(StandardCharsets.UTF_16LE);
        properties.putInt(1).putInt(0x3707_001F).putInt(1).putInt(name.length).put(name);
        byte[] packed = ByteBuffer.allocate(300)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x223E_9F78)
                .putShort((short) 1)
                .put(record(0x0008_9006, new byte[4]))
                .put(record(0x0006_9002, new byte[14]))
                .put(record(0x0001_8010, "task.exe\0".getBytes(StandardCharsets.US_ASCII)))
                .put(record(0x0006_800F, "MZ".getBytes(StandardCharsets.US_ASCII)))
                .put(record(0x0006_9002, new byte[14]))
                .put(record(0x0001_8010, "ALONGN~1.EXE\0".getBytes(StandardCharsets.US_ASCII)))
                .put(record(0x0006_9005, properties.array()))
                .array();
        String part = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(packed);
        List<Event.MailPart> parts = read(mixed(part)).stream()
                .filter(p -> p.kind() == MailPartKind.ATTACHMENT)
                .toList();
        assertThat(parts)
                .extracting(Event.MailPart::value)
                .containsExactly("winmail.dat", "task.exe", "a long name.exe");
        assertThat(parts.get(1).sha256()).isEqualTo(sha256("MZ"));
    }

    private static byte[] record(int id, byte[] value) {
        return ByteBuffer.allocate(11 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 2)
                .putInt(id)
                .putInt(value.length)
                .put(value)
                .putShort((short) 0)
                .array();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <a href="http://bad.example/x">http://good.example/</a> | http://bad.example/x http://good.example/
        <A HREF='HTTP://bad.example/x'>                         | HTTP://bad.example/x
        <a href="&#104;ttp://bad.example/x">                    | http://bad.example/x
        <a href="http&#58;//bad&#x2e;example/x">                | http://bad.example/x
        <a href="//bad.example/x">                              | http://bad.example/x
        <a href="http:\\\\bad.example/x">                       | http://bad.example/x
        <a href="http://%62ad.example/x%20y">                   | http://bad.example/x%20y
        <img src=http://bad.example/x>                          | http://bad.example/x
        visit www.bad.example.                                  | http://www.bad.example
        location="http:\\/\\/bad.example\\/x"                   | http://bad.example/x
        http://bad.example、以下                                   | http://bad.example
        http://bad.exampleを開く                                  | http://bad.exampleを開く http://bad.xn--example-y63fov0191f http://bad.example
        http://例え.example/x                                    | http://例え.example/x http://xn--r8jz45g.example/x
        mail me at www.a@bad.example or a@www.bad.example       |
        """)
    void a_link(String html, String links) throws IOException {
        String mail = HEAD + "Content-Type: text/html; charset=utf-8\r\n\r\n<html>" + html + "</html>\r\n";
        assertThat(of(mail, MailPartKind.LINK))
                .containsExactlyInAnyOrder(links == null ? new String[0] : links.split(" "));
    }

    @Test
    void a_link_that_is_broken_over_two_lines_or_written_in_utf_16() throws IOException {
        String broken = HEAD + "Content-Type: text/html\r\n\r\n<a href=\"http://bad.exa\r\nmple/x\">\r\n";
        assertThat(of(broken, MailPartKind.LINK)).contains("http://bad.example/x");
        String wide = HEAD + "Content-Type: text/html; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder()
                        .encodeToString("<a href='http://bad.example/x'>".getBytes(StandardCharsets.UTF_16LE));
        assertThat(of(wide, MailPartKind.LINK)).containsExactly("http://bad.example/x");
        String attached = mixed("Content-Type: text/html; name=page.html\r\n\r\n<a href=\"http://bad.example/x\">");
        assertThat(of(attached, MailPartKind.LINK)).containsExactly("http://bad.example/x");
    }

    @Test
    void messages_in_one_file_without_empty_lines_between_them() throws IOException {
        String one =
                "From a@example.com Fri May 12 08:12:10 2017\n" + mixed(FILE).replace("\r\n", "\n");
        String sentence = one + "From the first to the last Fri May 12 08:12:10 2017\nno header\n";
        assertThat(of(one.strip() + "\n" + one, MailPartKind.ATTACHMENT)).containsExactly("task.exe", "task.exe");
        assertThat(of(sentence, MailPartKind.SENDER)).hasSize(1);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static List<String> of(String mail, MailPartKind kind) throws IOException {
        return read(mail).stream()
                .filter(part -> part.kind() == kind)
                .map(Event.MailPart::value)
                .toList();
    }

    private static List<Event.MailPart> read(String mail) throws IOException {
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        EventFormat format = MailFormats.all().stream()
                .filter(f -> f.fits(bytes))
                .findFirst()
                .orElseThrow();
        List<Event.MailPart> parts = new ArrayList<>();
        format.read(new ByteArrayInputStream(bytes), "mail", new EventSink() {
            @Override
            public void event(Event event) {
                parts.add((Event.MailPart) event);
            }

            @Override
            public void problem(Problem problem) {
                // Broken mails have some.
            }
        });
        return parts;
    }
}
