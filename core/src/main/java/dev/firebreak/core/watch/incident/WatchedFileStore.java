package dev.firebreak.core.watch.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps which captures and logs were brought, and what detectors remember of their streams. */
public interface WatchedFileStore {

    /** Files that are kept; the oldest go first. */
    int MOST_FILES = 10_000;

    /** Streams of which a state is kept; the ones that were read the longest ago go first. */
    int MOST_STREAMS = 200;

    /** Keeps a file that was brought. */
    void add(WatchedFile file);

    /** The files that were brought last, the newest first. */
    List<WatchedFile> newest(int limit);

    /** Whether a file of the same bytes was read before. */
    boolean wasRead(String sha256);

    /** The latest time up to which any capture or log was read; no later than it was received. Empty where none was. */
    Optional<Instant> readUntil();

    /** What is remembered of a stream; empty where nothing is, or where it is damaged. */
    Optional<StreamState> state(String stream);

    /** Keeps what is remembered of a stream, in the place of what was before. */
    void keep(StreamState state, Instant now);
}
