package dev.firebreak.app.feed.shipped;

import dev.firebreak.app.io.JsonFields;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.advisory.Mitigation.Condition;
import dev.firebreak.core.advisory.Mitigation.FactSource;
import dev.firebreak.core.advisory.Mitigation.Proof;
import dev.firebreak.core.advisory.Mitigation.Scope;
import dev.firebreak.core.advisory.Mitigation.Variant;
import dev.firebreak.core.advisory.Mitigation.Wording;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.advisory.SystemChange;
import dev.firebreak.core.advisory.SystemChange.InboundTcpBlock;
import dev.firebreak.core.advisory.SystemChange.RegistryNumber;
import dev.firebreak.core.advisory.SystemChange.ServiceStart;
import dev.firebreak.core.advisory.SystemChange.ServiceStart.Start;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code mitigations.json}: the settings that stand in for a fix. A field, setting, value or change that nobody knows is
 * refused, as is a fact without a source: what is read here can make a machine "mitigated".
 */
final class MitigationFile {

    private static final String SCHEMA = "firebreak.mitigations/1";

    /** Every kind of fact that must have a source. */
    private static final Set<String> FACTS = Set.of("proof", "scope", "apply", "undo", "breaks", "remains");

    private MitigationFile() {}

    static List<Mitigation> read(JsonNode file) {
        fields(file, "schema", "mitigations");
        check(JsonFields.text(file, "schema").equals(SCHEMA), "not " + SCHEMA);
        List<Mitigation> all = JsonFields.list(file, "mitigations", MitigationFile::mitigation);
        check(all.stream().map(Mitigation::id).distinct().count() == all.size(), "two mitigations have one id");
        return all;
    }

    private static Mitigation mitigation(JsonNode object) {
        fields(
                object,
                "id",
                "name",
                "instruction",
                "breaks",
                "remains",
                "cves",
                "proof",
                "variants",
                "ports",
                "sources");
        String id = JsonFields.text(object, "id");
        check(id.matches("[a-z0-9]+(-[a-z0-9]+)*"), "not an id: " + id);
        List<FactSource> sources = JsonFields.list(object, "sources", MitigationFile::source);
        Proof proof = proof(object.required("proof"));
        Set<String> told = new HashSet<>();
        sources.forEach(s -> told.addAll(s.facts()));
        Set<String> needed = new HashSet<>(FACTS);
        if (proof.conditions().isEmpty()) {
            needed.remove("proof");
        }
        check(told.containsAll(needed), id + " has facts without a source: " + needed + " but " + told);
        List<Integer> ports = ports(object);
        Set<String> cves = Set.copyOf(JsonFields.texts(object, "cves"));
        check(!cves.isEmpty(), id + " mitigates nothing");
        return new Mitigation(
                id,
                new Wording(
                        JsonFields.wording(object.required("name")),
                        JsonFields.wording(object.required("instruction")),
                        JsonFields.wording(object.required("breaks")),
                        JsonFields.wording(object.required("remains"))),
                cves,
                proof,
                JsonFields.list(object, "variants", MitigationFile::variant),
                ports,
                sources);
    }

    private static Proof proof(JsonNode object) {
        fields(object, "conditions", "scope", "elsewhere");
        check(object.required("conditions").isArray(), "conditions are no list");
        Scope scope = scope(object.required("scope"));
        JsonNode elsewhere = object.path("elsewhere");
        check(elsewhere.isMissingNode() == scope.equals(Scope.ALL), "what is left out needs a reason");
        return new Proof(
                JsonFields.list(object, "conditions", MitigationFile::condition),
                scope,
                elsewhere.isMissingNode() ? null : JsonFields.wording(elsewhere));
    }

    private static Condition condition(JsonNode object) {
        fields(object, "setting", "value", "means");
        String id = JsonFields.text(object, "setting");
        Setting setting = Setting.ofId(id).orElseThrow(() -> new IllegalStateException("not a setting: " + id));
        return new Condition(setting, JsonFields.text(object, "value"), JsonFields.wording(object.required("means")));
    }

    private static Scope scope(JsonNode object) {
        fields(object, "ntFrom", "ntBelow", "platforms");
        return new Scope(
                build(object, "ntFrom"),
                build(object, "ntBelow"),
                Set.copyOf(JsonFields.list(
                        object,
                        "platforms",
                        p -> Platform.valueOf(p.stringValue().toUpperCase(Locale.ROOT)))));
    }

    /** {@code 6.2}: the first build of a branch of Windows, whatever its number is. */
    private static @Nullable Build build(JsonNode object, String field) {
        String text = JsonFields.textOrNull(object, field);
        return text == null ? null : Build.of(text.matches("\\d+\\.\\d+") ? text + ".0" : text);
    }

    private static Variant variant(JsonNode object) {
        fields(object, "scope", "changes", "restart");
        List<SystemChange> changes = JsonFields.list(object, "changes", MitigationFile::change);
        check(!changes.isEmpty(), "a variant changes nothing");
        return new Variant(
                scope(object.required("scope")),
                changes,
                object.required("restart").booleanValue());
    }

    private static SystemChange change(JsonNode object) {
        String kind = JsonFields.text(object, "change");
        return switch (kind) {
            case "registryNumber" -> {
                fields(object, "change", "key", "name", "value", "undo", "smbServerProperty");
                JsonNode undo = object.required("undo");
                yield new RegistryNumber(
                        JsonFields.text(object, "key"),
                        JsonFields.text(object, "name"),
                        object.required("value").intValue(),
                        undo.isNull() ? null : Integer.valueOf(undo.intValue()),
                        JsonFields.textOrNull(object, "smbServerProperty"));
            }
            case "serviceStart" -> {
                fields(object, "change", "service", "start", "undo");
                yield new ServiceStart(
                        JsonFields.text(object, "service"), start(object, "start"), start(object, "undo"));
            }
            case "inboundTcpBlock" -> {
                fields(object, "change", "rule", "ports", "syntax");
                yield new InboundTcpBlock(
                        JsonFields.text(object, "rule"),
                        ports(object),
                        InboundTcpBlock.Syntax.valueOf(
                                JsonFields.text(object, "syntax").toUpperCase(Locale.ROOT)));
            }
            default -> throw new IllegalStateException("not a change: " + kind);
        };
    }

    private static Start start(JsonNode object, String field) {
        return Start.valueOf(JsonFields.text(object, field).toUpperCase(Locale.ROOT));
    }

    private static List<Integer> ports(JsonNode object) {
        check(object.required("ports").isArray(), "ports are no list");
        return JsonFields.list(object, "ports", JsonNode::intValue);
    }

    private static FactSource source(JsonNode object) {
        fields(object, "facts", "what", "url");
        List<String> facts = JsonFields.texts(object, "facts");
        check(FACTS.containsAll(facts) && !facts.isEmpty(), "not facts: " + facts);
        String url = JsonFields.text(object, "url");
        check(url.startsWith("https://"), "not an address: " + url);
        return new FactSource(facts, JsonFields.text(object, "what"), url);
    }

    private static void fields(JsonNode object, String... known) {
        Set<String> unknown = new HashSet<>(object.propertyNames());
        unknown.removeAll(Set.of(known));
        check(object.isObject() && unknown.isEmpty(), "unknown fields: " + unknown);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("mitigations.json: " + what);
        }
    }
}
