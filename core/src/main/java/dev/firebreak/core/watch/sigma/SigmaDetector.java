package dev.firebreak.core.watch.sigma;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.DetectorStep;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Severity;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs Sigma rules over events: each record by itself, so nothing is remembered. */
public final class SigmaDetector implements Detector<SigmaDetector.NoMemory> {

    /** Before the rule's id in a detection's rule. */
    public static final String PREFIX = "sigma:";

    /** Rules look at one record at a time. */
    public enum NoMemory implements Serializable {
        NONE
    }

    /** Rules by the category or service that they name, so that a record meets only those that may match. */
    private final Map<String, List<SigmaRule>> rules = new HashMap<>();

    public SigmaDetector(List<SigmaRule> rules) {
        for (SigmaRule rule : rules) {
            String category = rule.source().category();
            String origin = category == null ? rule.source().service() : category;
            this.rules
                    .computeIfAbsent(origin == null ? "" : origin, o -> new ArrayList<>())
                    .add(rule);
        }
    }

    @Override
    public String name() {
        return "sigma";
    }

    @Override
    public NoMemory initial() {
        return NoMemory.NONE;
    }

    @Override
    public @Nullable String key(Event event) {
        return event instanceof Event.LogRecord || event instanceof Event.DnsQuery || event instanceof Event.HttpRequest
                ? ""
                : null;
    }

    @Override
    public Duration memory() {
        return Duration.ZERO;
    }

    @Override
    public DetectorStep<NoMemory> step(NoMemory state, Event event) {
        SigmaRecord record = SigmaRecords.of(event);
        if (record == null) {
            return DetectorStep.to(state);
        }
        List<Detection> found = new ArrayList<>();
        match("", record, event, found);
        record.categories().forEach(category -> match(category, record, event, found));
        record.services().forEach(service -> match(service, record, event, found));
        return new DetectorStep<>(state, found);
    }

    private void match(String origin, SigmaRecord record, Event event, List<Detection> found) {
        for (SigmaRule rule : rules.getOrDefault(origin, List.of())) {
            if (rule.matches(record)) {
                found.add(Detection.of(event, PREFIX + rule.id(), severity(rule.level()), because(rule)));
            }
        }
    }

    private static Text because(SigmaRule rule) {
        return Text.format("Sigma rule \"%s\" matches", "Sigma ルール「%s」に一致しました", rule.title());
    }

    private static Severity severity(SigmaLevel level) {
        return switch (level) {
            case CRITICAL -> Severity.CRITICAL;
            case HIGH -> Severity.HIGH;
            case MEDIUM -> Severity.MEDIUM;
            case LOW -> Severity.LOW;
            case INFORMATIONAL -> Severity.INFO;
        };
    }
}
