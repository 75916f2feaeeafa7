package dev.firebreak.app.capture.stix;

import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicator.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of STIX patterning (STIX 2.1, chapter 9) that lists of indicators are written in: comparisons with {@code =} or {@code IN}, joined
 * by OR. With AND, FOLLOWEDBY, NOT and qualifiers a pattern says less than each of its comparisons alone, so it is not understood.
 */
final class StixPattern {

    /** Object paths -> kinds. */
    private static final Map<String, Kind> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("domain-name:value", Kind.DOMAIN);
        PATHS.put("file:name", Kind.FILE_NAME);
        PATHS.put("file:hashes.'SHA-256'", Kind.SHA256);
        PATHS.put("file:hashes.SHA256", Kind.SHA256);
        PATHS.put("file:hashes.'SHA256'", Kind.SHA256);
        PATHS.put("file:hashes.'SHA-1'", Kind.SHA1);
        PATHS.put("file:hashes.SHA1", Kind.SHA1);
        PATHS.put("file:hashes.'SHA1'", Kind.SHA1);
        PATHS.put("file:hashes.MD5", Kind.MD5);
        PATHS.put("file:hashes.'MD5'", Kind.MD5);
        PATHS.put("url:value", Kind.URL);
        PATHS.put("ipv4-addr:value", Kind.ADDRESS);
        PATHS.put("ipv6-addr:value", Kind.ADDRESS);
        PATHS.put("process:extensions.'windows-service-ext'.service_name", Kind.SERVICE);
    }

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\[|]|\\(|\\)|,|=|[a-z0-9-]+:[A-Za-z0-9_.'-]+|'(?:[^'\\\\]|\\\\.)*+'|[A-Za-z]+)");

    /** One comparison. */
    record Comparison(Kind kind, String value) {}

    private final List<String> tokens = new ArrayList<>();
    private int at;

    private StixPattern() {}

    /** Everything that the pattern lists; null where it is not understood. */
    static @Nullable List<Comparison> parse(String pattern) {
        var parser = new StixPattern();
        Matcher matcher = TOKEN.matcher(pattern);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            parser.tokens.add(matcher.group(1));
            end = matcher.end();
            if (end == pattern.length()) {
                break;
            }
        }
        if (!pattern.substring(end).isBlank()) {
            return null;
        }
        List<Comparison> comparisons = new ArrayList<>();
        do {
            if (!parser.take("[") || !parser.comparisons(comparisons) || !parser.take("]")) {
                return null;
            }
        } while (parser.take("OR"));
        return parser.at == parser.tokens.size() ? comparisons : null;
    }

    private boolean comparisons(List<Comparison> into) {
        do {
            if (at + 2 >= tokens.size()) {
                return false;
            }
            Kind kind = PATHS.get(tokens.get(at++));
            if (kind == null) {
                return false;
            }
            if (take("=")) {
                into.add(new Comparison(kind, literal(tokens.get(at++))));
            } else if (!take("IN") || !take("(") || !list(kind, into)) {
                return false;
            }
        } while (take("OR"));
        return true;
    }

    private boolean list(Kind kind, List<Comparison> into) {
        do {
            if (at >= tokens.size() || !tokens.get(at).startsWith("'")) {
                return false;
            }
            into.add(new Comparison(kind, literal(tokens.get(at++))));
        } while (take(","));
        return take(")");
    }

    private boolean take(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private static String literal(String token) {
        return token.startsWith("'") ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1") : token;
    }

    /** The pattern of one indicator. */
    static String of(Indicator indicator) {
        String path = PATHS.entrySet().stream()
                .filter(e -> e.getValue() == indicator.kind())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        if (indicator.kind() == Kind.ADDRESS && indicator.value().indexOf(':') >= 0) {
            path = "ipv6-addr:value";
        }
        return "[" + path + " = '" + indicator.value().replace("\\", "\\\\").replace("'", "\\'") + "']";
    }
}
