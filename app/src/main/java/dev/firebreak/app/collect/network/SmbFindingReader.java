package dev.firebreak.app.collect.network;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.fleet.NetworkAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads findings of {@code probe smb} for people: who answered, and who speaks SMBv1. */
public final class SmbFindingReader {

    private static final int MAX_FINDINGS = 100_000;

    private SmbFindingReader() {}

    /**
     * A target that answered.
     *
     * @param smb1 whether it accepted SMBv1; null where nobody can tell
     * @param patch {@code vulnerable}, {@code not_vulnerable} or {@code unknown}
     */
    public record Answer(
            String address,
            @Nullable String name,
            @Nullable Instant at,
            @Nullable Boolean smb1,
            String patch) {}

    /** The answers of a text; none where it holds no findings. */
    public static List<Answer> read(String text) {
        List<Answer> answers = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (!line.contains("\"ms17010\"") || answers.size() >= MAX_FINDINGS) {
                continue;
            }
            try {
                JsonNode finding = BoundedJson.tree(line.strip());
                String address = text(finding, finding.has("address") ? "address" : "target");
                String known = address == null ? null : NetworkAddress.normalised(address);
                boolean answered = !finding.path("dialects").isEmpty()
                        || finding.path("smb1").asBoolean(false);
                if (known != null && answered) {
                    JsonNode smb1 = finding.path("smb1");
                    answers.add(new Answer(
                            known,
                            text(finding.path("host"), "name"),
                            time(text(finding, "time")),
                            smb1.isBoolean() ? smb1.booleanValue() : null,
                            patch(text(finding, "ms17010"))));
                }
            } catch (JacksonException e) {
                // The reader of sightings reports the line.
            }
        }
        return answers;
    }

    /** Anything that is not one of the two answers is unknown. */
    private static String patch(@Nullable String told) {
        return told != null && (told.equals("vulnerable") || told.equals("not_vulnerable")) ? told : "unknown";
    }

    private static @Nullable String text(JsonNode object, String field) {
        return BoundedJson.text(object, field, wrong -> {});
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
