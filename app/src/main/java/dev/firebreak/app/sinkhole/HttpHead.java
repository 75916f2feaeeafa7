package dev.firebreak.app.sinkhole;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1 request as far as the sinkhole wants it (RFC 9112). Everything that is wrong with it makes it malformed, never an error:
 * the answer goes out all the same.
 *
 * @param method {@code -} where it is malformed
 * @param target as sent; of a malformed request, its beginning
 * @param host without port, as sent; empty where none was sent
 * @param via {@code Via}, else {@code X-Forwarded-For}; null where none was sent
 */
record HttpHead(
        String method,
        String target,
        String host,
        @Nullable String agent,
        @Nullable String via,
        boolean malformed) {

    /** Bytes; a head that is longer is cut off and answered. */
    static final int LONGEST = 8192;

    private static final int MAX_TARGET_LENGTH = 1024;
    private static final int MAX_HOST_LENGTH = 255;
    private static final int MAX_VALUE_LENGTH = 512;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
    private static final Pattern REQUEST =
            Pattern.compile("(" + TOKEN + "{1,32}) ([\\x21-\\x7E\\x80-\\xFF]+)(?: HTTP/[0-9]\\.[0-9])?");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)(.*)");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]*]|[^:]*)(?::[0-9]*)?");
    private static final Pattern NAME = Pattern.compile(TOKEN + "+");

    /** Where the head ends: after its empty line; -1 where that has not come yet. */
    static int end(byte[] bytes, int from) {
        for (int i = Math.max(0, from - 3); i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (i + 1 < bytes.length && bytes[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < bytes.length && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /** Reads a head, whole or cut off. */
    static HttpHead parse(byte[] bytes, int length) {
        String text = new String(bytes, 0, Math.min(length, LONGEST), StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r?\n", -1);
        Matcher request = REQUEST.matcher(lines[0]);
        boolean malformed = !request.matches();
        String host = null;
        String agent = null;
        String via = null;
        String forwarded = null;
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? "" : lines[i].substring(0, colon);
            if (!NAME.matcher(name).matches()) {
                malformed = true;
                continue;
            }
            String value = lines[i].substring(colon + 1).strip();
            switch (name.toLowerCase(Locale.ROOT)) {
                case "host" -> {
                    malformed |= host != null;
                    host = host == null ? value : host;
                }
                case "user-agent" -> agent = agent == null ? cut(value, MAX_VALUE_LENGTH) : agent;
                case "via" -> via = via == null ? cut(value, MAX_VALUE_LENGTH) : via;
                case "x-forwarded-for" -> forwarded = forwarded == null ? cut(value, MAX_VALUE_LENGTH) : forwarded;
                default -> {}
            }
        }
        String target = malformed && !request.matches() ? lines[0] : request.group(2);
        Matcher absolute = ABSOLUTE.matcher(target);
        if (absolute.matches()) {
            // The form that proxies are asked in; it has the last word on the host (RFC 9112, 3.2.2).
            host = absolute.group(1);
            target = absolute.group(2).isEmpty() ? "/" : absolute.group(2);
        }
        return new HttpHead(
                malformed ? "-" : request.group(1),
                cut(target, MAX_TARGET_LENGTH),
                withoutPort(Optional.ofNullable(host).orElse("")),
                agent,
                via == null ? forwarded : via,
                malformed);
    }

    private static String withoutPort(String host) {
        Matcher match = HOST.matcher(host);
        return cut(match.matches() ? match.group(1) : host, MAX_HOST_LENGTH);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
