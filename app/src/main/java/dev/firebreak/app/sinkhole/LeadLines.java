package dev.firebreak.app.sinkhole;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.infection.AgentKind;
import dev.firebreak.core.watch.infection.CallOrigin;
import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.Lead;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Leads as lines of JSON ({@code firebreak.infected/1}), for programs. */
public final class LeadLines {

    /** The schema's name. */
    public static final String SCHEMA = "firebreak.infected/1";

    private LeadLines() {}

    /** The lead as one line, with its line break; {@code because} in one language. */
    public static byte[] line(Lead lead, Language language) {
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            JsonWriter.text(json, "key", lead.origin().key());
            origin(json, lead.origin());
            JsonWriter.texts(json, "addresses", lead.addresses());
            JsonWriter.texts(json, "segments", lead.segments().stream().sorted().toList());
            json.writeStringProperty("urgency", lead.urgency().id());
            json.writeStringProperty("state", lead.state().kind().id());
            decision(json, lead.state());
            json.writeNumberProperty("dns", lead.calls().dns());
            json.writeNumberProperty("http", lead.calls().http());
            json.writeNumberProperty("probes", lead.calls().probes());
            json.writeStringProperty("first", lead.calls().first().toString());
            json.writeStringProperty("last", lead.calls().last().toString());
            JsonWriter.texts(json, "names", lead.names().stream().sorted().toList());
            JsonWriter.texts(
                    json,
                    "agents",
                    lead.agents().stream().sorted().map(AgentKind::id).toList());
            JsonWriter.texts(
                    json,
                    "because",
                    List.of(
                            lead.urgency().label().in(language),
                            lead.urgency().why().in(language)));
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static void origin(JsonGenerator json, CallOrigin origin) {
        @Nullable String machine = null;
        @Nullable String behind = null;
        @Nullable String basis = null;
        List<String> candidates = List.of();
        int atLeast = 1;
        switch (origin) {
            case CallOrigin.Machine known -> {
                machine = known.name();
                basis = known.basis().name().toLowerCase(Locale.ROOT);
            }
            case CallOrigin.Address address -> candidates = address.candidates();
            case CallOrigin.Behind device -> {
                behind = device.device();
                atLeast = device.atLeast();
            }
        }
        JsonWriter.text(json, "machine", machine);
        JsonWriter.text(json, "by", basis);
        JsonWriter.texts(json, "candidates", candidates);
        JsonWriter.text(json, "behind", behind);
        json.writeNumberProperty("atLeast", atLeast);
    }

    private static void decision(JsonGenerator json, InfectionState state) {
        InfectionState.Decision decision = switch (state) {
            case InfectionState.Suspected _ -> null;
            case InfectionState.Decided decided -> decided.decision();
            case InfectionState.SeenAgain again -> again.before().decision();
        };
        JsonWriter.text(json, "decidedBy", decision == null ? null : decision.by());
        JsonWriter.text(
                json, "decidedAt", decision == null ? null : decision.at().toString());
        JsonWriter.text(json, "reason", decision == null ? null : decision.reason());
    }
}
