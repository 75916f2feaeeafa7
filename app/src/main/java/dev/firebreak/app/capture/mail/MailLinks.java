package dev.firebreak.app.capture.mail;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links in the text of a mail, as the program that shows it would follow them: character references of HTML, line breaks within an address and
 * addresses without a scheme mean the same to it. Where they lead is never looked at.
 */
final class MailLinks {

    private static final Pattern LINK =
            Pattern.compile("(?i)\\bhttps?://[^\\s\"'<>\\\\^`{|}\\x00-\\x20\u3000-\u303F\uFF00-\uFF0F]{1,2000}");
    private static final Pattern NAME =
            Pattern.compile("(?i)(?<![\\w./@-])www\\.[a-z0-9.-]{3,250}(?:/[^\\s\"'<>]{0,1000})?");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?i)\\b(?:href|src|action|background|data|url)\\s*=\\s*(?:3D)?(\"[^\"]{1,4000}\"|'[^']{1,4000}'|[^\\s>\"']{1,2000})");
    private static final Pattern REFERENCE =
            Pattern.compile("(?i)&(?:#(\\d{1,7})|#x([0-9a-f]{1,6})|(amp|colon|sol|period|lowbar|quest|num|equals));?");
    private static final Pattern ESCAPED = Pattern.compile("%([0-9a-fA-F]{2})");
    private static final Pattern AUTHORITY = Pattern.compile("(?i)^(https?:)[/\\\\]{2,}([^/\\\\?#]*)(.*)$");

    private MailLinks() {}

    /** Hands out each link that the text holds, some of them twice. */
    static void find(String text, boolean isHtml, Consumer<String> out) {
        String plain = isHtml ? REFERENCE.matcher(text).replaceAll(MailLinks::character) : text;
        plain = plain.replace("\\/", "/");
        Matcher link = LINK.matcher(plain);
        while (link.find()) {
            add(withoutEnd(link.group()), out);
        }
        Matcher name = NAME.matcher(plain);
        while (name.find()) {
            add("http://" + withoutEnd(name.group()), out);
        }
        if (isHtml) {
            attributes(plain, out);
        }
    }

    /** Without what ends a sentence. */
    private static String withoutEnd(String link) {
        int end = link.length();
        while (end > 0 && ".,;:!?)]".indexOf(link.charAt(end - 1)) >= 0) {
            end--;
        }
        return link.substring(0, end);
    }

    /** Browsers drop line breaks and tabs in an address, and take the scheme of the page where it has none. */
    private static void attributes(String text, Consumer<String> out) {
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String value = attribute.group(1);
            boolean isQuoted = value.charAt(0) == '"' || value.charAt(0) == '\'';
            String address = (isQuoted ? value.substring(1, value.length() - 1) : value)
                    .replaceAll("[\\t\\r\\n]", "")
                    .strip();
            add(address.startsWith("//") ? "http:" + address : address, out);
        }
    }

    private static void add(String link, Consumer<String> out) {
        Matcher parts = AUTHORITY.matcher(link);
        if (!parts.matches() || parts.group(2).isEmpty()) {
            return;
        }
        String authority = ESCAPED.matcher(parts.group(2))
                .replaceAll(m -> Matcher.quoteReplacement(new String(
                        new byte[] {(byte) Integer.parseInt(m.group(1), 16)}, StandardCharsets.ISO_8859_1)));
        out.accept(parts.group(1) + "//" + authority + parts.group(3));
        int foreign = 0;
        while (foreign < authority.length() && authority.charAt(foreign) < 0x80) {
            foreign++;
        }
        if (foreign < authority.length()) {
            ascii(authority).ifPresent(name -> out.accept(parts.group(1) + "//" + name + parts.group(3)));
        }
        if (foreign > 0 && foreign < authority.length()) {
            // In Japanese the sentence goes on without a space.
            out.accept(parts.group(1) + "//" + authority.substring(0, foreign));
        }
    }

    /** A name in other letters as it is asked for, which is how indicators are published (RFC 5891). */
    private static Optional<String> ascii(String authority) {
        try {
            return Optional.of(IDN.toASCII(authority, IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static String character(MatchResult reference) {
        String named = reference.group(3);
        if (named != null) {
            return Matcher.quoteReplacement(
                    switch (named.toLowerCase(java.util.Locale.ROOT)) {
                        case "amp" -> "&";
                        case "colon" -> ":";
                        case "sol" -> "/";
                        case "period" -> ".";
                        case "lowbar" -> "_";
                        case "quest" -> "?";
                        case "num" -> "#";
                        default -> "=";
                    });
        }
        int code = reference.group(1) != null
                ? Integer.parseInt(reference.group(1))
                : Integer.parseInt(reference.group(2), 16);
        return Character.isValidCodePoint(code) ? Matcher.quoteReplacement(Character.toString(code)) : "";
    }
}
