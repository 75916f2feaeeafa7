package dev.firebreak.app.web.http;

import dev.firebreak.core.access.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Set;

/**
 * Any address of the server, of whichever kind; there is none without access.
 *
 * @param path as Javalin writes patterns
 */
public record Route(Kind kind, HandlerType method, String path, Access access, Handler handler) {

    private static final Set<String> FILES = Set.of("/import", "/exposure/import", "/sightings");

    /** For whom. */
    public enum Kind {
        /** People in a browser: sessions, forms, pages that say what went wrong. */
        PAGE,
        /** Programs: tokens, keys, sessions; problems as JSON. */
        API
    }

    public static Route of(PageRoute page) {
        return new Route(Kind.PAGE, page.method(), page.path(), access(page.needed()), page.handler());
    }

    public static Route of(ApiRoute api) {
        return new Route(Kind.API, api.method(), api.path(), api.access(), api.handler());
    }

    public static Route get(String path, Access access, Handler handler) {
        return new Route(Kind.API, HandlerType.GET, path, access, handler);
    }

    private static Access access(Role needed) {
        return switch (needed) {
            case ANYONE -> Access.ANYONE;
            case VIEWER -> Access.VIEWER;
            case OPERATOR -> Access.OPERATOR;
            case APPROVER -> Access.APPROVER;
            case ADMIN -> Access.ADMIN;
        };
    }

    /** Whether files come in over it, as a form of many parts. */
    public boolean takesFiles() {
        return kind == Kind.PAGE && FILES.contains(path);
    }
}
