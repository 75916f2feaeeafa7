package dev.firebreak.app.capture.mail;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * File names as senders write them: encoded words within parameters (RFC 2047 forbids them there, and most Japanese mail programs used
 * them), and bytes of ISO-2022-JP, Shift_JIS or UTF-8 with no encoding at all. RFC 2231 is decoded by the mail library.
 */
final class MailNames {

    private static final String ESCAPE = "\u001B";
    private static final Charset ISO_2022_JP = Charset.forName("ISO-2022-JP");

    private MailNames() {}

    static String decoded(String name) {
        String plain = name;
        if (plain.contains("=?")) {
            try {
                plain = MimeUtility.decodeText(plain.replaceAll("\\?=\\s+=\\?", "?==?"));
            } catch (UnsupportedEncodingException unknownCharset) {
                return name;
            }
        }
        if (plain.contains(ESCAPE)) {
            return new String(plain.getBytes(StandardCharsets.ISO_8859_1), ISO_2022_JP);
        }
        boolean bytes = plain.chars().allMatch(c -> c <= 0xFF) && plain.chars().anyMatch(c -> c > 0x7F);
        return bytes ? ofBytes(plain.getBytes(StandardCharsets.ISO_8859_1)) : plain;
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
