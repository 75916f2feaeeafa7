package dev.firebreak.app.web.pages;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.app.web.auth.Visitor;
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
final class PageRequest {

    private final WebServices sources;
    private final PageGate door;

    PageRequest(WebServices sources, PageGate door) {
        this.sources = sources;
        this.door = door;
    }

    WebServices sources() {
        return sources;
    }

    PageGate door() {
        return door;
    }

    PageFrame frame(Context ctx) {
        return frame(ctx, door.visitor(ctx));
    }

    private PageFrame frame(Context ctx, Visitor visitor) {
        String query = ctx.queryString();
        // Only what a link can lead to can be come back to.
        String here = ctx.method().name().equals("GET") ? ctx.path() + (query == null ? "" : "?" + query) : "/";
        return new PageFrame(
                new PageTexts(visitor.language(), sources.zone()),
                visitor.account(),
                visitor.role(),
                here,
                visitor.csrf(),
                sources.clock().instant(),
                sources.boards().freshness().words());
    }

    /** As the audit names who asks. */
    String by(Context ctx) {
        return "account:" + door.visitor(ctx).account();
    }

    List<Advisory> advisories() {
        return sources.knowledge().get().advisories();
    }

    /** The advisory that the address names, or the first we know. */
    Advisory advisory(@Nullable String name) {
        Knowledge knowledge = sources.knowledge().get();
        if (name == null || name.isBlank()) {
            return knowledge.advisories().getFirst();
        }
        return knowledge.advisory(name).orElseThrow(NotFoundResponse::new);
    }

    /** Sends a page. A template that fails has sent nothing yet. */
    static void page(Context ctx, Consumer<HtmlTemplateOutput> template) {
        var text = new StringOutput(1 << 15);
        template.accept(new OwaspHtmlTemplateOutput(text));
        ctx.header("Cache-Control", "no-store");
        ctx.html(text.toString());
    }

    /** A path of ours to go back to; anything else leads to the board. No host, no scheme, no second slash gets through. */
    static String back(@Nullable String path) {
        return path != null && path.matches("/([A-Za-z0-9?&=._%~-][A-Za-z0-9/?&=._%~+-]*)?") && path.length() < 2000
                ? path
                : "/";
    }
}
