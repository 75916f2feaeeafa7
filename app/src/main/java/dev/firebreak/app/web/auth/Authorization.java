package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.Caller;
import dev.firebreak.app.web.http.HttpProblem;
import dev.firebreak.app.web.http.HttpRefusal;
import dev.firebreak.app.web.http.LanguageNegotiation;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.app.web.http.Route;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.inventory.MachineName;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets in who may come in, and nobody else; and tells handlers who it was. */
public final class Authorization implements ApiGate {

    private static final String GUEST = "firebreak.guest";

    private final AccountStore accounts;
    private final EnrolmentService enrolling;
    private final SessionCookies sessions;
    private final RequestOrigin peer;
    private final RequestBodies bodies;
    private final EventStreams streams;

    public Authorization(
            AccountStore accounts,
            EnrolmentService enrolling,
            SessionCookies sessions,
            RequestOrigin peer,
            RequestBodies bodies,
            EventStreams streams) {
        this.accounts = accounts;
        this.enrolling = enrolling;
        this.sessions = sessions;
        this.peer = peer;
        this.bodies = bodies;
        this.streams = streams;
    }

    /** Lets a request through to a route's handler, or throws why not. The body is not read before its sender is known. */
    public void authorize(Context ctx, Route route) {
        Principal principal = route.kind() == Route.Kind.PAGE ? person(ctx, "no session") : anyone(ctx);
        ctx.attribute(GUEST, principal);
        if (!principal.may(route.access())) {
            throw principal.isNobody()
                    ? new HttpRefusal(HttpProblem.UNAUTHENTICATED, principal.why())
                    : new HttpRefusal(HttpProblem.FORBIDDEN, "needs " + route.access());
        }
        if (!RequestOrigin.changes(ctx)) {
            return;
        }
        boolean byCookie = principal.session() != null;
        if (route.kind() == Route.Kind.PAGE || byCookie) {
            if (peer.crossSite(ctx)) {
                throw new HttpRefusal(HttpProblem.CROSS_SITE, "another site's page");
            }
            if (!sessions.fits(ctx, csrf(ctx, route, principal.isNobody()))) {
                throw new HttpRefusal(HttpProblem.CROSS_SITE, "no token of the form, or not this browser's");
            }
        }
    }

    /** Counts the form before anybody reads it; the token that came with it, or nothing. */
    private String csrf(Context ctx, Route route, boolean isNobody) {
        boolean parts = type(ctx).startsWith("multipart/");
        if (parts && !route.takesFiles()) {
            throw new HttpRefusal(HttpProblem.UNSUPPORTED, "multipart");
        }
        if (parts) {
            bodies.countParts(ctx);
        } else if (route.kind() == Route.Kind.PAGE) {
            int limit = isNobody ? Limits.FORM_BEFORE_SIGN_IN_BYTES : Limits.FORM_BYTES;
            if (ctx.req().getContentLengthLong() > limit) {
                throw new HttpRefusal(
                        HttpProblem.TOO_LARGE, "form of " + ctx.req().getContentLengthLong() + " bytes");
            }
            bodies.countForm(ctx, limit);
        }
        String header = ctx.header("X-CSRF-Token");
        if (header != null) {
            return header;
        }
        if (route.kind() != Route.Kind.PAGE || !(parts || type(ctx).startsWith("application/x-www-form-urlencoded"))) {
            return "";
        }
        if (ctx.formParam("_method") != null) {
            throw new HttpRefusal(HttpProblem.MALFORMED, "method override");
        }
        return Optional.ofNullable(ctx.formParam("_csrf")).orElse("");
    }

    private static String type(Context ctx) {
        return Optional.ofNullable(ctx.req().getContentType()).orElse("").toLowerCase(Locale.ROOT);
    }

    private Principal anyone(Context ctx) {
        String shown = ctx.header("Authorization");
        if (shown == null) {
            return person(ctx, "nothing shown");
        }
        // Whoever shows a token is judged by it: a cookie beside it must not help a wrong one.
        if (!shown.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return anonymous(ctx, "not a bearer token");
        }
        String secret = shown.substring(7).strip();
        if (!TokenSecrets.isOne(secret)) {
            return anonymous(ctx, "not one of our tokens");
        }
        Optional<AccountStore.Token> token = accounts.token(TokenSecrets.hash(secret));
        if (token.isEmpty()) {
            return anonymous(ctx, "unknown token");
        }
        if (token.get().revokedAt() != null) {
            return anonymous(ctx, "revoked token " + token.get().id());
        }
        AccountStore.Token found = token.get();
        return new Principal(
                new Caller(
                        "token:" + found.id(),
                        Principal.role(found),
                        found.site(),
                        found.machine(),
                        LanguageNegotiation.asked(ctx.header("Accept-Language"))),
                found,
                null,
                "");
    }

    private Principal person(Context ctx, String why) {
        return sessions.current(ctx)
                .map(current -> new Principal(
                        new Caller(
                                "account:" + current.account().name(),
                                current.account().role(),
                                null,
                                null,
                                LanguageNegotiation.of(current.account().language())),
                        null,
                        current.hash(),
                        ""))
                .orElseGet(() -> anonymous(ctx, why));
    }

    private static Principal anonymous(Context ctx, String why) {
        return new Principal(
                new Caller("anyone", Role.ANYONE, null, null, LanguageNegotiation.of(ctx)), null, null, why);
    }

    /** The caller; nobody before authentication. */
    public static Principal guest(Context ctx) {
        Principal principal = ctx.attribute(GUEST);
        return principal == null ? anonymous(ctx, "") : principal;
    }

    /** Whether what they came in with is still good; for answers that take hours. */
    public static boolean isStillValid(
            AccountStore accounts, SessionCookies sessions, Principal principal, String authorization) {
        if (principal.token() != null) {
            return accounts.token(TokenSecrets.hash(authorization))
                    .filter(t -> t.revokedAt() == null)
                    .isPresent();
        }
        return principal.session() == null || sessions.isGood(principal.session());
    }

    @Override
    public Caller caller(Context ctx) {
        return guest(ctx).caller();
    }

    @Override
    public byte[] body(Context ctx, int limit) throws IOException {
        return bodies.read(ctx, limit);
    }

    @Override
    public boolean goesOn(Context ctx) {
        return streams.goesOn(ctx);
    }

    @Override
    public Optional<Issued> enrol(Context ctx, String machine, @Nullable String attempt) {
        Principal principal = guest(ctx);
        AccountStore.Token by = principal.token();
        String site = by == null ? null : by.site();
        if (by == null || by.kind() != AccountStore.TokenKind.SITE || site == null) {
            throw new HttpRefusal(HttpProblem.FORBIDDEN, "only a site's token enrols");
        }
        if (MachineName.refusal(machine).isPresent()) {
            throw new HttpRefusal(HttpProblem.MALFORMED, "a name that no machine has");
        }
        return enrolling
                .enrol(machine, site, principal.caller().name(), attempt)
                .map(made -> new Issued(made.token(), made.secret()));
    }

    @Override
    public Optional<Duration> newMachineWait(Context ctx, String machine) {
        AccountStore.Token token = guest(ctx).token();
        return token == null || token.kind() != AccountStore.TokenKind.SITE
                ? Optional.empty()
                : enrolling.wait(machine, token);
    }

    @Override
    public boolean enrolAgain(Context ctx, String machine) {
        return enrolling.again(machine, caller(ctx).name());
    }
}
