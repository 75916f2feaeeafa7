package dev.firebreak.app.report.json;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.fleet.ExpectedMachine;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Machines that no report covers, as JSON; a null says "not known". */
public final class GapsJson {

    private final JsonGenerator json;

    public GapsJson(JsonGenerator json) {
        this.json = json;
    }

    /** The array of those that were expected and are not among the machines. */
    public void missing(FleetGaps gaps) {
        json.writeStartArray();
        for (FleetGaps.Missing missing : gaps.missing()) {
            ExpectedMachine machine = missing.machine();
            json.writeStartObject();
            JsonWriter.text(json, "machine", machine.name());
            JsonWriter.text(json, "dnsName", machine.dnsName());
            JsonWriter.text(json, "system", machine.system());
            time("lastLogon", machine.lastLogon());
            if (machine.enabled() == null) {
                json.writeNullProperty("enabled");
            } else {
                json.writeBooleanProperty("enabled", machine.enabled());
            }
            json.writeStringProperty("verdict", "unknown");
            JsonWriter.texts(
                    json,
                    "labels",
                    missing.labels().stream().map(FleetGaps.Label::id).toList());
            JsonWriter.text(json, "source", machine.source().toString());
            if (missing.seen() == null) {
                json.writeNullProperty("seen");
            } else {
                json.writeName("seen");
                device(missing.seen());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The array of those that were seen and are in no inventory. */
    public void unmanaged(FleetGaps gaps) {
        json.writeStartArray();
        gaps.unmanaged().forEach(this::device);
        json.writeEndArray();
    }

    private void device(FleetGaps.Unmanaged device) {
        json.writeStartObject();
        JsonWriter.text(json, "address", device.address());
        JsonWriter.text(json, "mac", device.mac());
        JsonWriter.text(json, "hostName", device.hostName());
        time("lastSeen", device.at());
        json.writeStringProperty("verdict", "unknown");
        JsonWriter.texts(
                json, "seenBy", device.kinds().stream().map(Sighting.Kind::id).toList());
        JsonWriter.texts(
                json, "sources", device.sources().stream().map(Source::toString).toList());
        json.writeEndObject();
    }

    private void time(String name, @Nullable Instant time) {
        JsonWriter.text(json, name, time == null ? null : time.toString());
    }
}
