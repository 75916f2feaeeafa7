package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.inventory.SiteName;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What only administrators see: the audit, tokens and keys, accounts. */
public final class AdminPages {

    private static final int ENTRIES = 50;

    /** Walking the whole chain costs seconds once it has a million entries: not with every look. */
    private static final Duration WALKS_AGAIN_AFTER = Duration.ofMinutes(1);

    private final PageRequest pages;
    private @Nullable ChainCheck walked;

    /** The chain as it was when it was last walked. */
    private record ChainCheck(Instant at, Optional<AuditLog.Break> broken) {}

    public AdminPages(PageRequest pages) {
        this.pages = pages;
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/audit", Role.ADMIN, this::audit),
                PageRoute.get("/tokens", Role.ADMIN, ctx -> tokens(ctx, null, null)),
                PageRoute.post("/tokens", Role.ADMIN, this::issue),
                PageRoute.post("/tokens/revoke", Role.ADMIN, this::revoke),
                PageRoute.get("/accounts", Role.ADMIN, ctx -> accounts(ctx, null)),
                PageRoute.post("/accounts", Role.ADMIN, this::add),
                PageRoute.post("/accounts/change", Role.ADMIN, this::change));
    }

    private void audit(Context ctx) {
        String before = ctx.queryParam("before");
        long from = before != null && before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
        List<AuditLog.Entry> entries = pages.services().audit().entries(from, ENTRIES);
        ChainCheck chain = chain();
        var view = new AuditView(
                pages.frame(ctx),
                entries,
                chain.broken(),
                chain.at(),
                from == Long.MAX_VALUE ? null : "/audit",
                entries.size() < ENTRIES || entries.getLast().number() <= 1
                        ? null
                        : Long.toString(entries.getLast().number()));
        PageRequest.page(ctx, out -> JteauditGenerated.render(out, null, view));
    }

    private synchronized ChainCheck chain() {
        Instant now = pages.services().clock().instant();
        ChainCheck last = walked;
        if (last == null || last.at().plus(WALKS_AGAIN_AFTER).isBefore(now)) {
            last = new ChainCheck(now, pages.services().audit().verify());
            walked = last;
        }
        return last;
    }

    private void tokens(Context ctx, @Nullable String secret, @Nullable String problem) {
        var view = new TokensView(pages.frame(ctx), pages.gate().tokens(), secret, problem);
        PageRequest.page(ctx, out -> JtetokensGenerated.render(out, null, view));
    }

    private void issue(Context ctx) {
        boolean forSite = "site".equals(ctx.formParam("kind"));
        String label = text(ctx, "label");
        String site = text(ctx, "site");
        Set<String> scopes = ctx.formParams("scope").stream()
                .filter(TokensView.SCOPES::contains)
                .collect(Collectors.toSet());
        if (forSite && SiteName.refusal(site).isPresent()) {
            ctx.status(400);
            tokens(ctx, null, "bad_site");
            return;
        }
        if (!forSite && scopes.isEmpty()) {
            ctx.status(400);
            tokens(ctx, null, "no_scope");
            return;
        }
        Optional<PageGate.Issued> issued =
                pages.gate().issue(ctx, label, forSite ? site : null, forSite ? Set.of() : scopes);
        if (issued.isEmpty()) {
            ctx.status(400);
        }
        // Shown in the answer itself and nowhere else: an address that could be called again must not hold a secret.
        tokens(ctx, issued.map(PageGate.Issued::secret).orElse(null), issued.isPresent() ? null : "bad_label");
    }

    private void revoke(Context ctx) {
        if (!pages.gate().revoke(ctx, text(ctx, "id"))) {
            throw new NotFoundResponse();
        }
        ctx.redirect("/tokens", HttpStatus.SEE_OTHER);
    }

    private void accounts(Context ctx, @Nullable String problem) {
        if (problem != null) {
            ctx.status(400);
        }
        var view = new AccountsView(pages.frame(ctx), pages.gate().accounts(), problem);
        PageRequest.page(ctx, out -> JteaccountsGenerated.render(out, null, view));
    }

    private void add(Context ctx) {
        Optional<Role> role = role(ctx);
        answer(
                ctx,
                role.isEmpty()
                        ? PageGate.Answer.NO_ROLE
                        : pages.gate()
                                .add(
                                        ctx,
                                        text(ctx, "name"),
                                        role.get(),
                                        Optional.ofNullable(ctx.formParam("password"))
                                                .orElse("")));
    }

    private void change(Context ctx) {
        Optional<Role> role = role(ctx);
        answer(
                ctx,
                role.isEmpty()
                        ? PageGate.Answer.NO_ROLE
                        : pages.gate()
                                .change(ctx, text(ctx, "name"), role.get(), "true".equals(ctx.formParam("locked"))));
    }

    private void answer(Context ctx, PageGate.Answer answer) {
        if (answer == PageGate.Answer.DONE) {
            ctx.redirect("/accounts", HttpStatus.SEE_OTHER);
        } else {
            accounts(ctx, answer.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Optional<Role> role(Context ctx) {
        return Stream.of(Role.values())
                .filter(r -> r != Role.ANYONE && r.id().equals(ctx.formParam("role")))
                .findFirst();
    }

    private static String text(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
    }
}
