package dev.firebreak.app.notify;

import java.time.Duration;

/**
 * How stubbornly it is tried.
 *
 * @param first wait after the first failure; doubles with each
 * @param most longest wait
 * @param giveUp age at which a notice is old news
 */
record RetrySchedule(Duration first, Duration most, Duration giveUp) {

    static final RetrySchedule USUAL =
            new RetrySchedule(Duration.ofSeconds(15), Duration.ofMinutes(30), Duration.ofHours(24));

    /** Wait after a number of failures in a row, from 1. */
    Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
