package dev.firebreak.app.notify;

import dev.firebreak.core.text.Text;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Carries what waits for one channel, one after the other; a slow channel delays no other. */
final class ChannelSender implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ChannelSender.class.getName());

    /** What a delivery that is under way may still take when the server ends. */
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(2);

    private final NoticeChannel channel;
    private final Outbox outbox;
    private final RetrySchedule pace;
    private final InstantSource clock;
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock delivering = new ReentrantLock();
    private volatile boolean isEnding;
    private final Thread thread;
    private long sent;
    private long failed;
    private long givenUp;
    private @Nullable Instant lastSent;
    private @Nullable Instant lastFailed;
    private @Nullable Text lastError;

    ChannelSender(NoticeChannel channel, Outbox outbox, RetrySchedule pace, InstantSource clock) {
        this.channel = channel;
        this.outbox = outbox;
        this.pace = pace;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("notices-" + channel.name()).start(this::carry);
    }

    NoticeChannel channel() {
        return channel;
    }

    void post(OutgoingNotice outgoing) {
        outbox.put(outgoing);
    }

    synchronized NoticeService.ChannelStatus way() {
        return new NoticeService.ChannelStatus(
                channel.name(),
                channel.audiences(),
                sent,
                failed,
                givenUp + outbox.dropped(),
                outbox.size(),
                lastSent,
                lastFailed,
                lastError);
    }

    private void carry() {
        int failures = 0;
        try {
            while (true) {
                OutgoingNotice outgoing = outbox.first();
                DeliveryFailure why;
                delivering.lockInterruptibly();
                try {
                    if (isEnding) {
                        return;
                    }
                    why = attempt(outgoing);
                    if (why == null) {
                        failures = 0;
                        outbox.remove(outgoing);
                        continue;
                    }
                } finally {
                    delivering.unlock();
                }
                Duration age = Duration.between(outgoing.at(), clock.instant());
                if (why.isForGood() || age.compareTo(pace.giveUp()) >= 0) {
                    giveUp(outgoing);
                    continue;
                }
                failures++;
                Thread.sleep(pace.after(failures));
            }
        } catch (InterruptedException e) {
            // The server ends; what waits is on disk.
            return;
        }
    }

    /** Null where it was taken. */
    private @Nullable DeliveryFailure attempt(OutgoingNotice outgoing) throws InterruptedException {
        Future<?> sending = attempts.submit(() -> {
            channel.send(outgoing);
            return true;
        });
        DeliveryFailure why;
        try {
            sending.get(channel.patience().toMillis(), TimeUnit.MILLISECONDS);
            succeeded();
            return null;
        } catch (TimeoutException e) {
            why = DeliveryFailure.forNow(new Text("no complete answer in the time allowed", "制限時間内に応答が完了しませんでした"));
        } catch (ExecutionException e) {
            why = e.getCause() instanceof DeliveryFailure undelivered
                    ? undelivered
                    // Only the kind: the message of a foreign exception may hold what must not be shown.
                    : DeliveryFailure.forNow(Text.format(
                            "could not be sent (%s)",
                            "送信できませんでした（%s）",
                            e.getCause() == null ? "?" : e.getCause().getClass().getSimpleName()));
        } finally {
            sending.cancel(true);
        }
        failed(why.why());
        return why;
    }

    private synchronized void succeeded() {
        if (lastError != null) {
            LOG.log(Level.INFO, "notices to {0} arrive again", channel.name());
        }
        sent++;
        lastSent = clock.instant();
        lastError = null;
    }

    private synchronized void failed(Text why) {
        if (lastError == null) {
            LOG.log(Level.WARNING, "a notice to {0} was not taken: {1}", channel.name(), why.en());
        }
        failed++;
        lastFailed = clock.instant();
        lastError = why;
    }

    private void giveUp(OutgoingNotice outgoing) {
        outbox.remove(outgoing);
        synchronized (this) {
            givenUp++;
        }
        LOG.log(Level.WARNING, "notice {0} to {1} was given up", outgoing.id(), channel.name());
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            // What is under way may have arrived: without a note of it, it would be sent again after a restart.
            if (delivering.tryLock(LAST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)) {
                delivering.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        attempts.shutdownNow();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
