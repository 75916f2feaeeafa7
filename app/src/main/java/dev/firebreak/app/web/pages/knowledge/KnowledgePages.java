package dev.firebreak.app.web.pages.knowledge;

import dev.firebreak.app.report.sheet.StatusWorkbook;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.fleet.MachineFilter;
import dev.firebreak.app.web.pages.frame.BurnDownChart;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.pages.frame.StatusBar;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Action;
import dev.firebreak.core.dashboard.AdvisoryBoards;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.dashboard.StatusReport;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.guidance.ActionText;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of advisories and of support, compared with the fleet; and the report on one page. */
public final class KnowledgePages {

    private static final int MAX_NAMES = 30;

    private final PageRequest pages;

    public KnowledgePages(PageRequest pages) {
        this.pages = pages;
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/advisories", Role.VIEWER, ctx -> advisories(ctx, null)),
                PageRoute.post("/advisories", Role.OPERATOR, this::addBoard),
                PageRoute.post("/advisories/drop", Role.OPERATOR, this::drop),
                PageRoute.get("/advisories/{id}", Role.VIEWER, this::advisory),
                PageRoute.get("/lifecycle", Role.VIEWER, this::lifecycle),
                PageRoute.get("/report", Role.VIEWER, this::report),
                PageRoute.get("/report.xlsx", Role.VIEWER, this::spreadsheet));
    }

    private void addBoard(Context ctx) {
        String name = Optional.ofNullable(ctx.formParam("id")).orElse("").strip();
        AdvisoryBoards.AddResult wished = pages.services().boards().add(name);
        switch (wished) {
            case ADDED -> {
                note(ctx, "board.add", name);
                ctx.redirect("/advisories", HttpStatus.SEE_OTHER);
            }
            case PRESENT -> ctx.redirect("/advisories", HttpStatus.SEE_OTHER);
            case UNKNOWN, FULL -> {
                ctx.status(400);
                advisories(ctx, new AdvisoriesView.Refusal(name, wished));
            }
        }
    }

    private void drop(Context ctx) {
        String id = Optional.ofNullable(ctx.formParam("id")).orElse("");
        if (!pages.services().boards().drop(id)) {
            throw new NotFoundResponse();
        }
        note(ctx, "board.drop", id);
        ctx.redirect("/advisories", HttpStatus.SEE_OTHER);
    }

    private void note(Context ctx, String what, String id) {
        pages.services()
                .audit()
                .add(pages.services().clock().instant(), pages.actor(ctx), what, id.toUpperCase(Locale.ROOT), "");
    }

    private void advisories(Context ctx, AdvisoriesView.@Nullable Refusal refusal) {
        List<AdvisoriesView.Row> rows = pages.advisories().stream()
                .map(advisory -> {
                    var all = pages.services().fleet().board(advisory.id()).all();
                    return new AdvisoriesView.Row(advisory, all, StatusBar.of(all));
                })
                .toList();
        var view = new AdvisoriesView(
                pages.frame(ctx), rows, pages.services().boards().added(), refusal);
        PageRequest.page(ctx, out -> JteadvisoriesGenerated.render(out, null, view));
    }

    private void advisory(Context ctx) {
        Advisory advisory = pages.advisory(ctx.pathParam("id"));
        WebServices services = pages.services();
        var view = new AdvisoryView(
                pages.frame(ctx),
                advisory,
                services.knowledge().get(),
                services.guides().stream()
                        .filter(g -> g.advisory().equals(advisory.id()))
                        .findFirst(),
                services.fleet().board(advisory.id()));
        PageRequest.page(ctx, out -> JteadvisoryGenerated.render(out, null, view));
    }

    /** Machines that run the same and lose support on the same day. */
    private record ProductSupport(
            @Nullable String product,
            String support,
            @Nullable LocalDate ends) {}

    private void lifecycle(Context ctx) {
        WebServices services = pages.services();
        Instant now = services.clock().instant();
        LocalDate today = LocalDate.ofInstant(now, services.zone());
        Map<ProductSupport, Integer> counts = new HashMap<>();
        Map<ProductSupport, List<String>> names = new HashMap<>();
        services.fleet().lines(line -> {
            var runs = new ProductSupport(line.product(), line.support(), line.supportEnds());
            counts.merge(runs, 1, Integer::sum);
            List<String> some = names.computeIfAbsent(runs, r -> new ArrayList<>());
            if (some.size() < MAX_NAMES) {
                some.add(line.name());
            }
        });
        List<LifecycleView.ProductSupport> running = counts.entrySet().stream()
                .map(e -> running(e.getKey(), e.getValue(), names.getOrDefault(e.getKey(), List.of()), now))
                .sorted(Comparator.comparing(
                                LifecycleView.ProductSupport::ends, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparingInt(r -> -r.machines()))
                .toList();
        List<Lifecycle> known = services.knowledge().get().lifecycles().stream()
                .sorted(Comparator.comparing(Lifecycle::lastDay, Comparator.nullsLast(Comparator.reverseOrder()))
                        .thenComparing(Lifecycle::name))
                .toList();
        var view = new LifecycleView(pages.frame(ctx), today, running, known);
        PageRequest.page(ctx, out -> JtelifecycleGenerated.render(out, null, view));
    }

    private LifecycleView.ProductSupport running(ProductSupport runs, int machines, List<String> names, Instant now) {
        List<String> sorted = names.stream().sorted().toList();
        // All of them run the same, so what one is told to move to holds for all.
        Optional<Text> to = pages.services()
                .fleet()
                .assessment(sorted.getFirst(), now)
                .flatMap(assessment -> assessment.findings().stream()
                        .flatMap(f -> f.actions().stream())
                        .<Action.Migrate>mapMulti((action, out) -> {
                            if (action instanceof Action.Migrate migrate) {
                                out.accept(migrate);
                            }
                        })
                        .findFirst())
                .map(ActionText::migrate);
        Lifecycle.State state = Stream.of(Lifecycle.State.values())
                .filter(s -> s.id().equals(runs.support()))
                .findFirst()
                .orElse(Lifecycle.State.UNKNOWN);
        return new LifecycleView.ProductSupport(
                runs.product(),
                state.id(),
                state.label(),
                runs.ends(),
                machines,
                sorted,
                to,
                PageLink.to("/machines")
                        .with("product", runs.product() == null ? MachineFilter.NOTHING : runs.product())
                        .toString());
    }

    private void report(Context ctx) {
        Advisory advisory = pages.advisory(ctx.queryParam("advisory"));
        WebServices services = pages.services();
        MachineIndex.Board board = services.fleet().board(advisory.id()).only(advisory.updates());
        var burnDown = BurnDownChart.of(
                services.store().tallies(advisory.id(), null, board.at().minus(BurnDownChart.LOOKS_BACK)),
                board.all(),
                board.at());
        var view = new ReportView(
                pages.frame(ctx),
                pages.advisories(),
                advisory,
                figures(advisory, board),
                board.needs(),
                burnDown,
                pages.gaps().gaps());
        PageRequest.page(ctx, out -> JtereportGenerated.render(out, null, view));
    }

    private void spreadsheet(Context ctx) throws IOException {
        Advisory advisory = pages.advisory(ctx.queryParam("advisory"));
        WebServices services = pages.services();
        PageFrame frame = pages.frame(ctx);
        // Whole before any of it goes out: half a workbook is none.
        var bytes = new ByteArrayOutputStream();
        Language language = frame.texts().language();
        StatusWorkbook.write(
                bytes,
                figures(advisory, services.fleet().board(advisory.id())),
                language,
                services.zone(),
                Objects.requireNonNullElse(frame.account(), ""),
                services.boards().freshness().words().in(language));
        ctx.header("Cache-Control", "no-store");
        ctx.header("Content-Disposition", "attachment; filename=\"report-" + advisory.id() + ".xlsx\"");
        ctx.contentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .result(bytes.toByteArray());
    }

    private StatusReport figures(Advisory advisory, MachineIndex.Board board) {
        WebServices services = pages.services();
        return StatusReport.of(
                        board,
                        services.exceptions().of(advisory.id()),
                        LocalDate.ofInstant(board.at(), services.zone()),
                        machine -> services.fleet().line(machine).map(line -> found(line, advisory)))
                .withUnreported(pages.gaps().gaps().unknown());
    }

    private MachineIndex.Found found(MachineSummary line, Advisory advisory) {
        return new MachineIndex.Found(line, pages.services().fleet().status(line, advisory.id()));
    }
}
