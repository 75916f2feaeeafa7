package dev.firebreak.app.collect.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of its own age: the date in its name, {@code PC7_20170513_qfe.txt}, and the time it was last changed.
 *
 * @param named the date in the name, in whatever time zone; null where there is none
 * @param time the time of day beside it; null where there is none
 * @param modified null where unknown, as for what came over the network
 */
public record FileDate(
        @Nullable LocalDate named,
        @Nullable LocalTime time,
        @Nullable Instant modified) {

    /** {@code PC7_20261120_systeminfo.txt}, {@code PC7-2026-11-20.log}, {@code PC7_2026.11.20_0930.txt}. */
    private static final Pattern DAY = Pattern.compile(
            "(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)(0[1-9]|1[0-2])\\2(0[1-9]|[12][0-9]|3[01])(?:[-_T]?[0-9]{4,6})?(?![0-9])");

    /** The time of day beside the date: {@code 20170513-0930}, {@code 2017-05-13_09-30-00}. */
    private static final Pattern TIME = Pattern.compile(
            "(?<!\\d)\\d{4}([-_.]?)\\d{2}\\1\\d{2}[-_T ]?([01]\\d|2[0-3])[-_.h]?([0-5]\\d)(?:[-_.m]?[0-5]\\d)?(?!\\d)");

    /** Reads the date in a file's name. */
    public static FileDate of(String fileName, @Nullable Instant modified) {
        LocalDate named = day(fileName);
        Matcher match = TIME.matcher(fileName);
        boolean timed = named != null && match.find();
        return new FileDate(
                named,
                timed ? LocalTime.of(Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3))) : null,
                modified);
    }

    /** The day in the name; null where there is none, or more than one. */
    private static @Nullable LocalDate day(String file) {
        Matcher match = DAY.matcher(file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
        LocalDate day = null;
        while (match.find()) {
            LocalDate found = dayOf(match);
            if (found != null && day != null && !found.equals(day)) {
                return null;
            }
            day = found == null ? day : found;
        }
        return day;
    }

    private static @Nullable LocalDate dayOf(Matcher match) {
        try {
            return LocalDate.of(
                    Integer.parseInt(match.group(1)),
                    Integer.parseInt(match.group(3)),
                    Integer.parseInt(match.group(4)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The named moment; the whole day where no time stands beside it. */
    public LocalDateTime from() {
        return java.util.Objects.requireNonNull(named).atTime(time == null ? LocalTime.MIN : time);
    }
}
