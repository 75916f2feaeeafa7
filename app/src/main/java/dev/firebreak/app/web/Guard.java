package dev.firebreak.app.web;

import dev.firebreak.app.web.api.Caller;
import dev.firebreak.app.web.api.Gate;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.ControlRoom;
import dev.firebreak.core.estate.People;
import dev.firebreak.core.estate.Role;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.SiteName;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lets in who may come in, and nobody else; and tells handlers who it was. */
final class Guard implements Gate {

    private static final String GUEST = "firebreak.guest";

    private final People people;
    private final AuditLog audit;
    private final ControlRoom room;
    private final InstantSource clock;
    private final Tokens tokens;
    private final Sessions sessions;
    private final Peer peer;
    private final Bodies bodies;
    private final Streams streams;

    /** Machines we know to have had a token of their own; whether it is still good is asked again. */
    private final Map<String, Boolean> enrolled = new ConcurrentHashMap<>();

    private final Object enrolling = new Object();

    Guard(
            People people,
            AuditLog audit,
            ControlRoom room,
            InstantSource clock,
            Tokens tokens,
            Sessions sessions,
            Peer peer,
            Bodies bodies,
            Streams streams) {
        this.people = people;
        this.audit = audit;
        this.room = room;
        this.clock = clock;
        this.tokens = tokens;
        this.sessions = sessions;
        this.peer = peer;
        this.bodies = bodies;
        this.streams = streams;
        for (People.Token token : people.tokens()) {
            if (token.machine() != null && token.revokedAt() == null) {
                enrolled.put(MachineName.key(token.machine()), true);
            }
        }
    }

    /** Lets a request through to a route's handler, or throws why not. The body is not read before its sender is known. */
    void admit(Context ctx, Route route) {
        Guest guest = route.kind() == Route.Kind.PAGE ? person(ctx, "no session") : anyone(ctx);
        ctx.attribute(GUEST, guest);
        if (!guest.may(route.access())) {
            throw guest.isNobody()
                    ? new Refused(Problem.UNAUTHENTICATED, guest.why())
                    : new Refused(Problem.FORBIDDEN, "needs " + route.access());
        }
        if (!Peer.changes(ctx)) {
            return;
        }
        boolean byCookie = guest.session() != null;
        if (route.kind() == Route.Kind.PAGE || byCookie) {
            if (peer.crossSite(ctx)) {
                throw new Refused(Problem.CROSS_SITE, "another site's page");
            }
            if (!sessions.fits(ctx, csrf(ctx, route, guest.isNobody()))) {
                throw new Refused(Problem.CROSS_SITE, "no token of the form, or not this browser's");
            }
        }
    }

    /** Counts the form before anybody reads it; the token that came with it, or nothing. */
    private String csrf(Context ctx, Route route, boolean isNobody) {
        boolean parts = type(ctx).startsWith("multipart/");
        if (parts && !route.takesFiles()) {
            throw new Refused(Problem.UNSUPPORTED, "multipart");
        }
        if (parts) {
            bodies.countParts(ctx);
        } else if (route.kind() == Route.Kind.PAGE) {
            int limit = isNobody ? Limits.FORM_BEFORE_SIGN_IN_BYTES : Limits.FORM_BYTES;
            if (ctx.req().getContentLengthLong() > limit) {
                throw new Refused(Problem.TOO_LARGE, "form of " + ctx.req().getContentLengthLong() + " bytes");
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
            throw new Refused(Problem.MALFORMED, "method override");
        }
        return Optional.ofNullable(ctx.formParam("_csrf")).orElse("");
    }

    private static String type(Context ctx) {
        return Optional.ofNullable(ctx.req().getContentType()).orElse("").toLowerCase(Locale.ROOT);
    }

    private Guest anyone(Context ctx) {
        String shown = ctx.header("Authorization");
        if (shown == null) {
            return person(ctx, "nothing shown");
        }
        // Whoever shows a token is judged by it: a cookie beside it must not help a wrong one.
        if (!shown.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return nobody(ctx, "not a bearer token");
        }
        String secret = shown.substring(7).strip();
        if (!Tokens.isOne(secret)) {
            return nobody(ctx, "not one of our tokens");
        }
        Optional<People.Token> token = people.token(Tokens.hash(secret));
        if (token.isEmpty()) {
            return nobody(ctx, "unknown token");
        }
        if (token.get().revokedAt() != null) {
            return nobody(ctx, "revoked token " + token.get().id());
        }
        People.Token found = token.get();
        return new Guest(
                new Caller(
                        "token:" + found.id(),
                        Guest.role(found),
                        found.site(),
                        found.machine(),
                        Tongue.asked(ctx.header("Accept-Language"))),
                found,
                null,
                "");
    }

    private Guest person(Context ctx, String why) {
        return sessions.current(ctx)
                .map(current -> new Guest(
                        new Caller(
                                "account:" + current.account().name(),
                                current.account().role(),
                                null,
                                null,
                                Tongue.of(current.account().language())),
                        null,
                        current.hash(),
                        ""))
                .orElseGet(() -> nobody(ctx, why));
    }

    private static Guest nobody(Context ctx, String why) {
        return new Guest(new Caller("anyone", Role.ANYONE, null, null, Tongue.of(ctx)), null, null, why);
    }

    /** Who stands at the door; nobody before they were looked at. */
    static Guest guest(Context ctx) {
        Guest guest = ctx.attribute(GUEST);
        return guest == null ? nobody(ctx, "") : guest;
    }

    /** Whether what they came in with is still good; for answers that take hours. */
    static boolean stillGood(People people, Sessions sessions, Guest guest, String authorization) {
        if (guest.token() != null) {
            return people.token(Tokens.hash(authorization))
                    .filter(t -> t.revokedAt() == null)
                    .isPresent();
        }
        return guest.session() == null || sessions.isGood(guest.session());
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
    public Optional<Issued> enrol(Context ctx, String machine) {
        Guest guest = guest(ctx);
        People.Token by = guest.token();
        String site = by == null ? null : by.site();
        if (by == null || by.kind() != People.TokenKind.SITE || site == null) {
            throw new Refused(Problem.FORBIDDEN, "only a site's token enrols");
        }
        if (MachineName.refusal(machine).isPresent()) {
            throw new Refused(Problem.MALFORMED, "a name that no machine has");
        }
        synchronized (enrolling) {
            boolean another = room.line(machine)
                    .filter(line -> !SiteName.same(line.site(), site))
                    .isPresent();
            if (another || hasToken(machine)) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            Tokens.Made made = tokens.machine(site, machine, now);
            people.issue(made.token(), made.hash());
            enrolled.put(MachineName.key(machine), true);
            audit.add(
                    now,
                    guest.caller().name(),
                    "token.issue",
                    made.token().id(),
                    "machine " + machine + " of site " + site);
            return Optional.of(new Issued(made.token(), made.secret()));
        }
    }

    private boolean hasToken(String machine) {
        return enrolled.containsKey(MachineName.key(machine))
                && people.tokens().stream()
                        .anyMatch(t ->
                                t.revokedAt() == null && t.machine() != null && MachineName.same(t.machine(), machine));
    }
}
