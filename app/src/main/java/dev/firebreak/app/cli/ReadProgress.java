package dev.firebreak.app.cli;

/** Told how far reading has come. */
@FunctionalInterface
public interface ReadProgress {

    /** So many of so many bytes have been read; the total grows while folders are walked. */
    void read(long bytes, long ofBytes);
}
