package dev.firebreak.app.collect.format.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as Windows prints them in the user's format. Whether 3/5/2019 is March or May is not guessed: where neither the
 * date itself, another date of the same machine nor its language tells, there is none.
 */
public final class WindowsDates {

    private static final Pattern MOMENT = Pattern.compile(
            "(\\d{1,4})(\\D{1,3})(\\d{1,2})\\D{1,3}(\\d{1,4})\\D+?(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(.*)");
    private static final Pattern DATE_AT_END = Pattern.compile("(?<!\\d)(\\d{1,4})([-/. ])(\\d{1,2})[-/. ](\\d{1,4})$");

    /** {@code 2019-12-2019}: what the pattern before this takes at most. */
    private static final int MAX_DATE_LENGTH = 12;

    private static final Pattern AFTERNOON = Pattern.compile("(?i)p\\.?\\h?m\\b\\.?|午後|下午|오후|μμ|م");
    private static final Pattern HALF_DAYS = Pattern.compile("(?i)[ap]\\.?\\h?m\\b");
    private static final Set<String> MONTH_FIRST = Set.of("en-us", "en-ph", "es-us", "fil-ph");
    private static final int MAX_DAYS = 31;
    private static final int MAX_MONTHS = 12;

    private enum Order {
        YEAR_FIRST,
        MONTH_FIRST,
        DAY_FIRST,
        UNKNOWN
    }

    private WindowsDates() {}

    /**
     * A date in wall-clock time read as UTC.
     *
     * @param others other dates of the same machine, or texts that end in one, which may tell the order
     * @param locale system locale; null where not known
     */
    public static @Nullable Instant read(@Nullable String date, List<String> others, @Nullable String locale) {
        if (date == null) {
            return null;
        }
        Matcher match = MOMENT.matcher(date);
        if (!match.find()) {
            return null;
        }
        Order order = order(number(match, 1), match.group(2), number(match, 3));
        if (order == Order.UNKNOWN) {
            order = orderOf(others);
        }
        // The system's locale is not the user's format: only where the whole looks American does it count.
        if (order == Order.UNKNOWN
                && locale != null
                && MONTH_FIRST.contains(locale.toLowerCase(Locale.ROOT))
                && match.group(2).equals("/")
                && HALF_DAYS.matcher(date).find()) {
            order = Order.MONTH_FIRST;
        }
        int first = number(match, 1);
        int second = number(match, 3);
        int third = number(match, 4);
        int hour = number(match, 5) % 24;
        boolean afternoon = AFTERNOON.matcher(date).find();
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (!afternoon && hour == 12 && HALF_DAYS.matcher(date).find()) {
            hour = 0;
        }
        int minute = number(match, 6);
        int seconds = match.group(7) == null ? 0 : number(match, 7);
        try {
            LocalDateTime time = switch (order) {
                case YEAR_FIRST -> LocalDateTime.of(first, second, third, hour, minute, seconds);
                case MONTH_FIRST -> LocalDateTime.of(third, first, second, hour, minute, seconds);
                case DAY_FIRST -> LocalDateTime.of(third, second, first, hour, minute, seconds);
                case UNKNOWN -> null;
            };
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The order that other dates prove; unknown where they prove none, or two. */
    private static Order orderOf(List<String> others) {
        Set<Order> proven = EnumSet.noneOf(Order.class);
        for (String text : others) {
            Order order = orderIn(text);
            if (order == Order.MONTH_FIRST || order == Order.DAY_FIRST) {
                proven.add(order);
            }
        }
        return proven.size() == 1 ? proven.iterator().next() : Order.UNKNOWN;
    }

    private static Order orderIn(String text) {
        if (isDigit(text, text.length() - 1)) {
            Matcher end = DATE_AT_END.matcher(text).useTransparentBounds(true);
            if (end.region(Math.max(0, text.length() - MAX_DATE_LENGTH), text.length())
                    .find()) {
                return order(number(end, 1), end.group(2), number(end, 3));
            }
        }
        if (!isDigit(text, 0)) {
            return Order.UNKNOWN;
        }
        Matcher moment = MOMENT.matcher(text);
        return moment.lookingAt() ? order(number(moment, 1), moment.group(2), number(moment, 3)) : Order.UNKNOWN;
    }

    /** Asked before the patterns: most texts are no dates. */
    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static Order order(int first, String separator, int second) {
        if (first > MAX_DAYS) {
            return Order.YEAR_FIRST;
        }
        if (first > MAX_MONTHS || separator.startsWith(".")) {
            return Order.DAY_FIRST;
        }
        return second > MAX_MONTHS ? Order.MONTH_FIRST : Order.UNKNOWN;
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
