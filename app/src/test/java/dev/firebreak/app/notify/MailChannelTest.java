package dev.firebreak.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.text.Language;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailChannelTest {

    private static Certificate certificate;

    private @Nullable GreenMail server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void japanese_arrives_whole_as_text_and_as_page() throws Exception {
        GreenMail mail = start("smtp");
        channel(mail, NoticeSettings.Security.NONE, "aiko", "himitsu", null).send(Parcels.japanese("id-1"));
        MimeMessage got = mail.getReceivedMessages()[0];
        assertThat(got.getSubject()).isEqualTo(Parcels.japanese("id-1").subject());
        assertThat(got.getMessageID()).isEqualTo("<id-1@example.jp>");
        assertThat(got.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(((InternetAddress) got.getFrom()[0]).getPersonal()).isEqualTo("情シス Firebreak");
        assertThat(got.getAllRecipients()).hasSize(2);
        assertThat(got.getSentDate()).isEqualTo(Parcels.NOW);
        var parts = (Multipart) got.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(text(parts, 0)).isEqualTo(Parcels.japanese("id-1").body());
        assertThat(text(parts, 1)).contains("&lt;script&gt;", "lang=\"ja\"").doesNotContain("<script");
    }

    private static String text(Multipart parts, int i) throws Exception {
        return ((String) parts.getBodyPart(i).getContent()).replace("\r\n", "\n");
    }

    @Test
    void a_subject_cannot_become_a_header() throws Exception {
        GreenMail mail = start("smtp");
        OutgoingNotice kind = Parcels.japanese("id-2");
        var evil = new OutgoingNotice(
                kind.id(),
                kind.at(),
                kind.audience(),
                kind.language(),
                kind.topics(),
                "x\r\nBcc: other@example.jp\r\n\r\nbody",
                kind.body(),
                kind.figures());
        channel(mail, NoticeSettings.Security.NONE, null, null, null).send(evil);
        MimeMessage got = mail.getReceivedMessages()[0];
        var raw = new ByteArrayOutputStream();
        got.writeTo(raw);
        assertThat(got.getHeader("Bcc")).isNull();
        assertThat(raw.toString(UTF_8)).doesNotContain("\nBcc:");
    }

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = Certificate.make(folder);
        System.setProperty("greenmail.tls.keystore.file", certificate.file().toString());
        System.setProperty("greenmail.tls.keystore.password", Certificate.PASSWORD);
        System.setProperty("greenmail.tls.key.password", Certificate.PASSWORD);
    }

    @Test
    void tls_from_the_first_byte() throws Exception {
        GreenMail mail = start("smtps");
        channel(mail, NoticeSettings.Security.TLS, "aiko", "himitsu", certificate.trust())
                .send(Parcels.japanese("id"));
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void a_certificate_for_another_name_gets_no_mail() throws Exception {
        GreenMail mail = start("smtps");
        fails(channel("127.0.0.1", mail.getSmtps().getPort(), NoticeSettings.Security.TLS, certificate.trust()));
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void starttls_comes_before_password_and_mail() throws Exception {
        List<String> plain = new CopyOnWriteArrayList<>();
        List<String> secured = new CopyOnWriteArrayList<>();
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket one = listener.accept()) {
                    converse(one, plain, true);
                    try (Socket tls = certificate.secured(one)) {
                        converse(tls, secured, false);
                    }
                } catch (IOException e) {
                    return;
                }
            });
            int port = listener.getLocalPort();
            channel(port, NoticeSettings.Security.STARTTLS, "aiko", "himitsu", certificate.trust())
                    .send(Parcels.japanese("id"));
        }
        assertThat(plain).last().isEqualTo("STARTTLS");
        assertThat(plain).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        assertThat(secured).anyMatch(line -> line.startsWith("AUTH")).contains("Message-ID: <id@example.jp>", ".");
    }

    /** As much of a mail server as it takes; ends after STARTTLS or QUIT. */
    private static void converse(Socket socket, List<String> heard, boolean offersTls) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        OutputStream out = socket.getOutputStream();
        if (offersTls) {
            say(out, "220 localhost");
        }
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(out, "250 taken");
                }
            } else if (line.startsWith("EHLO")) {
                say(out, offersTls ? "250-localhost\r\n250 STARTTLS" : "250-localhost\r\n250 AUTH PLAIN");
            } else if (line.equals("STARTTLS")) {
                say(out, "220 go");
                return;
            } else if (line.startsWith("AUTH")) {
                say(out, "235 welcome");
            } else if (line.equals("DATA")) {
                data = true;
                say(out, "354 go");
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    @Test
    void an_untrusted_certificate_gets_no_mail_and_no_password() throws Exception {
        GreenMail mail = start("smtps");
        DeliveryFailure why = fails(channel(mail, NoticeSettings.Security.TLS, "aiko", "himitsu", null));
        assertThat(why.isForGood()).isFalse();
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void without_starttls_nothing_is_sent_where_it_is_asked_for() throws Exception {
        GreenMail mail = start("smtp");
        DeliveryFailure why = fails(channel(mail, NoticeSettings.Security.STARTTLS, "aiko", "himitsu", null));
        assertThat(why.why().en()).contains("securely");
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_wrong_password_is_said_and_not_shown() throws Exception {
        GreenMail mail = start("smtp");
        DeliveryFailure why = fails(channel(mail, NoticeSettings.Security.NONE, "aiko", "wrong-secret", null));
        assertThat(why.why().ja()).contains("認証");
        assertThat(why.toString() + why.why()).doesNotContain("wrong-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "220 hi\r\n",
                "554 go away\r\n",
                "220 hi\r\n250 ok\r\n421 too busy\r\n",
                "220 hi\r\n250 ok\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n451 later\r\n",
                "HTTP/1.1 400 Bad\r\n\r\n"
            })
    void a_server_that_breaks_off(String says) throws Exception {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket one = listener.accept()) {
                    one.getOutputStream().write(says.getBytes(UTF_8));
                    one.getOutputStream().flush();
                    Thread.sleep(300);
                } catch (IOException | InterruptedException e) {
                    return;
                }
            });
            DeliveryFailure why =
                    fails(channel(listener.getLocalPort(), NoticeSettings.Security.NONE, null, null, null));
            assertThat(why.isForGood()).isFalse();
        }
    }

    private GreenMail start(String protocol) {
        var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        mail.setUser("aiko@example.jp", "aiko", "himitsu");
        mail.start();
        server = mail;
        return mail;
    }

    private static MailChannel channel(
            GreenMail server,
            NoticeSettings.Security security,
            @Nullable String user,
            @Nullable String password,
            @Nullable SSLSocketFactory trust) {
        int port = security == NoticeSettings.Security.TLS
                ? server.getSmtps().getPort()
                : server.getSmtp().getPort();
        return channel(port, security, user, password, trust);
    }

    private static MailChannel channel(
            String host, int port, NoticeSettings.Security security, @Nullable SSLSocketFactory trust) {
        return channel(host, port, security, null, null, trust);
    }

    private static MailChannel channel(
            int port,
            NoticeSettings.Security security,
            @Nullable String user,
            @Nullable String password,
            @Nullable SSLSocketFactory trust) {
        return channel("localhost", port, security, user, password, trust);
    }

    private static MailChannel channel(
            String host,
            int port,
            NoticeSettings.Security security,
            @Nullable String user,
            @Nullable String password,
            @Nullable SSLSocketFactory trust) {
        var to = new NoticeSettings.Recipients(
                Audience.ADMINISTRATORS, Language.JA, List.of("aiko@example.jp", "髙橋 <takahashi@example.jp>"));
        var mail = new NoticeSettings.MailServer(
                host,
                port,
                security,
                user,
                password == null ? null : new Secret(password),
                "情シス Firebreak <firebreak@example.jp>",
                Duration.ofSeconds(3),
                List.of(to));
        return new MailChannel(mail, to, trust);
    }

    private static DeliveryFailure fails(MailChannel mail) {
        return catchThrowableOfType(DeliveryFailure.class, () -> mail.send(Parcels.japanese("id")));
    }
}
