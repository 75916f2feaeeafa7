package dev.firebreak.app.capture.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells mail from other texts by its first header lines (RFC 5322). */
final class MailHead {

    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,76}):(?:[ \t].*)?");

    private static final Set<String> KNOWN = Set.of(
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "received",
            "message-id",
            "mime-version",
            "return-path",
            "delivered-to",
            "x-original-to",
            "content-type",
            "reply-to",
            "sender",
            "dkim-signature",
            "list-id",
            "envelope-to");

    private MailHead() {}

    /** Whether lines from the given place on are a message's header: at least two fields that only mail has, and nothing else. */
    static boolean isMessage(byte[] head, int from) {
        String text = new String(head, from, head.length - from, StandardCharsets.ISO_8859_1);
        int known = 0;
        boolean first = true;
        // A mark of the byte order, and empty lines of whoever copied the text.
        String plain = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
        for (String line : plain.lines().limit(200).toList()) {
            if (line.isEmpty() && first) {
                continue;
            }
            if (line.isEmpty()) {
                break;
            }
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                if (first) {
                    return false;
                }
                continue;
            }
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                return false;
            }
            known += KNOWN.contains(field.group(1).toLowerCase(Locale.ROOT)) ? 1 : 0;
            first = false;
            if (known >= 2) {
                return true;
            }
        }
        return false;
    }
}
