package dev.firebreak.app.web;

import io.javalin.http.Context;
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
    private static final String TYPE = "text/event-stream";

    private final Map<Context, BooleanSupplier> open = new ConcurrentHashMap<>();
    private final StillGood stillGood;
    private volatile boolean stopping;

    /** Whether what somebody came in with is still good. */
    @FunctionalInterface
    interface StillGood {
        boolean is(Guest guest, String authorization);
    }

    Streams(StillGood stillGood) {
        this.stillGood = stillGood;
    }

    /** Before a route of events is asked: whether there is room for one more. */
    void admit() {
        if (stopping || open.size() >= MOST) {
            throw new Refused(Problem.BUSY, open.size() + " event streams", 10);
        }
    }

    /** Remembers a request whose answer goes on after its handler returned. */
    void watch(Context ctx) {
        String type = ctx.res().getContentType();
        if (type == null || !type.startsWith(TYPE)) {
            return;
        }
        Guest guest = Guard.guest(ctx);
        String shown = Optional.ofNullable(ctx.header("Authorization"))
                .filter(s -> s.length() > 7)
                .map(s -> s.substring(7).strip())
                .orElse("");
        open.put(ctx, () -> stillGood.is(guest, shown));
    }

    /** The answer is over. */
    void gone(Context ctx) {
        open.remove(ctx);
    }

    int count() {
        return open.size();
    }

    /** Ends those of sessions and tokens that ended, and forgets those that hung up. */
    void look() {
        open.forEach((ctx, good) -> {
            if (!ctx.req().isAsyncStarted()) {
                open.remove(ctx);
            } else if (!good.getAsBoolean()) {
                end(ctx);
            }
        });
    }

    /** Ends all of them, and lets no other begin. */
    void endAll() {
        stopping = true;
        open.keySet().forEach(this::end);
    }

    private void end(Context ctx) {
        open.remove(ctx);
        try {
            if (ctx.req().isAsyncStarted()) {
                ctx.req().getAsyncContext().complete();
            }
        } catch (IllegalStateException alreadyOver) {
            // It ended by itself meanwhile.
            return;
        }
    }
}
