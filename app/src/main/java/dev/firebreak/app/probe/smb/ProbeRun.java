package dev.firebreak.app.probe.smb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks many targets: so many at once, so many begun a second, each written to the log before it is asked. */
public final class ProbeRun {

    private final int concurrency;
    private final int ratePerSecond;
    private final ProbeLog log;

    /**
     * @param concurrency targets that are asked at once
     * @param ratePerSecond targets that are begun in a second at most
     */
    public ProbeRun(int concurrency, int ratePerSecond, ProbeLog log) {
        this.concurrency = concurrency;
        this.ratePerSecond = ratePerSecond;
        this.log = log;
    }

    /**
     * Asks all; the findings come in the order of the targets, on the thread that calls.
     *
     * @throws IOException where the log cannot be written: nothing more is asked then
     */
    public void run(List<SmbTarget> targets, Function<SmbTarget, SmbFinding> prober, Consumer<SmbFinding> findings)
            throws IOException, InterruptedException {
        long between = Duration.ofSeconds(1).toNanos() / ratePerSecond;
        List<Future<SmbFinding>> asked = new ArrayList<>();
        int told = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                long next = System.nanoTime();
                for (SmbTarget target : targets) {
                    while (asked.size() - told >= concurrency) {
                        findings.accept(finding(asked.get(told++)));
                    }
                    long wait = next - System.nanoTime();
                    if (wait > 0) {
                        Thread.sleep(Duration.ofNanos(wait));
                    }
                    next = Math.max(next, System.nanoTime()) + between;
                    log.asked(target);
                    asked.add(threads.submit(() -> prober.apply(target)));
                }
                while (told < asked.size()) {
                    findings.accept(finding(asked.get(told++)));
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private SmbFinding finding(Future<SmbFinding> future) throws IOException, InterruptedException {
        try {
            SmbFinding finding = future.get();
            log.answered(finding);
            return finding;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
