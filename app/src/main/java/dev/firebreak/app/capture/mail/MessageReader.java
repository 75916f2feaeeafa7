package dev.firebreak.app.capture.mail;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Event.MailPartKind;
import dev.firebreak.core.watch.Flow;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
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
    private static final int MAX_NESTED_BYTES = 64 << 20;

    private static final int MAX_DEPTH = 30;
    private static final int MAX_PARTS = 1_000;
    private static final int MAX_SENDERS = 20;
    private static final int MAX_LINKS = 1_000;
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_PROBLEMS = 100;

    private static final Text DAMAGED =
            new Text("a mail is damaged; what could be read was used", "壊れたメールがあります。読み取れた部分を使用しました");

    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w.:+-]{1,40})");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"(),;:]{1,64}@[^\\s<>\"(),;:]{1,255}");
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
            problem(DAMAGED);
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
                while (address.find() && senders.size() < MAX_SENDERS) {
                    senders.add(address.group().toLowerCase(Locale.ROOT));
                }
            }
        }
        return senders;
    }

    private void part(Part part, int depth) throws MessagingException, IOException {
        if (++parts > MAX_PARTS || depth > MAX_DEPTH) {
            cut = true;
            return;
        }
        String type = type(part);
        if (type.startsWith("multipart/")) {
            multipart(part, type, depth);
            return;
        }
        String name = MailNames.of(part);
        if (type.equals("message/rfc822")) {
            if (name != null) {
                add(MailPartKind.ATTACHMENT, name, type, hash(part));
            }
            message(part, depth);
            return;
        }
        boolean isText = type.startsWith("text/");
        if (name != null || !(type.equals("text/plain") || type.equals("text/html"))) {
            add(MailPartKind.ATTACHMENT, name == null ? "" : name, type, hash(part));
        }
        if (isText) {
            text(part, type);
        } else if (name != null && name.toLowerCase(Locale.ROOT).endsWith(".eml")) {
            message(part, depth);
        } else if (type.equals("application/ms-tnef") || "winmail.dat".equalsIgnoreCase(name)) {
            packed(part);
        }
    }

    private void multipart(Part part, String type, int depth) throws MessagingException, IOException {
        try {
            if (part.getContent() instanceof Multipart multipart) {
                int count = multipart.getCount();
                for (int i = 0; i < count && parts <= MAX_PARTS; i++) {
                    nested(multipart.getBodyPart(i), type.equals("multipart/digest"), depth + 1);
                }
                return;
            }
        } catch (MessagingException | RuntimeException broken) {
            problem(DAMAGED);
        }
        // The parts cannot be told apart: what they say of themselves still stands there.
        String raw = new String(bytes(part, MAX_TEXT), StandardCharsets.ISO_8859_1);
        MailNames.claimed(raw).forEach(name -> add(MailPartKind.ATTACHMENT, name, null, null));
        MailLinks.find(raw, true, this::link);
    }

    /** A message within another one; one that is forwarded as a file counts as well. */
    private void message(Part part, int depth) throws MessagingException, IOException {
        byte[] inner = bytes(part, Math.max(0, MAX_NESTED_BYTES - nestedBytes));
        nestedBytes += inner.length;
        cut |= nestedBytes == MAX_NESTED_BYTES;
        byte[] head = Arrays.copyOf(inner, Math.min(inner.length, EventFormat.HEAD_BYTES));
        String[] coding = part.getHeader("Content-Transfer-Encoding");
        if (coding != null && !MailHead.isMessage(head, 0)) {
            // No coding is allowed here (RFC 2046 5.2.1), so the library leaves it; programs write and read it all the
            // same.
            try (InputStream in = MimeUtility.decode(new ByteArrayInputStream(inner), coding[0].strip())) {
                inner = in.readNBytes(inner.length);
            }
        }
        var mail = new MimeMessage(session, new SharedByteArrayInputStream(inner));
        senders(mail).forEach(sender -> add(MailPartKind.SENDER, sender, null, null));
        part(mail, depth + 1);
    }

    /** The files in Outlook's own packing. */
    private void packed(Part part) throws MessagingException, IOException {
        byte[] content = bytes(part, MOST_BYTES);
        if (TnefFiles.fits(content)) {
            TnefFiles.of(content)
                    .forEach(file -> add(
                            MailPartKind.ATTACHMENT,
                            file.name(),
                            null,
                            file.content() == null ? null : hash(new ByteArrayInputStream(file.content()))));
        }
    }

    private static byte[] bytes(Part part, int most) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return in.readNBytes(most);
        }
    }

    /** One broken part costs itself, not those after it. */
    private void nested(Part part, boolean isInDigest, int depth) {
        try {
            if (isInDigest && part.getHeader("Content-Type") == null) {
                // The default in a digest (RFC 2046 5.1.5).
                parts++;
                message(part, depth);
                return;
            }
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

    private static @Nullable String hash(Part part) {
        try (InputStream in = part.getInputStream()) {
            return hash(in);
        } catch (IOException | MessagingException | RuntimeException undecodable) {
            return null;
        }
    }

    private static @Nullable String hash(InputStream in) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 13];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException undecodable) {
            return null;
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Links, and files that stand in the text itself. */
    private void text(Part part, String type) throws MessagingException, IOException {
        String text = new String(bytes(part, MAX_TEXT), charset(part));
        MailLinks.find(text, !type.equals("text/plain"), this::link);
        if (text.contains("begin")) {
            UuencodedFile.find(
                    text.lines().toList(),
                    (name, content) ->
                            add(MailPartKind.ATTACHMENT, name, null, hash(new ByteArrayInputStream(content))));
        }
    }

    /** Links are ASCII in nearly every charset that mail uses, so an unknown one costs nothing. */
    private static Charset charset(Part part) throws MessagingException {
        Matcher claimed = CHARSET.matcher(part.getContentType());
        try {
            return claimed.find()
                    ? Charset.forName(MimeUtility.javaCharset(claimed.group(1)))
                    : StandardCharsets.ISO_8859_1;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    private void link(String link) {
        if (links.size() == MAX_LINKS) {
            cut = true;
        } else {
            links.add(link);
        }
    }

    private void add(MailPartKind kind, String value, @Nullable String type, @Nullable String sha256) {
        sink.event(new Event.MailPart(time, origin, flow, message, kind, value, type, sha256));
    }

    private void problem(Text what) {
        if (told++ < MAX_PROBLEMS) {
            sink.problem(new Problem(new Source(origin, number), what));
        }
    }
}
