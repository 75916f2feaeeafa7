package dev.firebreak.core.advisory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The second Tuesday of a month, on which the vendor publishes the month's security updates. Days are UTC. */
public final class PatchTuesday {

    /** How long after a Patch Tuesday knowledge may still lack it: feeds and people need some days. */
    private static final int GRACE_DAYS = 7;

    private static final LocalDate PUT_OFF = LocalDate.of(2017, 2, 14);

    private PatchTuesday() {}

    /** Whether a day is one. */
    public static boolean is(LocalDate day) {
        return day.equals(ofMonth(day));
    }

    /** The newest one that is a week or more past on that day: knowledge that lacks it is too old to call a machine fixed. */
    public static LocalDate due(LocalDate asOf) {
        LocalDate latest = asOf.minusDays(GRACE_DAYS);
        LocalDate own = ofMonth(latest);
        return own.isAfter(latest) ? ofMonth(latest.minusMonths(1)) : own;
    }

    /** Whether the vendor published nothing on it: the updates of February 2017 were put off and came with those of March. */
    public static boolean wasEmpty(LocalDate patchTuesday) {
        return patchTuesday.equals(PUT_OFF);
    }

    private static LocalDate ofMonth(LocalDate day) {
        return day.with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.TUESDAY));
    }
}
