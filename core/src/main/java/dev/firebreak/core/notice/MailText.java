package dev.firebreak.core.notice;

import dev.firebreak.core.text.SafeText;
import java.util.Locale;

/** Names and figures in a line of a mail: the name of a machine must not add lines or headers, nor fill the page. */
final class MailText {

    private static final int MAX_CHARS = 64;

    private MailText() {}

    static String name(String raw) {
        int length = raw.codePointCount(0, raw.length());
        return length <= MAX_CHARS
                ? SafeText.text(raw)
                : SafeText.text(raw.substring(0, raw.offsetByCodePoints(0, MAX_CHARS))) + "…";
    }

    /** With commas: both languages group by three in figures. */
    static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
