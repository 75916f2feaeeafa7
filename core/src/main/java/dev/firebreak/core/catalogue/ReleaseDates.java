package dev.firebreak.core.catalogue;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.UpdateLines;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When updates came out. The lines that ship with Firebreak date theirs; a feed dates a statement, which may have been
 * revised since, so of a feed's dates the commonest counts, and one far behind the dated update nearest to it in number is taken back.
 */
public final class ReleaseDates {

    /** How much later than its neighbours in number an update may be and still be believed. */
    private static final int BELIEVED_DAYS_AFTER_NEIGHBOURS = 60;

    private final Map<Kb, LocalDate> sure = new HashMap<>();
    private final Map<Kb, Map<LocalDate, Integer>> told = new HashMap<>();
    private final TreeMap<Integer, LocalDate> byNumber = new TreeMap<>();

    public ReleaseDates(UpdateLines lines) {
        lines.updates().forEach(u -> {
            if (u.published() != null) {
                sure.merge(u.kb(), u.published(), (a, b) -> a.isBefore(b) ? a : b);
            }
        });
        sure.forEach((kb, day) -> byNumber.put(kb.number(), day));
    }

    /** A feed dated a statement about this update. */
    public void date(Kb kb, @Nullable LocalDate day) {
        if (day != null) {
            told.computeIfAbsent(kb, k -> new HashMap<>()).merge(day, 1, Integer::sum);
        }
    }

    /** Whether a reviewed source dates it. */
    public boolean isSure(Kb kb) {
        return sure.containsKey(kb);
    }

    /** The day, as well as it can be told. */
    public Optional<LocalDate> on(Kb kb) {
        LocalDate known = sure.get(kb);
        if (known != null) {
            return Optional.of(known);
        }
        return told.getOrDefault(kb, Map.of()).entrySet().stream()
                .max(Map.Entry.<LocalDate, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<LocalDate, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .map(day -> notFarBehind(kb, day));
    }

    private LocalDate notFarBehind(Kb kb, LocalDate day) {
        var below = byNumber.lowerEntry(kb.number());
        var above = byNumber.higherEntry(kb.number());
        if (below == null || above == null) {
            return day;
        }
        boolean belowIsNearer = kb.number() - below.getKey() <= above.getKey() - kb.number();
        LocalDate around = belowIsNearer ? below.getValue() : above.getValue();
        return day.isAfter(around.plusDays(BELIEVED_DAYS_AFTER_NEIGHBOURS)) ? around : day;
    }
}
