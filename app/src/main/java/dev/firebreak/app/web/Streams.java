package dev.firebreak.app.web;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Answers that go on for hours, each on a virtual thread of its own. They end when the server stops, and when who asked may ask no more: a
 * session that was ended must not go on listening.
 */
final class Streams {

    private static final int MOST = 2_000;

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

    /** Before a route of events is asked: remembers it, where there is room for one more. */
    void admit(Context ctx) {
        if (stopping || open.size() >= MOST) {
            throw new Refused(Problem.BUSY, open.size() + " event streams", 10);
        }
        Guest guest = Guard.guest(ctx);
        String shown = Optional.ofNullable(ctx.header("Authorization"))
                .filter(s -> s.length() > 7)
                .map(s -> s.substring(7).strip())
                .orElse("");
        open.put(ctx, () -> stillGood.is(guest, shown));
    }

    /** Whether it may go on. */
    boolean goesOn(Context ctx) {
        return !stopping && open.containsKey(ctx);
    }

    /** The answer is over. */
    void gone(Context ctx) {
        open.remove(ctx);
    }

    int count() {
        return open.size();
    }

    /** Ends those of sessions and tokens that ended. */
    void look() {
        open.forEach((ctx, good) -> {
            if (!good.getAsBoolean()) {
                open.remove(ctx);
            }
        });
    }

    /** Ends all of them, and lets no other begin. */
    void endAll() {
        stopping = true;
    }
}
