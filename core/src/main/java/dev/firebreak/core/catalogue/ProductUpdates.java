package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.PatchTuesday;
import dev.firebreak.core.advisory.Update;
import dev.firebreak.core.advisory.UpdateKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All updates and holes of one product on one architecture.
 *
 * @param days day each update came out, days since 1970; {@link #NO_DAY} where nothing dates it
 * @param kinds what each is; {@link UpdateKind#STANDALONE} where it stands on no line
 * @param notBefore for an update out of band that only a feed dates, or nothing: a day before which it was surely not out;
 *     {@link #NO_DAY} for all others
 * @param revisions revision each brings the system to, or {@link Build#NO_REVISION}
 * @param places place on the line that carries all before it, or -1
 * @param components programs; the first is Windows itself and has no name
 */
public record ProductUpdates(
        String product,
        Architecture architecture,
        Supersedence order,
        int[] days,
        int[] notBefore,
        UpdateKind[] kinds,
        int[] revisions,
        int[] places,
        List<String> components,
        List<Vulnerability> vulnerabilities) {

    /** Stands for an unknown day. */
    public static final int NO_DAY = Integer.MIN_VALUE;

    public ProductUpdates {
        components = List.copyOf(components);
        vulnerabilities = List.copyOf(vulnerabilities);
    }

    /** The Patch Tuesdays of which a hole names an update, in days since 1970. */
    IntStream patchTuesdays() {
        return vulnerabilities.stream()
                .flatMap(vulnerability -> Stream.of(vulnerability.parts()))
                .flatMapToInt(IntStream::of)
                .map(kb -> days[kb])
                .filter(day -> day != NO_DAY)
                .distinct()
                .filter(day -> PatchTuesday.is(LocalDate.ofEpochDay(day)));
    }

    /** Whether a hole names an update of that Patch Tuesday or of a later one: feeds still speak of the product then. */
    public boolean reaches(LocalDate patchTuesday) {
        return patchTuesdays().anyMatch(day -> day >= patchTuesday.toEpochDay());
    }

    /** Its key in a catalogue. */
    public record Key(String product, Architecture architecture) {}

    public Key key() {
        return new Key(product, architecture);
    }

    /** Day an update came out. */
    public Optional<LocalDate> published(int kb) {
        return days[kb] == NO_DAY ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(days[kb]));
    }

    /** Whether it was out on that day, as far as anything dates it. */
    public boolean outOn(int kb, LocalDate day) {
        return days[kb] != NO_DAY && days[kb] <= day.toEpochDay();
    }

    /**
     * Whether it may have been out on that day, and nothing tells whether it was: an update out of band without a sure day
     * is somewhere between the dated one before it on its line and what dates it, at the latest the dated one after it.
     */
    public boolean isUndatedOn(int kb, LocalDate day) {
        if (notBefore[kb] == NO_DAY || notBefore[kb] > day.toEpochDay()) {
            return false;
        }
        long surely = days[kb] != NO_DAY ? days[kb] : firstDatedAfter(kb);
        return surely > day.toEpochDay();
    }

    private long firstDatedAfter(int kb) {
        long first = Long.MAX_VALUE;
        int nearest = Integer.MAX_VALUE;
        for (int other = 0; other < places.length; other++) {
            boolean dated = days[other] != NO_DAY && notBefore[other] == NO_DAY && isOffered(other);
            if (dated && places[other] > places[kb] && places[other] < nearest) {
                nearest = places[other];
                first = days[other];
            }
        }
        return first;
    }

    /** Whether Windows Update brings it unasked: previews are for who looks for them. */
    public boolean isOffered(int kb) {
        return kinds[kb] != UpdateKind.PREVIEW && kinds[kb] != UpdateKind.CUMULATIVE_PREVIEW;
    }

    /** Whether it is a rollup or cumulative update of the product's line. */
    public boolean onLine(int kb) {
        return places[kb] >= 0;
    }

    /** The update as a line has it. */
    public Update update(int kb) {
        @Nullable LocalDate day = published(kb).orElse(null);
        return new Update(order.kb(kb), kinds[kb], day, null, revisions[kb]);
    }

    /** The last update on the product's line; -1 where there is none. */
    public int lastOnLine() {
        int last = -1;
        for (int kb = 0; kb < order.size(); kb++) {
            last = onLine(kb) && (last < 0 || places[kb] > places[last]) ? kb : last;
        }
        return last;
    }
}
