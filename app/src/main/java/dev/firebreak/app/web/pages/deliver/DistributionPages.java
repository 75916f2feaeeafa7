package dev.firebreak.app.web.pages.deliver;

import dev.firebreak.app.report.sheet.DistributionSheets;
import dev.firebreak.app.web.http.PageRoute;
import dev.firebreak.app.web.pages.frame.PageFrame;
import dev.firebreak.app.web.pages.frame.PageLink;
import dev.firebreak.app.web.pages.frame.PageRequest;
import dev.firebreak.app.web.service.Delivery;
import dev.firebreak.app.web.service.OrderRefusals;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.MachineNeed;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.Outcome;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Distribution lists, proposals, approvals and orders. */
public final class DistributionPages {

    private static final int BATCHES = 30;
    private static final int MAX_ORDERS = 200;

    private final PageRequest pages;
    private final OrderService orders;

    public DistributionPages(PageRequest pages) {
        this.pages = pages;
        this.orders = new OrderService(pages.services());
    }

    public List<PageRoute> routes() {
        return List.of(
                PageRoute.get(
                        "/distribution",
                        Role.VIEWER,
                        ctx -> show(ctx, pages.advisory(ctx.queryParam("advisory")), null)),
                PageRoute.get("/distribution.xlsx", Role.VIEWER, this::workbook),
                PageRoute.post("/distribution/install", Role.OPERATOR, this::install),
                PageRoute.post("/distribution/mitigate", Role.OPERATOR, this::mitigate),
                PageRoute.post("/distribution/approve", Role.APPROVER, this::approve),
                PageRoute.post("/distribution/withdraw", Role.OPERATOR, this::withdraw));
    }

    private void show(Context ctx, Advisory advisory, @Nullable String problem) throws IOException {
        DistributionList list = orders.needs().lists(advisory.id());
        var sites = new TreeSet<String>();
        List<View.Row> rows = new ArrayList<>();
        for (DistributionList.Item item : list.items()) {
            item.machines().forEach(m -> sites.add(m.site()));
            rows.add(new View.Row(item, orders.needs().file(item.needed()).orElse(null)));
        }
        List<View.Batch> batches = new ArrayList<>();
        OrderStore store = pages.services().delivery().orders();
        for (OrderStore.Batch batch : store.batches(BATCHES)) {
            List<Order> some =
                    store.batch(batch.id()).stream().limit(MAX_ORDERS).toList();
            batches.add(new View.Batch(batch, some));
        }
        if (problem != null) {
            ctx.status(400);
        }
        PageFrame frame = pages.frame(ctx);
        Delivery delivery = pages.services().delivery();
        var view = new View(
                frame,
                pages.advisories(),
                advisory,
                new View.Lists(
                        rows, list.without(), pages.services().knowledge().get().mitigations(), List.copyOf(sites)),
                new View.Orders(
                        batches,
                        delivery.refusals().all(),
                        SignatureLine.of(
                                delivery.signed().status(),
                                "orders",
                                frame.texts(),
                                pages.services().clock().instant())),
                pages.actor(ctx),
                problem);
        PageRequest.page(ctx, out -> JtedistributionGenerated.render(out, null, view));
    }

    private void workbook(Context ctx) throws IOException {
        Advisory advisory = pages.advisory(ctx.queryParam("advisory"));
        // Whole before any of it goes out: half a workbook is none.
        var bytes = new ByteArrayOutputStream();
        new DistributionSheets(orders.needs()::file, pages.frame(ctx).texts().language())
                .xlsx(orders.needs().lists(advisory.id()), "1.0", bytes);
        ctx.header("Cache-Control", "no-store");
        ctx.header("Content-Disposition", "attachment; filename=\"distribution-" + advisory.id() + ".xlsx\"");
        ctx.contentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                .result(bytes.toByteArray());
    }

    private void install(Context ctx) throws IOException {
        Advisory advisory = pages.advisory(ctx.formParam("advisory"));
        proposed(ctx, advisory, orders.install(advisory.id(), text(ctx, "package"), site(ctx), pages.actor(ctx)));
    }

    private void mitigate(Context ctx) throws IOException {
        Advisory advisory = pages.advisory(ctx.formParam("advisory"));
        Mitigation mitigation = pages.services()
                .knowledge()
                .get()
                .mitigation(text(ctx, "mitigation"))
                .orElseThrow(NotFoundResponse::new);
        boolean undo = "undo".equals(ctx.formParam("what"));
        proposed(
                ctx,
                advisory,
                undo
                        ? orders.undo(advisory.id(), mitigation, site(ctx), pages.actor(ctx))
                        : orders.mitigate(advisory.id(), mitigation, site(ctx), pages.actor(ctx)));
    }

    private void proposed(Context ctx, Advisory advisory, OrderService.Proposal proposal) throws IOException {
        if (proposal.kept() == 0) {
            show(ctx, advisory, proposal.open() > 0 ? "order.open" : "order.none");
            return;
        }
        back(ctx, advisory);
    }

    private void approve(Context ctx) throws IOException {
        Advisory advisory = pages.advisory(ctx.formParam("advisory"));
        switch (orders.approve(text(ctx, "batch"), pages.actor(ctx))) {
            case DONE -> back(ctx, advisory);
            case SAME_PERSON -> show(ctx, advisory, "order.same_person");
            case NOTHING -> show(ctx, advisory, "order.nothing");
            case NO_PACKAGE -> show(ctx, advisory, "order.no_package");
            case NOT_SIGNED -> show(ctx, advisory, "order.not_signed");
        }
    }

    private void withdraw(Context ctx) throws IOException {
        Advisory advisory = pages.advisory(ctx.formParam("advisory"));
        if (orders.withdraw(text(ctx, "batch"), pages.actor(ctx)) == 0) {
            show(ctx, advisory, "order.nothing");
            return;
        }
        back(ctx, advisory);
    }

    private static void back(Context ctx, Advisory advisory) {
        ctx.redirect(
                PageLink.to("/distribution").with("advisory", advisory.id()).toString(), HttpStatus.SEE_OTHER);
    }

    private static String text(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
    }

    /** Null for all sites. */
    private static @Nullable String site(Context ctx) {
        String site = ctx.formParam("site");
        return site == null || site.isEmpty() ? null : site;
    }

    /**
     * What machines need, and orders.
     *
     * @param advisories to choose from
     * @param actor who looks, as the audit names them
     * @param problem what was wrong with what was asked for; null for nothing
     */
    record View(
            PageFrame frame,
            List<Advisory> advisories,
            Advisory advisory,
            Lists lists,
            Orders orders,
            String actor,
            @Nullable String problem) {

        private static final int MAX_NAMES = 40;

        View {
            advisories = List.copyOf(advisories);
        }

        /**
         * Orders, and whether somebody vouches for them.
         *
         * @param refused approved ones that are not sent
         */
        record Orders(List<Batch> batches, List<OrderRefusals.Refused> refused, SignatureLine signature) {
            Orders {
                batches = List.copyOf(batches);
                refused = List.copyOf(refused);
            }
        }

        List<Batch> batches() {
            return orders.batches();
        }

        /** The first of those that are not sent; more would hide the rest of the page. */
        List<OrderRefusals.Refused> refused() {
            return orders.refused().stream().limit(MAX_NAMES).toList();
        }

        /** The lists, and the mitigations that may stand in. */
        record Lists(List<Row> rows, List<MachineNeed> without, List<Mitigation> mitigations, List<String> sites) {
            Lists {
                rows = List.copyOf(rows);
                without = List.copyOf(without);
                mitigations = List.copyOf(mitigations);
                sites = List.copyOf(sites);
            }
        }

        /**
         * One package.
         *
         * @param file null where it is not in the store
         */
        record Row(DistributionList.Item item, @Nullable PackageFile file) {}

        /**
         * What was proposed together.
         *
         * @param orders of it, a part where they are many
         */
        record Batch(OrderStore.Batch batch, List<Order> orders) {
            Batch {
                orders = List.copyOf(orders);
            }

            boolean waits() {
                return batch.of(OrderState.Kind.PROPOSED) > 0;
            }

            boolean isOpen() {
                return batch.counts().keySet().stream().anyMatch(OrderState.Kind::isOpen);
            }
        }

        List<Batch> waiting() {
            return batches().stream().filter(Batch::waits).toList();
        }

        /** Whether who looks may approve: it must be another person. */
        boolean mayApprove(Batch batch) {
            return !OrderState.isSamePerson(batch.batch().by(), actor);
        }

        /** A task in words. */
        String task(String key) {
            String[] parts = key.split(":", 2);
            String what = parts.length < 2 ? key : parts[1];
            return switch (parts[0]) {
                case "install" -> frame.texts().text("distribution.task.install", what);
                case "apply" -> frame.texts().text("distribution.task.apply", mitigation(what));
                case "undo" -> frame.texts().text("distribution.task.undo", mitigation(what));
                default -> frame.texts().name(key);
            };
        }

        private Object mitigation(String id) {
            return lists.mitigations().stream()
                    .filter(m -> m.id().equals(id))
                    .<Object>map(m -> m.wording().name())
                    .findFirst()
                    .orElse(id);
        }

        /** Windows, architecture and language. */
        String target(NeededPackage needed) {
            NeededPackage.Target target = needed.target();
            return target.product()
                    + " "
                    + (target.architecture() == null
                            ? "?"
                            : target.architecture().id())
                    + (target.language() == null ? "" : " " + target.language());
        }

        /** How many orders are in which state, in the order of an order's life. */
        String counts(Batch batch) {
            return java.util.Arrays.stream(OrderState.Kind.values())
                    .filter(k -> batch.batch().of(k) > 0)
                    .map(k -> frame.texts().of(k.label()) + " "
                            + frame.texts().number(batch.batch().of(k)))
                    .collect(Collectors.joining(frame.texts().text("comma")));
        }

        /** What came of an order, where something did. */
        @Nullable
        Text outcome(Order order) {
            Outcome outcome = order.state().outcome();
            return outcome == null ? null : outcome.words();
        }

        List<DistributionList.Machine> some(DistributionList.Item item) {
            return item.machines().stream().limit(MAX_NAMES).toList();
        }

        int more(DistributionList.Item item) {
            return Math.max(0, item.machines().size() - MAX_NAMES);
        }

        /** Sites with their counts. */
        String sites(DistributionList.Item item) {
            return item.sites().entrySet().stream()
                    .map((Map.Entry<String, Integer> e) ->
                            frame.texts().name(e.getKey()) + " " + frame.texts().number(e.getValue()))
                    .collect(Collectors.joining(frame.texts().text("comma")));
        }

        String id(NeededPackage needed) {
            return needed.key().toLowerCase(Locale.ROOT).replace('.', '-');
        }
    }
}
