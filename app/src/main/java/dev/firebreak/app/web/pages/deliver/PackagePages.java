package dev.firebreak.app.web.pages.deliver;

import dev.firebreak.app.mirror.PackageReview;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.web.http.PackageContent;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.app.web.service.PackageServices;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.rollout.DistributionList;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The packages of this site: what machines need, what is there, what waits for a decision. */
public final class PackagePages {

    private static final int MAX_REASON = 500;

    private final PageRequest pages;

    public PackagePages(PageRequest pages) {
        this.pages = pages;
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/packages", Role.VIEWER, ctx -> show(ctx, null)),
                PageRoute.get("/packages/{hash}/{file}", Role.VIEWER, this::content),
                PageRoute.post("/packages/approve", Role.ADMIN, ctx -> decide(ctx, true)),
                PageRoute.post("/packages/reject", Role.ADMIN, ctx -> decide(ctx, false)));
    }

    private PackageServices packages() {
        return pages.services().packages();
    }

    private void show(Context ctx, @Nullable String problem) throws IOException {
        List<DistributionList.Item> needed = new ArrayList<>();
        var orders = new OrderService(pages.services());
        for (Advisory advisory : pages.advisories()) {
            needed.addAll(orders.needs().lists(advisory.id()).items());
        }
        if (problem != null) {
            ctx.status(400);
        }
        PageFrame frame = pages.frame(ctx);
        var view = new PackagesView(
                frame,
                PackagesView.rows(needed, packages().store().packages()),
                packages().store().packages(),
                SignatureLine.of(
                        packages().index().status(),
                        "packages",
                        frame.texts(),
                        pages.services().clock().instant()),
                problem);
        PageRequest.page(ctx, out -> JtepackagesGenerated.render(out, null, view));
    }

    private void decide(Context ctx, boolean approve) throws IOException {
        String sha256 = text(ctx, "sha256");
        String reason = text(ctx, "reason");
        if (reason.isEmpty() || reason.length() > MAX_REASON) {
            show(ctx, "package.no_reason");
            return;
        }
        Optional<StoredPackage> stored = packages().store().find(sha256.toLowerCase(Locale.ROOT));
        if (stored.isEmpty()) {
            throw new NotFoundResponse();
        }
        PackageReview.Result result = approve
                ? packages().review().approve(stored.get().sha256(), pages.actor(ctx), reason)
                : packages().review().reject(stored.get().sha256(), pages.actor(ctx), reason);
        if (result != PackageReview.Result.DONE) {
            show(ctx, "package." + result.name().toLowerCase(Locale.ROOT));
            return;
        }
        pages.services()
                .audit()
                .add(
                        pages.services().clock().instant(),
                        pages.actor(ctx),
                        approve ? "package.approve" : "package.reject",
                        stored.get().file(),
                        stored.get().sha256() + ": " + reason);
        ctx.redirect("/packages", HttpStatus.SEE_OTHER);
    }

    private void content(Context ctx) throws IOException {
        String sha256 = ctx.pathParam("hash");
        StoredPackage stored = packages()
                .store()
                .find(sha256)
                .filter(StoredPackage::isServed)
                .filter(found -> found.file().equals(ctx.pathParam("file")))
                .orElseThrow(NotFoundResponse::new);
        try {
            PackageContent.answer(ctx, packages().store(), stored);
        } catch (NoSuchFileException e) {
            throw new NotFoundResponse();
        }
    }

    private static String text(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
    }
}
