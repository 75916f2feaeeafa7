package dev.firebreak.app.io.text;

import java.lang.Character.UnicodeScript;

/** How much sense a text makes as somebody's language: to tell code pages apart that all decode the same bytes. */
final class LetterStatistics {

    private LetterStatistics() {}

    /** Higher is likelier. Only characters beyond ASCII count. */
    static int sense(String text) {
        int score = 0;
        int before = ' ';
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c >= 0x80) {
                score += worth(c, before);
            }
            before = c;
            i += Character.charCount(c);
        }
        return score;
    }

    private static int worth(int c, int before) {
        if (c >= 0xFF61 && c <= 0xFF9F) {
            return -1; // half-width katakana: what other pages look like in code page 932
        }
        if (!Character.isDefined(c) || Character.getType(c) == Character.PRIVATE_USE || Character.isISOControl(c)) {
            return -6;
        }
        if (!Character.isLetter(c)) {
            return Character.getType(c) == Character.OTHER_SYMBOL || (c >= 0x2500 && c < 0x2600) ? -3 : 0;
        }
        if (!Character.isLetter(before)) {
            return 1;
        }
        boolean sameScript = script(c) == script(before);
        boolean wrongCase = Character.isUpperCase(c) && Character.isLowerCase(before);
        return wrongCase || !sameScript ? -2 : 2;
    }

    /** Kana and Chinese characters stand side by side in Japanese: one script here. */
    private static UnicodeScript script(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || script == UnicodeScript.COMMON
                ? UnicodeScript.HAN
                : script;
    }
}
