package dev.firebreak.app.web.pages.watch;

import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.service.KillSwitchService;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.Lead;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kill switch: who called, where it works, and what to change. */
public final class KillSwitchPages {

    private static final int MAX_REASON_LENGTH = 1000;

    private final PageRequest pages;
    private final KillSwitchService killSwitch;

    public KillSwitchPages(PageRequest pages) {
        this.pages = pages;
        this.killSwitch = pages.services().killSwitch();
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/killswitch", Role.VIEWER, ctx -> show(ctx, null)),
                PageRoute.post("/killswitch/state", Role.OPERATOR, this::decide));
    }

    private void show(Context ctx, @Nullable Text refusal) {
        String answer = Optional.ofNullable(ctx.queryParam("answer"))
                .map(NetworkAddress::normalised)
                .orElse(null);
        var view = new KillSwitchView(pages.frame(ctx), killSwitch.overview(), killSwitch.names(), answer, refusal);
        ctx.header("Vary", "HX-Request");
        PageRequest.page(
                ctx,
                "true".equals(ctx.header("HX-Request"))
                        ? out -> JtekillswitchliveGenerated.render(out, null, view)
                        : out -> JtekillswitchGenerated.render(out, null, view));
    }

    private void decide(Context ctx) {
        String key = Optional.ofNullable(ctx.formParam("key")).orElse("");
        String reason = Optional.ofNullable(ctx.formParam("reason")).orElse("").strip();
        InfectionState.Kind kind = InfectionState.Kind.of(
                        Optional.ofNullable(ctx.formParam("state")).orElse(""))
                .orElseThrow(BadRequestResponse::new);
        if (reason.isEmpty() || reason.length() > MAX_REASON_LENGTH) {
            throw new BadRequestResponse();
        }
        Lead lead = killSwitch.lead(key).orElseThrow(NotFoundResponse::new);
        String by = pages.actor(ctx);
        Optional<Text> refusal = killSwitch.decide(lead, kind, by, reason);
        if (refusal.isPresent()) {
            ctx.status(HttpStatus.CONFLICT);
            show(ctx, refusal.get());
            return;
        }
        pages.services().audit().add(pages.services().clock().instant(), by, "infection." + kind.id(), key, reason);
        ctx.redirect("/killswitch", HttpStatus.SEE_OTHER);
    }
}
