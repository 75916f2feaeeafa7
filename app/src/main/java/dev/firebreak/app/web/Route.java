package dev.firebreak.app.web;

import dev.firebreak.app.web.api.Access;
import dev.firebreak.app.web.api.ApiRoute;
import dev.firebreak.app.web.pages.PageRoute;
import dev.firebreak.core.estate.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * Any address of the server, of whichever kind; there is none without access.
 *
 * @param path as Javalin writes patterns
 */
record Route(Kind kind, HandlerType method, String path, Access access, Handler handler) {

    /** For whom. */
    enum Kind {
        /** People in a browser: sessions, forms, pages that say what went wrong. */
        PAGE,
        /** Programs: tokens, keys, sessions; problems as JSON. */
        API
    }

    static Route of(PageRoute page) {
        return new Route(Kind.PAGE, page.method(), page.path(), access(page.needed()), page.handler());
    }

    static Route of(ApiRoute api) {
        return new Route(Kind.API, api.method(), api.path(), api.access(), api.handler());
    }

    static Route get(String path, Access access, Handler handler) {
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
    boolean takesFiles() {
        return kind == Kind.PAGE && path.equals("/import");
    }
}
