package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Hole;
import dev.firebreak.core.advisory.Shelf;
import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.assess.PartPresence.Presence;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** How each hole of a shelf stands on machines of one patch state. Nothing is closed that no evidence closes. */
final class Standing {

    /** How a CVE stands, the worst last. */
    enum Of {
        /** The part it is in is not there. */
        NOT_APPLICABLE,
        CLOSED,
        /** Nothing tells whether the part it is in is there. */
        PART_UNKNOWN,
        UNCONFIRMED,
        UNKNOWN,
        OPEN
    }

    private final PatchState state;
    private final Shelf shelf;
    private final LocalDate asOf;
    private final Digest digest;
    /** What is there: installed, or brought by the revision, or contained in either. */
    final BitSet present = new BitSet();

    /** Whether each component is there, by its index. */
    private final Presence[] presence;

    private int newestOnLine = -1;

    /** The cumulative update before which a hotpatch runs, by the revision; -1 where none does. */
    private final int hotpatchedUntil;

    /** Whether the hotpatch that the revision shows is listed. */
    private boolean hotpatchRuns;

    private int newestDayOnLine = Shelf.NO_DAY;

    Standing(PatchState state, Digest digest, LocalDate asOf) {
        this.digest = digest;
        this.state = state;
        this.shelf = state.shelf();
        this.asOf = asOf;
        boolean between =
                state.hotpatches() && state.revision() != Build.NO_REVISION && !digest.revisions.has(state.revision());
        this.hotpatchedUntil = between ? digest.revisions.cumulativeAfter(state.revision()) : -1;
        Set<Part> shown = new LinkedHashSet<>();
        for (int kb : state.installed()) {
            // What is listed but not in effect waits for a restart: the revision is what runs.
            if (!outrun(kb)) {
                has(kb);
                shown.addAll(digest.partsOf(kb));
            }
        }
        if (state.revision() != Build.NO_REVISION) {
            for (int kb = 0; kb < shelf.order().size(); kb++) {
                boolean reached = shelf.kinds()[kb] == UpdateKind.HOTPATCH
                        ? shelf.revisions()[kb] == state.revision()
                        : shelf.revisions()[kb] <= state.revision();
                if (shelf.revisions()[kb] != Build.NO_REVISION && reached) {
                    has(kb);
                }
            }
        }
        PartPresence parts = digest.presence(state, shown, newestDayOnLine);
        presence = digest.parts.stream().map(parts::of).toArray(Presence[]::new);
        presence[0] = Presence.PRESENT;
    }

    /** A hotpatch runs where the revision lies before the cumulative update of its month, and is none of the line. */
    private boolean outrun(int kb) {
        if (shelf.kinds()[kb] == UpdateKind.HOTPATCH && state.revision() != Build.NO_REVISION) {
            int cumulative = digest.revisions.cumulativeWith(kb);
            boolean reached = cumulative >= 0 && shelf.revisions()[cumulative] <= state.revision();
            boolean runs = reached || (cumulative >= 0 && cumulative == hotpatchedUntil);
            hotpatchRuns |= runs && !reached;
            return !runs;
        }
        return state.revision() != Build.NO_REVISION
                && shelf.revisions()[kb] != Build.NO_REVISION
                && shelf.revisions()[kb] > state.revision();
    }

    private void has(int kb) {
        present.or(digest.contained(kb));
        if (shelf.onLine(kb) && (newestOnLine < 0 || shelf.places()[kb] > shelf.places()[newestOnLine])) {
            newestOnLine = kb;
        }
        if (shelf.onLine(kb)) {
            // Previews have no day of their own: the last dated one they carry will do.
            BitSet within = digest.contained(kb);
            for (int older = within.nextSetBit(0); older >= 0; older = within.nextSetBit(older + 1)) {
                newestDayOnLine =
                        shelf.onLine(older) ? Math.max(newestDayOnLine, shelf.days()[older]) : newestDayOnLine;
            }
        }
    }

    /** Newest rollup or cumulative update that is there, or -1. */
    int newestOnLine() {
        return newestOnLine;
    }

    /** Whether an update of the product's lines is there that came out after that day. */
    boolean hasLineUpdateAfter(LocalDate day) {
        return present.stream()
                .anyMatch(kb -> shelf.kinds()[kb] != UpdateKind.STANDALONE
                        && shelf.days()[kb] != Shelf.NO_DAY
                        && shelf.days()[kb] > day.toEpochDay());
    }

    /** Updates of the line that are not there, of which nobody can tell whether they were out on that day. */
    IntStream undated() {
        return IntStream.range(0, shelf.order().size()).filter(kb -> shelf.isUndatedOn(kb, asOf) && !present.get(kb));
    }

    /** Whether anybody knew of it on that day: a fix was out, or none exists and it has a number. */
    boolean isKnown(Hole hole, Catalogue catalogue) {
        boolean out = hole.parts().length == 0
                && Hole.year(catalogue.cve(hole.cves()[0]).id()) <= asOf.getYear();
        for (int[] part : hole.parts()) {
            for (int kb : part) {
                out |= shelf.days()[kb] == Shelf.NO_DAY || shelf.outOn(kb, asOf) || present.get(kb);
            }
        }
        return out;
    }

    /** @param index of the hole on its shelf */
    Of of(int index) {
        Hole hole = shelf.holes().get(index);
        boolean closed = hole.parts().length > 0;
        boolean told = hole.parts().length > 0 || state.complete();
        boolean confirmed = hole.parts().length == 0;
        for (int part = 0; part < hole.parts().length; part++) {
            if (!isClosed(hole.parts()[part])) {
                closed = false;
                told &= absenceTold(hole.parts()[part]);
                confirmed |= !isStray(index, part) && !digest.isBundled(hole.component(), hole.parts()[part]);
            }
        }
        if (closed) {
            return Of.CLOSED;
        }
        switch (presence[hole.component()]) {
            case ABSENT -> {
                return Of.NOT_APPLICABLE;
            }
            case POSSIBLE -> {
                return Of.PART_UNKNOWN;
            }
            case PRESENT -> {}
        }
        if (!told) {
            return Of.UNKNOWN;
        }
        return confirmed ? Of.OPEN : Of.UNCONFIRMED;
    }

    /** An open hole, with the ways to close those parts that an update has to close. */
    UpdatePlan.Open open(int index) {
        Hole hole = shelf.holes().get(index);
        int[] ways = new int[hole.parts().length];
        int count = 0;
        for (int part = 0; part < ways.length; part++) {
            if (!isClosed(hole.parts()[part])
                    && !isStray(index, part)
                    && !digest.isBundled(hole.component(), hole.parts()[part])) {
                ways[count++] = digest.way(index, part);
            }
        }
        return new UpdatePlan.Open(hole, Arrays.copyOf(ways, count));
    }

    private boolean isClosed(int[] part) {
        for (int kb : part) {
            if (present.get(kb)) {
                return true;
            }
        }
        return false;
    }

    private boolean absenceTold(int[] part) {
        if (mayBeHotpatched(part)) {
            return false;
        }
        if (state.complete()) {
            return true;
        }
        boolean byRevision = state.revision() != Build.NO_REVISION;
        for (int kb : part) {
            byRevision &= shelf.revisions()[kb] != Build.NO_REVISION || shelf.kinds()[kb] == UpdateKind.HOTPATCH;
        }
        return byRevision;
    }

    /** Whether a hotpatch that is not listed, but shows in the revision, may have closed it. */
    private boolean mayBeHotpatched(int[] part) {
        if (hotpatchedUntil < 0 || hotpatchRuns) {
            return false;
        }
        for (int kb : part) {
            if (digest.contained(hotpatchedUntil).get(kb)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether it is closed by updates only that no feed links to the rollups, on a machine that has a later rollup: many
     * of them are in it, some are not, and nobody says which.
     */
    private boolean isStray(int index, int part) {
        Hole hole = shelf.holes().get(index);
        if (digest.isSuperseded(index, part) || digest.isLeftBehind(index, part)) {
            return true;
        }
        if (newestOnLine < 0) {
            return false;
        }
        if (!digest.isServedByTheLine(hole.component())) {
            return digest.isSupersededInItsFamily(index, part);
        }
        for (int kb : hole.parts()[part]) {
            boolean after = shelf.days()[kb] != Shelf.NO_DAY && shelf.days()[kb] > newestDayOnLine;
            if (after || !digest.isStray(kb)) {
                return false;
            }
        }
        return true;
    }
}
