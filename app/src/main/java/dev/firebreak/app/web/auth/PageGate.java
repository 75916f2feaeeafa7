package dev.firebreak.app.web.auth;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Language;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the pages need of authentication: they hand over what was typed in and show the answer. Throttling,
 * hashing, cookies and the audit are the guard's.
 */
public interface PageGate {

    /** The result of a form, and the one cause where it was refused. */
    enum Answer {
        DONE,
        /** Name or password is wrong, or the account is locked: which of them is nobody's business. */
        WRONG,
        /** Too many tries; later again. */
        LATER,
        /** The name is taken. */
        TAKEN,
        /** The password is too short or too well known. */
        WEAK,
        /** The account name is empty, too long or has characters that names have not. */
        BAD_NAME,
        /** No role was chosen. */
        NO_ROLE,
        /** No account has this name. */
        NO_ACCOUNT,
        /** Nobody could administer the server any more. */
        LAST_ADMINISTRATOR,
        /** Nobody is signed in. */
        SIGNED_OUT,
        /** The one-time link was used, or is not ours. */
        GONE
    }

    /** A new token with its secret, which nobody can show again. */
    record Issued(AccountStore.Token token, String secret) {}

    /** Who asks. */
    Visitor visitor(Context ctx);

    /** Makes the first account by the code of the one-time link and signs it in. */
    Answer first(Context ctx, String code, String name, String password, Language language);

    Answer signIn(Context ctx, String name, String password);

    /** What the organisation's own server for signing in is called; null where there is none. */
    @Nullable
    String provider();

    void signOut(Context ctx);

    /** Keeps the language: in the account, or in a cookie for who is not signed in. */
    void language(Context ctx, Language language);

    Answer password(Context ctx, String old, String password);

    List<AccountStore.Account> accounts();

    Answer add(Context ctx, String name, Role role, String password);

    Answer change(Context ctx, String name, Role role, boolean locked);

    List<AccountStore.Token> tokens();

    /** Makes a token for a site's machines, or a key where {@code site} is null; empty where that cannot be. */
    Optional<Issued> issue(Context ctx, String label, @Nullable String site, Set<String> scopes);

    boolean revoke(Context ctx, String id);

    /** Ends a machine's own token, so that it enrols anew; false where the machine is not known. */
    boolean enrolAgain(Context ctx, String machine);
}
