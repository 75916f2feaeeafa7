package dev.firebreak.core.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists of machines that there should be and of addresses that were seen, and what persons decided. Any number of threads may call. */
public interface GapStore {

    /**
     * A list that was imported.
     *
     * @param expected whether it names machines that there should be; else addresses that were seen
     * @param modified when its file was last changed; null where unknown
     */
    record ImportedList(
            String name, boolean expected, @Nullable Instant modified, Instant importedAt, String by) {}

    /** Keeps a list, in the place of the one of the same name. */
    void keep(ImportedList list, String text);

    /** Takes a list out; false where there is none of that name. */
    boolean drop(String name);

    /** All lists, by name. */
    List<ImportedList> lists();

    /** The text of a list. */
    Optional<String> text(String name);

    /** Keeps a decision, in the place of the one about the same. */
    void decide(GapDecision decision);

    /** Takes a decision back; false where there is none. */
    boolean withdraw(GapDecision.Kind kind, String key);

    /** All decisions, the newest first. */
    List<GapDecision> decisions();
}
