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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs Sigma rules over events, each by itself. All that is remembered is which rules were told of a look-up or a request, because question
 * and answer are two events, and a log and a capture may both tell of it.
 */
public final class SigmaDetector implements Detector<SigmaDetector.Told> {

    /** Before the rule's id in a detection's rule. */
    public static final String PREFIX = "sigma:";

    private static final Told NOTHING = new Told(Set.of());

    /** Ids of rules that were told. */
    public record Told(Set<String> rules) implements Serializable {
        public Told {
            rules = Set.copyOf(rules);
        }
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
    public Told initial() {
        return NOTHING;
    }

    @Override
    public @Nullable String key(Event event) {
        return switch (event) {
            case Event.LogRecord record -> "";
            case Event.DnsQuery query ->
                isAsked(SigmaRecords.DNS) ? query.flow().id() + ' ' + query.name() : null;
            case Event.HttpRequest request ->
                isAsked(SigmaRecords.PROXY)
                        ? request.flow().id() + ' ' + request.method() + ' ' + request.host() + request.path()
                        : null;
            default -> null;
        };
    }

    private boolean isAsked(String category) {
        return rules.containsKey(category) || rules.containsKey("");
    }

    @Override
    public Duration memory() {
        return Duration.ofMinutes(30);
    }

    @Override
    public DetectorStep<Told> step(Told state, Event event) {
        SigmaRecord record = SigmaRecords.of(event);
        if (record == null) {
            return DetectorStep.to(state);
        }
        List<Detection> found = new ArrayList<>();
        match("", record, event, found);
        record.categories().forEach(category -> match(category, record, event, found));
        record.services().forEach(service -> match(service, record, event, found));
        if (event instanceof Event.LogRecord || found.isEmpty()) {
            return new DetectorStep<>(state, found);
        }
        found.removeIf(detection -> state.rules().contains(detection.rule()));
        Set<String> told = new HashSet<>(state.rules());
        found.forEach(detection -> told.add(detection.rule()));
        return new DetectorStep<>(new Told(told), found);
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
