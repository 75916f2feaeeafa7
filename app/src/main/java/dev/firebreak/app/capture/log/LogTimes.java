package dev.firebreak.app.capture.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as logs write them. Each method gives null where the text is none. */
final class LogTimes {

    private static final int NANO_DIGITS = 9;
    private static final int MAX_DIGITS = 12;

    private static final DateTimeFormatter BIND = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-uuuu HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, NANO_DIGITS, true)
            .toFormatter(Locale.ENGLISH);

    /** Apache's, with the zone: {@code 18/May/2017:08:12:10 +0900}. */
    private static final DateTimeFormatter APACHE =
            DateTimeFormatter.ofPattern("d/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private static final Pattern SYSLOG =
            Pattern.compile("([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.\\d+)?");
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private LogTimes() {}

    /** Seconds since 1970 with a fraction, such as {@code 1495095130.218786}. */
    static @Nullable Instant seconds(String text) {
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        if (whole.isEmpty() || whole.length() > MAX_DIGITS || !isDigits(whole)) {
            return null;
        }
        long nanos = 0;
        if (dot >= 0) {
            String fraction = text.substring(dot + 1);
            if (fraction.isEmpty() || !isDigits(fraction)) {
                return null;
            }
            String nine = fraction.length() > NANO_DIGITS
                    ? fraction.substring(0, NANO_DIGITS)
                    : fraction + "0".repeat(NANO_DIGITS - fraction.length());
            nanos = Long.parseLong(nine);
        }
        return Instant.ofEpochSecond(Long.parseLong(whole), nanos);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** ISO 8601 with or without a zone; a space may stand for the T. */
    static @Nullable Instant iso(String text, ZoneId zone) {
        String plain = text.length() > 10 && text.charAt(10) == ' '
                ? text.substring(0, 10)
                        + 'T'
                        + text.substring(11).replace(" UTC", "Z").replace(" ", "")
                : text;
        try {
            var parsed = ISO.parseBest(plain, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.from(parsed).atZone(zone).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** {@code 18-May-2017 08:12:10.218}. */
    static @Nullable Instant bind(String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text, BIND).atZone(zone).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** {@code 18/May/2017:08:12:10 +0900}. */
    static @Nullable Instant apache(String text) {
        try {
            return OffsetDateTime.parse(text, APACHE).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** {@code May 18 08:12:10} (RFC 3164), of the last year in which it is not after the given day. */
    static @Nullable Instant syslog(String text, ZoneId zone, LocalDate latest) {
        Matcher m = SYSLOG.matcher(text);
        if (!m.matches() || MONTHS.indexOf(m.group(1)) % 3 != 0) {
            return null;
        }
        int month = MONTHS.indexOf(m.group(1)) / 3 + 1;
        try {
            MonthDay day = MonthDay.of(month, Integer.parseInt(m.group(2)));
            LocalDate date = day.atYear(latest.getYear());
            LocalDate known = date.isAfter(latest) ? day.atYear(latest.getYear() - 1) : date;
            return known.atTime(
                            Integer.parseInt(m.group(3)), Integer.parseInt(m.group(4)), Integer.parseInt(m.group(5)))
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }
}
