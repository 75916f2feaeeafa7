package dev.firebreak.app.server;

import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What is done again and again beside check-ins, one after the other. What fails is logged and tried again next time. */
final class ScheduledJobs implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ScheduledJobs.class.getName());

    /** What failed last time, and how; of the one thread. */
    private final Map<String, String> failing = new HashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rounds").daemon().factory());

    /** Work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Does it from then on, each time so long after the last time ended. */
    void every(Duration pause, Duration first, String name, Work work) {
        var _ = thread.scheduleWithFixedDelay( // attempt() lets no exception through that the future would hold
                () -> attempt(name, work), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(String name, Work work) {
        try {
            work.run();
            failing.remove(name);
        } catch (InterruptedException | ClosedByInterruptException e) {
            // The server ends; a file that was being written is whole or as before.
            Thread.currentThread().interrupt();
        } catch (StorageFull e) {
            LOG.log(Level.WARNING, "{0}: no space left; tried again", name);
        } catch (StorageUnavailable e) {
            LOG.log(Level.WARNING, "{0}: the database does not answer; tried again", name);
        } catch (Exception | StackOverflowError e) {
            // Some are tried every two seconds, and a log that is full of one failure hides the others.
            if (!e.toString().equals(failing.put(name, e.toString()))) {
                LOG.log(Level.WARNING, name + " failed and is tried again", e);
            }
        }
    }

    /** Waits for what is being done, but not for ever. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "work beside check-ins did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
