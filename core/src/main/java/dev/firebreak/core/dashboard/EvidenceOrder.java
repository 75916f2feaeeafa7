package dev.firebreak.core.dashboard;

import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.UnreadableEvidence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Which evidence of a machine was collected first: decides what is used and what is history. */
final class EvidenceOrder {

    /** File systems and archives without a date give one of the first days of their calendar: 1970 or 1980. */
    static final Instant FIRST_DATE = Instant.parse("1980-01-03T00:00:00Z");

    /** Time of collection: from the content, else from the file: a day in its name, refined by its date, or its date alone. */
    static EvidenceDating dating(
            EvidenceDating content, @Nullable LocalDate day, @Nullable Instant modified, Instant now) {
        if (content.basis() != EvidenceDating.Basis.UNKNOWN) {
            return content.arrived(now);
        }
        Instant changed = modified == null || modified.isBefore(FIRST_DATE) ? null : modified;
        if (day != null) {
            Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            boolean within = changed != null
                    && !changed.isBefore(from.minus(EvidenceDating.ZONES))
                    && changed.isBefore(from.plus(Duration.ofDays(1)).plus(EvidenceDating.ZONES));
            return (within
                            ? new EvidenceDating(changed, EvidenceDating.Basis.FILE_DATE, content.bootedAt())
                            : new EvidenceDating(from, EvidenceDating.Basis.FILE_NAME, content.bootedAt()))
                    .arrived(now);
        }
        return (changed == null
                        ? content
                        : new EvidenceDating(changed, EvidenceDating.Basis.FILE_DATE, content.bootedAt()))
                .arrived(now);
    }

    /** Whether evidence was collected before stored evidence of the same kind. */
    static boolean isOlder(CheckInRecords.Content content, CheckInRecords.Content held) {
        return held.kind().equals(content.kind()) && content.dating().isOlder(content.receivedAt(), held.dating());
    }

    /**
     * Whether evidence was collected before the machine was installed anew. Only evidence that people bring is compared: the clock of a
     * machine that sends for itself may be wrong.
     */
    static boolean isBefore(CheckInRecords.Content content, @Nullable Instant renewed, Sender sender) {
        return renewed != null
                && (sender == Sender.IMPORTER || sender == Sender.FOLDER)
                && !content.isFromOutside()
                && content.dating().isOlder(content.receivedAt(), EvidenceDating.collected(renewed));
    }

    /** Whether evidence is later than unreadable evidence; the clock may be wrong where the evidence itself is new. */
    static boolean isAfter(@Nullable UnreadableEvidence unreadable, EvidenceDating dating, boolean isNew) {
        Instant collected = dating.collectedAt();
        return unreadable == null
                || collected == null
                || !collected.isBefore(isNew ? unreadable.at().minus(EvidenceDating.ZONES) : unreadable.at());
    }

    private EvidenceOrder() {}
}
