package dev.firebreak.app.web.auth;

import java.util.List;
import java.util.Locale;

/** What everybody tries first. Length is what counts (NIST SP 800-63B); the rest keeps out what is long and still guessed at once. */
final class WeakPasswordRule {

    private static final int SHORTEST = 12;
    private static final int FEWEST_DIFFERENT = 5;
    private static final int MIN_BESIDE = 6;

    /** As they read without digits, signs and case; taken away, something must remain. */
    private static final List<String> KNOWN = List.of(
            "administrator",
            "password",
            "passphrase",
            "firebreak",
            "controlroom",
            "welcome",
            "changeme",
            "letmein",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "qwerty",
            "asdfgh",
            "iloveyou",
            "trustno",
            "superman",
            "wannacry",
            "ransomware",
            "microsoft",
            "windows",
            "nimda",
            "admin",
            "secret",
            "hello",
            "login",
            "user",
            "pass",
            "himitsu",
            "kanrisha",
            "abc",
            "パスワード",
            "管理者");

    private WeakPasswordRule() {}

    static boolean is(String password, String name) {
        String small = password.toLowerCase(Locale.ROOT);
        return small.codePoints().count() < SHORTEST
                || small.codePoints().distinct().count() < FEWEST_DIFFERENT
                || repeats(small)
                || climbs(small)
                || saysTheName(small, name.toLowerCase(Locale.ROOT))
                || remains(small) < MIN_BESIDE;
    }

    private static boolean saysTheName(String password, String name) {
        return name.length() > 2
                && password.contains(name)
                && password.replace(name, "")
                                .codePoints()
                                .filter(Character::isLetter)
                                .count()
                        < MIN_BESIDE;
    }

    /** "abc123abc123": a short piece, again and again. */
    private static boolean repeats(String password) {
        for (int piece = 1; piece <= password.length() / 2; piece++) {
            String again = password.substring(0, piece).repeat(password.length() / piece + 1);
            if (again.startsWith(password)) {
                return true;
            }
        }
        return false;
    }

    /** "123456789012", "abcdefghijkl" and back: nearly every step is one up or one down. */
    private static boolean climbs(String password) {
        int steps = 0;
        for (int i = 1; i < password.length(); i++) {
            int step = password.charAt(i) - password.charAt(i - 1);
            steps += step == 1 || step == -1 || step == -9 || step == 9 ? 1 : 0;
        }
        return steps >= password.length() - 3;
    }

    /** How many characters are not of a word everybody knows, however it is written. Digits count once the words are gone. */
    private static int remains(String password) {
        String plain = password.replace('0', 'o')
                .replace('@', 'a')
                .replace('4', 'a')
                .replace('3', 'e')
                .replace('$', 's')
                .replace('5', 's')
                .replace('!', 'i')
                .replace('1', 'i');
        String rest = plain;
        for (String known : KNOWN) {
            rest = rest.replace(known, "");
        }
        return rest.equals(plain)
                ? password.length()
                : (int) rest.codePoints().filter(Character::isLetter).distinct().count();
    }
}
