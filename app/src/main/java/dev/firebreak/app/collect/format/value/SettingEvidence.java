package dev.firebreak.app.collect.format.value;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.advisory.Setting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.IndicatorObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.HostTrace;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Settings of Windows and traces of a worm, as {@code scripts/collect} writes them: lines of text or the fields {@code settings} and
 * {@code indicators} of a record. A setting or value that is not on the allow list is a look that failed; one that is missing was
 * not looked at, as by older scripts.
 */
public final class SettingEvidence {

    /** Traces of one machine; a search that finds more has said enough. */
    static final int MOST_TRACES = 200;

    private static final int MAX_PLACE_LENGTH = 300;
    private static final int LARGEST_COUNT = 1_000_000;
    private static final Text NO_TRACES =
            new Text("the search for traces of WannaCry was not complete", "WannaCry の痕跡の検索が完了していません");

    private SettingEvidence() {}

    /** The settings among the {@code key=value} lines of the script; SMBv1 has a line of its own since its first version. */
    public static List<Evidence> settings(Map<String, String> values, Source source) {
        List<Evidence> evidence = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            String value = values.get(setting.id());
            if (value != null && setting != Setting.SMB1_SERVER) {
                evidence.add(setting(setting, value, source));
            }
        }
        return evidence;
    }

    /** A setting with its value, or the look that failed where the value is none. */
    private static Evidence setting(Setting setting, String value, Source source) {
        return setting.allowed().contains(value)
                ? new SettingObserved(setting, value, source)
                : new LookupFailed(
                        LookupKind.of(setting),
                        Text.format("the state could not be read: %s", "状態を取得できませんでした: %s", setting.label()),
                        source);
    }

    /**
     * The traces among the lines of the script: {@code trace=wannacry-note 3 C:\Users\sato\Desktop}.
     *
     * @param look what the script says of its search: "ok" where it was complete; null in outputs of older scripts
     */
    public static List<Evidence> traces(List<String> lines, @Nullable String look, Source source) {
        List<Evidence> evidence = new ArrayList<>();
        boolean whole = (look == null && lines.isEmpty()) || "ok".equals(look);
        for (String line : lines.subList(0, Math.min(MOST_TRACES, lines.size()))) {
            String[] parts = line.split(" ", 3);
            Optional<HostTrace> trace = HostTrace.ofId(parts[0]);
            if (trace.isEmpty() || (parts.length > 1 && !parts[1].matches("[1-9][0-9]{0,5}"))) {
                whole = false;
            } else {
                evidence.add(new IndicatorObserved(
                        trace.get(),
                        parts.length > 2 ? place(parts[2]) : null,
                        parts.length > 1 ? Integer.parseInt(parts[1]) : 1,
                        source));
            }
        }
        if (!whole) {
            evidence.add(new LookupFailed(LookupKind.INDICATORS, NO_TRACES, source));
        }
        return evidence;
    }

    /**
     * The same from the fields of a record: {@code "settings":{"spooler-start":"disabled"}} and
     * {@code "indicators":{"complete":true,"found":[{"trace":"wannacry-note","place":"C:\\..","count":3}]}}.
     *
     * @param wrong told the name of a field that could not be used
     */
    public static List<Evidence> of(JsonNode object, Source source, Consumer<String> wrong) {
        List<Evidence> evidence = new ArrayList<>();
        JsonNode settings = object.path("settings");
        if (settings.isObject()) {
            settings.properties().forEach(field -> {
                Optional<Setting> setting = Setting.ofId(field.getKey());
                String value = field.getValue().isString() ? field.getValue().stringValue() : "";
                if (setting.isEmpty()
                        || (!field.getValue().isNull() && !setting.get().allows(value))) {
                    wrong.accept("settings");
                }
                setting.ifPresent(s -> evidence.add(setting(s, value, source)));
            });
        } else if (!settings.isMissingNode() && !settings.isNull()) {
            wrong.accept("settings");
        }
        JsonNode indicators = object.path("indicators");
        if (!indicators.isMissingNode() && !indicators.isNull()) {
            traces(indicators, source, wrong, evidence);
        }
        return evidence;
    }

    private static void traces(JsonNode indicators, Source source, Consumer<String> wrong, List<Evidence> evidence) {
        JsonNode found = indicators.path("found");
        boolean whole = indicators.path("complete").isBoolean()
                && indicators.path("complete").booleanValue()
                && found.isArray()
                && found.size() <= MOST_TRACES;
        if (!indicators.isObject() || !found.isArray()) {
            wrong.accept("indicators");
        }
        for (int i = 0; i < Math.min(found.isArray() ? found.size() : 0, MOST_TRACES); i++) {
            JsonNode one = found.get(i);
            String id = BoundedJson.text(one, "trace", wrong);
            Optional<HostTrace> trace = id == null ? Optional.empty() : HostTrace.ofId(id);
            Integer count =
                    one.has("count") ? BoundedJson.number(one, "count", 1, LARGEST_COUNT, wrong) : Integer.valueOf(1);
            if (trace.isEmpty() || count == null) {
                whole = false;
                wrong.accept("indicators.found");
            } else {
                String place = BoundedJson.text(one, "place", wrong);
                evidence.add(new IndicatorObserved(trace.get(), place == null ? null : place(place), count, source));
            }
        }
        if (!whole) {
            evidence.add(new LookupFailed(LookupKind.INDICATORS, NO_TRACES, source));
        }
    }

    private static @Nullable String place(String told) {
        String place = told.strip();
        return place.isEmpty() ? null : place.substring(0, Math.min(MAX_PLACE_LENGTH, place.length()));
    }
}
