package dev.firebreak.app.web.http;

import dev.firebreak.core.access.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** An address of the pages and who may go there; who listens adds it to its own. */
public record PageRoute(HandlerType method, String path, Role needed, Handler handler) {

    public static PageRoute get(String path, Role needed, Handler handler) {
        return new PageRoute(HandlerType.GET, path, needed, handler);
    }

    public static PageRoute post(String path, Role needed, Handler handler) {
        return new PageRoute(HandlerType.POST, path, needed, handler);
    }
}
