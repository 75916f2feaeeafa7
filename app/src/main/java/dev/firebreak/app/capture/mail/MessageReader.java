package dev.firebreak.app.capture.mail;

import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.MailPartKind;
import dev.firebreak.core.watch.Flow;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes one message apart (RFC 5322, MIME) as parts that can be compared with indicators: its senders, the name, type and hash of every
 * attachment, and its links. What is nested too deeply, too large or too broken is a problem; what could be read counts. The first part
 * of each message is its sender, empty where it names none, so that messages can be counted.
 */
final class MessageReader {

    /** Of one message; larger ones are read as far as this. */
    static final int MOST_BYTES = 32 << 20;

    /** Of all messages within one, however they are nested: each is held as long as those around it. */
    private static final int MOST_NESTED_BYTES = 64 << 20;

    private static final int MOST_DEPTH = 30;
    private static final int MOST_PARTS = 1_000;
    private static final int MOST_SENDERS = 20;
    private static final int MOST_LINKS = 1_000;
    private static final int MOST_TEXT = 1 << 20;
    private static final int MOST_PROBLEMS = 100;

    private static final Pattern LINK = Pattern.compile("(?i)\\bhttps?://[^\\s\"'<>\\\\^`{|}\\x00-\\x20]{1,2000}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"(),;:]{1,64}@[^\\s<>\"(),;:]{1,255}");
    private static final Pattern NAME =
            Pattern.compile("(?is)\\b(?:file)?name\\s*=\\s*(\"[^\"]{1,500}\"|[^;\\s]{1,500})");

    private final String origin;
    private final EventSink sink;
    private final Session session = Session.getInstance(new Properties());
    private int told;

    // Of the message that is being read.
    private Instant time = Instant.EPOCH;
    private String message = "";
    private Flow flow = Flow.at("");
    private int number;
    private int parts;
    private int nestedBytes;
    private boolean cut;
    private final Set<String> links = new LinkedHashSet<>();

    MessageReader(String origin, EventSink sink) {
        this.origin = origin;
        this.sink = sink;
    }

    /**
     * Hands over one message.
     *
     * @param index its number in the file from 1, 0 where the file is one message
     * @param received when it came, for messages without a date
     */
    void read(byte[] bytes, int index, Instant received) {
        number = index;
        parts = 0;
        nestedBytes = 0;
        cut = false;
        links.clear();
        try {
            var mail = new MimeMessage(session, new SharedByteArrayInputStream(bytes));
            begin(mail, received);
            part(mail, 0);
        } catch (MessagingException | IOException | RuntimeException broken) {
            problem(new Text("a mail is damaged; what could be read was used", "壊れたメールがあります。読み取れた部分を使用しました"));
        }
        links.forEach(link -> add(MailPartKind.LINK, link, null, null));
        if (cut) {
            problem(new Text(
                    "a mail has too many or too deeply nested parts; the first were used",
                    "メールの部分が多すぎるか、入れ子が深すぎます。はじめの部分を使用しました"));
        }
    }

    /** A message was longer than is read. */
    void tooLarge(int index) {
        number = index;
        problem(Text.format(
                "a mail is larger than %d MiB; only its beginning was used",
                "メールが %d MiB を超えています。先頭の部分だけを使用しました", MOST_BYTES >> 20));
    }

    private void begin(MimeMessage mail, Instant received) throws MessagingException {
        Date sent = mail.getSentDate();
        time = sent == null ? received : sent.toInstant();
        String id = mail.getHeader("Message-ID", " ");
        String place = number == 0 ? origin : origin + "#" + number;
        message = id == null || id.isBlank() ? place : id.strip() + (number == 0 ? "" : " #" + number);
        Set<String> senders = senders(mail);
        String first = senders.isEmpty() ? "" : senders.iterator().next();
        flow = Flow.at(first);
        if (senders.isEmpty()) {
            senders.add("");
        }
        senders.forEach(sender -> add(MailPartKind.SENDER, sender, null, null));
    }

    private static Set<String> senders(MimeMessage mail) throws MessagingException {
        Set<String> senders = new LinkedHashSet<>();
        for (String header : new String[] {"From", "Sender", "Return-Path", "Reply-To"}) {
            String[] values = mail.getHeader(header);
            for (String value : values == null ? new String[0] : values) {
                Matcher address = ADDRESS.matcher(value);
                while (address.find() && senders.size() < MOST_SENDERS) {
                    senders.add(address.group().toLowerCase(Locale.ROOT));
                }
            }
        }
        return senders;
    }

    private void part(Part part, int depth) throws MessagingException, IOException {
        if (++parts > MOST_PARTS || depth > MOST_DEPTH) {
            cut = true;
            return;
        }
        String type = type(part);
        if (type.startsWith("multipart/")) {
            Object content = part.getContent();
            if (content instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount() && parts <= MOST_PARTS; i++) {
                    nested(multipart.getBodyPart(i), depth + 1);
                }
                return;
            }
        }
        String name = name(part);
        if (type.equals("message/rfc822")) {
            if (name != null) {
                add(MailPartKind.ATTACHMENT, name, type, hash(part));
            }
            MimeMessage inner = message(part);
            senders(inner).forEach(sender -> add(MailPartKind.SENDER, sender, null, null));
            part(inner, depth + 1);
            return;
        }
        boolean text = type.equals("text/plain") || type.equals("text/html");
        if (text && name == null) {
            links(part);
        } else {
            add(MailPartKind.ATTACHMENT, name == null ? "" : name, type, hash(part));
        }
    }

    private MimeMessage message(Part part) throws MessagingException, IOException {
        byte[] inner;
        try (InputStream in = part.getInputStream()) {
            inner = in.readNBytes(Math.max(0, MOST_NESTED_BYTES - nestedBytes));
        }
        nestedBytes += inner.length;
        cut |= nestedBytes == MOST_NESTED_BYTES;
        return new MimeMessage(session, new SharedByteArrayInputStream(inner));
    }

    /** One broken part costs itself, not those after it. */
    private void nested(Part part, int depth) {
        try {
            part(part, depth);
        } catch (MessagingException | IOException | RuntimeException broken) {
            problem(new Text("a part of a mail is damaged; not used", "メールの壊れた部分は使用しません"));
        }
    }

    private static String type(Part part) throws MessagingException {
        String type = part.getContentType();
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The file name that the part claims; null where it claims none. Names that break MIME are taken out of the raw header. */
    private static @Nullable String name(Part part) {
        String name = null;
        try {
            name = part.getFileName();
        } catch (MessagingException | RuntimeException broken) {
            try {
                name = rawName(part);
            } catch (MessagingException unreadable) {
                return null;
            }
        }
        return name == null || name.isBlank() ? null : MailNames.decoded(name);
    }

    private static @Nullable String rawName(Part part) throws MessagingException {
        Enumeration<Header> headers = part.getAllHeaders();
        while (headers.hasMoreElements()) {
            Header header = headers.nextElement();
            if (header.getName().equalsIgnoreCase("Content-Disposition")
                    || header.getName().equalsIgnoreCase("Content-Type")) {
                Matcher name = NAME.matcher(header.getValue());
                if (name.find()) {
                    return name.group(1).replace("\"", "");
                }
            }
        }
        return null;
    }

    private static @Nullable String hash(Part part) {
        try (InputStream in = part.getInputStream()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 13];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException | MessagingException | RuntimeException undecodable) {
            return null;
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private void links(Part part) throws MessagingException, IOException {
        byte[] bytes;
        try (InputStream in = part.getInputStream()) {
            bytes = in.readNBytes(MOST_TEXT);
        }
        // Links are ASCII in every charset that mail uses but UTF-16, in which no mail client writes.
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("&amp;", "&");
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            if (links.size() == MOST_LINKS) {
                cut = true;
                return;
            }
            links.add(link.group().replaceFirst("[.,;:!?)\\]]+$", ""));
        }
    }

    private void add(MailPartKind kind, String value, @Nullable String type, @Nullable String sha256) {
        sink.event(new Event.MailPart(time, origin, flow, message, kind, value, type, sha256));
    }

    private void problem(Text what) {
        if (told++ < MOST_PROBLEMS) {
            sink.problem(new Problem(new Source(origin, number), what));
        }
    }
}
