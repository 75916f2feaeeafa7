package dev.firebreak.core.watch.detector;

import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Detector;
import dev.firebreak.core.watch.DetectorStep;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.Rules;
import dev.firebreak.core.watch.Severity;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Machines that ask for a kill-switch name or contact it. Evidence of an infection, not proof: people open these names out of curiosity, and
 * resolvers and proxies ask for others. Told once for each machine and name within the memory, and for each HTTP connection.
 */
public final class KillSwitchDetector implements Detector<Boolean> {

    private final Indicators indicators;

    /** @param indicators those of {@link Indicators#WANNACRY_KILL_SWITCH} count */
    public KillSwitchDetector(Indicators indicators) {
        this.indicators = indicators;
    }

    @Override
    public String name() {
        return "kill-switch";
    }

    @Override
    public Boolean initial() {
        return false;
    }

    @Override
    @Nullable
    public String key(Event event) {
        return switch (event) {
            case Event.DnsQuery query ->
                match(query.name())
                        .map(found -> "dns " + query.flow().source() + " " + found.value())
                        .orElse(null);
            case Event.HttpRequest request ->
                request.host() != null && match(request.host()).isPresent()
                        ? "http " + request.flow().id()
                        : null;
            default -> null;
        };
    }

    @Override
    public Duration memory() {
        return Duration.ofMinutes(30);
    }

    @Override
    public DetectorStep<Boolean> step(Boolean isTold, Event event) {
        if (isTold) {
            return DetectorStep.to(true);
        }
        return switch (event) {
            case Event.DnsQuery query ->
                DetectorStep.found(
                        true,
                        Detection.of(
                                query,
                                Rules.KILLSWITCH_LOOKUP,
                                Severity.HIGH,
                                Text.format("asked for the kill-switch name %s", "キルスイッチのドメイン名 %s を照会", query.name())));
            case Event.HttpRequest request ->
                DetectorStep.found(
                        true,
                        Detection.of(
                                request,
                                Rules.KILLSWITCH_CONTACT,
                                Severity.HIGH,
                                Text.format(
                                        "sent an HTTP request to the kill-switch name %s",
                                        "キルスイッチのドメイン名 %s に HTTP 要求を送信", String.valueOf(request.host()))));
            default -> DetectorStep.to(isTold);
        };
    }

    private Optional<Indicator> match(String name) {
        return indicators.ofDomain(name).filter(found -> found.id().equals(Indicators.WANNACRY_KILL_SWITCH));
    }
}
