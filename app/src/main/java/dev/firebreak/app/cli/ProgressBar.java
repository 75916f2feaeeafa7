package dev.firebreak.app.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** One line on a terminal that says how far a long work has come; nothing where it is short, or nobody looks. */
final class ProgressBar implements AutoCloseable {

    private static final long QUIET_AT_FIRST_NANOS = 500_000_000;
    private static final long BETWEEN_NANOS = 100_000_000;
    private static final int BAR = 24;
    private static final double MEBI = 1 << 20;

    private final PrintStream err;
    private final CommandMessages messages;
    private final LongSupplier nanos;
    private final boolean wanted;
    private long next;
    private boolean shown;

    ProgressBar(PrintStream err, CommandMessages messages, LongSupplier nanos, boolean wanted) {
        this.err = err;
        this.messages = messages;
        this.nanos = nanos;
        this.wanted = wanted;
        this.next = nanos.getAsLong() + QUIET_AT_FIRST_NANOS;
    }

    /** So many of so many bytes have been read; the total may grow. */
    void read(long bytes, long ofBytes) {
        if (!wanted || ofBytes <= 0 || nanos.getAsLong() < next) {
            return;
        }
        next = nanos.getAsLong() + BETWEEN_NANOS;
        shown = true;
        int full = (int) Math.min(BAR, BAR * bytes / ofBytes);
        err.print("\r" + messages.text("progress") + " [" + "#".repeat(full) + "-".repeat(BAR - full) + "] "
                + String.format("%.0f / %.0f MiB", bytes / MEBI, ofBytes / MEBI) + "\u001b[K");
        err.flush();
    }

    /** Leaves the line as it was before. */
    @Override
    public void close() {
        if (shown) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
