package dev.firebreak.app.capture.mail;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * File names as senders write them: encoded words within parameters (RFC 2047 forbids them there, and most Japanese mail programs used
 * them), and bytes of ISO-2022-JP, Shift_JIS or UTF-8 with no encoding at all. RFC 2231 is decoded by the mail library.
 */
final class MailNames {

    private static final String ESCAPE = "\u001B";
    private static final Pattern WORD = Pattern.compile("=\\?([^?\\s]{1,60})\\?([bBqQ])\\?([^?]{0,1000})\\?=");
    private static final Pattern NAME =
            Pattern.compile("(?is)\\b(?:file)?name\\s*=\\s*(\"[^\"]{1,500}\"|[^;\\s]{1,500})");

    private static final Pattern EXTENDED = Pattern.compile("(?i)name\\*");
    private static final int MAX_CLAIMED = 100;
    private static final Pattern ESCAPED = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final Charset ISO_2022_JP = Charset.forName("ISO-2022-JP");

    private MailNames() {}

    /** The file name that the part claims; null where it claims none. Names that break MIME are taken out of the raw header. */
    static @Nullable String of(Part part) {
        String name = null;
        try {
            name = part.getFileName();
        } catch (MessagingException | RuntimeException broken) {
            name = raw(part);
        }
        if (name == null || name.isBlank()) {
            return null;
        }
        String text = decoded(name);
        boolean isLeft = text.chars().allMatch(c -> c < 0x80) && text.indexOf('%') >= 0;
        return isLeft && EXTENDED.matcher(headers(part)).find() ? unescaped(text) : text;
    }

    private static @Nullable String raw(Part part) {
        return claimed(headers(part)).stream().findFirst().orElse(null);
    }

    /** File names in raw headers. */
    static List<String> claimed(String headers) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(headers);
        while (name.find() && names.size() < MAX_CLAIMED) {
            String decoded = decoded(name.group(1).replace("\"", ""));
            if (!names.contains(decoded)) {
                names.add(decoded);
            }
        }
        return names;
    }

    private static String headers(Part part) {
        var text = new StringBuilder();
        try {
            Enumeration<Header> headers = part.getAllHeaders();
            while (headers.hasMoreElements()) {
                Header header = headers.nextElement();
                if (header.getName().equalsIgnoreCase("Content-Disposition")
                        || header.getName().equalsIgnoreCase("Content-Type")) {
                    text.append(header.getValue()).append('\n');
                }
            }
        } catch (MessagingException unreadable) {
            // As far as they go.
        }
        return text.toString();
    }

    static String decoded(String name) {
        String plain = name;
        if (plain.contains("=?")) {
            plain = words(plain);
        }
        if (plain.contains(ESCAPE)) {
            return new String(plain.getBytes(StandardCharsets.ISO_8859_1), ISO_2022_JP);
        }
        boolean bytes = plain.chars().allMatch(c -> c <= 0xFF) && plain.chars().anyMatch(c -> c > 0x7F);
        return bytes ? ofBytes(plain.getBytes(StandardCharsets.ISO_8859_1)) : plain;
    }

    /** Encoded words one after the other are one text, and a character may begin in one and end in the next. */
    private static String words(String text) {
        var all = new StringBuilder();
        var bytes = new ByteArrayOutputStream();
        String charset = "";
        int at = 0;
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String between = text.substring(at, word.start());
            boolean goesOn = between.isBlank() && word.group(1).equalsIgnoreCase(charset);
            if (!goesOn) {
                all.append(inCharset(bytes.toByteArray(), charset));
                bytes.reset();
                all.append(between.isBlank() && at > 0 ? "" : between);
            }
            charset = word.group(1);
            bytes.writeBytes(word.group(2).equalsIgnoreCase("B") ? base64(word.group(3)) : quoted(word.group(3)));
            at = word.end();
        }
        return all.append(inCharset(bytes.toByteArray(), charset))
                .append(text.substring(at))
                .toString();
    }

    private static String inCharset(byte[] bytes, String charset) {
        // A language may follow the charset (RFC 2231 5).
        String name = charset.replaceFirst("\\*.*", "").strip();
        try {
            return name.isEmpty() ? "" : new String(bytes, Charset.forName(MimeUtility.javaCharset(name)));
        } catch (IllegalArgumentException unknown) {
            return ofBytes(bytes);
        }
    }

    private static byte[] base64(String text) {
        return Base64.getMimeDecoder()
                .decode(text.replaceAll("[^A-Za-z0-9+/]", "").replaceFirst("^((?:.{4})*).$", "$1"));
    }

    private static byte[] quoted(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' && text.substring(i + 1).matches("(?s)[0-9a-fA-F]{2}.*")) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }

    /** A value of RFC 2231 whose charset nobody knows is left as it is by the mail library. */
    static String unescaped(String name) {
        if (!ESCAPED.matcher(name).find()) {
            return name;
        }
        return ofBytes(quoted(name.replace("=", "=3D").replace('_', '\0').replace('%', '=')))
                .replace('\0', '_');
    }

    private static String ofBytes(byte[] bytes) {
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charset.forName("windows-31j")}) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException another) {
                // The next one may fit.
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
