package dev.firebreak.core.access;

import java.util.List;

/** Waivers, kept for good. What is asked of a store; any number of threads may call. */
public interface ExceptionStore {

    /** Keeps a waiver, in the place of the one of the same machine and advisory. */
    void grant(ApprovedException exception);

    /** Ends a waiver; false where there is none. */
    boolean end(String machine, String advisory);

    /** All waivers for an advisory, also those whose day has passed. */
    List<ApprovedException> of(String advisory);
}
