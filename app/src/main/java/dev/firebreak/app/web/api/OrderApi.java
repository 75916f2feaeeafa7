package dev.firebreak.app.web.api;

import dev.firebreak.app.deliver.OrderText;
import dev.firebreak.app.deliver.OutcomeText;
import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.Caller;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.service.OrderService;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Mitigation;
import dev.firebreak.core.dashboard.Claim;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Orders: machines ask for theirs and report; people and programs look, propose, and people approve. */
final class OrderApi {

    private static final int MAX_NEWEST = 1000;

    private final ApiParameters parameters;
    private final ApiGate gate;
    private final OrderService orders;

    OrderApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
        this.orders = new OrderService(parameters.sources());
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.get("/api/v1/machines/{name}/orders", Access.MACHINE, askOperation(), this::ask),
                ApiOperation.post(
                        "/api/v1/machines/{name}/orders/{order}", Access.MACHINE, reportOperation(), this::report),
                ApiOperation.get("/api/v1/orders", Access.VIEWER, listOperation(), this::list),
                ApiOperation.post("/api/v1/orders", Access.OPERATOR, proposeOperation(), this::propose),
                ApiOperation.post(
                        "/api/v1/orders/{batch}/approval", Access.APPROVER, approveOperation(), this::approve),
                ApiOperation.delete("/api/v1/orders/{batch}", Access.OPERATOR, withdrawOperation(), this::withdraw));
    }

    private static OperationDescription askOperation() {
        return OperationDescription.of(
                        "machineOrders",
                        "A machine asks what to do. Approved orders are sent by this; those it has not reported are sent again.",
                        "端末が自分宛ての指示を取得します。承認済みの指示が送信され、未報告の指示は再送されます。")
                .path("name", "The machine's own name.", "端末自身のコンピューター名。")
                .answers(200, "text/plain", null, "Orders as the client scripts read them.", "クライアント スクリプトが読む形式の指示。")
                .fails(403, "Another machine's, or the machine has a token of its own.", "別の端末宛てか、専用トークンが必要な端末です。");
    }

    private void ask(Context ctx) {
        Caller caller = own(ctx);
        String text = OrderText.of(orders.offer(ctx.pathParam("name"), caller.name()));
        ctx.header("Cache-Control", "no-store")
                .contentType("text/plain; charset=us-ascii")
                .result(text);
    }

    /** A machine reports about itself only: by its own token, or by its site's as long as it has none. */
    private Caller own(Context ctx) {
        Caller caller = gate.caller(ctx);
        String machine = ctx.pathParam("name");
        boolean isOther = caller.machine() != null && !MachineName.same(caller.machine(), machine);
        Sender sender = caller.machine() == null ? Sender.SITE : Sender.MACHINE;
        String site = Objects.requireNonNull(caller.site(), "the router lets machines in only");
        if (isOther || parameters.sources().fleet().claim(sender, machine, site) != Claim.GRANTED) {
            throw new ApiRefusal(
                    403,
                    "not_yours",
                    new Text(
                            "A machine gets its own orders only, by its own token where it has one.",
                            "端末が取得できるのは自分宛ての指示だけです。専用トークンがある端末は専用トークンを使います。"),
                    Map.of("machine", machine));
        }
        return caller;
    }

    private static OperationDescription reportOperation() {
        return OperationDescription.of(
                        "reportOrder",
                        "A machine reports that it has the packages (state=fetched) or what the installer returned (exit=3010). "
                                + "Success is a claim: only fresh evidence closes the order.",
                        "端末が取得完了（state=fetched）またはインストーラーの終了コード（exit=3010）を報告します。" + "成功の報告だけでは完了とせず、新しい根拠情報で確認します。")
                .path("name", "The machine's own name.", "端末自身のコンピューター名。")
                .path("order", "Id of the order.", "指示の ID。")
                .takes(null, "text/plain")
                .answers(200, "text/plain", null, "The order's state now.", "現在の状態。")
                .fails(404, "The machine has no such order.", "この端末宛ての指示ではありません。")
                .fails(422, "Not a report of our scripts.", "報告の形式が不正です。");
    }

    private void report(Context ctx) throws IOException {
        Caller caller = own(ctx);
        Order order = orders.order(ctx.pathParam("name"), ctx.pathParam("order"))
                .orElseThrow(() -> ApiRefusal.missing("The machine has no such order.", "この端末宛ての指示ではありません。"));
        byte[] body = gate.body(ctx, OutcomeText.MAX_BYTES);
        OutcomeText.Result read = OutcomeText.read(new String(body, StandardCharsets.ISO_8859_1));
        OutcomeText told = read.report();
        if (told == null) {
            throw new ApiRefusal(422, "unreadable", Objects.requireNonNull(read.refusal()), Map.of());
        }
        Order now = told.outcome() == null
                ? orders.fetched(order, caller.name())
                : orders.report(order, told.outcome(), told.booted(), caller.name());
        ctx.contentType("text/plain; charset=us-ascii")
                .result("state=" + now.state().kind().id() + "\r\n");
    }

    private static OperationDescription listOperation() {
        return OperationDescription.of("orders", "Orders, those that changed last first.", "指示の一覧（更新の新しい順）。")
                .query("limit", "integer", "At most so many, 1 to 1000.", "最大件数（1～1000）。")
                .answers(200, "DeliveryOrders", "Orders.", "指示。");
    }

    private void list(Context ctx) {
        int limit = ApiParameters.number(ctx, "limit", 1, MAX_NEWEST, 100);
        JsonResponses.tagged(
                ctx,
                ApiRows.of(
                        "orders",
                        parameters.sources().delivery().orders().newest(limit).stream()
                                .map(this::row)
                                .toList()));
    }

    private Map<String, @Nullable Object> row(Order order) {
        SignedOrders signed = parameters.sources().delivery().signed();
        boolean mayBeSent = order.state().kind().isOpen() && order.state().approval() != null;
        Map<String, @Nullable Object> row = ApiRows.of(
                "id", order.id(),
                "batch", order.batch(),
                "machine", order.machine(),
                "site", order.site(),
                "advisory", order.advisory(),
                "task", order.task().key(),
                "state", order.state().kind().id(),
                "since", order.state().at().toString());
        row.put(
                "refused",
                mayBeSent
                        ? signed.refusal(order, parameters.sources().clock().instant())
                                .map(SignedOrders.Refusal::id)
                                .orElse(null)
                        : null);
        return row;
    }

    private static OperationDescription proposeOperation() {
        return OperationDescription.of(
                        "proposeOrders",
                        "Proposes to install a package on every machine that needs it. Nothing leaves the server before a second "
                                + "person approves.",
                        "必要とする端末すべてにパッケージの適用を提案します。別の人が承認するまで端末には送信されません。")
                .query("advisory", "string", "Id or CVE.", "アドバイザリの ID または CVE。")
                .query("package", "string", "Key of the package in the distribution list.", "配布リストのパッケージのキー。")
                .query("apply", "string", "Id of a mitigation to apply instead.", "代わりに適用する緩和策の ID。")
                .query(
                        "undo",
                        "string",
                        "Id of a mitigation to undo instead, on machines that were sent an order to apply it.",
                        "代わりに元に戻す緩和策の ID。適用の指示を送信した端末が対象です。")
                .query("site", "string", "Machines of this site only.", "この拠点の端末だけを対象にします。")
                .answers(200, "DeliveryProposal", "What was proposed.", "提案の結果。");
    }

    private void propose(Context ctx) {
        Advisory advisory = parameters.advisory(ctx);
        String key = ctx.queryParam("package");
        String apply = ctx.queryParam("apply");
        String undo = ctx.queryParam("undo");
        if (Stream.of(key, apply, undo).filter(Objects::nonNull).count() != 1) {
            throw ApiRefusal.parameter(
                    "package", "name one of package, apply, undo", "package、apply、undo のいずれか 1 つを指定してください");
        }
        String site = ctx.queryParam("site");
        String by = gate.caller(ctx).name();
        OrderService.Proposal proposal;
        if (key != null) {
            proposal = orders.install(advisory.id(), key, site, by);
        } else if (apply != null) {
            proposal = orders.mitigate(advisory.id(), mitigation(apply), site, by);
        } else {
            proposal = orders.undo(advisory.id(), mitigation(Objects.requireNonNull(undo)), site, by);
        }
        JsonResponses.json(
                ctx,
                200,
                ApiRows.of(
                        "batch",
                        proposal.batch(),
                        "proposed",
                        proposal.kept(),
                        "alreadyOpen",
                        proposal.open(),
                        "withoutPackage",
                        proposal.without()));
    }

    private Mitigation mitigation(String id) {
        return parameters
                .sources()
                .knowledge()
                .get()
                .mitigation(id)
                .orElseThrow(() -> ApiRefusal.missing("There is no such mitigation.", "この緩和策はありません。"));
    }

    private static OperationDescription approveOperation() {
        return OperationDescription.of(
                        "approveOrders",
                        "A person other than who proposed them approves the orders of a batch.",
                        "提案した人とは別の人が、まとめて承認します。")
                .path("batch", "Id of the batch.", "まとまりの ID。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(403, "Who proposed them cannot approve them.", "提案した本人は承認できません。")
                .fails(
                        409,
                        "It cannot be signed, or a package is gone; nothing was approved.",
                        "署名できないか、パッケージがありません。承認していません。")
                .fails(404, "Nothing of it waits for approval.", "承認待ちの指示はありません。");
    }

    private void approve(Context ctx) {
        switch (orders.approve(ctx.pathParam("batch"), gate.caller(ctx).name())) {
            case DONE -> ctx.status(204);
            case SAME_PERSON ->
                throw new ApiRefusal(
                        403,
                        "same_person",
                        new Text("Who proposed them cannot approve them.", "提案した本人は承認できません。"),
                        Map.of());
            case NOTHING -> throw ApiRefusal.missing("Nothing of it waits for approval.", "承認待ちの指示はありません。");
            case NO_PACKAGE ->
                throw new ApiRefusal(
                        409,
                        "no_package",
                        new Text(
                                "A package of it is not in the store any more, or is another by now. Withdraw it and propose anew.",
                                "パッケージが保管庫にないか、内容が変わっています。取り下げて、提案し直してください。"),
                        Map.of());
            case NOT_SIGNED ->
                throw new ApiRefusal(
                        409,
                        "not_signed",
                        new Text(
                                "It cannot be signed, so nothing was approved: the server has no keys, or cannot open them. On the server: "
                                        + "firebreak trust show",
                                "署名できないため、承認していません（鍵がないか、サーバーが鍵を開けません）。サーバーで firebreak trust show を実行してください。"),
                        Map.of());
        }
    }

    private static OperationDescription withdrawOperation() {
        return OperationDescription.of(
                        "withdrawOrders",
                        "Withdraws the orders of a batch, as far as something may still come of them.",
                        "まとまりの指示を取り下げます（完了・失敗したものは除く）。")
                .path("batch", "Id of the batch.", "まとまりの ID。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "Nothing of it is open.", "取り下げられる指示はありません。");
    }

    private void withdraw(Context ctx) {
        if (orders.withdraw(ctx.pathParam("batch"), gate.caller(ctx).name()) == 0) {
            throw ApiRefusal.missing("Nothing of it is open.", "取り下げられる指示はありません。");
        }
        ctx.status(204);
    }
}
