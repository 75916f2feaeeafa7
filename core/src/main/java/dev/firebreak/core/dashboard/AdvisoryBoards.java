package dev.firebreak.core.dashboard;

import dev.firebreak.core.catalogue.KnowledgeFreshness;
import java.util.List;

/** Which advisories of the imported feeds the server keeps boards of, besides those that ship. */
public interface AdvisoryBoards {

    /** What a wish came to. */
    enum AddResult {
        /** From the next look on every machine is judged by it; until then it is unknown on its board. */
        ADDED,
        /** There is a board of it. */
        PRESENT,
        /** No feed mentions it. */
        UNKNOWN,
        /** Every board costs each check-in something: there are as many as there may be. */
        FULL
    }

    /** Where nothing was imported there is nothing to wish for. */
    AdvisoryBoards NONE = new AdvisoryBoards() {
        @Override
        public AddResult add(String name) {
            return AddResult.UNKNOWN;
        }

        @Override
        public boolean drop(String id) {
            return false;
        }

        @Override
        public List<String> added() {
            return List.of();
        }
    };

    /** How far the knowledge behind all boards reaches. */
    default KnowledgeFreshness freshness() {
        return new KnowledgeFreshness(null, null, null);
    }

    /** Keeps a board of that CVE, bulletin or KB from now on. */
    AddResult add(String name);

    /** Keeps none of it any more; false where none was wanted. */
    boolean drop(String id);

    /** Ids of those that were wanted, in order; also those that no feed mentions any more, and which have no board. */
    List<String> added();
}
