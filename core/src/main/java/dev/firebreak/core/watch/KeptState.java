package dev.firebreak.core.watch;

import java.time.Instant;

/**
 * What a detector remembered of a key when an input ended.
 *
 * @param detector its {@link Detector#name}
 * @param last time of the key's last event
 * @param numbers as {@link ResumableDetector#numbers} gives them
 */
public record KeptState(String detector, String key, Instant last, long[] numbers) {}
