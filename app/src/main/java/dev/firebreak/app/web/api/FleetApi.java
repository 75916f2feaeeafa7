package dev.firebreak.app.web.api;

import dev.firebreak.app.report.Reports;
import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.app.web.service.TieService;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.dashboard.CompletionForecast;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.watch.tie.FleetTies;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Status of the fleet and of each machine, now and earlier. */
final class FleetApi {

    private static final int MAX = 1000;
    private static final int A_PAGE = 50;
    private static final int MAX_DETECTIONS = 100;
    private static final int FARTHEST = 100_000_000;
    private static final Duration LOOKS_BACK = Duration.ofDays(30);

    private final ApiParameters parameters;
    private final ApiGate gate;

    FleetApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.get("/api/v1/board", Access.VIEWER, boardOperation(), this::board),
                ApiOperation.get("/api/v1/tallies", Access.VIEWER, talliesOperation(), this::tallies),
                ApiOperation.get("/api/v1/machines", Access.VIEWER, machinesOperation(), this::machines),
                ApiOperation.get("/api/v1/machines/{name}", Access.VIEWER, machineOperation(), this::machine),
                ApiOperation.get("/api/v1/machines/{name}/history", Access.VIEWER, historyOperation(), this::history),
                ApiOperation.delete("/api/v1/machines/{name}", Access.OPERATOR, retireOperation(), this::retire));
    }

    private static OperationDescription advised(OperationDescription operation) {
        return operation.query(
                "advisory", "string", "Id or CVE; the first known where absent.", "アドバイザリの ID または CVE。省略時は先頭のもの。");
    }

    private static OperationDescription boardOperation() {
        return advised(OperationDescription.of(
                        "board",
                        "Status of the fleet for an advisory: by site, product, segment; updates needed.",
                        "対応状況（拠点、製品、セグメント別と、必要な更新プログラム）。"))
                .query("at", "Moment", "As it stood at a moment.", "指定日時の状況。")
                .answers(200, "Board", "The board.", "対応状況。");
    }

    private void board(Context ctx) {
        WebServices services = parameters.sources();
        Advisory advisory = parameters.advisory(ctx);
        Optional<Instant> at = parameters.moment(ctx, "at");
        MachineIndex.Board board = at.map(then -> services.fleet().past(advisory.id(), then))
                .orElseGet(() -> services.fleet().board(advisory.id()));
        Map<String, @Nullable Object> row = ApiRows.board(board.only(advisory.updates()));
        if (at.isEmpty()) {
            TieService ties = services.sightings().ties();
            row.put(
                    "hits",
                    ApiRows.hits(
                            ties.all().hits(line -> services.fleet().status(line, advisory.id())),
                            board.all().of(MachineStatus.VULNERABLE),
                            SightingService.isMeant(advisory),
                            ties.isFull(),
                            services.sightings().readUntil().orElse(null)));
        }
        JsonResponses.tagged(ctx, row);
    }

    private static OperationDescription talliesOperation() {
        return advised(OperationDescription.of(
                        "tallies", "How it went on: written down every hour, with a forecast.", "台数の推移（1 時間ごと）と完了見込み。"))
                .query("site", "string", "Of one site; of all together where absent.", "拠点。省略時は全体。")
                .query("since", "Moment", "From then on; the last 30 days where absent.", "開始日時。省略時は過去 30 日。")
                .answers(200, "Tallies", "Points in order of time.", "時刻順の推移。");
    }

    private void tallies(Context ctx) {
        Advisory advisory = parameters.advisory(ctx);
        Instant since =
                parameters.moment(ctx, "since").orElseGet(() -> parameters.now().minus(LOOKS_BACK));
        List<CheckInRecords.Point> points =
                parameters.sources().store().tallies(advisory.id(), ApiParameters.text(ctx, "site"), since);
        Map<String, @Nullable Object> row = ApiRows.of(
                "advisory",
                advisory.id(),
                "points",
                points.stream().map(ApiRows::point).toList());
        row.put(
                "forecast",
                CompletionForecast.of(points)
                        .map(f -> ApiRows.of(
                                "perDay",
                                f.perDay(),
                                "clear",
                                f.clear().toString(),
                                "over",
                                f.over().toString()))
                        .orElse(null));
        JsonResponses.tagged(ctx, row);
    }

    private static OperationDescription machinesOperation() {
        return advised(OperationDescription.of(
                        "machines",
                        "Machines that match; with Accept: application/x-ndjson all of them, one a line.",
                        "条件に合う端末。Accept: application/x-ndjson なら全件を 1 行 1 台で返します。"))
                .query(
                        "q",
                        "string",
                        "Words of name, site, segment, product, build, address or needed KB; all must be found.",
                        "名前、拠点、セグメント、製品、ビルド、アドレス、必要な KB に含まれる語（すべて一致）。")
                .query("status", "Status", "Status for the advisory.", "状態。")
                .query("site", "string", "Site.", "拠点。")
                .query(
                        "product",
                        "string",
                        "Product; empty for machines whose product is not known.",
                        "製品。空文字は製品不明の端末。")
                .query("segment", "string", "Segment; empty for machines of none.", "セグメント。空文字は未設定の端末。")
                .query(
                        "evidence",
                        "string",
                        "unread: only machines whose last evidence could not be read.",
                        "unread: 最後に受信した情報を読み取れなかった端末だけ。")
                .query(
                        "detections",
                        "string",
                        "hit: only machines that were attacked; maybe_hit: perhaps, for the address is ambiguous; named: any that detections name.",
                        "hit: 攻撃を受けた端末だけ。maybe_hit: アドレスが重複し、特定できない端末だけ。named: 検出結果に記録された端末だけ。")
                .query("sort", "Sort", "Order; the worst first where absent.", "並び順。省略時は未適用から。")
                .query("order", "Order", "Direction.", "昇順または降順。")
                .paged()
                .answers(200, "Machines", "A part of what was found.", "該当端末の一部。")
                .answers(200, JsonResponses.LINES, "Machine", "All that was found, one a line.", "該当端末すべて（1 行 1 台）。");
    }

    private static boolean unreadable(Context ctx) {
        String wanted = ctx.queryParam("evidence");
        if (wanted != null && !wanted.equals("unread")) {
            throw ApiRefusal.parameter("evidence", "unknown value", "指定できない値です");
        }
        return wanted != null;
    }

    private static FleetTies.@Nullable Kind detections(Context ctx) {
        String wanted = ctx.queryParam("detections");
        return wanted == null
                ? null
                : FleetTies.Kind.of(wanted)
                        .orElseThrow(() -> ApiRefusal.parameter("detections", "unknown value", "指定できない値です"));
    }

    private void machines(Context ctx) throws IOException {
        Advisory advisory = parameters.advisory(ctx);
        boolean lines = JsonResponses.wantsLines(ctx);
        int offset = ApiParameters.number(ctx, "offset", 0, FARTHEST, 0);
        int limit = ApiParameters.number(ctx, "limit", 1, MAX, A_PAGE);
        var query = new MachineIndex.Query(
                advisory.id(),
                ApiParameters.text(ctx, "q"),
                ApiParameters.status(ctx),
                ApiParameters.text(ctx, "site"),
                ApiParameters.text(ctx, "product"),
                ApiParameters.text(ctx, "segment"),
                sort(ctx),
                descending(ctx),
                lines ? 0 : offset,
                lines ? Integer.MAX_VALUE : limit,
                unreadable(ctx));
        FleetTies ties = parameters.sources().sightings().ties().all();
        FleetTies.Kind kind = detections(ctx);
        MachineIndex.Page page =
                parameters.sources().fleet().search(query, line -> kind == null || ties.is(line.name(), kind));
        Stream<Map<String, @Nullable Object>> rows = page.machines().stream()
                .map(f -> ApiRows.machine(
                        f.line(),
                        advisory.id(),
                        f.status(),
                        ties.of(f.line().name()).orElse(null)));
        if (lines) {
            JsonResponses.lines(ctx, rows);
            return;
        }
        int next = offset + page.machines().size();
        if (next < page.total()) {
            ctx.header("Link", "<" + next(ctx, next) + ">; rel=\"next\"");
        }
        JsonResponses.tagged(ctx, ApiRows.of("total", page.total(), "offset", offset, "machines", rows.toList()));
    }

    /** The same question from another offset on (RFC 8288). */
    private static String next(Context ctx, int offset) {
        var query = new StringJoiner("&", ctx.path() + "?", "");
        ctx.queryParamMap().forEach((name, values) -> {
            if (!name.equals("offset")) {
                query.add(JsonResponses.encoded(name) + "=" + JsonResponses.encoded(values.getFirst()));
            }
        });
        return query.add("offset=" + offset).toString();
    }

    private static MachineIndex.Sort sort(Context ctx) {
        String id = ctx.queryParam("sort");
        return id == null || id.equals("light")
                ? MachineIndex.Sort.STATUS
                : Stream.of(MachineIndex.Sort.values())
                        .filter(s -> s.name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')
                                .equals(id))
                        .findFirst()
                        .orElseThrow(() -> ApiRefusal.parameter("sort", "unknown value", "指定できない値です"));
    }

    private static boolean descending(Context ctx) {
        String order = ctx.queryParam("order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw ApiRefusal.parameter("order", "asc or desc", "asc か desc です");
        }
        return "desc".equals(order);
    }

    private static OperationDescription machineOperation() {
        return OperationDescription.of(
                        "machine",
                        "One machine: its verdicts, reasons and actions, as in firebreak assess.",
                        "端末 1 台の判定、根拠、対処（firebreak assess と同じ形）。")
                .path("name", "The machine's name.", "コンピューター名。")
                .query("at", "Moment", "By what it had sent by then.", "指定日時までに届いた内容による判定。")
                .answers(200, "MachineDetail", "The machine.", "端末。")
                .fails(404, "No machine with this name has reported.", "この名前の端末の報告はありません。");
    }

    private void machine(Context ctx) {
        WebServices services = parameters.sources();
        String name = ctx.pathParam("name");
        Optional<Instant> at = parameters.moment(ctx, "at");
        Optional<MachineSummary> line = services.fleet().line(name);
        Assessment assessment =
                services.fleet().assessment(name, at.orElseGet(parameters::now)).orElseThrow(FleetApi::noMachine);
        Map<String, @Nullable Object> row =
                ApiRows.of("machine", line.map(MachineSummary::name).orElse(name), "retired", line.isEmpty());
        // What it shows now says nothing of then.
        if (at.isEmpty() && line.isPresent()) {
            row.put("site", line.get().site());
            row.put("lastSeen", line.get().lastSeen().toString());
            row.put("collected", ApiRows.text(line.get().dating().collectedAt()));
            row.put("collectedFrom", line.get().dating().basis().id());
            row.put("stale", services.fleet().isStale(line.get()));
            row.put("unread", ApiRows.unreadable(line.get().unreadable()));
            TieService.MachineDetections found = services.sightings().ties().of(line.get(), MAX_DETECTIONS);
            row.put(
                    "detections",
                    found.ties().stream()
                            .map(tie -> ApiRows.tie(tie, found.incidents().get(tie.detection())))
                            .toList());
            row.put(
                    "watchedUntil",
                    ApiRows.text(services.sightings().readUntil().orElse(null)));
            row.put(
                    "statuses",
                    services.knowledge().get().advisories().stream()
                            .map(a -> ApiRows.of(
                                    "advisory",
                                    a.id(),
                                    "status",
                                    services.fleet().status(line.get(), a.id()).id()))
                            .toList());
        }
        row.put(
                "assessment",
                new tools.jackson.databind.util.RawValue(Reports.machine(
                        assessment,
                        gate.caller(ctx).language(),
                        parameters.sources().boards().freshness())));
        JsonResponses.tagged(ctx, row);
    }

    private static ApiRefusal noMachine() {
        return ApiRefusal.missing("No machine with this name has reported.", "この名前の端末の報告はありません。");
    }

    private static OperationDescription historyOperation() {
        return OperationDescription.of(
                        "history",
                        "A machine's verdicts as they changed, and what was received of it.",
                        "端末の判定の変化と受信履歴。")
                .path("name", "The machine's name.", "コンピューター名。")
                .query("limit", "integer", "At most so many of each, 1 to 1000.", "それぞれの最大件数（1～1000）。")
                .answers(200, "History", "The newest first.", "新しい順。")
                .fails(404, "No machine with this name has reported.", "この名前の端末の報告はありません。");
    }

    private void history(Context ctx) {
        String name = ctx.pathParam("name");
        int limit = ApiParameters.number(ctx, "limit", 1, MAX, 100);
        List<CheckInRecords.Receipt> receipts = parameters.sources().store().receipts(name, limit);
        List<CheckInRecords.VerdictChange> turns = parameters.sources().store().turns(name, limit);
        if (receipts.isEmpty() && turns.isEmpty()) {
            throw noMachine();
        }
        JsonResponses.tagged(
                ctx,
                ApiRows.of(
                        "machine",
                        name,
                        "verdicts",
                        turns.stream()
                                .map(t -> ApiRows.of(
                                        "at",
                                        t.at().toString(),
                                        "advisory",
                                        t.advisory(),
                                        "verdict",
                                        t.verdict().id()))
                                .toList(),
                        "received",
                        receipts.stream()
                                .map(r -> ApiRows.of(
                                        "at",
                                        r.at().toString(),
                                        "kind",
                                        r.kind(),
                                        "name",
                                        r.name(),
                                        "sha256",
                                        r.sha256(),
                                        "bytes",
                                        r.bytes(),
                                        "by",
                                        r.by(),
                                        "collected",
                                        ApiRows.text(r.dating().collectedAt()),
                                        "collectedFrom",
                                        r.dating().basis().id(),
                                        "counts",
                                        r.rank().name().toLowerCase(Locale.ROOT)))
                                .toList()));
    }

    private static OperationDescription retireOperation() {
        return OperationDescription.of(
                        "retire",
                        "Removes a scrapped machine from the list; its history is kept.",
                        "廃棄した端末を一覧から外します。履歴は残ります。")
                .path("name", "The machine's name.", "コンピューター名。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "No machine of this name is registered.", "この名前の端末はありません。");
    }

    private void retire(Context ctx) {
        String name = ctx.pathParam("name");
        if (!parameters.sources().fleet().retire(name)) {
            throw noMachine();
        }
        parameters.sources().audit().add(parameters.now(), gate.caller(ctx).name(), "machine.retire", name, "");
        ctx.status(204);
    }
}
