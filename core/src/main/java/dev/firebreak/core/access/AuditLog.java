package dev.firebreak.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every change, in a log that only grows; each entry carries the hash of the one before it. */
public interface AuditLog {

    /** Adds an entry; returns when it would survive a loss of power. */
    Entry add(Instant at, String who, String what, String about, String detail);

    /** Entries, the newest first, older than a number. */
    List<Entry> entries(long before, int limit);

    /** The entry with a hash. */
    Optional<Entry> entry(String hash);

    /** Walks the whole chain; empty where it holds. */
    Optional<Break> verify();

    /**
     * One change.
     *
     * @param number from 1, without gaps
     * @param who {@code account:aiko}, {@code token:osaka-1}, {@code system}
     * @param what a verb of ours ({@code account.add})
     * @param about whom or what
     * @param hash hexadecimal SHA-256 over the entry and the hash before
     */
    record Entry(long number, Instant at, String who, String what, String about, String detail, String hash) {}

    /** The first entry that is not what was written. */
    record Break(long number, String why) {}
}
