package dev.firebreak.app.web.pages;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.estate.IntakeAudit;
import dev.firebreak.core.estate.Light;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Role;
import dev.firebreak.core.estate.Roll;
import dev.firebreak.core.guidance.Visible;
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
final class EstatePages {

    private static final int MOST_HISTORY = 100;

    /** Held against the whole catalogue, one check-in may turn hundreds of updates. */
    private static final int MOST_TURNS = 5_000;

    private static final int MOST_CHOICES = 500;

    private final Asked asked;
    private final Waiving waiving;
    private final JsonMapper json = JsonMapper.shared();

    EstatePages(Asked asked) {
        this.asked = asked;
        this.waiving = new Waiving(asked.sources());
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
                PageRoute.post("/machine/dismiss", Role.OPERATOR, this::dismiss),
                PageRoute.post("/machine/waiver", Role.APPROVER, this::grant),
                PageRoute.post("/machine/waiver/end", Role.APPROVER, this::end));
    }

    private void board(Context ctx) {
        Advisory advisory = asked.advisory(ctx.queryParam("advisory"));
        Roll.Board board = asked.sources().room().board(advisory.id()).only(advisory.updates());
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
        Asked.page(
                ctx,
                "true".equals(ctx.header("HX-Request"))
                        ? out -> JteboardliveGenerated.render(out, null, view)
                        : out -> JteboardGenerated.render(out, null, view));
    }

    private BurnDown burnDown(Roll.Board board) {
        return BurnDown.of(
                asked.sources()
                        .ledger()
                        .tallies(board.advisory(), null, board.at().minus(BurnDown.LOOKS_BACK)),
                board.all(),
                board.at());
    }

    private void points(Context ctx) {
        Advisory advisory = asked.advisory(ctx.queryParam("advisory"));
        Roll.Board board = asked.sources().room().board(advisory.id());
        ctx.header("Cache-Control", "no-store");
        ctx.contentType("application/json")
                .result(json.writeValueAsString(
                        burnDown(board).json(asked.frame(ctx).say())));
    }

    private Filter filter(Context ctx) {
        return Filter.of(asked.advisory(ctx.queryParam("advisory")).id(), ctx::queryParam);
    }

    private void machines(Context ctx) {
        Filter filter = filter(ctx);
        Roll.Page page = asked.sources().room().search(filter.query());
        Advisory advisory = asked.advisory(filter.advisory());
        boolean part = "found".equals(ctx.header("HX-Target")) && ctx.header("HX-History-Restore-Request") == null;
        Frame frame = asked.frame(ctx);
        var view = new MachinesView(
                frame,
                asked.advisories(),
                advisory,
                filter,
                page,
                part ? List.of() : choices(filter, frame),
                asked.sources().room()::isStale);
        ctx.header("Vary", "HX-Request, HX-Target");
        Asked.page(
                ctx,
                part
                        ? out -> JtefoundGenerated.render(out, null, view)
                        : out -> JtemachinesGenerated.render(out, null, view));
    }

    private List<MachinesView.Choice> choices(Filter filter, Frame frame) {
        return List.of(
                choice("site", filter.site(), MachineLine::site, frame),
                choice("product", filter.product(), MachineLine::product, frame),
                choice("segment", filter.segment(), MachineLine::segment, frame));
    }

    private MachinesView.Choice choice(
            String key, @Nullable String chosen, Function<MachineLine, @Nullable String> of, Frame frame) {
        List<MachinesView.Option> options = new ArrayList<>(asked.sources().room().names(of).stream()
                .limit(MOST_CHOICES)
                .map(name -> name.isEmpty()
                        ? new MachinesView.Option(Filter.NOTHING, frame.say().text("nottold"))
                        : new MachinesView.Option(name, Visible.name(name)))
                .toList());
        if (chosen != null && options.stream().noneMatch(o -> o.value().equals(chosen))) {
            options.add(new MachinesView.Option(chosen, Visible.name(chosen)));
        }
        return new MachinesView.Choice(key, chosen == null ? "" : chosen, options);
    }

    private void export(Context ctx, MachineTable.Writer writer) {
        Filter filter = filter(ctx);
        Roll.Page page = asked.sources().room().search(filter.everything());
        ctx.header("Cache-Control", "no-store");
        writer.write(page, filter.advisory(), asked.frame(ctx).say(), ctx);
    }

    private void machine(Context ctx) {
        String name = Optional.ofNullable(ctx.queryParam("name")).orElse("");
        Advisory advisory = asked.advisory(ctx.queryParam("advisory"));
        Sources sources = asked.sources();
        Instant now = sources.clock().instant();
        Instant at = moment(ctx.queryParam("at"));
        MachineLine line = sources.room().line(name).orElse(null);
        var receipts = sources.ledger().receipts(name, MOST_HISTORY);
        if (line == null && receipts.isEmpty()) {
            throw new NotFoundResponse();
        }
        Optional<Assessment> assessment = sources.room().assessment(name, at == null ? now : at);
        var view = new MachineView(
                asked.frame(ctx),
                line == null ? name : line.name(),
                line,
                line == null ? Light.UNKNOWN : sources.room().light(line, advisory.id()),
                advisory,
                at,
                assessment,
                sources.ledger().turns(name, MOST_TURNS),
                receipts,
                waiving.of(name, advisory.id()).orElse(null),
                waiving.today(),
                at == null && line != null && sources.room().isStale(line),
                asked.advisories());
        Asked.page(ctx, out -> JtemachineGenerated.render(out, null, view));
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
        MachineLine line = line(ctx);
        String reason = Optional.ofNullable(ctx.formParam("reason")).orElse("").strip();
        LocalDate until = day(ctx.formParam("until"));
        if (reason.isEmpty() || reason.length() > Waiving.LONGEST_REASON || until.isBefore(waiving.today())) {
            throw new BadRequestResponse();
        }
        String advisory = asked.advisory(ctx.formParam("advisory")).id();
        waiving.grant(line.name(), advisory, reason, until, asked.by(ctx));
        back(ctx, line.name(), advisory);
    }

    private void end(Context ctx) {
        MachineLine line = line(ctx);
        String advisory = asked.advisory(ctx.formParam("advisory")).id();
        if (!waiving.end(line.name(), advisory, asked.by(ctx))) {
            throw new NotFoundResponse();
        }
        back(ctx, line.name(), advisory);
    }

    private MachineLine line(Context ctx) {
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
                Link.to("/machine")
                        .with("name", machine)
                        .with("advisory", advisory)
                        .toString(),
                HttpStatus.SEE_OTHER);
    }
}
