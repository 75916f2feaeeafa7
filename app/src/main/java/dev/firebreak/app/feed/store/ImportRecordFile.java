package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.FeedKind;
import dev.firebreak.app.io.JsonFields;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The record of an import as JSON, beside what it holds. */
final class ImportRecordFile {

    private static final int MAX_BYTES = 8 << 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private ImportRecordFile() {}

    static void write(ImportRecord record, Path file) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("schema", "firebreak.import/1");
        node.put("id", record.id());
        node.put("source", record.source());
        node.put("when", record.when().toString());
        node.put("sha256", record.sha256());
        ArrayNode kinds = node.putArray("kinds");
        record.kinds().stream().sorted().forEach(kind -> kinds.add(kind.id()));
        node.put("document", record.document());
        node.put("edition", record.edition());
        node.put("whole", record.whole());
        node.put("statements", record.counts().statements());
        node.put("facts", record.counts().facts());
        node.put("packages", record.counts().packages());
        node.put("lifecycles", record.counts().lifecycles());
        node.put("complaintCount", record.complaintCount());
        ArrayNode problems = node.putArray("complaints");
        for (Problem problem : record.problems()) {
            problems.addObject()
                    .put("file", problem.source().file())
                    .put("line", problem.source().line())
                    .put("en", problem.what().en())
                    .put("ja", problem.what().ja());
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(node));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    static ImportRecord read(Path file) throws IOException, KnowledgeFile.Damaged {
        PlainFiles.check(file);
        if (Files.size(file) > MAX_BYTES) {
            throw new KnowledgeFile.Damaged("record too large");
        }
        try {
            return record(JSON.readTree(Files.readAllBytes(file)));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new KnowledgeFile.Damaged("record");
        }
    }

    private static ImportRecord record(JsonNode node) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : node.path("complaints")) {
            problems.add(new Problem(
                    new Source(
                            JsonFields.text(problem, "file"),
                            problem.required("line").intValue()),
                    JsonFields.wording(problem)));
        }
        Set<FeedKind> kinds = EnumSet.noneOf(FeedKind.class);
        for (JsonNode kind : node.required("kinds")) {
            kinds.add(FeedKind.valueOf(kind.stringValue().toUpperCase(Locale.ROOT)));
        }
        return new ImportRecord(
                JsonFields.text(node, "id"),
                JsonFields.text(node, "source"),
                Instant.parse(JsonFields.text(node, "when")),
                JsonFields.text(node, "sha256"),
                kinds,
                JsonFields.text(node, "document"),
                JsonFields.textOrNull(node, "edition"),
                new ImportRecord.Counts(
                        node.required("statements").intValue(),
                        node.required("facts").intValue(),
                        node.required("packages").intValue(),
                        node.required("lifecycles").intValue()),
                node.required("whole").booleanValue(),
                problems,
                node.required("complaintCount").longValue());
    }
}
