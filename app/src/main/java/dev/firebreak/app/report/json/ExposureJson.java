package dev.firebreak.app.report.json;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.exposure.Coverage;
import dev.firebreak.core.exposure.ExposureCounts;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** How a machine stands against the whole catalogue, in numbers: the field {@code catalogue} of a machine. */
record ExposureJson(JsonGenerator json) {

    /** @param brief whether what would be needed by programs that may not be there is left out */
    void write(ExposureCounts exposure, boolean brief) {
        json.writeObjectPropertyStart("catalogue");
        kbs("updates", exposure.needed());
        json.writeNumberProperty("atLeast", exposure.atLeast());
        json.writeNumberProperty("open", exposure.open());
        json.writeNumberProperty("exploited", exposure.exploited());
        json.writeNumberProperty("closed", exposure.closed());
        json.writeNumberProperty("unknown", exposure.unknown());
        json.writeNumberProperty("unconfirmed", exposure.unconfirmed());
        json.writeNumberProperty("partUnknown", exposure.partUnknown());
        kbs("unconfirmedUpdates", exposure.unconfirmedUpdates());
        coverage();
        if (brief) {
            json.writeEndObject();
            return;
        }
        json.writeArrayPropertyStart("onlyIfInstalled");
        for (ExposureCounts.Conditional conditional : exposure.onlyIfInstalled()) {
            json.writeStartObject();
            JsonWriter.text(json, "component", conditional.component());
            json.writeNumberProperty("cves", conditional.cves());
            kbs("updates", conditional.updates());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What "closed" speaks of, and what nobody looked for. */
    private void coverage() {
        json.writeObjectPropertyStart("coverage");
        JsonWriter.texts(json, "examined", List.of("Windows"));
        JsonWriter.texts(json, "notExamined", Coverage.notExamined());
        json.writeEndObject();
    }

    private void kbs(String name, List<Kb> kbs) {
        JsonWriter.texts(json, name, kbs.stream().map(Kb::toString).toList());
    }
}
