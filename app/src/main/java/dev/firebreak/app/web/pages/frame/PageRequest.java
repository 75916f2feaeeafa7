package dev.firebreak.app.web.pages.frame;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.app.web.auth.Visitor;
import dev.firebreak.app.web.service.GapService;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a request asks for, in the terms of the pages; and how a page goes out. */
public final class PageRequest {

    private final WebServices services;
    private final PageGate gate;
    private final GapService gaps;

    public PageRequest(WebServices services, PageGate gate) {
        this.services = services;
        this.gate = gate;
        this.gaps = new GapService(services);
    }

    public WebServices services() {
        return services;
    }

    public GapService gaps() {
        return gaps;
    }

    public PageGate gate() {
        return gate;
    }

    public PageFrame frame(Context ctx) {
        return frame(ctx, gate.visitor(ctx));
    }

    private PageFrame frame(Context ctx, Visitor visitor) {
        String query = ctx.queryString();
        // Only what a link can lead to can be come back to.
        String here = ctx.method().name().equals("GET") ? ctx.path() + (query == null ? "" : "?" + query) : "/";
        return new PageFrame(
                new PageTexts(visitor.language(), services.zone()),
                visitor.account(),
                visitor.role(),
                here,
                visitor.csrf(),
                services.clock().instant(),
                services.boards().freshness().words());
    }

    /** As the audit names who asks. */
    public String actor(Context ctx) {
        return "account:" + gate.visitor(ctx).account();
    }

    public List<Advisory> advisories() {
        return services.knowledge().get().advisories();
    }

    /** The advisory that the address names, or the first we know. */
    public Advisory advisory(@Nullable String name) {
        Knowledge knowledge = services.knowledge().get();
        if (name == null || name.isBlank()) {
            return knowledge.advisories().getFirst();
        }
        return knowledge.advisory(name).orElseThrow(NotFoundResponse::new);
    }

    /** Sends a page. A template that fails has sent nothing yet. */
    public static void page(Context ctx, Consumer<HtmlTemplateOutput> template) {
        var text = new StringOutput(1 << 15);
        template.accept(new OwaspHtmlTemplateOutput(text));
        ctx.header("Cache-Control", "no-store");
        ctx.html(text.toString());
    }

    /** A path of ours to go back to; anything else leads to the board. No host, no scheme, no second slash gets through. */
    public static String back(@Nullable String path) {
        return path != null && path.matches("/([A-Za-z0-9?&=._%~-][A-Za-z0-9/?&=._%~+-]*)?") && path.length() < 2000
                ? path
                : "/";
    }
}
