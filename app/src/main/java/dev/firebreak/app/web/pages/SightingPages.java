package dev.firebreak.app.web.pages;

import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.watch.incident.Containment;
import dev.firebreak.core.watch.incident.Incident;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What was detected, the incidents it makes, and one incident. */
final class SightingPages {

    private static final int MOST_SHOWN = 200;

    private final PageRequest pages;

    SightingPages(PageRequest pages) {
        this.pages = pages;
    }

    List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/sightings", Role.VIEWER, ctx -> sightings(ctx, List.of())),
                PageRoute.post("/sightings", Role.OPERATOR, this::take),
                PageRoute.get("/incidents", Role.VIEWER, this::incidents),
                PageRoute.get("/incidents/{id}", Role.VIEWER, this::incident),
                PageRoute.get("/incidents/{id}/containment/{device}", Role.VIEWER, this::containment));
    }

    private SightingService sightings() {
        return pages.services().sightings();
    }

    private void sightings(Context ctx, List<SightingsView.Taken> taken) {
        var view = new SightingsView(
                pages.frame(ctx),
                sightings().newest(MOST_SHOWN),
                sightings().incidents(),
                sightings().directory(),
                taken);
        ctx.header("Vary", "HX-Request");
        PageRequest.page(
                ctx,
                "true".equals(ctx.header("HX-Request"))
                        ? out -> JtesightingsliveGenerated.render(out, null, view)
                        : out -> JtesightingsGenerated.render(out, null, view));
    }

    private void take(Context ctx) throws IOException {
        List<SightingsView.Taken> taken = new ArrayList<>();
        for (UploadedFile file : ctx.uploadedFiles("files")) {
            // A browser may send a path; what counts is the name.
            String name = file.filename()
                    .substring(Math.max(
                                    file.filename().lastIndexOf('/'),
                                    file.filename().lastIndexOf('\\'))
                            + 1);
            try (InputStream in = file.content()) {
                SightingService.Outcome outcome = sightings().take(name, in);
                pages.services()
                        .audit()
                        .add(
                                pages.services().clock().instant(),
                                pages.actor(ctx),
                                "watch.import",
                                name,
                                outcome.detections() + " detections, " + outcome.added() + " new");
                taken.add(new SightingsView.Taken(name, outcome));
            }
        }
        sightings(ctx, taken);
    }

    private void incidents(Context ctx) {
        List<Incident> incidents = sightings().incidents();
        PageFrame frame = pages.frame(ctx);
        int vulnerable = sightings().vulnerable();
        PageRequest.page(ctx, out -> JteincidentsGenerated.render(out, null, frame, incidents, vulnerable));
    }

    private Incident named(Context ctx) {
        return sightings().incident(ctx.pathParam("id")).orElseThrow(NotFoundResponse::new);
    }

    private void incident(Context ctx) {
        var view = new IncidentView(pages.frame(ctx), named(ctx), sightings().vulnerable());
        ctx.header("Vary", "HX-Request");
        PageRequest.page(
                ctx,
                "true".equals(ctx.header("HX-Request"))
                        ? out -> JteincidentliveGenerated.render(out, null, view)
                        : out -> JteincidentGenerated.render(out, null, view));
    }

    private void containment(Context ctx) {
        Containment.Device device = Stream.of(Containment.Device.values())
                .filter(d -> slug(d).equals(ctx.pathParam("device")))
                .findFirst()
                .orElseThrow(NotFoundResponse::new);
        Incident incident = named(ctx);
        ctx.header("Cache-Control", "no-store");
        ctx.header("Content-Disposition", "attachment; filename=\"firebreak-" + slug(device) + ".txt\"");
        ctx.contentType("text/plain; charset=utf-8")
                .result(Containment.rules(
                        device, incident.isolateFirst(), sightings().indicators(), ""));
    }

    static String slug(Containment.Device device) {
        return device.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
