package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.HttpProblem;
import dev.firebreak.app.web.http.HttpRefusal;
import dev.firebreak.app.web.limits.Limits;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Answers that go on for hours, each on a virtual thread of its own. They end when the server stops, and when who asked may ask no more: a
 * session that was ended must not go on listening.
 */
public final class EventStreams {

    private static final int RETRY_SECONDS = 10;

    private final Map<Context, OpenStream> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> byCaller = new HashMap<>();
    private final Limits.Streams limits;
    private final AccessCheck stillGood;
    private volatile boolean stopping;

    /** Whether what somebody came in with is still good. */
    @FunctionalInterface
    public interface AccessCheck {
        boolean is(Principal principal, String authorization);
    }

    /** A stream, and whose. */
    private record OpenStream(String caller, BooleanSupplier good) {}

    public EventStreams(Limits.Streams limits, AccessCheck stillGood) {
        this.limits = limits;
        this.stillGood = stillGood;
    }

    /** Before a route of events is asked: remembers it, where there is room for one more, in all and of this caller. */
    public synchronized void admit(Context ctx) {
        if (stopping || open.size() >= limits.most()) {
            throw new HttpRefusal(HttpProblem.BUSY, open.size() + " event streams", RETRY_SECONDS);
        }
        Principal principal = Authorization.guest(ctx);
        String caller = principal.caller().name();
        if (byCaller.getOrDefault(caller, 0) >= limits.perCaller()) {
            throw new HttpRefusal(HttpProblem.BUSY, limits.perCaller() + " event streams of " + caller, RETRY_SECONDS);
        }
        String shown = Optional.ofNullable(ctx.header("Authorization"))
                .filter(s -> s.length() > 7)
                .map(s -> s.substring(7).strip())
                .orElse("");
        open.put(ctx, new OpenStream(caller, () -> stillGood.is(principal, shown)));
        byCaller.merge(caller, 1, Integer::sum);
    }

    /** Whether it may go on. */
    boolean goesOn(Context ctx) {
        return !stopping && open.containsKey(ctx);
    }

    /** The answer is over. */
    public void gone(Context ctx) {
        if (!open.isEmpty() && open.containsKey(ctx)) {
            forget(ctx);
        }
    }

    private synchronized void forget(Context ctx) {
        OpenStream gone = open.remove(ctx);
        if (gone != null) {
            byCaller.computeIfPresent(gone.caller(), (caller, count) -> count > 1 ? count - 1 : null);
        }
    }

    public int count() {
        return open.size();
    }

    /** Ends those of sessions and tokens that ended. */
    public void check() {
        open.forEach((ctx, stream) -> {
            if (!stream.good().getAsBoolean()) {
                forget(ctx);
            }
        });
    }

    /** Ends all of them, and lets no other begin. */
    public void endAll() {
        stopping = true;
    }
}
