package dev.firebreak.app.io.killswitch;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.ProbeNonce;
import dev.firebreak.core.watch.killswitch.ProxyObservation;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import dev.firebreak.core.watch.killswitch.WebObservation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads probes, one JSON object a line ({@code firebreak.killswitch/1}). A line is taken whole or refused with a problem: an observation that
 * nobody knows must never be left out in silence, for the rest could look better than the whole. Verdicts in the input are passed over.
 */
public final class ProbeLines {

    /** The schema's name. */
    public static final String SCHEMA = "firebreak.killswitch/1";

    /** Lines of one input; more are refused. */
    public static final int MOST_LINES = 1_000;

    private static final int MAX_CHARS = 1 << 17;
    private static final int MAX_ELEMENTS = 128;
    static final int MOST_TEXT = 300;
    private static final int MAX_SEGMENT = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");

    private static final Pattern RESOLVER =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?]|[0-9.]{7,15}):\\d{1,5}");

    private ProbeLines() {}

    /** The input is not what it should be; the message says where. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * Reads all lines; empty ones and those of other programs are told.
     *
     * @param source name of the input, for problems
     */
    public static Read<KillSwitchProbe> read(String text, String source) {
        List<KillSwitchProbe> probes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String plain = line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (plain.isBlank()) {
                continue;
            }
            var at = new Source(source, number);
            if (number > MOST_LINES) {
                problems.add(new Problem(
                        at,
                        Text.format(
                                "More than %d lines; the rest was not read.",
                                "%d 行を超えています。残りは読み取っていません。", MOST_LINES)));
                break;
            }
            try {
                probes.add(probe(plain));
            } catch (Wrong | JacksonException | DateTimeException | IllegalArgumentException e) {
                String why = e instanceof JacksonException ? "JSON" : SafeText.name(String.valueOf(e.getMessage()));
                problems.add(
                        new Problem(at, Text.format("Not a kill-switch probe: %s", "キルスイッチの確認結果ではありません（%s）", why)));
            }
        }
        return new Read<>(probes, problems);
    }

    private static KillSwitchProbe probe(String line) {
        if (line.length() > MAX_CHARS) {
            throw new Wrong("line");
        }
        JsonNode json = BoundedJson.tree(line);
        if (!json.isObject() || !SCHEMA.equals(textOrNull(json, "schema"))) {
            throw new Wrong("schema");
        }
        List<String> own = list(json, "localAddresses", n -> address(n, "localAddresses"));
        return new KillSwitchProbe(
                name(text(json, "name")),
                new KillSwitchProbe.Origin(
                        machine(json), segment(json), time(text(json, "time")), nonce(json, "nonce")),
                list(json, "hosts", n -> address(n, "hosts")),
                list(json, "dns", ProbeLines::dns),
                list(json, "web", n -> web(n, own)),
                list(json, "proxies", ProbeLines::proxy),
                sight(json.path("sinkhole")));
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Wrong("name");
        }
        return name;
    }

    private static @Nullable String machine(JsonNode json) {
        String machine = textOrNull(json, "machine");
        return machine == null || machine.isBlank() ? null : SafeText.name(machine.strip());
    }

    private static @Nullable String segment(JsonNode json) {
        String segment = textOrNull(json, "segment");
        return segment == null || segment.isBlank() ? null : segment(segment);
    }

    /** A segment's name as it is kept. Throws where it is longer than a name. */
    public static String segment(String segment) {
        String plain = SafeText.text(segment.strip());
        if (plain.length() > MAX_SEGMENT) {
            throw new Wrong("segment");
        }
        return plain;
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static DnsObservation dns(JsonNode json) {
        return new DnsObservation(
                resolver(text(json, "resolver")),
                value(DnsObservation.Transport.values(), json, "transport"),
                value(DnsObservation.RecordType.values(), json, "type"),
                value(DnsObservation.Outcome.values(), json, "outcome"),
                list(json, "addresses", n -> address(n, "addresses")));
    }

    /** {@code ADDRESS}, {@code ADDRESS:PORT} or {@code [ADDRESS]:PORT}. */
    private static String resolver(String text) {
        Matcher match = RESOLVER.matcher(text);
        if (!NetworkAddress.isAddress(text)
                && !(match.matches() && NetworkAddress.isAddress(match.group(1).replaceAll("[\\[\\]]", "")))) {
            throw new Wrong("resolver");
        }
        return text;
    }

    private static WebObservation web(JsonNode json, List<String> own) {
        SinkholeReceipt receipt = receipt(json.path("receipt"));
        String local = textOrNull(json, "local");
        if (local != null && !NetworkAddress.isAddress(local)) {
            throw new Wrong("local");
        }
        if (local == null && receipt != null && !own.isEmpty()) {
            // A script cannot ask its connection; the sinkhole's word for the source is compared with all addresses of
            // the machine.
            local = own.stream()
                    .filter(a -> NetworkAddress.normalisedOrSame(a).equals(receipt.source()))
                    .findFirst()
                    .orElse(own.getFirst());
        }
        return new WebObservation(
                address(json.path("address"), "address"),
                number(json, "port", 1, 65_535),
                value(WebObservation.Connect.values(), json, "connect"),
                local,
                value(WebObservation.Answer.values(), json, "answer"),
                json.has("status") ? number(json, "status", 0, 999) : 0,
                list(json, "traces", n -> string(n, "traces")),
                receipt);
    }

    private static @Nullable SinkholeReceipt receipt(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return null;
        }
        String nonce = nonce(json, "nonce");
        String source = textOrNull(json, "source");
        if (nonce == null || source == null || !NetworkAddress.isAddress(source)) {
            throw new Wrong("receipt");
        }
        return new SinkholeReceipt(nonce, source);
    }

    private static ProxyObservation proxy(JsonNode json) {
        return new ProxyObservation(
                value(ProxyObservation.Kind.values(), json, "kind"),
                text(json, "where"),
                value(ProxyObservation.Outcome.values(), json, "outcome"),
                json.has("status") ? number(json, "status", 0, 999) : 0,
                json.has("detail") ? text(json, "detail") : "");
    }

    private static SinkholeSight sight(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return SinkholeSight.NOT_ASKED;
        }
        return new SinkholeSight(
                value(SinkholeSight.State.values(), json, "state"), list(json, "sources", n -> address(n, "sources")));
    }

    private static @Nullable String nonce(JsonNode json, String field) {
        String nonce = textOrNull(json, field);
        if (nonce != null && !ProbeNonce.isNonce(nonce)) {
            throw new Wrong(field);
        }
        return nonce;
    }

    private static <E extends Enum<E>> E value(E[] values, JsonNode json, String field) {
        String text = text(json, field).toUpperCase(Locale.ROOT);
        for (E value : values) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw new Wrong(field);
    }

    private static int number(JsonNode json, String field, int least, int most) {
        Integer number = BoundedJson.number(json, field, least, most, wrong -> {
            throw new Wrong(wrong);
        });
        if (number == null) {
            throw new Wrong(field);
        }
        return number;
    }

    private static String address(JsonNode json, String field) {
        String text = string(json, field);
        if (!NetworkAddress.isAddress(text)) {
            throw new Wrong(field);
        }
        return text;
    }

    private static String text(JsonNode json, String field) {
        String text = textOrNull(json, field);
        if (text == null) {
            throw new Wrong(field);
        }
        return text;
    }

    private static @Nullable String textOrNull(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? null : string(value, field);
    }

    private static String string(JsonNode value, String field) {
        if (!value.isString() || value.stringValue().length() > MOST_TEXT) {
            throw new Wrong(field);
        }
        return value.stringValue();
    }

    private static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> read) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_ELEMENTS) {
            throw new Wrong(field);
        }
        return value.valueStream().map(read).toList();
    }
}
