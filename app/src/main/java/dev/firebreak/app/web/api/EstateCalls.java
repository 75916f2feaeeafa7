package dev.firebreak.app.web.api;

import dev.firebreak.app.web.pages.Sources;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.Forecast;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Roll;
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

/** How the estate and each of its machines stand and stood. */
final class EstateCalls {

    private static final int MOST = 1000;
    private static final int A_PAGE = 50;
    private static final int FARTHEST = 100_000_000;
    private static final Duration LOOKS_BACK = Duration.ofDays(30);

    private final Asked asked;
    private final Gate gate;
    private final Explainer explainer;

    EstateCalls(Asked asked, Gate gate, Explainer explainer) {
        this.asked = asked;
        this.gate = gate;
        this.explainer = explainer;
    }

    List<Call> calls() {
        return List.of(
                Call.get("/api/v1/board", Access.VIEWER, boardOperation(), this::board),
                Call.get("/api/v1/tallies", Access.VIEWER, talliesOperation(), this::tallies),
                Call.get("/api/v1/machines", Access.VIEWER, machinesOperation(), this::machines),
                Call.get("/api/v1/machines/{name}", Access.VIEWER, machineOperation(), this::machine),
                Call.get("/api/v1/machines/{name}/history", Access.VIEWER, historyOperation(), this::history),
                Call.delete("/api/v1/machines/{name}", Access.OPERATOR, retireOperation(), this::retire));
    }

    private static Operation advised(Operation operation) {
        return operation.query(
                "advisory", "string", "Id or CVE; the first known where absent.", "セキュリティ情報の ID または CVE。省略時は先頭のもの。");
    }

    private static Operation boardOperation() {
        return advised(Operation.of(
                        "board",
                        "How the estate stands on an advisory: by site, product, segment; updates needed.",
                        "対応状況（拠点、製品、セグメント別と、必要な更新プログラム）。"))
                .query("at", "Moment", "As it stood at a moment.", "指定日時の状況。")
                .answers(200, "Board", "The board.", "対応状況。");
    }

    private void board(Context ctx) {
        Sources sources = asked.sources();
        Advisory advisory = asked.advisory(ctx);
        Roll.Board board = asked.moment(ctx, "at")
                .map(at -> sources.room().past(advisory.id(), at))
                .orElseGet(() -> sources.room().board(advisory.id()));
        Answers.tagged(ctx, Rows.board(board.only(advisory.updates())));
    }

    private static Operation talliesOperation() {
        return advised(Operation.of(
                        "tallies", "How it went on: written down every hour, with a forecast.", "台数の推移（1 時間ごと）と完了見込み。"))
                .query("site", "string", "Of one site; of all together where absent.", "拠点。省略時は全体。")
                .query("since", "Moment", "From then on; the last 30 days where absent.", "開始日時。省略時は過去 30 日。")
                .answers(200, "Tallies", "Points in order of time.", "時刻順の推移。");
    }

    private void tallies(Context ctx) {
        Advisory advisory = asked.advisory(ctx);
        Instant since = asked.moment(ctx, "since").orElseGet(() -> asked.now().minus(LOOKS_BACK));
        List<Delivery.Point> points = asked.sources().ledger().tallies(advisory.id(), Asked.text(ctx, "site"), since);
        Map<String, @Nullable Object> row = Rows.of(
                "advisory",
                advisory.id(),
                "points",
                points.stream().map(Rows::point).toList());
        row.put(
                "forecast",
                Forecast.of(points)
                        .map(f -> Rows.of(
                                "perDay",
                                f.perDay(),
                                "clear",
                                f.clear().toString(),
                                "over",
                                f.over().toString()))
                        .orElse(null));
        Answers.tagged(ctx, row);
    }

    private static Operation machinesOperation() {
        return advised(Operation.of(
                        "machines",
                        "Machines that match; with Accept: application/x-ndjson all of them, one a line.",
                        "条件に合う端末。Accept: application/x-ndjson なら全件を 1 行 1 台で返します。"))
                .query(
                        "q",
                        "string",
                        "Words of name, site, segment, product, build, address or needed KB; all must be found.",
                        "名前、拠点、セグメント、製品、ビルド、アドレス、必要な KB に含まれる語（すべて一致）。")
                .query("light", "Light", "What it shows.", "状態。")
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
                .query("sort", "Sort", "Order; the worst first where absent.", "並び順。省略時は危険な順。")
                .query("order", "Order", "Direction.", "昇順または降順。")
                .paged()
                .answers(200, "Machines", "A part of what was found.", "該当端末の一部。")
                .answers(200, Answers.LINES, "Machine", "All that was found, one a line.", "該当端末すべて（1 行 1 台）。");
    }

    private static boolean unread(Context ctx) {
        String wanted = ctx.queryParam("evidence");
        if (wanted != null && !wanted.equals("unread")) {
            throw Refusal.parameter("evidence", "not one of ours", "この値はありません");
        }
        return wanted != null;
    }

    private void machines(Context ctx) throws IOException {
        Advisory advisory = asked.advisory(ctx);
        boolean lines = Answers.wantsLines(ctx);
        int offset = Asked.number(ctx, "offset", 0, FARTHEST, 0);
        int limit = Asked.number(ctx, "limit", 1, MOST, A_PAGE);
        var query = new Roll.Query(
                advisory.id(),
                Asked.text(ctx, "q"),
                Asked.light(ctx),
                Asked.text(ctx, "site"),
                Asked.text(ctx, "product"),
                Asked.text(ctx, "segment"),
                sort(ctx),
                descending(ctx),
                lines ? 0 : offset,
                lines ? Integer.MAX_VALUE : limit,
                unread(ctx));
        Roll.Page page = asked.sources().room().search(query);
        Stream<Map<String, @Nullable Object>> rows =
                page.machines().stream().map(f -> Rows.machine(f.line(), advisory.id(), f.light()));
        if (lines) {
            Answers.lines(ctx, rows);
            return;
        }
        int next = offset + page.machines().size();
        if (next < page.total()) {
            ctx.header("Link", "<" + next(ctx, next) + ">; rel=\"next\"");
        }
        Answers.tagged(ctx, Rows.of("total", page.total(), "offset", offset, "machines", rows.toList()));
    }

    /** The same question from another offset on (RFC 8288). */
    private static String next(Context ctx, int offset) {
        var query = new StringJoiner("&", ctx.path() + "?", "");
        ctx.queryParamMap().forEach((name, values) -> {
            if (!name.equals("offset")) {
                query.add(Answers.encoded(name) + "=" + Answers.encoded(values.getFirst()));
            }
        });
        return query.add("offset=" + offset).toString();
    }

    private static Roll.Sort sort(Context ctx) {
        String id = ctx.queryParam("sort");
        return id == null
                ? Roll.Sort.LIGHT
                : Stream.of(Roll.Sort.values())
                        .filter(s -> s.name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')
                                .equals(id))
                        .findFirst()
                        .orElseThrow(() -> Refusal.parameter("sort", "not one of ours", "この値はありません"));
    }

    private static boolean descending(Context ctx) {
        String order = ctx.queryParam("order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw Refusal.parameter("order", "asc or desc", "asc か desc です");
        }
        return "desc".equals(order);
    }

    private static Operation machineOperation() {
        return Operation.of(
                        "machine",
                        "One machine: how it stands, why, what to do, as firebreak assess tells it.",
                        "端末 1 台の判定、根拠、対処（firebreak assess と同じ形）。")
                .path("name", "The machine's name.", "コンピューター名。")
                .query("at", "Moment", "By what it had sent by then.", "指定日時までに届いた内容による判定。")
                .answers(200, "MachineDetail", "The machine.", "端末。")
                .fails(404, "No machine of this name had reported.", "この名前の端末の報告はありません。");
    }

    private void machine(Context ctx) {
        Sources sources = asked.sources();
        String name = ctx.pathParam("name");
        Optional<Instant> at = asked.moment(ctx, "at");
        Optional<MachineLine> line = sources.room().line(name);
        Assessment assessment =
                sources.room().assessment(name, at.orElseGet(asked::now)).orElseThrow(EstateCalls::noMachine);
        Map<String, @Nullable Object> row =
                Rows.of("machine", line.map(MachineLine::name).orElse(name), "retired", line.isEmpty());
        // What it shows now says nothing of then.
        if (at.isEmpty() && line.isPresent()) {
            row.put("site", line.get().site());
            row.put("lastSeen", line.get().lastSeen().toString());
            row.put("collected", Rows.text(line.get().dating().collectedAt()));
            row.put("collectedFrom", line.get().dating().basis().id());
            row.put("stale", sources.room().isStale(line.get()));
            row.put("unread", Rows.unread(line.get().unread()));
            row.put(
                    "lights",
                    sources.knowledge().get().advisories().stream()
                            .map(a -> Rows.of(
                                    "advisory",
                                    a.id(),
                                    "light",
                                    sources.room().light(line.get(), a.id()).id()))
                            .toList());
        }
        row.put(
                "assessment",
                new tools.jackson.databind.util.RawValue(
                        explainer.explain(assessment, gate.caller(ctx).language())));
        Answers.tagged(ctx, row);
    }

    private static Refusal noMachine() {
        return Refusal.missing("No machine of this name had reported.", "この名前の端末の報告はありません。");
    }

    private static Operation historyOperation() {
        return Operation.of(
                        "history",
                        "A machine's verdicts as they changed, and what was received of it.",
                        "端末の判定の変化と受信履歴。")
                .path("name", "The machine's name.", "コンピューター名。")
                .query("limit", "integer", "At most so many of each, 1 to 1000.", "それぞれの最大件数（1～1000）。")
                .answers(200, "History", "The newest first.", "新しい順。")
                .fails(404, "No machine of this name had reported.", "この名前の端末の報告はありません。");
    }

    private void history(Context ctx) {
        String name = ctx.pathParam("name");
        int limit = Asked.number(ctx, "limit", 1, MOST, 100);
        List<Delivery.Receipt> receipts = asked.sources().ledger().receipts(name, limit);
        List<Delivery.Turn> turns = asked.sources().ledger().turns(name, limit);
        if (receipts.isEmpty() && turns.isEmpty()) {
            throw noMachine();
        }
        Answers.tagged(
                ctx,
                Rows.of(
                        "machine",
                        name,
                        "verdicts",
                        turns.stream()
                                .map(t -> Rows.of(
                                        "at",
                                        t.at().toString(),
                                        "advisory",
                                        t.advisory(),
                                        "verdict",
                                        t.verdict().id()))
                                .toList(),
                        "received",
                        receipts.stream()
                                .map(r -> Rows.of(
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
                                        Rows.text(r.dating().collectedAt()),
                                        "collectedFrom",
                                        r.dating().basis().id(),
                                        "counts",
                                        r.rank().name().toLowerCase(Locale.ROOT)))
                                .toList()));
    }

    private static Operation retireOperation() {
        return Operation.of(
                        "retire",
                        "Takes a machine that was scrapped off the roll; its history stays.",
                        "廃棄した端末を一覧から外します。履歴は残ります。")
                .path("name", "The machine's name.", "コンピューター名。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "No machine of this name is on the roll.", "この名前の端末はありません。");
    }

    private void retire(Context ctx) {
        String name = ctx.pathParam("name");
        if (!asked.sources().room().retire(name)) {
            throw noMachine();
        }
        asked.sources().audit().add(asked.now(), gate.caller(ctx).name(), "machine.retire", name, "");
        ctx.status(204);
    }
}
