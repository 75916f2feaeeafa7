package dev.firebreak.app.collect.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of a file in the syntax of ISC DHCP: words and quoted strings that end in a semicolon or open or close a block. */
final class IscTokens {

    private static final int MAX_WORDS = 64;
    private static final int MAX_WORD_LENGTH = 1024;
    private static final int DEEPEST = 32;

    private final String text;
    private int at;
    private int line = 1;

    IscTokens(String text) {
        this.text = text;
    }

    /** @param end the character that ended it: a semicolon, or a brace */
    record Statement(int line, List<String> words, char end) {
        String word(int index) {
            return index < words.size() ? words.get(index) : "";
        }

        boolean opens() {
            return end == '{';
        }

        boolean closes() {
            return end == '}';
        }
    }

    /** The next statement; null at the end of the text, also within one. */
    @Nullable
    Statement next() {
        List<String> words = new ArrayList<>();
        int begin = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c == '#') {
                at = end(text.indexOf('\n', at));
            } else if (c == ';' || c == '{' || c == '}') {
                at++;
                return new Statement(begin == 0 ? line : begin, words, c);
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                begin = begin == 0 ? line : begin;
                String word = c == '"' ? quoted() : word();
                if (words.size() < MAX_WORDS) {
                    words.add(word.length() > MAX_WORD_LENGTH ? "" : word);
                }
            }
        }
        return null;
    }

    /** Goes past the block that was opened; false where the text ends within it or it is nested too deep. */
    boolean skipBlock() {
        int depth = 1;
        while (depth > 0) {
            Statement statement = next();
            if (statement == null || depth > DEEPEST) {
                return false;
            }
            depth += statement.opens() ? 1 : statement.closes() ? -1 : 0;
        }
        return true;
    }

    private int end(int found) {
        return found < 0 ? text.length() : found;
    }

    private String word() {
        int from = at;
        while (at < text.length() && " \t\r\n;{}\"#".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** A string; escapes stay as they are, since only identifiers hold them. */
    private String quoted() {
        int from = ++at;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\n') {
                line++;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int to = Math.min(at, text.length());
        at = Math.min(at + 1, text.length());
        return text.substring(from, to);
    }
}
