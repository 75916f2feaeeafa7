package dev.firebreak.app.cli.killswitch;

import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.io.IOException;
import java.util.Optional;

/** A sinkhole knows a probe a moment after it answered it: whoever looks for it looks again. */
final class SinkholeRetry {

    private static final int TRIES = 5;
    private static final long BETWEEN_MILLIS = 200;

    private SinkholeRetry() {}

    /** Looks once. */
    @FunctionalInterface
    interface Attempt {

        /** What is certain; empty where the probe is not there yet. */
        Optional<SinkholeSight> look() throws IOException, InterruptedException;
    }

    /** The first certain answer, or that the probe was not seen; unreadable where looking fails. */
    static SinkholeSight find(Attempt attempt) {
        try {
            for (int i = 1; ; i++) {
                Optional<SinkholeSight> sight = attempt.look();
                if (sight.isPresent()) {
                    return sight.get();
                }
                if (i == TRIES) {
                    return SinkholeSight.NOT_SEEN;
                }
                Thread.sleep(BETWEEN_MILLIS);
            }
        } catch (IOException e) {
            return SinkholeSight.UNREADABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SinkholeSight.UNREADABLE;
        }
    }
}
