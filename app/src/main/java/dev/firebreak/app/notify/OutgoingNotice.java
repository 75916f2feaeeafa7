package dev.firebreak.app.notify;

import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.notice.Notice;
import dev.firebreak.core.notice.NoticeTopic;
import dev.firebreak.core.text.Language;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A notice in one language on its way. Its JSON is what a webhook receives ({@code firebreak.notice/1}) and what waits on disk.
 *
 * @param id the same at every attempt, so that a receiver can tell a repetition
 */
record OutgoingNotice(
        String id,
        Instant at,
        Audience audience,
        Language language,
        List<String> topics,
        String subject,
        String body,
        Map<String, Integer> figures) {

    static final String SCHEMA = "firebreak.notice/1";
    private static final JsonMapper JSON = new JsonMapper();

    OutgoingNotice {
        topics = List.copyOf(topics);
        figures = Map.copyOf(figures);
    }

    static OutgoingNotice of(Notice notice, Language language) {
        return new OutgoingNotice(
                UUID.randomUUID().toString(),
                notice.at(),
                notice.audience(),
                language,
                notice.topics().stream().sorted().map(NoticeTopic::id).toList(),
                notice.subject().in(language),
                notice.body().in(language),
                notice.figures());
    }

    byte[] json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("id", id);
        root.put("at", at.toString());
        root.put("audience", audience.id());
        root.put("language", language == Language.JA ? "ja" : "en");
        ArrayNode list = root.putArray("topics");
        topics.forEach(list::add);
        root.put("subject", subject);
        // Slack, Mattermost and the like show a field of this name and pass over the others.
        root.put("text", body);
        ObjectNode counts = root.putObject("figures");
        new TreeMap<>(figures).forEach(counts::put);
        return JSON.writeValueAsBytes(root);
    }

    /** Empty where it is not what was written. */
    static Optional<OutgoingNotice> read(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            Optional<Audience> audience = Audience.of(root.path("audience").asString(""));
            String id = root.path("id").asString("");
            if (audience.isEmpty()
                    || id.isEmpty()
                    || !SCHEMA.equals(root.path("schema").asString(""))) {
                return Optional.empty();
            }
            List<String> topics = new ArrayList<>();
            root.path("topics").forEach(t -> topics.add(t.asString("")));
            Map<String, Integer> figures = new TreeMap<>();
            root.path("figures")
                    .propertyStream()
                    .forEach(f -> figures.put(f.getKey(), f.getValue().asInt(0)));
            return Optional.of(new OutgoingNotice(
                    id,
                    Instant.parse(root.path("at").asString("")),
                    audience.get(),
                    root.path("language").asString("").equals("ja") ? Language.JA : Language.EN,
                    topics,
                    root.path("subject").asString(""),
                    root.path("text").asString(""),
                    figures));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
