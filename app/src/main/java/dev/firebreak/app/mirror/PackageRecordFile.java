package dev.firebreak.app.mirror;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.io.JsonFields;
import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.WholeFile;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** The record of a package as a JSON file. A record that cannot be read whole is none: its package is not handed out. */
final class PackageRecordFile {

    private static final int MAX_BYTES = 64 << 10;

    private PackageRecordFile() {}

    static void write(Path file, StoredPackage stored) throws IOException {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeStringProperty("schema", "firebreak.package/1");
            json.writeStringProperty("file", stored.file());
            Kb kb = stored.kb();
            Architecture architecture = stored.architecture();
            JsonWriter.text(json, "kb", kb == null ? null : kb.toString());
            JsonWriter.text(json, "architecture", architecture == null ? null : architecture.id());
            JsonWriter.text(json, "language", stored.language());
            json.writeNumberProperty("size", stored.size());
            json.writeStringProperty("sha256", stored.sha256());
            json.writeStringProperty("sha1", stored.sha1());
            json.writeStringProperty("standing", stored.standing().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("signer", stored.judgement().signer());
            Instant signed = stored.judgement().signedAt();
            JsonWriter.text(json, "signedAt", signed == null ? null : signed.toString());
            json.writeStringProperty("reasonEn", stored.judgement().reason().en());
            json.writeStringProperty("reasonJa", stored.judgement().reason().ja());
            json.writeStringProperty("checkedAt", stored.judgement().at().toString());
            StoredPackage.Decision decision = stored.decision();
            if (decision != null) {
                json.writeStringProperty("decidedBy", decision.by());
                json.writeStringProperty("decidedAt", decision.at().toString());
                json.writeStringProperty("decidedWhy", decision.why());
            }
            json.writeEndObject();
        }
        WholeFile.write(file, out.toByteArray());
    }

    /** @throws IOException where it is no record */
    static StoredPackage read(Path file) throws IOException {
        try {
            JsonNode json = BoundedJson.tree(PlainFiles.text(file, MAX_BYTES));
            String kb = JsonFields.textOrNull(json, "kb");
            String architecture = JsonFields.textOrNull(json, "architecture");
            String signed = JsonFields.textOrNull(json, "signedAt");
            return new StoredPackage(
                    JsonFields.text(json, "file"),
                    kb == null ? null : Kb.parse(kb).orElseThrow(),
                    architecture == null
                            ? null
                            : Architecture.ofId(architecture).orElseThrow(),
                    JsonFields.textOrNull(json, "language"),
                    new StoredPackage.Content(
                            json.required("size").longValue(),
                            JsonFields.text(json, "sha256"),
                            JsonFields.text(json, "sha1")),
                    StoredPackage.Standing.valueOf(
                            JsonFields.text(json, "standing").toUpperCase(Locale.ROOT)),
                    new StoredPackage.Judgement(
                            JsonFields.text(json, "signer"),
                            signed == null ? null : Instant.parse(signed),
                            new Text(JsonFields.text(json, "reasonEn"), JsonFields.text(json, "reasonJa")),
                            Instant.parse(JsonFields.text(json, "checkedAt"))),
                    decision(json));
        } catch (JacksonException | IllegalArgumentException | DateTimeException | java.util.NoSuchElementException e) {
            throw new IOException(file.getFileName() + ": not a record of a package", e);
        }
    }

    private static StoredPackage.@Nullable Decision decision(JsonNode json) {
        return json.has("decidedBy")
                ? new StoredPackage.Decision(
                        JsonFields.text(json, "decidedBy"),
                        Instant.parse(JsonFields.text(json, "decidedAt")),
                        JsonFields.text(json, "decidedWhy"))
                : null;
    }
}
