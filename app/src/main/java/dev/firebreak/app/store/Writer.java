package dev.firebreak.app.store;

import dev.firebreak.core.estate.StorageAway;
import dev.firebreak.core.estate.StorageFull;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The only one who writes. Whatever waits is written in one transaction, so that many share the one wait for the disk; who asked is
 * answered when it is durable. What fails is tried alone, so that nobody fails with a neighbour.
 */
final class Writer implements AutoCloseable {

    /** More than this in one transaction would keep the first of them waiting. */
    private static final int MOST = 256;

    private final Dialect dialect;
    private final Jdbi jdbi;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Task<Boolean> end = new Task<>(handle -> true);
    private final Thread thread;
    private boolean closed;
    private @Nullable Handle handle;

    /** Something to write. */
    interface Work<T> {
        T on(Handle handle);
    }

    private static final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T result;

        Task(Work<T> work) {
            this.work = work;
        }

        void run(Handle handle) {
            result = work.on(handle);
        }

        @SuppressWarnings("NullAway") // it ran
        void done() {
            answer.complete(result);
        }
    }

    Writer(Dialect dialect, Connections connections) {
        this.dialect = dialect;
        this.jdbi = Jdbi.create(connections::fresh).setStatementBuilderFactory(connection -> new KeptStatements());
        this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
    }

    /**
     * Writes; returns when it would survive a loss of power.
     *
     * @throws StorageFull where there is no space; nothing was written
     * @throws StorageAway where the database does not answer
     */
    <T> T write(Work<T> work) {
        var task = new Task<>(work);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
            queue.add(task);
        }
        try {
            return task.answer.join();
        } catch (CompletionException e) {
            throw dialect.meaning(e.getCause() == null ? e : e.getCause());
        }
    }

    private void run() {
        List<Task<?>> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
                boolean last = batch.remove(end);
                if (!batch.isEmpty()) {
                    commit(batch);
                    batch.clear();
                }
                if (last) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard();
        }
    }

    private void commit(List<Task<?>> batch) {
        try {
            Handle open = handle();
            open.begin();
            batch.forEach(task -> task.run(open));
            open.commit();
        } catch (RuntimeException | Error e) {
            // A connection after a failure may be in any state.
            discard();
            if (batch.size() == 1) {
                batch.getFirst().answer.completeExceptionally(e);
            } else {
                batch.forEach(task -> commit(List.of(task)));
            }
            return;
        }
        batch.forEach(Task::done);
    }

    private Handle handle() {
        Handle open = handle;
        if (open == null) {
            open = jdbi.open();
            handle = open;
        }
        return open;
    }

    private void discard() {
        Handle open = handle;
        handle = null;
        if (open != null) {
            try {
                open.rollback();
            } catch (RuntimeException e) {
                // The database has rolled back by itself, or is gone.
            }
            try {
                open.close();
            } catch (RuntimeException e) {
                // As above.
            }
        }
    }

    /** Writes what waits and ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(end);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
