package dev.firebreak.app.io.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.text.Text;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Canonical JSON as TUF signs it (the OLPC form): keys in the order of their code points, no white space, whole numbers only, and in texts
 * only the quotation mark and the backslash escaped. A line break therefore makes it no JSON any more; files are written with the usual
 * escapes, and what is signed is computed from what was read.
 */
final class CanonicalJson {

    /** Java compares UTF-16 units; the form is defined over code points. */
    private static final Comparator<String> BY_CODE_POINT =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final boolean escapes;
    private final StringBuilder out = new StringBuilder();

    private CanonicalJson(boolean escapes) {
        this.escapes = escapes;
    }

    /** The bytes that are signed and of which key ids are hashes. */
    static byte[] bytes(JsonNode value) throws TufFailure {
        return bytes(value, false);
    }

    /** The same value as a JSON file. */
    static byte[] file(JsonNode value) throws TufFailure {
        return bytes(value, true);
    }

    private static byte[] bytes(JsonNode value, boolean escapes) throws TufFailure {
        var json = new CanonicalJson(escapes);
        json.write(value);
        return json.out.toString().getBytes(UTF_8);
    }

    private void write(JsonNode value) throws TufFailure {
        if (value.isObject()) {
            String separator = "{";
            for (var property : value.properties().stream()
                    .sorted(Map.Entry.comparingByKey(BY_CODE_POINT))
                    .toList()) {
                out.append(separator);
                text(property.getKey());
                out.append(':');
                write(property.getValue());
                separator = ",";
            }
            out.append(value.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            String separator = "[";
            for (JsonNode element : value) {
                out.append(separator);
                write(element);
                separator = ",";
            }
            out.append(value.isEmpty() ? "[]" : "]");
        } else if (value.isString()) {
            text(value.stringValue());
        } else if (value.isIntegralNumber()) {
            out.append(value.bigIntegerValue());
        } else if (value.isBoolean()) {
            out.append(value.booleanValue());
        } else if (value.isNull()) {
            out.append("null");
        } else {
            throw new TufFailure(
                    TufFailure.Kind.FORMAT,
                    new Text("a number with a fraction cannot be signed", "小数を含むため、署名の対象になりません"));
        }
    }

    private void text(String text) throws TufFailure {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && !isPaired(text, i)) {
                throw new TufFailure(
                        TufFailure.Kind.FORMAT,
                        new Text("a text that no encoding can hold cannot be signed", "不正な文字を含むため、署名の対象になりません"));
            }
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (escapes && c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
