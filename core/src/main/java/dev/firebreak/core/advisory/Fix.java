package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one advisory is closed on one product, and how one sees that it is.
 *
 * @param remedies what the advisory itself names
 * @param contains every update that carries the fix: the remedies, what superseded them, and the rest of their lines
 * @param doubts updates of which nobody confirmed whether they carry it
 * @param traps updates said elsewhere to carry it that do not
 * @param files drivers whose version tells
 * @param leastRevision least revision of the system with the fix; null where revisions tell nothing (before Windows 10)
 * @param hotpatched revisions of which nobody can tell; null where there are no hotpatches
 * @param knownSince day from which it is known that this product is affected, where that is later than the advisory; null where
 *     it is not
 * @param line the line of rollups or cumulative updates its remedy stands on; null where there is none
 */
public record Fix(
        List<Remedy> remedies,
        KbSet contains,
        List<Remark> doubts,
        List<Remark> traps,
        List<FileRule> files,
        @Nullable Build leastRevision,
        @Nullable RevisionGap hotpatched,
        @Nullable LocalDate knownSince,
        @Nullable UpdateLine line) {

    /** One of a product without hotpatches. */
    public Fix(
            List<Remedy> remedies,
            KbSet contains,
            List<Remark> doubts,
            List<Remark> traps,
            List<FileRule> files,
            @Nullable Build leastRevision,
            @Nullable UpdateLine line) {
        this(remedies, contains, doubts, traps, files, leastRevision, null, null, line);
    }

    public Fix {
        remedies = List.copyOf(remedies);
        doubts = List.copyOf(doubts);
        traps = List.copyOf(traps);
        files = List.copyOf(files);
    }

    /** Something that holds for some updates. */
    public record Remark(KbSet kbs, Text why) {}
}
