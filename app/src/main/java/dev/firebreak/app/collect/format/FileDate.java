package dev.firebreak.app.collect.format;

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
 * @param modified null where nobody told, as for what came over the network
 */
public record FileDate(
        @Nullable LocalDate named,
        @Nullable LocalTime time,
        @Nullable Instant modified) {

    /** {@code 20170513}, {@code 2017-05-13}, then perhaps {@code 0930} or {@code 09-30-00}. */
    private static final Pattern DATE = Pattern.compile("(?<!\\d)((?:19|20)\\d{2})([-_.]?)(\\d{2})\\2(\\d{2})"
            + "(?:[-_T ]?([01]\\d|2[0-3])[-_.h]?([0-5]\\d)(?:[-_.m]?[0-5]\\d)?)?(?!\\d)");

    /** Reads the last date in a file's name. */
    public static FileDate of(String fileName, @Nullable Instant modified) {
        LocalDate named = null;
        LocalTime time = null;
        Matcher match = DATE.matcher(fileName);
        while (match.find()) {
            try {
                named = LocalDate.of(
                        Integer.parseInt(match.group(1)),
                        Integer.parseInt(match.group(3)),
                        Integer.parseInt(match.group(4)));
                time = match.group(5) == null
                        ? null
                        : LocalTime.of(Integer.parseInt(match.group(5)), Integer.parseInt(match.group(6)));
            } catch (DateTimeException e) {
                continue; // eight digits that are no day
            }
        }
        return new FileDate(named, time, modified);
    }

    /** The named moment; the whole day where no time stands beside it. */
    LocalDateTime from() {
        return java.util.Objects.requireNonNull(named).atTime(time == null ? LocalTime.MIN : time);
    }
}
