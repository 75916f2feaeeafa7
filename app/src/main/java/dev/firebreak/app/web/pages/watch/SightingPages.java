package dev.firebreak.app.web.pages.watch;

import dev.firebreak.app.report.watch.WatchTable;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.pages.frame.PageTexts;
import dev.firebreak.app.web.pages.frame.RuleName;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.incident.Containment;
import dev.firebreak.core.watch.incident.Incident;
import dev.firebreak.core.watch.incident.KnownMachine;
import dev.firebreak.core.watch.incident.MachineDirectory;
import dev.firebreak.core.watch.incident.WatchedFile;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was detected, the incidents it makes, and one incident. */
public final class SightingPages {

    private static final int MAX_SHOWN = 200;
    private static final int MAX_FILES = 50;

    private final PageRequest pages;

    public SightingPages(PageRequest pages) {
        this.pages = pages;
    }

    public List<PageRoute> routes() {
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
                sightings().newest(MAX_SHOWN),
                sightings().incidents(),
                sightings().directory(),
                sightings().files(MAX_FILES),
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
            SightingService.Outcome outcome = sightings()
                    .take(SightingService.BroughtFile.of(SightingService.PAGE, name, pages.actor(ctx)), file::content);
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
                        device,
                        incident.isolateFirst(),
                        sightings().ties().shared(),
                        sightings().indicators(),
                        ""));
    }

    static String slug(Containment.Device device) {
        return device.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The latest detections.
     *
     * @param directory who has which address
     * @param files that were brought last, the newest first
     * @param taken files that were brought by the request
     */
    record SightingsView(
            PageFrame frame,
            List<Detection> detections,
            List<Incident> incidents,
            MachineDirectory directory,
            List<WatchedFile> files,
            List<Taken> taken) {

        SightingsView {
            detections = List.copyOf(detections);
            incidents = List.copyOf(incidents);
            files = List.copyOf(files);
            taken = List.copyOf(taken);
        }

        /** A file that was brought, and what became of it. */
        record Taken(String file, SightingService.Outcome outcome) {}

        /** Name of a severity for people. */
        static Text severity(Detection detection) {
            return WatchTable.label(detection.severity());
        }

        /** For the style sheet. */
        static String light(Detection detection) {
            return detection.severity().name().toLowerCase(Locale.ROOT);
        }

        /** An address with its port, as far as it is known. */
        static String end(@Nullable String host, int port) {
            return host == null ? "–" : port == 0 ? host : host + ":" + port;
        }

        @Nullable
        KnownMachine machine(@Nullable String host, Instant at) {
            return host == null ? null : directory.find(host, at).orElse(null);
        }

        static String link(KnownMachine machine) {
            return PageLink.to("/machine").with("name", machine.name()).toString();
        }

        /** What a rule finds, in words; a rule of the site's own is named by its id. */
        static String rule(PageTexts texts, String rule) {
            return RuleName.of(texts, rule);
        }
    }

    /**
     * One incident: who infected whom, drawn from left to right, and everything by time.
     *
     * @param vulnerable machines of the fleet that are vulnerable to what the attacks use
     */
    record IncidentView(PageFrame frame, Incident incident, int vulnerable) {

        /** Nobody reads a drawing of more; the table below has all. */
        private static final int MAX_DRAWN = 60;

        private static final int COLUMN = 230;
        private static final int ROW = 56;
        private static final int WIDTH = 170;
        private static final int HEIGHT = 40;
        private static final int MARGIN = 12;
        private static final int MAX_TIMELINE = 500;

        /** A machine in the drawing. */
        record Node(Incident.Host host, int x, int y) {
            int textX() {
                return x + 10;
            }

            int nameY() {
                return y + 17;
            }

            int roleY() {
                return y + 33;
            }
        }

        /** A step of the spread in the drawing. */
        record Edge(String path, boolean succeeded) {}

        /** The drawing; {@code more} machines are not in it. */
        record Drawing(int width, int height, List<Node> nodes, List<Edge> edges, int more) {
            Drawing {
                nodes = List.copyOf(nodes);
                edges = List.copyOf(edges);
            }
        }

        /** Each machine stands one column to the right of the first that attacked it. */
        Drawing drawing() {
            Map<String, Integer> depths = new HashMap<>();
            for (Incident.Hop hop : incident.path()) {
                int from = depths.computeIfAbsent(hop.source(), h -> 0);
                depths.putIfAbsent(hop.target(), from + 1);
            }
            Map<String, Node> nodes = new LinkedHashMap<>();
            Map<Integer, Integer> filled = new HashMap<>();
            int width = 0;
            int height = 0;
            for (Incident.Host host : incident.hosts().stream().limit(MAX_DRAWN).toList()) {
                int column = depths.getOrDefault(host.address(), 0);
                int row = filled.merge(column, 1, Integer::sum) - 1;
                var node = new Node(host, MARGIN + column * COLUMN, MARGIN + row * ROW);
                nodes.put(host.address(), node);
                width = Math.max(width, node.x + WIDTH + MARGIN);
                height = Math.max(height, node.y + HEIGHT + MARGIN);
            }
            Map<String, Edge> edges = new LinkedHashMap<>();
            for (Incident.Hop hop : incident.path()) {
                Node from = nodes.get(hop.source());
                Node to = nodes.get(hop.target());
                if (from != null && to != null && !from.equals(to)) {
                    String key = hop.source() + " " + hop.target();
                    Edge before = edges.get(key);
                    edges.put(key, new Edge(line(from, to), hop.succeeded() || (before != null && before.succeeded)));
                }
            }
            return new Drawing(
                    width,
                    height,
                    List.copyOf(nodes.values()),
                    List.copyOf(edges.values()),
                    incident.hosts().size() - nodes.size());
        }

        private static String line(Node from, Node to) {
            boolean isForward = to.x > from.x;
            int x1 = isForward ? from.x + WIDTH : from.x;
            int x2 = isForward ? to.x : to.x + WIDTH;
            int y1 = from.y + HEIGHT / 2;
            int y2 = to.y + HEIGHT / 2;
            int bend = isForward ? (x2 - x1) / 2 : -(COLUMN - WIDTH) / 2;
            return "M" + x1 + " " + y1 + "C" + (x1 + bend) + " " + y1 + " " + (x2 - bend) + " " + y2 + " " + x2 + " "
                    + y2;
        }

        static int boxWidth() {
            return WIDTH;
        }

        static int boxHeight() {
            return HEIGHT;
        }

        /** The machine's own name where it is known. */
        String name(Incident.Host host) {
            return frame.texts()
                    .name(
                            host.machine() == null
                                    ? host.address()
                                    : host.machine().name());
        }

        /** Short enough for a box; the whole name is in its title. */
        String shortName(Incident.Host host) {
            String name = name(host);
            return name.length() > 18 ? name.substring(0, 17) + "…" : name;
        }

        /** By time, the first ones where there are many. */
        List<dev.firebreak.core.watch.Detection> timeline() {
            return incident.detections().stream().limit(MAX_TIMELINE).toList();
        }

        int moreTimeline() {
            return Math.max(0, incident.detections().size() - MAX_TIMELINE);
        }

        /** The machines to isolate, with what is known of them. */
        List<Incident.Host> isolateFirst() {
            List<Incident.Host> hosts = new ArrayList<>();
            for (String address : incident.isolateFirst()) {
                incident.hosts().stream()
                        .filter(h -> h.address().equals(address))
                        .findFirst()
                        .ifPresent(hosts::add);
            }
            return hosts;
        }

        /** "3 of 28 vulnerable machines were hit" */
        String hit() {
            return frame.texts().text("incident.hit", incident.vulnerableHit(), vulnerable);
        }

        String containment(Containment.Device device) {
            return link(incident) + "/containment/" + SightingPages.slug(device);
        }

        static String link(Incident incident) {
            return "/incidents/" + incident.id();
        }
    }
}
