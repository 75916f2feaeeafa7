package dev.firebreak.app.io.killswitch;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchReason;
import dev.firebreak.core.watch.killswitch.KillSwitchResult;
import dev.firebreak.core.watch.killswitch.ProxyObservation;
import dev.firebreak.core.watch.killswitch.SinkholeReceipt;
import dev.firebreak.core.watch.killswitch.WebObservation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes probes as {@link ProbeLines} reads them, with what they mean. */
public final class ProbeLineWriter {

    private ProbeLineWriter() {}

    /** A probe without a verdict, as it is kept and sent: one line without its end. */
    public static String line(KillSwitchProbe probe) {
        return line(probe, null, Language.EN);
    }

    /** A probe and what it means; {@code because} in one language, {@code reasons} in both. */
    public static String line(KillSwitchResult result, Language language) {
        return line(result.probe(), result, language);
    }

    private static String line(KillSwitchProbe probe, @Nullable KillSwitchResult result, Language language) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonWriter.to(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("schema", ProbeLines.SCHEMA);
            json.writeStringProperty("name", probe.name());
            if (result != null) {
                verdict(json, result, language);
            }
            JsonWriter.text(json, "machine", probe.origin().machine());
            JsonWriter.text(json, "segment", probe.origin().segment());
            json.writeStringProperty("time", probe.origin().time().toString());
            JsonWriter.text(json, "nonce", probe.origin().nonce());
            JsonWriter.texts(json, "hosts", probe.hosts());
            dns(json, probe.dns());
            web(json, probe.web());
            proxies(json, probe.proxies());
            json.writeObjectPropertyStart("sinkhole");
            json.writeStringProperty("state", probe.sinkhole().state().id());
            JsonWriter.texts(json, "sources", probe.sinkhole().sources());
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void verdict(JsonGenerator json, KillSwitchResult result, Language language) {
        json.writeStringProperty("verdict", result.verdict().id());
        json.writeStringProperty("segmentVerdict", result.segmentVerdict().id());
        JsonWriter.texts(
                json,
                "because",
                result.because().stream().map(r -> r.text().in(language)).toList());
        json.writeArrayPropertyStart("reasons");
        for (KillSwitchReason reason : result.because()) {
            json.writeStartObject();
            json.writeStringProperty("weight", reason.weight().id());
            JsonWriter.text(json, "en", reason.text().en());
            JsonWriter.text(json, "ja", reason.text().ja());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void dns(JsonGenerator json, List<DnsObservation> observations) {
        json.writeArrayPropertyStart("dns");
        for (DnsObservation dns : observations) {
            json.writeStartObject();
            JsonWriter.text(json, "resolver", dns.resolver());
            json.writeStringProperty("transport", dns.transport().name());
            json.writeStringProperty("type", dns.type().name());
            json.writeStringProperty("outcome", dns.outcome().id());
            JsonWriter.texts(json, "addresses", dns.addresses());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void web(JsonGenerator json, List<WebObservation> observations) {
        json.writeArrayPropertyStart("web");
        for (WebObservation web : observations) {
            json.writeStartObject();
            json.writeStringProperty("address", web.address());
            json.writeNumberProperty("port", web.port());
            json.writeStringProperty("connect", web.connect().id());
            JsonWriter.text(json, "local", web.local());
            json.writeStringProperty("answer", web.answer().id());
            json.writeNumberProperty("status", web.status());
            JsonWriter.texts(json, "traces", web.traces());
            SinkholeReceipt receipt = web.receipt();
            if (receipt != null) {
                json.writeObjectPropertyStart("receipt");
                json.writeStringProperty("nonce", receipt.nonce());
                json.writeStringProperty("source", receipt.source());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void proxies(JsonGenerator json, List<ProxyObservation> observations) {
        json.writeArrayPropertyStart("proxies");
        for (ProxyObservation proxy : observations) {
            json.writeStartObject();
            json.writeStringProperty("kind", proxy.kind().id());
            JsonWriter.text(json, "where", cut(proxy.where()));
            json.writeStringProperty("outcome", proxy.outcome().id());
            json.writeNumberProperty("status", proxy.status());
            JsonWriter.text(json, "detail", cut(proxy.detail()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String cut(String text) {
        return text.length() > ProbeLines.MOST_TEXT ? text.substring(0, ProbeLines.MOST_TEXT) : text;
    }
}
