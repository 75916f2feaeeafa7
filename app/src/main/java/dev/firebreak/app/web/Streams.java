package dev.firebreak.app.web;

import io.javalin.http.Context;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Answers that go on for hours. They end when the server stops, and when who asked may ask no more: a session that was ended must not go
 * on listening.
 */
final class Streams {

    private static final int MOST = 2_000;

    private final Map<AsyncContext, BooleanSupplier> open = new ConcurrentHashMap<>();
    private final StillGood stillGood;

    /** Whether what somebody came in with is still good. */
    @FunctionalInterface
    interface StillGood {
        boolean is(Guest guest, String authorization);
    }

    Streams(StillGood stillGood) {
        this.stillGood = stillGood;
    }

    /** Remembers a request whose answer goes on after its handler returned. */
    void watch(Context ctx) {
        if (!ctx.req().isAsyncStarted()) {
            return;
        }
        AsyncContext async = ctx.req().getAsyncContext();
        if (open.size() >= MOST) {
            async.complete();
            return;
        }
        Guest guest = Guard.guest(ctx);
        String shown = Optional.ofNullable(ctx.header("Authorization"))
                .filter(s -> s.length() > 7)
                .map(s -> s.substring(7).strip())
                .orElse("");
        open.put(async, () -> stillGood.is(guest, shown));
        async.addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                open.remove(async);
            }

            @Override
            public void onTimeout(AsyncEvent event) {
                open.remove(async);
            }

            @Override
            public void onError(AsyncEvent event) {
                open.remove(async);
            }

            @Override
            public void onStartAsync(AsyncEvent event) {
                // Once is enough.
            }
        });
    }

    int count() {
        return open.size();
    }

    /** Ends those of sessions and tokens that ended. */
    void look() {
        open.forEach((async, good) -> {
            if (!good.getAsBoolean()) {
                end(async);
            }
        });
    }

    /** Ends all of them. */
    void endAll() {
        open.keySet().forEach(this::end);
    }

    private void end(AsyncContext async) {
        open.remove(async);
        try {
            async.complete();
        } catch (IllegalStateException alreadyOver) {
            // It ended by itself meanwhile.
            return;
        }
    }
}
