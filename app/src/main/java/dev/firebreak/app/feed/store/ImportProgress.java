package dev.firebreak.app.feed.store;

/** Told how far an import has come. */
@FunctionalInterface
public interface ImportProgress {

    /** So many of so many bytes have been read. */
    void read(long bytes, long ofBytes);
}
