package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.Caller;
import dev.firebreak.core.access.AccountStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the routes for programs need of authentication. */
public interface ApiGate {

    /** Who calls; the router has let them in already. */
    Caller caller(Context ctx);

    /**
     * The body, unpacked where it came packed.
     *
     * @param limit in bytes after unpacking; more is refused with 413 by an exception that the listener answers
     */
    byte[] body(Context ctx, int limit) throws IOException;

    /** Whether an answer without an end may go on: whoever asked may still ask, and the server is not stopping. */
    boolean goesOn(Context ctx);

    /** How long a site's token has to wait before it may bring a machine that nobody has heard of; empty where it need not. */
    Optional<Duration> newMachineWait(Context ctx, String machine);

    /**
     * Makes a machine its own token by its site's; empty where the machine has one, or belongs to another site.
     *
     * @param attempt the same for a request that is sent again because its answer did not arrive; null for none
     */
    Optional<Issued> enrol(Context ctx, String machine, @Nullable String attempt);

    /** Ends a machine's own token, so that it enrols anew; false where the machine is not known. */
    boolean enrolAgain(Context ctx, String machine);

    /** A new token with its secret, which nobody can show again. */
    record Issued(AccountStore.Token token, String secret) {}
}
