package dev.firebreak.app.server;

import dev.firebreak.core.fleet.Workers;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Several threads with the same to do, each thing by one of them. */
public record WorkerPool(int most) implements Workers {

    @Override
    public <T, R> List<R> each(Collection<T> things, Function<T, R> work) {
        Iterator<T> next = things.iterator();
        var done = new ConcurrentLinkedQueue<R>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stopped = new AtomicBoolean();
            var running = IntStream.range(0, Math.min(most, things.size()))
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        for (T thing = take(next, stopped); thing != null; thing = take(next, stopped)) {
                            try {
                                done.add(work.apply(thing));
                            } catch (RuntimeException | Error e) {
                                stopped.set(true);
                                throw e;
                            }
                        }
                    }))
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
            return List.copyOf(done);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException own -> throw own;
                case Error own -> throw own;
                case null, default -> throw new CompletionException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> @Nullable T take(Iterator<T> next, AtomicBoolean stopped) {
        synchronized (next) {
            return !stopped.get() && next.hasNext() ? next.next() : null;
        }
    }
}
