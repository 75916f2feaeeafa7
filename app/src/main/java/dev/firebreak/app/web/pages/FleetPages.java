package dev.firebreak.app.web.pages;

import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.service.ExceptionService;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.text.SafeText;
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
final class FleetPages {

    private static final int MOST_HISTORY = 100;

    /** Held against the whole catalogue, one check-in may turn hundreds of updates. */
    private static final int MOST_TURNS = 5_000;

    private static final int MOST_CHOICES = 500;

    private final PageRequest asked;
    private final ExceptionService waiving;
    private final JsonMapper json = JsonMapper.shared();

    FleetPages(PageRequest asked) {
        this.asked = asked;
        this.waiving = new ExceptionService(asked.sources());
    }

    List<PageRoute> routes() {
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
        Advisory advisory = asked.advisory(ctx.queryParam("advisory"));
        MachineIndex.Board board = asked.sources().room().board(advisory.id()).only(advisory.updates());
        var unsupported = new AtomicInteger();
        var unread = new AtomicInteger();
        asked.sources().room().lines(line -> {
            if (line.support().equals(Lifecycle.State.UNSUPPORTED.id())) {
                unsupported.incrementAndGet();
            }
            if (line.unread() != null) {
                unread.incrementAndGet();
            }
        });
        var view = new BoardView(
                asked.frame(ctx),
                asked.advisories(),
                advisory,
                board,
                burnDown(board),
                unsupported.get(),
                unread.get());
        ctx.header("Vary", "HX-Request");
        PageRequest.page(
                ctx,
                "true".equals(ctx.header("HX-Request"))
                        ? out -> JteboardliveGenerated.render(out, null, view)
                        : out -> JteboardGenerated.render(out, null, view));
    }

    private BurnDownChart burnDown(MachineIndex.Board board) {
        return BurnDownChart.of(
                asked.sources()
                        .ledger()
                        .tallies(board.advisory(), null, board.at().minus(BurnDownChart.LOOKS_BACK)),
                board.all(),
                board.at());
    }

    private void points(Context ctx) {
        Advisory advisory = asked.advisory(ctx.queryParam("advisory"));
        MachineIndex.Board board = asked.sources().room().board(advisory.id());
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("application/json")
                .result(json.writeValueAsString(
                        burnDown(board).json(asked.frame(ctx).say())));
    }

    private MachineFilter filter(Context ctx) {
        return MachineFilter.of(asked.advisory(ctx.queryParam("advisory")).id(), ctx::queryParam);
    }

    private void machines(Context ctx) {
        MachineFilter filter = filter(ctx);
        MachineIndex.Page page = asked.sources().room().search(filter.query());
        Advisory advisory = asked.advisory(filter.advisory());
        boolean part = "found".equals(ctx.header("HX-Target")) && ctx.header("HX-History-Restore-Request") == null;
        PageFrame frame = asked.frame(ctx);
        var view = new MachinesView(
                frame,
                asked.advisories(),
                advisory,
                filter,
                page,
                part ? List.of() : choices(filter, frame),
                asked.sources().room()::isStale);
        ctx.header("Vary", "HX-Request, HX-Target");
        PageRequest.page(
                ctx,
                part
                        ? out -> JtefoundGenerated.render(out, null, view)
                        : out -> JtemachinesGenerated.render(out, null, view));
    }

    private List<MachinesView.Choice> choices(MachineFilter filter, PageFrame frame) {
        return List.of(
                choice("site", filter.site(), MachineSummary::site, frame),
                choice("product", filter.product(), MachineSummary::product, frame),
                choice("segment", filter.segment(), MachineSummary::segment, frame));
    }

    private MachinesView.Choice choice(
            String key, @Nullable String chosen, Function<MachineSummary, @Nullable String> of, PageFrame frame) {
        List<MachinesView.Option> options = new ArrayList<>(asked.sources().room().names(of).stream()
                .limit(MOST_CHOICES)
                .map(name -> name.isEmpty()
                        ? new MachinesView.Option(
                                MachineFilter.NOTHING, frame.say().text("nottold"))
                        : new MachinesView.Option(name, SafeText.name(name)))
                .toList());
        if (chosen != null && options.stream().noneMatch(o -> o.value().equals(chosen))) {
            options.add(new MachinesView.Option(chosen, SafeText.name(chosen)));
        }
        return new MachinesView.Choice(key, chosen == null ? "" : chosen, options);
    }

    private void export(Context ctx, MachineTable.Writer writer) {
        MachineFilter filter = filter(ctx);
        MachineIndex.Page page = asked.sources().room().search(filter.everything());
        ctx.header("Cache-Control", "no-store");
        writer.write(page, filter.advisory(), asked.frame(ctx).say(), ctx);
    }

    private void machine(Context ctx) {
        String name = Optional.ofNullable(ctx.queryParam("name")).orElse("");
        Advisory advisory = asked.advisory(ctx.queryParam("advisory"));
        WebServices sources = asked.sources();
        Instant now = sources.clock().instant();
        Instant at = moment(ctx.queryParam("at"));
        MachineSummary line = sources.room().line(name).orElse(null);
        var receipts = sources.ledger().receipts(name, MOST_HISTORY);
        if (line == null && receipts.isEmpty()) {
            throw new NotFoundResponse();
        }
        Optional<Assessment> assessment = sources.room().assessment(name, at == null ? now : at);
        var view = new MachineView(
                asked.frame(ctx),
                line == null ? name : line.name(),
                line,
                line == null ? MachineStatus.UNKNOWN : sources.room().status(line, advisory.id()),
                advisory,
                at,
                assessment,
                sources.ledger().turns(name, MOST_TURNS),
                receipts,
                waiving.of(name, advisory.id()).orElse(null),
                waiving.today(),
                at == null && line != null && sources.room().isStale(line),
                asked.advisories(),
                sources.room()
                        .enrolments()
                        .token(name)
                        .map(AccountStore.Token::since)
                        .orElse(null));
        PageRequest.page(ctx, out -> JtemachineGenerated.render(out, null, view));
    }

    private @Nullable Instant moment(@Nullable String field) {
        if (field == null) {
            return null;
        }
        try {
            Instant at =
                    LocalDateTime.parse(field).atZone(asked.sources().zone()).toInstant();
            return at.isBefore(asked.sources().clock().instant().minusSeconds(60)) ? at.plusSeconds(59) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void retire(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        if (!asked.sources().room().retire(name)) {
            throw new NotFoundResponse();
        }
        asked.sources().audit().add(asked.sources().clock().instant(), asked.by(ctx), "machine.retire", name, "");
        ctx.redirect("/machines", HttpStatus.SEE_OTHER);
    }

    private void enrolAgain(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        if (!asked.door().enrolAgain(ctx, name)) {
            throw new NotFoundResponse();
        }
        back(ctx, name, asked.advisory(ctx.formParam("advisory")).id());
    }

    private void dismiss(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        if (!asked.sources().room().dismiss(name)) {
            throw new NotFoundResponse();
        }
        IntakeAudit.dismissed(asked.sources().audit(), asked.sources().clock().instant(), asked.by(ctx), name);
        if (asked.sources().room().line(name).isEmpty()) {
            ctx.redirect("/machines", HttpStatus.SEE_OTHER);
        } else {
            back(ctx, name, asked.advisory(ctx.formParam("advisory")).id());
        }
    }

    private void grant(Context ctx) {
        MachineSummary line = line(ctx);
        String reason = Optional.ofNullable(ctx.formParam("reason")).orElse("").strip();
        LocalDate until = day(ctx.formParam("until"));
        if (reason.isEmpty() || reason.length() > ExceptionService.LONGEST_REASON || until.isBefore(waiving.today())) {
            throw new BadRequestResponse();
        }
        String advisory = asked.advisory(ctx.formParam("advisory")).id();
        waiving.grant(line.name(), advisory, reason, until, asked.by(ctx));
        back(ctx, line.name(), advisory);
    }

    private void end(Context ctx) {
        MachineSummary line = line(ctx);
        String advisory = asked.advisory(ctx.formParam("advisory")).id();
        if (!waiving.end(line.name(), advisory, asked.by(ctx))) {
            throw new NotFoundResponse();
        }
        back(ctx, line.name(), advisory);
    }

    private MachineSummary line(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("name")).orElse("");
        return asked.sources().room().line(name).orElseThrow(NotFoundResponse::new);
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
