package dev.firebreak.app.web;

import dev.firebreak.app.web.auth.Authorization;
import dev.firebreak.app.web.auth.EventStreams;
import dev.firebreak.app.web.auth.RequestBodies;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.app.web.http.Route;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.UploadedFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one way in: every address is registered here, with who may call it, and nobody reaches a handler past the guard. */
final class Router {

    private static final String ROUTE = "firebreak.route";
    private static final String EVENTS = "/events";

    private final Authorization authorization;
    private final ErrorPages troubles;
    private final RequestBodies bodies;
    private final EventStreams streams;
    private final List<Route> all = new ArrayList<>();

    Router(Authorization authorization, ErrorPages troubles, RequestBodies bodies, EventStreams streams) {
        this.authorization = authorization;
        this.troubles = troubles;
        this.bodies = bodies;
        this.streams = streams;
    }

    void add(List<Route> routes) {
        all.addAll(routes);
    }

    /** Every route there is. */
    List<Route> all() {
        return List.copyOf(all);
    }

    /** Hands all of them to the server, and what is said where there is none. */
    void register(JavalinConfig config) {
        for (Route route : all) {
            config.routes.addHttpHandler(route.method(), route.path(), ctx -> handle(ctx, route));
            if (route.method().equals(HandlerType.GET)) {
                config.routes.addHttpHandler(HandlerType.HEAD, route.path(), ctx -> handle(ctx, route));
            }
        }
        config.routes.exception(Exception.class, (e, ctx) -> troubles.answer(ctx, e));
        config.routes.exception(io.javalin.http.HttpResponseException.class, (e, ctx) -> troubles.answer(ctx, e));
    }

    private void handle(Context ctx, Route route) {
        ctx.attribute(ROUTE, route);
        try {
            authorization.authorize(ctx, route);
            if (route.takesFiles() && RequestOrigin.changes(ctx)) {
                // One at a time is read into memory.
                bodies.reserve(
                        ctx,
                        ctx.uploadedFiles().stream()
                                .mapToLong(UploadedFile::size)
                                .max()
                                .orElse(0));
            }
            // An answer that never ends has no head of its own to show.
            if (ctx.method().equals(HandlerType.HEAD) && route.path().endsWith(EVENTS)) {
                ctx.contentType("text/event-stream");
            } else {
                if (route.path().endsWith(EVENTS)) {
                    streams.admit(ctx);
                }
                route.handler().handle(ctx);
            }
        } catch (Throwable e) {
            troubles.answer(ctx, e);
        } finally {
            streams.gone(ctx);
            bodies.release(ctx);
        }
    }

    /** The route of a request; null where there is none. */
    static @Nullable Route route(Context ctx) {
        return ctx.attribute(ROUTE);
    }

    /** Its pattern, so that nothing a caller made up becomes a name in logs of faults or in metrics. */
    static String pattern(Context ctx) {
        Route route = route(ctx);
        return route == null ? "(none)" : route.path();
    }
}
