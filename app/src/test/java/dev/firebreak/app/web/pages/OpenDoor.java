package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.estate.AuditLog;
import dev.firebreak.core.estate.People;
import dev.firebreak.core.estate.Role;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A door for tests: it knows passwords as they are and has one visitor at a time. */
final class OpenDoor implements Door {

    static final String CODE = "one-time-code";
    private static final int LEAST = 12;

    private final AuditLog audit;
    private final InstantSource clock;
    private final Map<String, People.Account> accounts = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final Map<String, People.Token> tokens = new LinkedHashMap<>();
    private @Nullable String signedIn;
    private @Nullable Language chosen;

    OpenDoor(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public synchronized Visitor visitor(Context ctx) {
        People.Account account = signedIn == null ? null : accounts.get(signedIn);
        Language asked =
                Optional.ofNullable(ctx.header("Accept-Language")).orElse("").startsWith("ja")
                        ? Language.JA
                        : Language.EN;
        Language kept = chosen == null ? asked : chosen;
        return account == null
                ? new Visitor(null, Role.ANYONE, kept, "csrf")
                : new Visitor(account.name(), account.role(), kept, "csrf");
    }

    private void note(String what, String about) {
        audit.add(clock.instant(), signedIn == null ? "system" : "account:" + signedIn, what, about, "");
    }

    @Override
    public synchronized Answer first(Context ctx, String code, String name, String password, Language language) {
        if (!code.equals(CODE) || !accounts.isEmpty()) {
            return Answer.GONE;
        }
        Answer answer = add(ctx, name, Role.ADMIN, password);
        if (answer == Answer.DONE) {
            signedIn = name;
        }
        return answer;
    }

    @Override
    public synchronized Answer signIn(Context ctx, String name, String password) {
        if (!password.equals(passwords.get(name))) {
            return Answer.WRONG;
        }
        signedIn = name;
        note("session.open", name);
        return Answer.DONE;
    }

    @Override
    public synchronized void signOut(Context ctx) {
        signedIn = null;
    }

    @Override
    public synchronized void language(Context ctx, Language language) {
        chosen = language;
    }

    @Override
    public synchronized Answer password(Context ctx, String old, String password) {
        if (!old.equals(passwords.get(signedIn))) {
            return Answer.WRONG;
        }
        if (password.length() < LEAST) {
            return Answer.WEAK;
        }
        passwords.put(signedIn, password);
        return Answer.DONE;
    }

    @Override
    public synchronized List<People.Account> accounts() {
        return List.copyOf(accounts.values());
    }

    @Override
    public synchronized Answer add(Context ctx, String name, Role role, String password) {
        if (accounts.containsKey(name)) {
            return Answer.TAKEN;
        }
        if (password.length() < LEAST) {
            return Answer.WEAK;
        }
        accounts.put(name, new People.Account(name, role, "en", false, clock.instant(), null));
        passwords.put(name, password);
        note("account.add", name);
        return Answer.DONE;
    }

    @Override
    public synchronized Answer change(Context ctx, String name, Role role, boolean locked) {
        People.Account old = accounts.get(name);
        if (old == null || name.equals(signedIn)) {
            return Answer.REFUSED;
        }
        accounts.put(name, new People.Account(name, role, old.language(), locked, old.since(), old.subject()));
        note("account.change", name);
        return Answer.DONE;
    }

    @Override
    public synchronized List<People.Token> tokens() {
        return List.copyOf(tokens.values());
    }

    @Override
    public synchronized Optional<Issued> issue(Context ctx, String label, @Nullable String site, Set<String> scopes) {
        String id = "t" + (tokens.size() + 1);
        var kind = site == null ? People.TokenKind.API : People.TokenKind.SITE;
        var token = new People.Token(id, kind, label, site, null, scopes, clock.instant(), null);
        tokens.put(id, token);
        note("token.issue", id);
        return Optional.of(new Issued(token, "fb_" + id + "_0123456789abcdefghijklmnopqrstuv"));
    }

    @Override
    public synchronized boolean revoke(Context ctx, String id) {
        People.Token old = tokens.get(id);
        if (old == null) {
            return false;
        }
        tokens.put(
                id,
                new People.Token(
                        id,
                        old.kind(),
                        old.label(),
                        old.site(),
                        old.machine(),
                        old.scopes(),
                        old.since(),
                        clock.instant()));
        note("token.revoke", id);
        return true;
    }
}
