package dev.firebreak.app.probe.smb;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A finding as one JSON object a line; a null says "not known", never "no". */
public final class SmbFindingJson {

    private SmbFindingJson() {}

    /** Writes one line. */
    public static void write(SmbFinding finding, Language language, OutputStream out) {
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeStringProperty("schema", "firebreak.probe.smb/1");
            JsonWriter.text(json, "target", finding.target().name());
            JsonWriter.text(json, "address", finding.target().address());
            json.writeNumberProperty("port", finding.target().port());
            json.writeStringProperty("time", finding.time().toString());
            List<String> dialects = dialects(finding);
            if (finding.answered()) {
                JsonWriter.texts(json, "dialects", dialects);
            } else {
                json.writeNullProperty("dialects");
            }
            bool(json, "smb1", finding.smb1().answered());
            JsonWriter.text(json, "smb1Signing", lower(finding.smb1().signing()));
            JsonWriter.text(json, "signing", lower(finding.smb2().signing()));
            bool(json, "guest", finding.guest());
            if (finding.answered()) {
                JsonWriter.text(json, "ms17010", lower(finding.smb1().patch()));
            } else {
                json.writeNullProperty("ms17010");
            }
            host(json, finding.host());
            json.writeNumberProperty("connections", finding.connections());
            JsonWriter.texts(
                    json,
                    "because",
                    finding.because().stream().map(text -> text.in(language)).toList());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** {@code [SMB1, 2.0.2, ..]}, the oldest first. */
    public static List<String> dialects(SmbFinding finding) {
        List<String> dialects = new ArrayList<>();
        if (Boolean.TRUE.equals(finding.smb1().answered())) {
            dialects.add("SMB1");
        }
        finding.smb2().dialects().forEach(dialect -> dialects.add(dialect.label()));
        return dialects;
    }

    private static void host(JsonGenerator json, SmbHost host) {
        json.writeObjectPropertyStart("host");
        JsonWriter.text(json, "name", host.name());
        JsonWriter.text(json, "domain", host.domain());
        JsonWriter.text(json, "dnsName", host.dnsName());
        JsonWriter.text(json, "build", host.build());
        JsonWriter.text(json, "nativeOs", host.nativeOs());
        JsonWriter.text(json, "lanManager", host.lanManager());
        json.writeEndObject();
    }

    private static void bool(JsonGenerator json, String name, @Nullable Boolean value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeBooleanProperty(name, value);
        }
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /** The reasons as sentences, for a table. */
    public static Text reasons(SmbFinding finding) {
        List<Text> because = finding.because();
        return new Text(
                String.join("; ", because.stream().map(Text::en).toList()),
                String.join("、", because.stream().map(Text::ja).toList()));
    }
}
