package dev.firebreak.core.watch.sigma;

import dev.firebreak.core.watch.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Events as rules see them. A name that was asked for and a request to a web server are the same to a rule whether a log or a capture
 * tells of them: category {@code dns} and {@code proxy} (Sigma specification, appendix "Taxonomy").
 */
public final class SigmaRecords {

    private static final Set<String> NONE = Set.of();
    static final String DNS = "dns";
    static final String PROXY = "proxy";

    /** All that is known of a look-up, whatever told of it. */
    private static final Set<String> DNS_FIELDS = Set.of("query", "record_type", "answer", "src_ip", "rcode");

    private static final Set<String> PROXY_FIELDS = Set.of(
            "c-uri",
            "cs-uri",
            "c-uri-path",
            "c-uri-query",
            "c-uri-stem",
            "c-uri-extension",
            "cs-uri-query",
            "cs-uri-stem",
            "cs-host",
            "r-dns",
            "cs-method",
            "src_ip",
            "c-ip",
            "c-useragent",
            "cs-user-agent");

    private SigmaRecords() {}

    /** Whether rules for such logs can match anything that is read here. */
    public static boolean isRead(SigmaLogSource source) {
        if (source.product() == null) {
            return source.service() == null
                    && source.category() != null
                    && categories().contains(source.category());
        }
        return switch (source.product()) {
            case "windows" ->
                (source.category() == null || WindowsLogSources.categories().contains(source.category()))
                        && (source.service() == null
                                || WindowsLogSources.services().contains(source.service()));
            case "zeek", "suricata" -> source.service() != null && source.category() == null;
            default -> false;
        };
    }

    /** Fields that a rule asks for and nothing that is read here ever has: half of it would be decided without having looked. */
    public static Set<String> unknownFields(SigmaRule rule) {
        boolean isDns = DNS.equals(rule.source().category());
        if (rule.source().product() != null
                || (!isDns && !PROXY.equals(rule.source().category()))) {
            return Set.of();
        }
        Set<String> unknown = new TreeSet<>(rule.condition().fields());
        unknown.removeAll(isDns ? DNS_FIELDS : PROXY_FIELDS);
        return unknown;
    }

    private static Set<String> categories() {
        Set<String> all = new HashSet<>(WindowsLogSources.categories());
        all.add(DNS);
        all.add(PROXY);
        return all;
    }

    /** The event as a record; null where no rule can speak of it. */
    public static @Nullable SigmaRecord of(Event event) {
        return switch (event) {
            case Event.LogRecord record -> ofLog(record);
            case Event.DnsQuery query -> new SigmaRecord(NONE, Set.of(DNS), NONE, dns(query));
            case Event.HttpRequest request -> new SigmaRecord(NONE, Set.of(PROXY), NONE, proxy(request));
            default -> null;
        };
    }

    private static SigmaRecord ofLog(Event.LogRecord record) {
        int slash = record.channel().indexOf('/');
        String product = slash < 0 ? "" : record.channel().substring(0, slash);
        if (product.equals("zeek") || product.equals("suricata")) {
            String service = record.channel().substring(slash + 1);
            return new SigmaRecord(Set.of(product), NONE, Set.of(service), record.fields());
        }
        return WindowsLogSources.record(record.channel(), Integer.toString(record.id()), record.fields());
    }

    private static Map<String, String> dns(Event.DnsQuery query) {
        Map<String, String> fields = new HashMap<>();
        fields.put("query", query.name());
        fields.put("record_type", query.type());
        fields.put("answer", String.join(" ", query.answers()));
        fields.put("src_ip", query.flow().source());
        put(fields, "rcode", query.result());
        return fields;
    }

    private static Map<String, String> proxy(Event.HttpRequest request) {
        Map<String, String> fields = new HashMap<>();
        int mark = request.path().indexOf('?');
        String host = request.host() == null ? "" : request.host();
        fields.put("c-uri", host.isEmpty() ? request.path() : "http://" + host + request.path());
        fields.put("cs-uri", request.path());
        fields.put("c-uri-path", mark < 0 ? request.path() : request.path().substring(0, mark));
        fields.put("c-uri-query", mark < 0 ? "" : request.path().substring(mark + 1));
        fields.put("c-uri-stem", mark < 0 ? request.path() : request.path().substring(0, mark));
        fields.put("cs-uri-stem", mark < 0 ? request.path() : request.path().substring(0, mark));
        // The rules look for paths in it as well.
        fields.put("cs-uri-query", request.path());
        fields.put(
                "c-uri-extension",
                extension(mark < 0 ? request.path() : request.path().substring(0, mark)));
        fields.put("c-ip", request.flow().source());
        fields.put("cs-host", host);
        fields.put("r-dns", host);
        fields.put("cs-method", request.method());
        fields.put("src_ip", request.flow().source());
        put(fields, "c-useragent", request.agent());
        put(fields, "cs-user-agent", request.agent());
        return fields;
    }

    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1).length() < name.length()
                ? name.substring(name.lastIndexOf('.') + 1)
                : "";
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
