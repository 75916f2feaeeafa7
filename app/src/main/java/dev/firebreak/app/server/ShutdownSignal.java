package dev.firebreak.app.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * How the process ends when it is asked to (SIGTERM, Ctrl+C): who waits here goes on, closes what is open and returns; then the process
 * ends with what the command said, 0 for a server that stopped as asked. Java alone would end with 143 in the middle of it.
 */
public final class ShutdownSignal {

    private static final int TIMEOUT_SECONDS = 60;

    private final IntConsumer halt;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exit = 143;

    /** @param halt ends the process at once */
    public ShutdownSignal(IntConsumer halt) {
        this.halt = halt;
    }

    /** Waits until the process is asked to end. From then on it ends by {@link #finish}, or after a minute. */
    public void await() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "ending"));
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end, as a signal does. */
    public void ask() {
        asked.countDown();
    }

    /** Everything is closed. */
    public void finish(int code) {
        exit = code;
        finished.countDown();
    }

    private void end() {
        ask();
        try {
            if (!finished.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            return;
        }
        halt.accept(exit);
    }
}
