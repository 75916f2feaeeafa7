package dev.firebreak.app.web.auth;

import dev.firebreak.app.web.http.LanguageNegotiation;
import dev.firebreak.app.web.http.RequestOrigin;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.fleet.StorageFull;
import dev.firebreak.core.inventory.SiteName;
import dev.firebreak.core.text.Language;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Accounts, sign-in and sign-out, tokens. Every change is in the audit log. */
public final class SignInRoutes implements PageGate {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}");
    private static final Logger LOG = Logger.getLogger("firebreak.web");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cc}\\p{Cf}\\u2028\\u2029]{1,100}");
    private static final Set<String> SCOPES = Set.of("read", "import", "admin");
    private static final String VISITOR = "firebreak.visitor";

    private final AccountStore accounts;
    private final AuditLog audit;
    private final InstantSource clock;
    private final PasswordHasher passwords;
    private final TokenSecrets tokens;
    private final EnrolmentService enrolling;
    private final SessionCookies sessions;
    private final RequestOrigin peer;
    private final CredentialCheck signIns;
    private final DeviceCookies devices;
    private final @Nullable String elsewhere;
    private @Nullable String code;

    public SignInRoutes(
            AccountStore accounts,
            AuditLog audit,
            InstantSource clock,
            PasswordHasher passwords,
            TokenSecrets tokens,
            EnrolmentService enrolling,
            SessionCookies sessions,
            RequestOrigin peer,
            @Nullable String elsewhere) {
        this.elsewhere = elsewhere;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
        this.passwords = passwords;
        this.tokens = tokens;
        this.enrolling = enrolling;
        this.sessions = sessions;
        this.peer = peer;
        this.signIns = new CredentialCheck(accounts, audit, clock, passwords);
        this.devices = new DeviceCookies(accounts, tokens, sessions);
        this.code = accounts.any() ? null : tokens.secret();
    }

    /** What makes the first account; empty where there is one. */
    public synchronized Optional<String> code() {
        return Optional.ofNullable(code);
    }

    @Override
    public Visitor visitor(Context ctx) {
        Visitor known = ctx.attribute(VISITOR);
        if (known == null) {
            known = sessions.current(ctx)
                    .map(current -> visitor(ctx, current.account()))
                    .orElseGet(() -> new Visitor(null, Role.ANYONE, LanguageNegotiation.of(ctx), sessions.csrf(ctx)));
            ctx.attribute(VISITOR, known);
        }
        return known;
    }

    private Visitor visitor(Context ctx, AccountStore.Account account) {
        return new Visitor(
                account.name(), account.role(), LanguageNegotiation.of(account.language()), sessions.csrf(ctx));
    }

    @Override
    public synchronized Answer first(Context ctx, String shown, String name, String password, Language language) {
        String from = peer.address(ctx);
        Optional<Duration> wait = signIns.wait("", from, Optional.empty());
        if (wait.isPresent()) {
            return later(ctx, wait.get());
        }
        if (code == null || !TokenSecrets.same(code, shown) || accounts.any()) {
            note("anyone", "session.refused", "", "one-time link, from " + from);
            return Answer.GONE;
        }
        signIns.forget("", from, Optional.empty());
        Answer answer =
                make(name, Role.ADMIN, password, LanguageNegotiation.code(language), "anyone", "by the one-time link");
        if (answer == Answer.DONE) {
            code = null;
            devices.give(ctx, name);
            enter(ctx, name, from);
        }
        return answer;
    }

    @Override
    public Answer signIn(Context ctx, String name, String password) {
        String from = peer.address(ctx);
        Optional<String> device = devices.of(ctx, name);
        Optional<Duration> wait = signIns.wait(name, from, device);
        if (wait.isPresent()) {
            return later(ctx, wait.get());
        }
        return switch (signIns.check(name, password, from, device.isPresent())) {
            case CredentialCheck.Accepted(var account) -> {
                signIns.forget(name, from, device);
                devices.give(ctx, account.name());
                enter(ctx, account.name(), from);
                yield Answer.DONE;
            }
            case CredentialCheck.Rejected() -> Answer.WRONG;
            case CredentialCheck.Busy() -> later(ctx, Duration.ofSeconds(2));
        };
    }

    private void enter(Context ctx, String account, String from) {
        sessions.open(ctx, account, from);
        ctx.attribute(VISITOR, null);
        noteIfRoom(account, "session.open", "from " + from);
    }

    private static Answer later(Context ctx, Duration wait) {
        ctx.header("Retry-After", Long.toString(wait.toSeconds() + 1));
        return Answer.LATER;
    }

    @Override
    public void signOut(Context ctx) {
        sessions.current(ctx).ifPresent(c -> noteIfRoom(c.account().name(), "session.close", ""));
        sessions.close(ctx);
        ctx.attribute(VISITOR, null);
    }

    @Override
    public void language(Context ctx, Language language) {
        String code = LanguageNegotiation.code(language);
        sessions.current(ctx).map(SessionCookies.CurrentSession::account).ifPresent(a -> {
            if (!a.language().equals(code)) {
                accounts.change(new AccountStore.Account(a.name(), a.role(), code, a.locked(), a.since(), a.subject()));
            }
        });
        sessions.language(ctx, code);
    }

    /** Signs in an account that the identity provider confirms; else says why not. An account with a password is never taken over. */
    synchronized Optional<String> signIn(Context ctx, OidcCallback.Person who) {
        AccountStore.Account known = accounts.accounts().stream()
                .filter(a -> who.subject().equals(a.subject()))
                .findFirst()
                .orElse(null);
        Optional<String> why = known == null ? cannotBegin(who) : cannotGoOn(known, who);
        if (why.isPresent()) {
            notVouched(ctx, why.get() + ": " + who.subject());
            return why;
        }
        Role role = who.role() == null ? Role.VIEWER : who.role();
        if (known == null) {
            String language = LanguageNegotiation.code(LanguageNegotiation.of(ctx));
            var account = new AccountStore.Account(who.name(), role, language, false, clock.instant(), who.subject());
            if (!accounts.add(account, PasswordHasher.none())) {
                return Optional.of("name taken");
            }
            note("system:sign-on", "account.add", who.name(), role.id() + ", " + who.subject());
            enter(ctx, who.name(), peer.address(ctx));
            return Optional.empty();
        }
        if (who.ruled() && known.role() != role) {
            accounts.change(new AccountStore.Account(
                    known.name(), role, known.language(), false, known.since(), known.subject()));
            note("system:sign-on", "account.change", known.name(), known.role().id() + " -> " + role.id());
        }
        enter(ctx, known.name(), peer.address(ctx));
        return Optional.empty();
    }

    private Optional<String> cannotBegin(OidcCallback.Person who) {
        if (who.role() == null) {
            return Optional.of("of no group that may sign in");
        }
        if (!NAME.matcher(who.name()).matches()) {
            return Optional.of("a name that no account has");
        }
        return accounts.account(who.name()).isPresent() ? Optional.of("name taken") : Optional.empty();
    }

    private static Optional<String> cannotGoOn(AccountStore.Account known, OidcCallback.Person who) {
        if (known.locked()) {
            return Optional.of("locked");
        }
        return who.ruled() && who.role() == null ? Optional.of("of no group that may sign in") : Optional.empty();
    }

    /** The identity provider refused, or confirmed an account without a role. */
    void notVouched(Context ctx, String why) {
        note("anyone", "session.refused", "", "sign-on: " + why + ", from " + peer.address(ctx));
    }

    @Override
    public @Nullable String provider() {
        return elsewhere;
    }

    @Override
    public Answer password(Context ctx, String old, String password) {
        String name = visitor(ctx).account();
        String from = peer.address(ctx);
        if (name == null) {
            return Answer.SIGNED_OUT;
        }
        Optional<String> device = devices.of(ctx, name);
        Optional<Duration> wait = signIns.wait(name, from, device);
        if (wait.isPresent()) {
            return later(ctx, wait.get());
        }
        return switch (signIns.check(name, old, from, device.isPresent())) {
            case CredentialCheck.Rejected() -> Answer.WRONG;
            case CredentialCheck.Busy() -> later(ctx, Duration.ofSeconds(2));
            case CredentialCheck.Accepted(var account) -> {
                signIns.forget(name, from, device);
                if (passwords.isWeak(password, name)) {
                    yield Answer.WEAK;
                }
                // Ends every session of the account: whoever knew the old one is out.
                accounts.password(account.name(), passwords.hashed(password));
                note("account:" + name, "account.password", name, "");
                sessions.open(ctx, account.name(), from);
                devices.give(ctx, account.name());
                yield Answer.DONE;
            }
        };
    }

    @Override
    public List<AccountStore.Account> accounts() {
        return accounts.accounts();
    }

    @Override
    public synchronized Answer add(Context ctx, String name, Role role, String password) {
        return make(name, role, password, LanguageNegotiation.code(visitor(ctx).language()), by(ctx), role.id());
    }

    private Answer make(String name, Role role, String password, String language, String by, String detail) {
        if (!NAME.matcher(name).matches()) {
            return Answer.BAD_NAME;
        }
        if (role == Role.ANYONE) {
            return Answer.NO_ROLE;
        }
        if (passwords.isWeak(password, name)) {
            return Answer.WEAK;
        }
        if (accounts.account(name).isPresent()) {
            return Answer.TAKEN;
        }
        var account = new AccountStore.Account(name, role, language, false, clock.instant(), null);
        if (!accounts.add(account, passwords.hashed(password))) {
            return Answer.TAKEN;
        }
        note(by, "account.add", name, detail);
        return Answer.DONE;
    }

    @Override
    public synchronized Answer change(Context ctx, String name, Role role, boolean locked) {
        AccountStore.Account old = accounts.account(name).orElse(null);
        if (old == null) {
            return Answer.NO_ACCOUNT;
        }
        if (role == Role.ANYONE) {
            return Answer.NO_ROLE;
        }
        if (leavesNoAdministrator(old, role, locked)) {
            return Answer.LAST_ADMINISTRATOR;
        }
        accounts.change(new AccountStore.Account(old.name(), role, old.language(), locked, old.since(), old.subject()));
        String detail = (old.role() == role ? "" : old.role().id() + " -> " + role.id() + " ")
                + (old.locked() == locked ? "" : locked ? "locked" : "unlocked");
        note(by(ctx), "account.change", old.name(), detail.strip());
        return Answer.DONE;
    }

    /** Somebody must be able to let the others in again. */
    private boolean leavesNoAdministrator(AccountStore.Account old, Role role, boolean locked) {
        return (role != Role.ADMIN || locked)
                && accounts.accounts().stream()
                        .noneMatch(a -> a.role() == Role.ADMIN
                                && !a.locked()
                                && !a.name().equalsIgnoreCase(old.name()));
    }

    @Override
    public List<AccountStore.Token> tokens() {
        return accounts.tokens();
    }

    @Override
    public Optional<Issued> issue(Context ctx, String label, @Nullable String site, Set<String> scopes) {
        boolean fits = LINE.matcher(label).matches()
                && (site == null
                        ? !scopes.isEmpty() && SCOPES.containsAll(scopes)
                        : SiteName.refusal(site).isEmpty());
        if (!fits) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        TokenSecrets.NewToken made = site == null ? tokens.key(label, scopes, now) : tokens.site(site, label, now);
        accounts.issue(made.token(), made.hash());
        note(
                by(ctx),
                "token.issue",
                made.token().id(),
                site == null
                        ? "key for "
                                + String.join(", ", scopes.stream().sorted().toList())
                        : "site " + site);
        return Optional.of(new Issued(made.token(), made.secret()));
    }

    @Override
    public boolean revoke(Context ctx, String id) {
        if (!accounts.revoke(id, clock.instant())) {
            return false;
        }
        note(by(ctx), "token.revoke", id, "");
        return true;
    }

    @Override
    public boolean enrolAgain(Context ctx, String machine) {
        return enrolling.again(machine, by(ctx));
    }

    private String by(Context ctx) {
        return "account:" + visitor(ctx).account();
    }

    /** Who comes to make room on a full disk, or goes, is not kept waiting for it; then only the server's log tells it. */
    private void noteIfRoom(String account, String what, String detail) {
        try {
            note("account:" + account, what, account, detail);
        } catch (StorageFull e) {
            LOG.log(Level.WARNING, "not in the audit log, for the disk is full: {0} {1} {2}", new Object[] {
                what, account, detail
            });
        }
    }

    private void note(String who, String what, String about, String detail) {
        audit.add(clock.instant(), who, what, about, detail);
    }
}
