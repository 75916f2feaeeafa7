package dev.firebreak.app.web.api;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.core.dashboard.FleetChange;
import dev.firebreak.core.fleet.MachineStatus;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
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
 * for too long, or since before the server started, gets {@code reset} and has to read everything again.
 */
final class EventStreamApi {

    private static final int KEPT = 4096;
    /** How long a stream goes on at most after it should have ended. */
    private static final long LOOK_MILLIS = 2_000;

    /** A proxy closes a connection on which nothing comes for a while. */
    private static final long HEARTBEAT_MILLIS = 14_000;

    private final FleetChange[] last = new FleetChange[KEPT];
    private final String run =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private long newest;

    ApiOperation call(ApiGate gate) {
        return ApiOperation.get(
                "/api/v1/events",
                Access.VIEWER,
                OperationDescription.of(
                                "events",
                                "Changes as they happen: turned, retired, reassessed, newMachinesRefused, killSwitch, detected; reset where some were missed.",
                                "変更の通知（turned、retired、reassessed、newMachinesRefused、killSwitch、detected）。取りこぼしがあれば reset を送ります。")
                        .answers(200, "text/event-stream", "Event", "A stream that does not end.", "終わりのないストリーム。"),
                ctx -> stream(ctx, gate));
    }

    /** What happened; never blocks. */
    synchronized void accept(FleetChange change) {
        newest = change.number();
        last[(int) (newest % KEPT)] = change;
        notifyAll();
    }

    /** Goes on until the other end hangs up, which its writing fails by, or it may not go on. */
    private void stream(Context ctx, ApiGate gate) throws IOException, InterruptedException {
        // To whoever asks, not only to browsers: these say what they accept, others often do not.
        ctx.res().setContentType("text/event-stream");
        ctx.res().setCharacterEncoding("UTF-8");
        // A proxy that gathers the answer would hold events back.
        ctx.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        OutputStream out = ctx.res().getOutputStream();
        String id = ctx.header("Last-Event-ID");
        Long from = seen(id);
        long seen = from == null ? newest() : from;
        send(out, id != null && from == null ? "reset" : "ready", Map.of(), seen);
        long quietSince = System.nanoTime();
        while (gate.goesOn(ctx)) {
            List<FleetChange> more = after(seen);
            if (more.isEmpty()) {
                if (System.nanoTime() - quietSince < HEARTBEAT_MILLIS * 1_000_000) {
                    continue;
                }
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
            } else if (more.getFirst().number() != seen + 1) {
                seen = more.getLast().number();
                send(out, "reset", Map.of(), seen);
            } else {
                for (FleetChange change : more) {
                    seen = change.number();
                    send(out, name(change.what()), data(change), seen);
                }
            }
            quietSince = System.nanoTime();
        }
    }

    private synchronized @Nullable Long seen(@Nullable String id) {
        if (id == null || !id.matches(run + "-[0-9]{1,18}")) {
            return null;
        }
        long number = Long.parseLong(id.substring(run.length() + 1));
        return number <= newest && number > newest - KEPT ? number : null;
    }

    private synchronized long newest() {
        return newest;
    }

    /** Waits for what came after a number; none where nothing came for a while. */
    @SuppressWarnings("WaitNotInLoop") // woken for nothing, the caller only asks again
    private synchronized List<FleetChange> after(long seen) throws InterruptedException {
        if (newest <= seen) {
            wait(LOOK_MILLIS);
        }
        List<FleetChange> more = new ArrayList<>();
        for (long number = Math.max(seen + 1, newest - KEPT + 1); number <= newest; number++) {
            more.add(last[(int) (number % KEPT)]);
        }
        return more;
    }

    private void send(OutputStream out, String name, Map<String, @Nullable Object> data, long number)
            throws IOException {
        String event = "id: " + run + "-" + number + "\nevent: " + name + "\ndata: "
                + new String(JsonResponses.bytes(data), StandardCharsets.UTF_8) + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String name(FleetChange.What what) {
        return switch (what) {
            case FleetChange.StatusChanged _ -> "turned";
            case FleetChange.Retired _ -> "retired";
            case FleetChange.Reassessed _ -> "reassessed";
            case FleetChange.NewMachinesRefused _ -> "newMachinesRefused";
            case FleetChange.KillSwitchChanged _ -> "killSwitch";
            case FleetChange.Detected _ -> "detected";
        };
    }

    private static Map<String, @Nullable Object> data(FleetChange change) {
        Map<String, @Nullable Object> data = ApiRows.of("at", change.at().toString());
        switch (change.what()) {
            case FleetChange.StatusChanged(var machine, var site, var lights) -> {
                data.put("machine", machine);
                data.put("site", site);
                data.put("statuses", ids(lights));
            }
            case FleetChange.Detected(var detections) -> data.put("detections", detections);
            case FleetChange.Retired(var machine) -> data.put("machine", machine);
            case FleetChange.NewMachinesRefused(var site, var most) -> {
                data.put("site", site);
                data.put("mostInAnHour", most);
            }
            case FleetChange.KillSwitchChanged(var calls) -> data.put("calls", calls);
            case FleetChange.Reassessed(var machines, var turned) -> {
                data.put("machines", machines);
                data.put("turned", turned);
            }
        }
        return data;
    }

    private static Map<String, String> ids(Map<String, MachineStatus> lights) {
        Map<String, String> ids = new TreeMap<>();
        lights.forEach((advisory, status) -> ids.put(advisory, status.id()));
        return ids;
    }
}
