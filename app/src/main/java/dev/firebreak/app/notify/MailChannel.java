package dev.firebreak.app.notify;

import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** Sends notices for one audience in one language by SMTP: UTF-8, as text and as a plain page. */
final class MailChannel implements NoticeChannel {

    private final NoticeSettings.MailServer mail;
    private final NoticeSettings.Recipients recipients;
    private final Session session;
    private final String protocol;

    /** @param trust whom TLS trusts; null for whom the platform does */
    MailChannel(
            NoticeSettings.MailServer mail, NoticeSettings.Recipients recipients, @Nullable SSLSocketFactory trust) {
        this.mail = mail;
        this.recipients = recipients;
        this.protocol = mail.security() == NoticeSettings.Security.TLS ? "smtps" : "smtp";
        this.session = Session.getInstance(properties(mail, protocol, trust));
    }

    private static Properties properties(
            NoticeSettings.MailServer mail, String protocol, @Nullable SSLSocketFactory trust) {
        var told = new Properties();
        String at = "mail." + protocol + ".";
        String patience = Long.toString(mail.timeout().toMillis());
        told.put(at + "host", mail.host());
        told.put(at + "port", Integer.toString(mail.port()));
        told.put(at + "connectiontimeout", patience);
        told.put(at + "timeout", patience);
        told.put(at + "writetimeout", patience);
        told.put(at + "auth", Boolean.toString(mail.user() != null));
        // One wrong address must not cost the others their mail.
        told.put(at + "sendpartial", "true");
        told.put(at + "ssl.checkserveridentity", "true");
        told.put(at + "ssl.protocols", "TLSv1.2 TLSv1.3");
        if (trust != null) {
            told.put(at + "ssl.socketFactory", trust);
        }
        if (mail.security() == NoticeSettings.Security.STARTTLS) {
            // Required: an answer without STARTTLS may be somebody in between who took it out.
            told.put(at + "starttls.enable", "true");
            told.put(at + "starttls.required", "true");
        }
        return told;
    }

    @Override
    public String name() {
        return recipients.name();
    }

    @Override
    public Set<Audience> audiences() {
        return Set.of(recipients.audience());
    }

    @Override
    public Language language() {
        return recipients.language();
    }

    @Override
    public Duration patience() {
        return mail.timeout().multipliedBy(3);
    }

    @Override
    public void send(OutgoingNotice outgoing) throws DeliveryFailure {
        try {
            MimeMessage message = message(outgoing);
            try (Transport transport = session.getTransport(protocol)) {
                Secret password = mail.password();
                transport.connect(mail.host(), mail.port(), mail.user(), password == null ? null : password.reveal());
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (AuthenticationFailedException e) {
            throw DeliveryFailure.forNow(new Text("the mail server refused user and password", "メールサーバーの認証に失敗しました"));
        } catch (SendFailedException e) {
            throw refused(e);
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw DeliveryFailure.forNow(
                    mail.security() == NoticeSettings.Security.NONE
                            ? new Text("the mail server cannot be reached, or broke off", "メールサーバーに接続できないか、途中で切断されました")
                            : new Text(
                                    "the mail server cannot be reached securely, or broke off",
                                    "メールサーバーに安全に接続できないか、途中で切断されました"));
        }
    }

    private static DeliveryFailure refused(SendFailedException e) {
        int sent = e.getValidSentAddresses() == null ? 0 : e.getValidSentAddresses().length;
        if (sent > 0) {
            return DeliveryFailure.forGood(
                    Text.format("%s addresses got it, some were refused", "%s 件の宛先には送信しましたが、拒否された宛先があります", sent));
        }
        int code = code(e);
        Text why = code == 0
                ? new Text("the mail server refused it", "メールサーバーが受け付けませんでした")
                : Text.format("the mail server answered %s", "メールサーバーの応答: %s", code);
        // 5yz is for good, 4yz for now (RFC 5321, section 4.2.1).
        return code / 100 == 5 ? DeliveryFailure.forGood(why) : DeliveryFailure.forNow(why);
    }

    private static int code(SendFailedException e) {
        for (Exception at = e; at instanceof MessagingException m; at = m.getNextException()) {
            if (at instanceof SMTPAddressFailedException address) {
                return address.getReturnCode();
            }
            if (at instanceof SMTPSendFailedException send && send.getNextException() == null) {
                return send.getReturnCode();
            }
        }
        return 0;
    }

    private MimeMessage message(OutgoingNotice outgoing) throws MessagingException, UnsupportedEncodingException {
        InternetAddress from = new InternetAddress(mail.from(), true);
        from.setPersonal(from.getPersonal(), StandardCharsets.UTF_8.name());
        var message = new DatedMessage(session, "<" + outgoing.id() + "@" + domain(from) + ">");
        message.setFrom(from);
        for (String to : recipients.to()) {
            message.addRecipient(Message.RecipientType.TO, address(to));
        }
        message.setSubject(oneLine(outgoing.subject()), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(outgoing.at()));
        // So that absence notes do not answer (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", outgoing.language() == Language.JA ? "ja" : "en");
        var text = new MimeBodyPart();
        text.setText(outgoing.body(), StandardCharsets.UTF_8.name(), "plain");
        var page = new MimeBodyPart();
        page.setText(page(outgoing), StandardCharsets.UTF_8.name(), "html");
        message.setContent(new MimeMultipart("alternative", text, page));
        message.saveChanges();
        return message;
    }

    private static InternetAddress address(String text) throws AddressException, UnsupportedEncodingException {
        var address = new InternetAddress(text, true);
        address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
        return address;
    }

    private static String domain(InternetAddress from) {
        return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    }

    /** A line break in a header begins another header. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static String page(OutgoingNotice outgoing) {
        String body = outgoing.body()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return "<!DOCTYPE html><html lang=\"" + (outgoing.language() == Language.JA ? "ja" : "en")
                + "\"><head><meta charset=\"utf-8\"></head>"
                + "<body style=\"font-family:'Yu Gothic UI',Meiryo,'Segoe UI',sans-serif;line-height:1.6\">"
                + "<div style=\"white-space:pre-wrap\">" + body + "</div></body></html>";
    }

    /** The same notice has the same id at every attempt: a server that took it twice can tell. */
    private static final class DatedMessage extends MimeMessage {
        private final String id;

        DatedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
