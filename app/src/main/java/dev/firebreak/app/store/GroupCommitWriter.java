package dev.firebreak.app.store;

import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
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
 * answered when it is durable. A group that fails is tried one by one, so that one failure does not fail the others.
 */
final class GroupCommitWriter implements AutoCloseable {

    /** More than this in one transaction would keep the first of them waiting. */
    private static final int MAX = 256;

    /** So many at once are a crowd: the wait for the disk is long, and more of them are on their way, this time and the next. */
    private static final int CROWD = 16;

    private static final int WAIT_MILLIS = 3;
    private static final int MAX_WAITS = 4;

    private final SqlDialect dialect;
    private final Jdbi jdbi;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Task<Boolean> end = new Task<>(handle -> true);
    private final Thread thread;
    /** How many were written last; of the writer's thread. */
    private int written;

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

    GroupCommitWriter(SqlDialect dialect, ReadConnections connections) {
        this.dialect = dialect;
        this.jdbi = Jdbi.create(connections::fresh).setStatementBuilderFactory(connection -> new StatementCache());
        this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
    }

    /**
     * Writes; returns when it would survive a loss of power.
     *
     * @throws StorageFull where there is no space; nothing was written
     * @throws StorageUnavailable where the database does not answer
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
                queue.drainTo(batch, MAX - 1);
                gather(batch);
                boolean last = batch.remove(end);
                if (!batch.isEmpty()) {
                    commit(batch);
                    written = batch.size();
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

    /** Waits a little for the rest of a crowd, and again while they come. */
    private void gather(List<Task<?>> batch) {
        for (int waits = 0; waits < MAX_WAITS; waits++) {
            int before = batch.size();
            if (Math.max(before, written) < CROWD || before >= MAX || batch.contains(end)) {
                return;
            }
            try {
                Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
                // Who waits in the batch is answered first.
                Thread.currentThread().interrupt();
                return;
            }
            if (queue.drainTo(batch, MAX - before) == 0) {
                return;
            }
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
