package dev.firebreak.app.web.auth;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.firebreak.app.web.http.HttpProblem;
import dev.firebreak.app.web.http.HttpRefusal;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.http.Route;
import dev.firebreak.core.access.Role;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signing in by the organisation's own server. A browser goes there with a number that only it can come back with, once; nobody is put
 * into somebody else's session, and nobody takes over an account that has a password.
 */
public final class OidcCallback {

    static final String START = "/sign-in/oidc";
    static final String BACK = "/sign-in/oidc/back";

    private static final Logger LOG = Logger.getLogger("firebreak.web");
    /** A path of ours and nothing that a browser would read otherwise. */
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9?&=._%~-][A-Za-z0-9/?&=._%~+-]*)?");

    private static final int MAX_ON_THE_WAY = 5_000;
    private static final int MAX_AT_ONCE = 8;
    private static final int MAX_LENGTH = 2_000;
    private static final Duration ON_THE_WAY = Duration.ofMinutes(10);

    private final OidcSettings settings;
    private final OidcClient voucher;
    private final SignInRoutes entrance;
    private final SessionCookies sessions;
    private final InstantSource clock;
    private final Supplier<String> url;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE);
    private final Map<String, PendingSignIn> onTheWay = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PendingSignIn> eldest) {
            return size() > MAX_ON_THE_WAY;
        }
    };

    /** Somebody who went there. */
    private record PendingSignIn(String browser, Nonce nonce, CodeVerifier verifier, String back, Instant at) {}

    /**
     * Who they are, by the organisation's word.
     *
     * @param subject issuer and subject, which never change; the name may
     * @param role null for nothing
     * @param ruled whether the organisation says what they may; else an administrator of ours does
     */
    record Person(String subject, String name, @Nullable Role role, boolean ruled) {}

    /** @param url how people reach us */
    public OidcCallback(
            OidcSettings settings,
            SignInRoutes entrance,
            SessionCookies sessions,
            InstantSource clock,
            Supplier<String> url) {
        this.settings = settings;
        this.voucher = new OidcClient(settings, clock);
        this.entrance = entrance;
        this.sessions = sessions;
        this.clock = clock;
        this.url = url;
    }

    public List<Route> routes() {
        return List.of(
                Route.of(new PageRoute(HandlerType.GET, START, Role.ANYONE, this::start)),
                Route.of(new PageRoute(HandlerType.GET, BACK, Role.ANYONE, this::redirect)));
    }

    private URI address() {
        return URI.create(url.get() + BACK);
    }

    private void start(Context ctx) {
        String wanted = Optional.ofNullable(ctx.queryParam("back")).orElse("/");
        boolean ours = PATH.matcher(wanted).matches() && wanted.length() <= MAX_LENGTH;
        var trip = new PendingSignIn(
                sessions.browser(ctx), new Nonce(), new CodeVerifier(), ours ? wanted : "/", clock.instant());
        var state = new State();
        try {
            turn();
            try {
                URI there = voucher.authorizationRequest(address(), state, trip.nonce(), trip.verifier());
                synchronized (onTheWay) {
                    onTheWay.put(state.getValue(), trip);
                }
                ctx.redirect(there.toString(), HttpStatus.SEE_OTHER);
            } finally {
                turns.release();
            }
        } catch (OidcClient.Unavailable e) {
            throw unavailable(e);
        }
    }

    private void redirect(Context ctx) {
        String state = Optional.ofNullable(ctx.queryParam("state")).orElse("");
        PendingSignIn trip;
        synchronized (onTheWay) {
            trip = onTheWay.remove(state);
        }
        if (trip == null
                || trip.at().plus(ON_THE_WAY).isBefore(clock.instant())
                || !TokenSecrets.same(trip.browser(), sessions.browser(ctx))) {
            throw new HttpRefusal(HttpProblem.MALFORMED, "came back without having gone, twice or too late");
        }
        String issuer = ctx.queryParam("iss");
        String code = ctx.queryParam("code");
        if (issuer != null && !issuer.equals(settings.issuer().toString())) {
            throw refused(ctx, "another issuer answered");
        }
        if (code == null || code.isBlank() || code.length() > MAX_LENGTH) {
            throw refused(ctx, "no code came back");
        }
        try {
            turn();
            Person person;
            try {
                person = person(voucher.claims(code, address(), trip.nonce(), trip.verifier()));
            } finally {
                turns.release();
            }
            Optional<String> why = entrance.signIn(ctx, person);
            if (why.isPresent()) {
                throw new HttpRefusal(HttpProblem.FORBIDDEN, why.get());
            }
            ctx.redirect(trip.back(), HttpStatus.SEE_OTHER);
        } catch (OidcClient.Unavailable e) {
            throw unavailable(e);
        } catch (OidcClient.SignInRefused e) {
            throw refused(ctx, String.valueOf(e.getMessage()));
        }
    }

    private void turn() {
        if (!turns.tryAcquire()) {
            throw new HttpRefusal(HttpProblem.BUSY, "too many sign-ons at once", 5);
        }
    }

    private HttpRefusal refused(Context ctx, String why) {
        entrance.notVouched(ctx, why);
        return new HttpRefusal(HttpProblem.FORBIDDEN, "sign-on: " + why);
    }

    private static HttpRefusal unavailable(OidcClient.Unavailable why) {
        LOG.log(Level.WARNING, "the server for single sign-on does not answer", why);
        return new HttpRefusal(HttpProblem.BUSY, "the server for single sign-on does not answer", 30);
    }

    private Person person(IDTokenClaimsSet claims) {
        Object groups = claims.getClaim(settings.roleClaim());
        List<String> of = switch (groups) {
            case List<?> many -> many.stream().map(String::valueOf).toList();
            case String one -> List.of(one);
            case null, default -> List.of();
        };
        Object name = claims.getClaim(settings.nameClaim());
        String subject = claims.getSubject().getValue();
        return new Person(
                settings.issuer() + " " + subject,
                name instanceof String text ? text.strip() : subject,
                settings.role(of),
                !settings.roles().isEmpty());
    }
}
