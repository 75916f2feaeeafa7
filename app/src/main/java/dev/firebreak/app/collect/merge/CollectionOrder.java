package dev.firebreak.app.collect.merge;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.FileDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which of two pieces is older: by their times of collection, else by the dates in their files' names, else by the files' own
 * times. Only what is older for certain is; copies of one moment are not.
 */
final class CollectionOrder {

    /** A clock may be in any time zone. */
    private static final Duration ZONES = Duration.ofHours(26);

    /** Files that are cloned, unpacked or copied together get their times one after the other. */
    private static final Duration ONE_COPY = Duration.ofMinutes(10);

    private CollectionOrder() {}

    static boolean isOlder(EvidencePart piece, EvidencePart than) {
        if (piece.collectedAt() != null && than.collectedAt() != null) {
            return piece.collectedAt().isBefore(than.collectedAt());
        }
        LocalDateTime named = named(piece);
        LocalDateTime otherNamed = named(than);
        if (named != null && otherNamed != null && piece.collectedAt() == null && than.collectedAt() == null) {
            return isNamedOlder(piece, than, named, otherNamed);
        }
        return isBefore(latest(piece), earliest(than)) || isFileOlder(piece, than);
    }

    /** Within one day only times of the day that both names tell are an order. */
    private static boolean isNamedOlder(
            EvidencePart piece, EvidencePart than, LocalDateTime named, LocalDateTime otherNamed) {
        boolean sameDay = named.toLocalDate().equals(otherNamed.toLocalDate());
        boolean timed = hasTime(piece) && hasTime(than);
        return (timed || !sameDay) && named.isBefore(otherNamed);
    }

    /** The last moment at which it can have been collected; null where nothing tells. A copy is never older than what it is of. */
    private static @Nullable Instant latest(EvidencePart piece) {
        LocalDateTime named = named(piece);
        if (piece.collectedAt() != null) {
            return piece.collectedAt();
        }
        return named != null ? shifted(utc(named.toLocalDate().atStartOfDay().plusDays(1)), ZONES) : modified(piece);
    }

    /** The first moment at which it can have been collected; null where nothing tells. */
    private static @Nullable Instant earliest(EvidencePart piece) {
        LocalDateTime named = named(piece);
        if (piece.collectedAt() != null) {
            return piece.collectedAt();
        }
        return named != null ? shifted(utc(named), ZONES.negated()) : null;
    }

    /** Only files beside each other: others may be of another machine with that name. */
    private static boolean isFileOlder(EvidencePart piece, EvidencePart than) {
        Instant modified = modified(piece);
        Instant other = modified(than);
        return modified != null
                && other != null
                && piece.collectedAt() == null
                && than.collectedAt() == null
                && named(piece) == null
                && named(than) == null
                && PartPlaces.folder(piece).equals(PartPlaces.folder(than))
                && modified.isBefore(other)
                && Duration.between(modified, other).compareTo(ONE_COPY) > 0;
    }

    private static boolean isBefore(@Nullable Instant one, @Nullable Instant other) {
        return one != null && other != null && one.isBefore(other);
    }

    private static Instant utc(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }

    private static Instant shifted(Instant time, Duration by) {
        return time.plus(by);
    }

    private static boolean hasTime(EvidencePart piece) {
        FileDate date = piece.fileDate();
        return date != null && date.time() != null;
    }

    private static @Nullable LocalDateTime named(EvidencePart piece) {
        FileDate date = piece.fileDate();
        return date == null || date.named() == null ? null : date.from();
    }

    private static @Nullable Instant modified(EvidencePart piece) {
        FileDate date = piece.fileDate();
        return date == null ? null : date.modified();
    }
}
