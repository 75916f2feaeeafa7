package dev.firebreak.app.web.pages.fleet;

import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.BurnDownChart;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.service.ExceptionService;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.watch.tie.FleetTies;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The board, the machines, and one machine. */
public final class FleetPages {

    private static final int MAX_HISTORY = 100;

    /** Held against the whole catalogue, one check-in may turn hundreds of updates. */
    private static final int MAX_TURNS = 5_000;

    private static final int MAX_CHOICES = 500;

    private final PageRequest pages;
    private final ExceptionService waiving;
    private final JsonMapper json = JsonMapper.shared();

    public FleetPages(PageRequest pages) {
        this.pages = pages;
        this.waiving = new ExceptionService(pages.services());
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/", Role.VIEWER, this::board),
                PageRoute.get("/board/points", Role.VIEWER, this::points),
                PageRoute.get("/machines", Role.VIEWER, this::machines),
                PageRoute.get("/machines.csv", Role.VIEWER, ctx -> export(ctx, MachineTable::csv)),
                PageRoute.get("/machines.ndjson", Role.VIEWER, ctx -> export(ctx, MachineTable::ndjson)),
                PageRoute.get("/machine", Role.VIEWER, this::machine),
                PageRoute.post("/machine/retire", Role.OPERATOR, this::retire),
                PageRoute.post("/machine/reenrol", Role.OPERATOR, this::enrolAgain),
                PageRoute.post("/machine/dismiss", Role.OPERATOR, this::dismiss),
                PageRoute.post("/machine/waiver", Role.APPROVER, this::grant),
                PageRoute.post("/machine/waiver/end", Role.APPROVER, this::end));
    }

    private void board(Context ctx) {
        Advisory advisory = pages.advisory(ctx.queryParam("advisory"));
        MachineIndex.Board board = pages.services().fleet().board(advisory.id()).only(advisory.updates());
        var unsupported = new AtomicInteger();
        var unreadable = new AtomicInteger();
        pages.services().fleet().lines(line -> {
            if (line.support().equals(Lifecycle.State.UNSUPPORTED.id())) {
                unsupported.incrementAndGet();
            }
            if (line.unreadable() != null) {
                unreadable.incrementAndGet();
            }
        });
        var view = new BoardView(
                pages.frame(ctx),
                pages.advisories(),
                advisory,
                board,
                burnDown(board),
                unsupported.get(),
                unreadable.get(),
                pages.gaps().gaps(),
                hits(ctx, advisory, board));
        ctx.header("Vary", "HX-Request");
        PageRequest.page(
                ctx,
                "true".equals(ctx.header("HX-Request"))
                        ? out -> JteboardliveGenerated.render(out, null, view)
                        : out -> JteboardGenerated.render(out, null, view));
    }

    private BoardHits hits(Context ctx, Advisory advisory, MachineIndex.Board board) {
        SightingService sightings = pages.services().sightings();
        return new BoardHits(
                pages.frame(ctx),
                advisory,
                board.all().of(MachineStatus.VULNERABLE),
                sightings.ties().all().hits(line -> pages.services().fleet().status(line, advisory.id())),
                sightings.readUntil().orElse(null),
                sightings.ties().isFull());
    }

    private BurnDownChart burnDown(MachineIndex.Board board) {
        return BurnDownChart.of(
                pages.services()
                        .store()
                        .tallies(board.advisory(), null, board.at().minus(BurnDownChart.LOOKS_BACK)),
                board.all(),
                board.at());
    }

    private void points(Context ctx) {
        Advisory advisory = pages.advisory(ctx.queryParam("advisory"));
        MachineIndex.Board board = pages.services().fleet().board(advisory.id());
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("application/json")
                .result(json.writeValueAsString(
                        burnDown(board).json(pages.frame(ctx).texts())));
    }

    private MachineFilter filter(Context ctx) {
        return MachineFilter.of(pages.advisory(ctx.queryParam("advisory")).id(), ctx::queryParam);
    }

    private void machines(Context ctx) {
        MachineFilter filter = filter(ctx);
        FleetTies ties = pages.services().sightings().ties().all();
        MachineIndex.Page page = search(filter, filter.query(), ties);
        Advisory advisory = pages.advisory(filter.advisory());
        boolean part = "found".equals(ctx.header("HX-Target")) && ctx.header("HX-History-Restore-Request") == null;
        PageFrame frame = pages.frame(ctx);
        var view = new MachinesView(
                frame,
                pages.advisories(),
                advisory,
                filter,
                page,
                part ? List.of() : choices(filter, frame),
                pages.services().fleet()::isStale,
                ties);
        ctx.header("Vary", "HX-Request, HX-Target");
        PageRequest.page(
                ctx,
                part
                        ? out -> JtemachinetableGenerated.render(out, null, view)
                        : out -> JtemachinesGenerated.render(out, null, view));
    }

    private MachineIndex.Page search(MachineFilter filter, MachineIndex.Query query, FleetTies ties) {
        FleetTies.Kind kind = filter.detections();
        return kind == null
                ? pages.services().fleet().search(query)
                : pages.services().fleet().search(query, line -> ties.is(line.name(), kind));
    }

    private List<MachinesView.Choice> choices(MachineFilter filter, PageFrame frame) {
        return List.of(
                choice("site", filter.site(), MachineSummary::site, frame),
                choice("product", filter.product(), MachineSummary::product, frame),
                choice("segment", filter.segment(), MachineSummary::segment, frame));
    }

    private MachinesView.Choice choice(
            String key, @Nullable String chosen, Function<MachineSummary, @Nullable String> of, PageFrame frame) {
        List<MachinesView.Option> options = new ArrayList<>(pages.services().fleet().names(of).stream()
                .limit(MAX_CHOICES)
                .map(name -> name.isEmpty()
                        ? new MachinesView.Option(
                                MachineFilter.NOTHING, frame.texts().text("nottold"))
                        : new MachinesView.Option(name, SafeText.name(name)))
                .toList());
        if (chosen != null && options.stream().noneMatch(o -> o.value().equals(chosen))) {
            options.add(new MachinesView.Option(chosen, SafeText.name(chosen)));
        }
        return new MachinesView.Choice(key, chosen == null ? "" : chosen, options);
    }

    private void export(Context ctx, MachineTable.Writer writer) {
        MachineFilter filter = filter(ctx);
        FleetTies ties = pages.services().sightings().ties().all();
        MachineIndex.Page page = search(filter, filter.everything(), ties);
        ctx.header("Cache-Control", "no-store");
        writer.write(page, filter.advisory(), ties, pages.frame(ctx).texts(), ctx);
    }

    private void machine(Context ctx) {
        String name = Optional.ofNullable(ctx.queryParam("name")).orElse("");
        Advisory advisory = pages.advisory(ctx.queryParam("advisory"));
        WebServices services = pages.services();
        Instant now = services.clock().instant();
        Instant at = moment(ctx.queryParam("at"));
        MachineSummary line = services.fleet().line(name).orElse(null);
        var receipts = services.store().receipts(name, MAX_HISTORY);
        if (line == null && receipts.isEmpty()) {
            throw new NotFoundResponse();
        }
        Optional<Assessment> assessment = services.fleet().assessment(name, at == null ? now : at);
        List<CheckInRecords.VerdictChange> turns = services.store().turns(name, MAX_TURNS);
        var view = new MachineView(
                pages.frame(ctx),
                line == null ? name : line.name(),
                line,
                line == null ? MachineStatus.UNKNOWN : services.fleet().status(line, advisory.id()),
                advisory,
                at,
                assessment,
                turns,
                receipts,
                waiving.of(name, advisory.id()).orElse(null),
                waiving.today(),
                at == null && line != null && services.fleet().isStale(line),
                pages.advisories(),
                services.fleet()
                        .enrolments()
                        .token(name)
                        .map(AccountStore.Token::since)
                        .orElse(null),
                at == null && line != null ? detections(ctx, line, turns) : null);
        PageRequest.page(ctx, out -> JtemachineGenerated.render(out, null, view));
    }

    private MachineDetectionsView detections(
            Context ctx, MachineSummary line, List<CheckInRecords.VerdictChange> turns) {
        SightingService sightings = pages.services().sightings();
        return new MachineDetectionsView(
                pages.frame(ctx),
                sightings.ties().of(line, MachineDetectionsView.MOST),
                turns,
                sightings.readUntil().orElse(null));
    }

    private @Nullable Instant moment(@Nullable String field) {
        if (field == null) {
            return null;
        }
        try {
            Instant at =
                    LocalDateTime.parse(field).atZone(pages.services().zone()).toInstant();
            return at.isBefore(pages.services().clock().instant().minusSeconds(60)) ? at.plusSeconds(59) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void retire(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        if (!pages.services().fleet().retire(name)) {
            throw new NotFoundResponse();
        }
        pages.services().audit().add(pages.services().clock().instant(), pages.actor(ctx), "machine.retire", name, "");
        ctx.redirect("/machines", HttpStatus.SEE_OTHER);
    }

    private void enrolAgain(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        if (!pages.gate().enrolAgain(ctx, name)) {
            throw new NotFoundResponse();
        }
        back(ctx, name, pages.advisory(ctx.formParam("advisory")).id());
    }

    private void dismiss(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        if (!pages.services().fleet().dismiss(name)) {
            throw new NotFoundResponse();
        }
        IntakeAudit.dismissed(pages.services().audit(), pages.services().clock().instant(), pages.actor(ctx), name);
        if (pages.services().fleet().line(name).isEmpty()) {
            ctx.redirect("/machines", HttpStatus.SEE_OTHER);
        } else {
            back(ctx, name, pages.advisory(ctx.formParam("advisory")).id());
        }
    }

    private void grant(Context ctx) {
        MachineSummary line = line(ctx);
        String reason = Optional.ofNullable(ctx.formParam("reason")).orElse("").strip();
        LocalDate until = day(ctx.formParam("until"));
        if (reason.isEmpty()
                || reason.length() > ExceptionService.MAX_REASON_LENGTH
                || until.isBefore(waiving.today())) {
            throw new BadRequestResponse();
        }
        String advisory = pages.advisory(ctx.formParam("advisory")).id();
        waiving.grant(line.name(), advisory, reason, until, pages.actor(ctx));
        back(ctx, line.name(), advisory);
    }

    private void end(Context ctx) {
        MachineSummary line = line(ctx);
        String advisory = pages.advisory(ctx.formParam("advisory")).id();
        if (!waiving.end(line.name(), advisory, pages.actor(ctx))) {
            throw new NotFoundResponse();
        }
        back(ctx, line.name(), advisory);
    }

    private MachineSummary line(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        return pages.services().fleet().line(name).orElseThrow(NotFoundResponse::new);
    }

    private static LocalDate day(@Nullable String field) {
        try {
            return LocalDate.parse(field == null ? "" : field);
        } catch (DateTimeParseException e) {
            throw new BadRequestResponse();
        }
    }

    private static void back(Context ctx, String machine, String advisory) {
        ctx.redirect(
                PageLink.to("/machine")
                        .with("name", machine)
                        .with("advisory", advisory)
                        .toString(),
                HttpStatus.SEE_OTHER);
    }
}
