package dev.firebreak.app.report.json;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Distribution lists as NDJSON: one package a line, then one line for each machine of which no package is known. */
public final class DistributionNdjson {

    private final Function<NeededPackage, Optional<PackageFile>> files;
    private final Language language;

    public DistributionNdjson(Function<NeededPackage, Optional<PackageFile>> files, Language language) {
        this.files = files;
        this.language = language;
    }

    public void write(DistributionList list, OutputStream out) throws IOException {
        for (DistributionList.Item item : list.items()) {
            try (JsonGenerator json = JsonWriter.to(out)) {
                item(item, json);
            }
            out.write('\n');
        }
        for (MachineNeed need : list.without()) {
            try (JsonGenerator json = JsonWriter.to(out)) {
                json.writeStartObject();
                JsonWriter.text(json, "schema", "firebreak.distribution/1");
                JsonWriter.text(json, "package", null);
                JsonWriter.text(json, "machine", SafeText.encodable(need.machine()));
                JsonWriter.text(json, "advisory", need.advisory());
                JsonWriter.text(json, "note", words(need.none()));
                json.writeEndObject();
            }
            out.write('\n');
        }
    }

    private void item(DistributionList.Item item, JsonGenerator json) {
        NeededPackage needed = item.needed();
        PackageFile file = files.apply(needed).orElse(null);
        json.writeStartObject();
        JsonWriter.text(json, "schema", "firebreak.distribution/1");
        JsonWriter.text(json, "package", needed.key());
        JsonWriter.text(json, "kb", needed.kb().toString());
        JsonWriter.text(json, "step", needed.step().id());
        JsonWriter.text(json, "product", needed.target().product());
        JsonWriter.text(json, "build", needed.target().nt().toString());
        JsonWriter.text(
                json,
                "architecture",
                needed.target().architecture() == null
                        ? null
                        : needed.target().architecture().id());
        JsonWriter.text(json, "language", needed.target().language());
        JsonWriter.text(json, "file", file == null ? needed.file() : file.file());
        JsonWriter.text(json, "sha1", needed.sha1());
        JsonWriter.text(json, "sha256", file == null ? null : file.sha256());
        JsonWriter.text(json, "url", needed.url());
        JsonWriter.text(json, "search", needed.search());
        json.writeBooleanProperty("available", file != null);
        JsonWriter.text(json, "note", words(needed.note()));
        json.writeNumberProperty("count", item.machines().size());
        json.writeObjectPropertyStart("sites");
        item.sites().forEach((site, count) -> json.writeNumberProperty(SafeText.encodable(site), count));
        json.writeEndObject();
        json.writeArrayPropertyStart("machines");
        for (DistributionList.Machine machine : item.machines()) {
            json.writeStartObject();
            JsonWriter.text(json, "machine", SafeText.encodable(machine.name()));
            JsonWriter.text(json, "site", machine.site().isEmpty() ? null : SafeText.encodable(machine.site()));
            JsonWriter.text(json, "advisory", machine.advisory());
            JsonWriter.texts(
                    json,
                    "first",
                    machine.first().stream().map(p -> p.kb().toString()).toList());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private @Nullable String words(@Nullable Text text) {
        return text == null ? null : text.in(language);
    }
}
