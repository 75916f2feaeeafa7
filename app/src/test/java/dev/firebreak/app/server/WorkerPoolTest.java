package dev.firebreak.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.fleet.StorageFull;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private static final List<Integer> THINGS = IntStream.range(0, 1000).boxed().toList();

    @Test
    void each_is_done_once() {
        assertThat(new WorkerPool(8).each(THINGS, thing -> thing)).containsExactlyInAnyOrderElementsOf(THINGS);
    }

    @Test
    void several_are_done_at_the_same_time() {
        var together = new CountDownLatch(8);
        new WorkerPool(8).each(THINGS.subList(0, 8), thing -> {
            together.countDown();
            try {
                together.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return thing;
        });
        assertThat(together.getCount()).isZero();
    }

    @Test
    void the_first_failure_ends_it_and_is_told() {
        var begun = new AtomicInteger();
        assertThatThrownBy(() -> new WorkerPool(4).each(THINGS, thing -> {
                    begun.incrementAndGet();
                    throw new StorageFull(null);
                }))
                .isInstanceOf(StorageFull.class);
        assertThat(begun.get()).isBetween(1, 4);
    }
}
