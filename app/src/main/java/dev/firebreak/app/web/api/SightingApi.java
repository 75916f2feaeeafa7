package dev.firebreak.app.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.report.watch.WatchJson;
import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.Caller;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.service.SightingService;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Captures and logs in; detections and incidents out. */
final class SightingApi {

    private static final int MAX = 10_000;
    private static final int USUAL = 1_000;

    private final ApiParameters parameters;
    private final ApiGate gate;

    SightingApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.post("/api/v1/captures", Access.OPERATOR, takeOperation(), this::take),
                ApiOperation.get("/api/v1/detections", Access.VIEWER, detectionsOperation(), this::detections),
                ApiOperation.get("/api/v1/incidents", Access.VIEWER, incidentsOperation(), this::incidents));
    }

    private static OperationDescription takeOperation() {
        return OperationDescription.of(
                        "watchFile",
                        "A capture or log is read, and what is detected in it is kept. The file itself is not.",
                        "キャプチャまたはログを読み取り、検出結果を保存します。ファイル自体は保存しません。")
                .query("file", "string", "Name of the file, as detections show it.", "検出結果に表示するファイル名。")
                .query(
                        "stream",
                        "string",
                        "Name of the sensor or log that the file continues; made of the file's name where absent.",
                        "ファイルの続き先となるセンサーまたはログの名前。省略時はファイル名から決定。")
                .takes(
                        null,
                        "application/octet-stream",
                        "application/vnd.tcpdump.pcap",
                        "text/plain",
                        JsonResponses.LINES)
                .answers(200, "WatchOutcome", "What became of it.", "結果。")
                .fails(413, "More than 256 MiB.", "256 MiB を超えています。")
                .fails(422, "No capture or log that can be read.", "読み取れるキャプチャまたはログではありません。");
    }

    private void take(Context ctx) throws IOException {
        Caller caller = gate.caller(ctx);
        String name = ApiParameters.text(ctx, "file");
        String file = name == null || name.isBlank() ? "capture" : name;
        byte[] body = gate.body(ctx, Limits.BULK_BYTES);
        String stream = ApiParameters.text(ctx, "stream");
        SightingService.Outcome outcome = parameters
                .sources()
                .sightings()
                .take(
                        SightingService.BroughtFile.of(
                                SightingService.API,
                                stream == null || stream.isBlank() ? file : stream,
                                file,
                                caller.name()),
                        () -> new ByteArrayInputStream(body));
        if (!outcome.isKnown()) {
            throw new ApiRefusal(
                    422,
                    "unreadable",
                    new Text("No capture or log that can be read.", "読み取れるキャプチャまたはログではありません。"),
                    Map.of("problems", problems(outcome, caller.language())));
        }
        parameters
                .sources()
                .audit()
                .add(
                        parameters.now(),
                        caller.name(),
                        "watch.import",
                        file,
                        outcome.detections() + " detections, " + outcome.added() + " new");
        JsonResponses.json(
                ctx,
                200,
                ApiRows.of(
                        "detections",
                        outcome.detections(),
                        "new",
                        outcome.added(),
                        "problems",
                        problems(outcome, caller.language())));
    }

    private static List<Map<String, @Nullable Object>> problems(SightingService.Outcome outcome, Language language) {
        return outcome.problems().stream()
                .map(problem -> ApiRows.of(
                        "file",
                        problem.source().file(),
                        "line",
                        problem.source().line(),
                        "what",
                        problem.what().in(language)))
                .toList();
    }

    private static OperationDescription detectionsOperation() {
        return OperationDescription.of(
                        "detections",
                        "Detections, the latest first, as lines of firebreak.detection/1.",
                        "検出結果の一覧（新しい順、firebreak.detection/1 の行）。")
                .query("limit", "integer", "At most so many, 1 to 10000.", "最大件数（1～10000）。")
                .answers(200, JsonResponses.LINES, null, "Detections.", "検出結果。");
    }

    private void detections(Context ctx) {
        int limit = ApiParameters.number(ctx, "limit", 1, MAX, USUAL);
        Language language = gate.caller(ctx).language();
        var lines = new ByteArrayOutputStream();
        parameters.sources().sightings().newest(limit).forEach(d -> WatchJson.line(d, language, lines));
        lines(ctx, lines);
    }

    private static OperationDescription incidentsOperation() {
        return OperationDescription.of(
                        "incidents",
                        "Incidents of the latest detections, as lines of firebreak.incident/1.",
                        "最新の検出結果から作成したインシデント（firebreak.incident/1 の行）。")
                .answers(200, JsonResponses.LINES, null, "Incidents.", "インシデント。");
    }

    private void incidents(Context ctx) {
        Language language = gate.caller(ctx).language();
        var lines = new ByteArrayOutputStream();
        parameters.sources().sightings().incidents().forEach(i -> WatchJson.line(i, language, lines));
        lines(ctx, lines);
    }

    private static void lines(Context ctx, ByteArrayOutputStream lines) {
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(JsonResponses.LINES).result(lines.toString(UTF_8));
    }
}
