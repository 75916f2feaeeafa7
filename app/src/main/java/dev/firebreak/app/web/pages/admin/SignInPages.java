package dev.firebreak.app.web.pages.admin;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Language;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first account, signing in and out, and one's own account. */
public final class SignInPages {

    private final PageRequest pages;

    public SignInPages(PageRequest pages) {
        this.pages = pages;
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/setup", Role.ANYONE, ctx -> setup(ctx, text(ctx.queryParam("code")), "", null)),
                PageRoute.post("/setup", Role.ANYONE, this::first),
                PageRoute.get(
                        "/sign-in",
                        Role.ANYONE,
                        ctx -> signIn(ctx, "", PageRequest.back(ctx.queryParam("back")), null)),
                PageRoute.post("/sign-in", Role.ANYONE, this::enter),
                PageRoute.post("/sign-out", Role.ANYONE, this::leave),
                PageRoute.post("/language", Role.ANYONE, this::language),
                PageRoute.get("/account", Role.VIEWER, ctx -> account(ctx, null, ctx.queryParam("done") != null)),
                PageRoute.post("/account/password", Role.VIEWER, this::password));
    }

    private void setup(Context ctx, String code, String name, @Nullable String problem) {
        PageFrame frame = pages.frame(ctx);
        PageRequest.page(ctx, out -> JtesetupGenerated.render(out, null, frame, code, name, problem));
    }

    private void first(Context ctx) {
        String code = text(ctx.formParam("code"));
        String name = text(ctx.formParam("name"));
        PageGate.Answer answer = pages.gate()
                .first(
                        ctx,
                        code,
                        name,
                        text(ctx.formParam("password")),
                        pages.frame(ctx).texts().language());
        if (answer == PageGate.Answer.DONE) {
            ctx.redirect("/", HttpStatus.SEE_OTHER);
        } else {
            ctx.status(status(answer));
            setup(ctx, code, name, problem(answer));
        }
    }

    private void signIn(Context ctx, String name, String back, @Nullable String problem) {
        PageFrame frame = pages.frame(ctx);
        String elsewhere = pages.gate().provider();
        PageRequest.page(ctx, out -> JtesigninGenerated.render(out, null, frame, name, back, problem, elsewhere));
    }

    private void enter(Context ctx) {
        String name = text(ctx.formParam("name"));
        String back = PageRequest.back(ctx.formParam("back"));
        PageGate.Answer answer = pages.gate().signIn(ctx, name, text(ctx.formParam("password")));
        if (answer == PageGate.Answer.DONE) {
            ctx.redirect(back, HttpStatus.SEE_OTHER);
        } else {
            ctx.status(status(answer));
            signIn(ctx, name, back, problem(answer));
        }
    }

    private void leave(Context ctx) {
        pages.gate().signOut(ctx);
        ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
    }

    private void language(Context ctx) {
        pages.gate().language(ctx, "ja".equals(ctx.formParam("to")) ? Language.JA : Language.EN);
        ctx.redirect(PageRequest.back(ctx.formParam("back")), HttpStatus.SEE_OTHER);
    }

    private void account(Context ctx, @Nullable String problem, boolean done) {
        PageFrame frame = pages.frame(ctx);
        PageRequest.page(ctx, out -> JteaccountGenerated.render(out, null, frame, problem, done));
    }

    private void password(Context ctx) {
        PageGate.Answer answer = pages.gate().password(ctx, text(ctx.formParam("old")), text(ctx.formParam("new")));
        if (answer == PageGate.Answer.DONE) {
            ctx.redirect("/account?done=1", HttpStatus.SEE_OTHER);
        } else {
            ctx.status(status(answer));
            account(ctx, problem(answer), false);
        }
    }

    private static HttpStatus status(PageGate.Answer answer) {
        return switch (answer) {
            case DONE -> HttpStatus.OK;
            case WRONG, SIGNED_OUT -> HttpStatus.UNAUTHORIZED;
            case LATER -> HttpStatus.TOO_MANY_REQUESTS;
            case TAKEN, WEAK, BAD_NAME, NO_ROLE, NO_ACCOUNT, LAST_ADMINISTRATOR -> HttpStatus.BAD_REQUEST;
            case GONE -> HttpStatus.GONE;
        };
    }

    private static String problem(PageGate.Answer answer) {
        return answer.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable String typed) {
        return Optional.ofNullable(typed).orElse("");
    }
}
