package dev.firebreak.app.web;

import dev.firebreak.app.web.auth.Authorization;
import dev.firebreak.app.web.http.HttpProblem;
import dev.firebreak.app.web.http.HttpRefusal;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.app.web.http.Route;
import dev.firebreak.app.web.pages.PageRoutes;
import dev.firebreak.core.dashboard.DamagedStorage;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.fleet.StorageUnavailable;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/** What is said when something goes wrong: to people a page, to programs a problem (RFC 9457); the reason goes to the log only. */
final class ErrorPages {

    private static final Logger LOG = Logger.getLogger("firebreak.web");
    private static final String WHY = JsonResponses.WHY;
    private static final int MAX_CAUSES = 20;
    private static final int MAX_BACK_LENGTH = 1500;

    /** Somebody has to make room: trying every second would only fill the log. */
    private static final int FULL_RETRY_SECONDS = 60;

    private final PageRoutes pages;
    private final SecureRandom random;

    ErrorPages(PageRoutes pages, SecureRandom random) {
        this.pages = pages;
        this.random = random;
    }

    /** Answers a request that ended with an exception. */
    void answer(Context ctx, Throwable thrown) {
        HttpRefusal refused = refused(thrown);
        String number = null;
        if (refused == null) {
            if (isGone(thrown)) {
                ctx.attribute(WHY, "the other end hung up");
                ctx.status(HttpProblem.MALFORMED.status());
                return;
            }
            number = number();
            LOG.log(Level.SEVERE, "fault " + number + " at " + Router.pattern(ctx), thrown);
            refused = new HttpRefusal(HttpProblem.OURS, "fault " + number);
        }
        ctx.attribute(WHY, refused.why());
        if (ctx.res().isCommitted()) {
            return;
        }
        ctx.res().resetBuffer();
        if (refused.retryAfterSeconds() != null) {
            ctx.header("Retry-After", refused.retryAfterSeconds().toString());
        }
        if (thrown instanceof MethodNotAllowedResponse other) {
            // Javalin names the list by who asks.
            other.getDetails().values().stream().findFirst().ifPresent(methods -> ctx.header("Allow", methods));
        }
        if (refused.problem() == HttpProblem.TOO_LARGE || refused.problem() == HttpProblem.TOO_SLOW) {
            // What is still under way is not read.
            ctx.header("Connection", "close");
        }
        if (isForPeople(ctx)) {
            tellPeople(ctx, refused.problem(), number);
        } else {
            tellPrograms(ctx, refused.problem(), number);
        }
    }

    /** Why a request was refused, for the log; empty where it was not. */
    static String why(Context ctx) {
        String why = ctx.attribute(WHY);
        return why == null ? "" : why;
    }

    private static boolean isForPeople(Context ctx) {
        Route route = Router.route(ctx);
        return route == null
                ? !ctx.path().startsWith("/api/") && !ctx.path().startsWith("/health/")
                : route.kind() == Route.Kind.PAGE;
    }

    private void tellPeople(Context ctx, HttpProblem problem, @Nullable String number) {
        if (problem != HttpProblem.UNAUTHENTICATED) {
            pages.showError(ctx, problem.status(), number);
        } else if ("true".equals(ctx.header("HX-Request"))) {
            // A part of a page cannot become the page for signing in.
            ctx.header("HX-Redirect", "/sign-in" + back(ctx.header("HX-Current-URL")));
            pages.showError(ctx, problem.status(), null);
        } else {
            String query = ctx.queryString();
            String here = ctx.path() + (query == null ? "" : "?" + query);
            ctx.redirect("/sign-in" + (RequestOrigin.changes(ctx) ? "" : back(here)), HttpStatus.SEE_OTHER);
        }
    }

    /** Only a path of ours; where it leads is looked at again when it is used. */
    private static String back(@Nullable String url) {
        if (url == null || url.length() > MAX_BACK_LENGTH) {
            return "";
        }
        try {
            URI uri = URI.create(url);
            String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            return path.equals("/") || !path.startsWith("/") || path.startsWith("//")
                    ? ""
                    : "?back=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void tellPrograms(Context ctx, HttpProblem problem, @Nullable String number) {
        if (problem == HttpProblem.UNAUTHENTICATED) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"firebreak\"");
        }
        JsonResponses.problem(
                ctx,
                problem.status(),
                problem.code(),
                problem.detail(),
                Authorization.guest(ctx).caller().language(),
                number == null ? Map.of() : Map.of("number", number));
    }

    /** Refusals of ours and of the libraries; null for accidents. */
    private static @Nullable HttpRefusal refused(Throwable thrown) {
        Throwable at = thrown;
        for (int i = 0; at != null && i < MAX_CAUSES; i++) {
            switch (at) {
                case HttpRefusal refused -> {
                    return refused;
                }
                case StorageFull full -> {
                    LOG.warning("no space left: " + deepest(full));
                    return new HttpRefusal(HttpProblem.FULL, "no space left", FULL_RETRY_SECONDS);
                }
                case StorageUnavailable away -> {
                    LOG.warning("the database does not answer: " + deepest(away));
                    return new HttpRefusal(HttpProblem.AWAY, "the database does not answer", 5);
                }
                case DamagedStorage damaged -> {
                    LOG.severe("the database is damaged, restore a backup: " + deepest(damaged));
                    return new HttpRefusal(HttpProblem.DAMAGED, "the database is damaged");
                }
                case HttpResponseException e -> {
                    return new HttpRefusal(HttpProblem.of(e.getStatus()), "status " + e.getStatus());
                }
                case HttpException e -> {
                    return new HttpRefusal(
                            isTooLarge(thrown) ? HttpProblem.TOO_LARGE : HttpProblem.of(e.getCode()),
                            String.valueOf(e.getReason()));
                }
                case TimeoutException e -> {
                    return new HttpRefusal(HttpProblem.TOO_SLOW, "nothing came");
                }
                default -> at = at.getCause();
            }
        }
        return null;
    }

    /** In one line: while a disk is full or a database down, this is said at every request, and the log may be on the same disk. */
    private static String deepest(Throwable thrown) {
        Throwable at = thrown;
        for (int i = 0; at.getCause() != null && i < MAX_CAUSES; i++) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage()).lines().findFirst().orElse("");
    }

    /** Jetty calls a form whose parts are too large a bad one, and says so in words only. */
    private static boolean isTooLarge(Throwable thrown) {
        Throwable at = thrown;
        for (int i = 0; at != null && i < MAX_CAUSES; i++) {
            if (at instanceof IllegalStateException
                    && String.valueOf(at.getMessage()).contains("exceeded")) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static boolean isGone(Throwable thrown) {
        Throwable at = thrown;
        for (int i = 0; at != null && i < MAX_CAUSES; i++) {
            if (at instanceof EofException || at instanceof ClosedChannelException) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private String number() {
        var bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
