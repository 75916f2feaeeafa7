package dev.firebreak.app.web.pages;

import dev.firebreak.app.feed.Shipped;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.estate.ControlRoom;
import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.Tally;
import io.javalin.Javalin;
import io.javalin.http.HttpStatus;
import io.javalin.http.staticfiles.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The pages on a server of their own, over memory, on the Sunday of the outbreak. */
final class Stage implements AutoCloseable {

    /** What the real server sends, so that a page that needs more fails here. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2017-05-14T09:30:00Z"));
    final InstantSource clock = now::get;
    final ControlRoom room;
    final MemoryLedger ledger = new MemoryLedger();
    private final Javalin server;

    Stage(Path temp) {
        Knowledge knowledge = new Shipped().knowledge();
        Map<java.time.LocalDate, Assessor> assessors = new ConcurrentHashMap<>();
        this.room = new ControlRoom(
                ledger,
                new FileReading(temp),
                day -> assessors.computeIfAbsent(day, d -> new Assessor(knowledge, knowledge.advisories(), d)),
                clock,
                Duration.ofDays(3));
        var audit = new MemoryAudit();
        var pages = new Pages(
                new Sources(
                        room,
                        ledger,
                        audit,
                        () -> knowledge,
                        new Shipped().guides(),
                        List::of,
                        clock,
                        ZoneId.of("Asia/Tokyo")),
                new OpenDoor(audit, clock));
        this.server = Javalin.create(config -> {
            config.staticFiles.add(files -> {
                files.hostedPath = "/assets";
                files.directory = "/dev/firebreak/app/web/assets";
                files.location = Location.CLASSPATH;
            });
            config.staticFiles.add(files -> {
                files.hostedPath = "/webjars";
                files.directory = "/META-INF/resources/webjars";
                files.location = Location.CLASSPATH;
            });
            config.routes.before(ctx -> ctx.header("Content-Security-Policy", POLICY));
            for (PageRoute route : pages.routes()) {
                config.routes.addHttpHandler(route.method(), route.path(), ctx -> {
                    if (route.needed() != dev.firebreak.core.estate.Role.ANYONE
                            && pages.visitor(ctx).account() == null) {
                        ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
                    } else {
                        route.handler().handle(ctx);
                    }
                });
            }
            config.routes.sse("/api/v1/events", client -> {
                client.keepAlive();
                client.sendEvent("ready", "{}");
            });
            for (int status : new int[] {403, 404, 413, 500}) {
                config.routes.error(status, ctx -> pages.trouble(ctx, status, status == 500 ? "ab12cd34" : null));
            }
            config.routes.get("/break", ctx -> {
                throw new IllegalStateException("for the page of our faults");
            });
            config.routes.exception(IllegalStateException.class, (e, ctx) -> ctx.status(500));
        });
        server.start("127.0.0.1", 0);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Writes tallies of the days before, as if work had gone on. */
    void past(String advisory) {
        Tally all = room.board(advisory).all();
        for (int hours = 96; hours > 0; hours -= 3) {
            int more = hours / 8;
            int fewer = Math.min(more, all.of(Light.PATCHED));
            var counts = new ArrayList<Integer>();
            for (Light light : Light.values()) {
                counts.add(all.of(light)
                        + switch (light) {
                            case EXPOSED -> fewer;
                            case PATCHED -> -fewer;
                            case UNKNOWN, SILENT, MITIGATED, NOT_AFFECTED -> 0;
                        });
            }
            ledger.tally(
                    now.get().minus(Duration.ofHours(hours)),
                    List.of(new Delivery.SiteTally(
                            advisory,
                            "Osaka",
                            Tally.of(counts.stream().mapToInt(Integer::intValue).toArray()))));
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
