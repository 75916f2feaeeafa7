package dev.firebreak.app.web.pages;

import dev.firebreak.app.web.auth.PageGate;
import dev.firebreak.app.web.auth.Visitor;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.admin.AdminPages;
import dev.firebreak.app.web.pages.admin.SignInPages;
import dev.firebreak.app.web.pages.deliver.DistributionPages;
import dev.firebreak.app.web.pages.deliver.PackagePages;
import dev.firebreak.app.web.pages.fleet.FleetPages;
import dev.firebreak.app.web.pages.fleet.IntakePage;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.pages.knowledge.KnowledgePages;
import dev.firebreak.app.web.pages.watch.ExposurePages;
import dev.firebreak.app.web.pages.watch.KillSwitchPages;
import dev.firebreak.app.web.pages.watch.SightingPages;
import dev.firebreak.app.web.service.WebServices;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of the server. Whoever listens adds {@link #routes} to its own, and shows {@link #showError} where it refuses. */
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

    private final PageRequest pages;

    public PageRoutes(WebServices services, PageGate gate) {
        this.pages = new PageRequest(services, gate);
    }

    /** Every page with who may see it. */
    public List<PageRoute> routes() {
        return Stream.of(
                        new FleetPages(pages).routes(),
                        new KnowledgePages(pages).routes(),
                        new IntakePage(pages).routes(),
                        new KillSwitchPages(pages).routes(),
                        new PackagePages(pages).routes(),
                        new ExposurePages(pages, pages.gaps()).routes(),
                        new DistributionPages(pages).routes(),
                        new SightingPages(pages).routes(),
                        new AdminPages(pages).routes(),
                        new SignInPages(pages).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Who asks, as the door tells. */
    Visitor visitor(Context ctx) {
        return pages.gate().visitor(ctx);
    }

    /**
     * Answers with a page that says what went wrong, and never how.
     *
     * @param number under which the log tells more; null for none
     */
    public void showError(Context ctx, int status, @Nullable String number) {
        PageFrame frame = pages.frame(ctx);
        String key = TROUBLES.getOrDefault(status, status < 500 ? "bad" : "ours");
        ctx.status(status);
        PageRequest.page(ctx, out -> JteerrorGenerated.render(out, null, frame, status, key, number));
    }
}
