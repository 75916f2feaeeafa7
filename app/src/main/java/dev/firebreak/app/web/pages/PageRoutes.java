package dev.firebreak.app.web.pages;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.app.web.auth.Visitor;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.service.WebServices;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of the control room. Whoever listens adds {@link #routes} to its own, and shows {@link #trouble} where it refuses. */
public final class PageRoutes {

    private static final Map<Integer, String> TROUBLES = Map.of(
            400, "bad",
            401, "signin",
            403, "forbidden",
            404, "missing",
            405, "missing",
            413, "large",
            429, "busy",
            503, "unready",
            507, "full");

    private final PageRequest asked;

    public PageRoutes(WebServices sources, PageGate door) {
        this.asked = new PageRequest(sources, door);
    }

    /** Every page with who may see it. */
    public List<PageRoute> routes() {
        return Stream.of(
                        new FleetPages(asked).routes(),
                        new KnowledgePages(asked).routes(),
                        new IntakePage(asked).routes(),
                        new AdminPages(asked).routes(),
                        new SignInPages(asked).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Who asks, as the door tells. */
    Visitor visitor(Context ctx) {
        return asked.door().visitor(ctx);
    }

    /**
     * Answers with a page that says what went wrong, and never how.
     *
     * @param number under which the log tells more; null for none
     */
    public void trouble(Context ctx, int status, @Nullable String number) {
        PageFrame frame = asked.frame(ctx);
        String key = TROUBLES.getOrDefault(status, status < 500 ? "bad" : "ours");
        ctx.status(status);
        PageRequest.page(ctx, out -> JtetroubleGenerated.render(out, null, frame, status, key, number));
    }
}
