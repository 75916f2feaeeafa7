package dev.firebreak.core.advisory;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All updates and holes of one product on one architecture.
 *
 * @param days day each update came out, days since 1970; {@link #NO_DAY} where nothing dates it
 * @param kinds what each is; {@link UpdateKind#STANDALONE} where it stands on no line
 * @param revisions revision each brings the system to, or {@link Build#NO_REVISION}
 * @param places place on the line that carries all before it, or -1
 * @param components programs; the first is Windows itself and has no name
 */
public record Shelf(
        String product,
        Architecture architecture,
        Supersedence order,
        int[] days,
        UpdateKind[] kinds,
        int[] revisions,
        int[] places,
        List<String> components,
        List<Hole> holes) {

    /** Stands for a day nobody told. */
    public static final int NO_DAY = Integer.MIN_VALUE;

    public Shelf {
        components = List.copyOf(components);
        holes = List.copyOf(holes);
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
}
