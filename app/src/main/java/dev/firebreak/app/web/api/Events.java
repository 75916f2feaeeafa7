package dev.firebreak.app.web.api;

import dev.firebreak.core.estate.Change;
import dev.firebreak.core.estate.Light;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The stream of changes (server-sent events). Who was away for a moment goes on where they were by {@code Last-Event-ID}; who was away
 * for too long, or since before the server started, hears {@code reset} and has to look at everything again.
 */
final class Events implements AutoCloseable {

    private static final int KEPT = 4096;
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Change[] last = new Change[KEPT];
    private final String run =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private long newest;
    private boolean closed;

    Call call() {
        return Call.get(
                "/api/v1/events",
                Access.VIEWER,
                Operation.of(
                                "events",
                                "Changes as they happen: turned, retired, reassessed; reset where some were missed.",
                                "変更の通知（turned、retired、reassessed）。取りこぼしがあれば reset を送ります。")
                        .answers(200, "text/event-stream", "Event", "A stream that does not end.", "終わりのないストリーム。"),
                this::attend);
    }

    /** What happened; never blocks. */
    synchronized void accept(Change change) {
        newest = change.number();
        last[(int) (newest % KEPT)] = change;
        notifyAll();
    }

    /** To whoever asks, not only to browsers: these say what they accept, others often do not. */
    private void attend(Context ctx) throws IOException {
        ctx.res().setContentType("text/event-stream");
        ctx.res().setCharacterEncoding("UTF-8");
        // A proxy that gathers the answer would hold events back.
        ctx.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        ctx.req().startAsync().setTimeout(0);
        ctx.res().flushBuffer();
        var client = new SseClient(ctx);
        client.keepAlive();
        String id = ctx.header("Last-Event-ID");
        Long seen = seen(id);
        Thread.ofVirtual().name("events").start(() -> tell(client, id != null && seen == null, seen));
    }

    private synchronized @Nullable Long seen(@Nullable String id) {
        if (id == null || !id.matches(run + "-[0-9]{1,18}")) {
            return null;
        }
        long number = Long.parseLong(id.substring(run.length() + 1));
        return number <= newest && number > newest - KEPT ? number : null;
    }

    private void tell(SseClient client, boolean missed, @Nullable Long from) {
        try {
            long seen = from == null ? newest() : from;
            send(client, missed ? "reset" : "ready", Map.of(), seen);
            while (!isOver(client)) {
                List<Change> more = after(seen);
                if (more.isEmpty()) {
                    client.sendComment("");
                } else if (more.getFirst().number() != seen + 1) {
                    seen = more.getLast().number();
                    send(client, "reset", Map.of(), seen);
                } else {
                    for (Change change : more) {
                        seen = change.number();
                        send(client, name(change.what()), data(change), seen);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
        }
    }

    private synchronized boolean isOver(SseClient client) {
        return closed || client.terminated() || !client.ctx().req().isAsyncStarted();
    }

    private synchronized long newest() {
        return newest;
    }

    /** Waits for what came after a number; none where nothing came for a while. */
    private synchronized List<Change> after(long seen) throws InterruptedException {
        if (newest <= seen && !closed) {
            wait(HEARTBEAT_MILLIS);
        }
        List<Change> more = new ArrayList<>();
        for (long number = Math.max(seen + 1, newest - KEPT + 1); number <= newest; number++) {
            more.add(last[(int) (number % KEPT)]);
        }
        return more;
    }

    private void send(SseClient client, String name, Map<String, @Nullable Object> data, long number) {
        client.sendEvent(name, new String(Answers.bytes(data), StandardCharsets.UTF_8), run + "-" + number);
    }

    private static String name(Change.What what) {
        return switch (what) {
            case Change.Turned _ -> "turned";
            case Change.Retired _ -> "retired";
            case Change.Reassessed _ -> "reassessed";
        };
    }

    private static Map<String, @Nullable Object> data(Change change) {
        Map<String, @Nullable Object> data = Rows.of("at", change.at().toString());
        switch (change.what()) {
            case Change.Turned(var machine, var site, var lights) -> {
                data.put("machine", machine);
                data.put("site", site);
                data.put("lights", ids(lights));
            }
            case Change.Retired(var machine) -> data.put("machine", machine);
            case Change.Reassessed(var machines, var turned) -> {
                data.put("machines", machines);
                data.put("turned", turned);
            }
        }
        return data;
    }

    private static Map<String, String> ids(Map<String, Light> lights) {
        Map<String, String> ids = new TreeMap<>();
        lights.forEach((advisory, light) -> ids.put(advisory, light.id()));
        return ids;
    }

    /** Ends all streams. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
