package dev.firebreak.app.collect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as Windows prints them in the user's format. Whether 3/5/2019 is March or May is not guessed: where neither the
 * date itself, another date of the same machine nor its language tells, there is none.
 */
final class Clock {

    private static final Pattern DATE = Pattern.compile(
            "(\\d{1,4})\\D{1,3}(\\d{1,2})\\D{1,3}(\\d{1,4})\\D+?(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(.*)");
    private static final Pattern AFTERNOON = Pattern.compile("(?i)p\\.?\\s?m\\.?|午後|下午|오후|μμ|م");
    private static final Set<String> MONTH_FIRST = Set.of("en-us", "en-ph", "es-us", "fil-ph");

    private enum Order {
        YEAR_FIRST,
        MONTH_FIRST,
        DAY_FIRST,
        UNKNOWN
    }

    private Clock() {}

    /**
     * A date in wall-clock time read as UTC.
     *
     * @param other another date of the same machine, which may tell the order; null where there is none
     * @param locale system locale; null where not known
     */
    static @Nullable Instant read(@Nullable String date, @Nullable String other, @Nullable String locale) {
        if (date == null) {
            return null;
        }
        Matcher match = DATE.matcher(date);
        if (!match.find()) {
            return null;
        }
        Order order = order(match);
        if (order == Order.UNKNOWN && other != null) {
            Matcher second = DATE.matcher(other);
            order = second.find() ? order(second) : order;
        }
        if (order == Order.UNKNOWN && locale != null) {
            order = MONTH_FIRST.contains(locale.toLowerCase(Locale.ROOT)) ? Order.MONTH_FIRST : Order.UNKNOWN;
        }
        int first = number(match, 1);
        int second = number(match, 2);
        int third = number(match, 3);
        int hour = number(match, 4) % 24;
        if (AFTERNOON.matcher(date).find() && hour < 12) {
            hour += 12;
        }
        try {
            LocalDateTime time = switch (order) {
                case YEAR_FIRST -> LocalDateTime.of(first, second, third, hour, number(match, 5));
                case MONTH_FIRST -> LocalDateTime.of(third, first, second, hour, number(match, 5));
                case DAY_FIRST -> LocalDateTime.of(third, second, first, hour, number(match, 5));
                case UNKNOWN -> null;
            };
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Order order(Matcher match) {
        int first = number(match, 1);
        if (first > 31) {
            return Order.YEAR_FIRST;
        }
        if (first > 12 || match.group().contains(".") && match.group().indexOf('.') < match.start(3) - match.start()) {
            return Order.DAY_FIRST;
        }
        return number(match, 2) > 12 ? Order.MONTH_FIRST : Order.UNKNOWN;
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
