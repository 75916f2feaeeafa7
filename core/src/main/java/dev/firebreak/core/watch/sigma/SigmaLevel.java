package dev.firebreak.core.watch.sigma;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How serious a match of a rule is, by its author (Sigma specification, "Level"). */
public enum SigmaLevel {
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SigmaLevel> parse(String text) {
        return Stream.of(values()).filter(level -> level.id().equals(text)).findFirst();
    }
}
