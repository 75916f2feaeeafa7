package dev.firebreak.app.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time as {@code 3d}, {@code 12h} or {@code 90m}; never none, and at most a hundred years. */
final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([dhm])");

    @Override
    public Duration convert(String value) {
        Matcher match = SPAN.matcher(value.strip());
        if (!match.matches() || Long.parseLong(match.group(1)) == 0) {
            throw new TypeConversionException(value);
        }
        long count = Long.parseLong(match.group(1));
        Duration span = switch (match.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
        if (span.toDays() > 36_500) {
            throw new TypeConversionException(value);
        }
        return span;
    }
}
