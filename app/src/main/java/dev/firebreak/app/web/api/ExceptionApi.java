package dev.firebreak.app.web.api;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.service.ExceptionService;
import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exceptions (例外): approved delays for machines that are not patched yet. They change no verdict. */
final class ExceptionApi {

    private static final int LARGEST = 1 << 14;

    private final ApiParameters parameters;
    private final ApiGate gate;
    private final ExceptionService waiving;
    private final JsonMapper json = JsonMapper.shared();

    ExceptionApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
        this.waiving = new ExceptionService(parameters.sources());
    }

    List<ApiOperation> calls() {
        String one = "/api/v1/waivers/{advisory}/{name}";
        return List.of(
                ApiOperation.get("/api/v1/waivers", Access.VIEWER, listOperation(), this::list),
                ApiOperation.put(one, Access.APPROVER, grantOperation(), this::grant),
                ApiOperation.delete(one, Access.APPROVER, endOperation(), this::end));
    }

    private static OperationDescription listOperation() {
        return OperationDescription.of(
                        "waivers", "Exceptions of an advisory, also those whose day has passed.", "例外の一覧（期限切れも含む）。")
                .query(
                        "advisory",
                        "string",
                        "Id or CVE; the first known where absent.",
                        "アドバイザリの ID または CVE。省略時は先頭のもの。")
                .answers(200, "Waivers", "Exceptions.", "例外。");
    }

    private void list(Context ctx) {
        LocalDate today = waiving.today();
        JsonResponses.tagged(
                ctx,
                ApiRows.of(
                        "waivers",
                        parameters
                                .sources()
                                .exceptions()
                                .of(parameters.advisory(ctx).id())
                                .stream()
                                .map(w -> row(w, today))
                                .toList()));
    }

    private static Map<String, @Nullable Object> row(ApprovedException exception, LocalDate today) {
        return ApiRows.of(
                "machine", exception.machine(),
                "advisory", exception.advisory(),
                "reason", exception.reason(),
                "until", exception.until().toString(),
                "holds", exception.holds(today),
                "by", exception.by(),
                "since", exception.since().toString());
    }

    private static OperationDescription addressed(OperationDescription operation) {
        return operation
                .path("advisory", "Id or CVE.", "アドバイザリの ID または CVE。")
                .path("name", "The machine's name.", "コンピューター名。");
    }

    private static OperationDescription grantOperation() {
        return addressed(OperationDescription.of(
                        "grantWaiver",
                        "Grants an exception, in the place of the one that there is.",
                        "例外を承認します（既存のものは置き換え）。"))
                .takes("WaiverWish", "application/json")
                .answers(200, "Waiver", "The exception.", "例外。")
                .fails(404, "No machine of this name is registered.", "この名前の端末はありません。");
    }

    private void grant(Context ctx) throws IOException {
        Advisory advisory = parameters.advisory(ctx.pathParam("advisory"));
        MachineSummary line = parameters
                .sources()
                .fleet()
                .line(ctx.pathParam("name"))
                .orElseThrow(() -> ApiRefusal.missing("No machine of this name is registered.", "この名前の端末はありません。"));
        JsonNode body = exceptionRequest(gate.body(ctx, LARGEST));
        String reason = body.path("reason").asString("").strip();
        if (reason.isEmpty() || reason.length() > ExceptionService.MAX_REASON_LENGTH) {
            throw ApiRefusal.parameter("reason", "1 to 1000 characters", "1～1000 文字で指定してください");
        }
        LocalDate today = waiving.today();
        LocalDate until = day(body.path("until").asString(""));
        if (until.isBefore(today)) {
            throw ApiRefusal.parameter("until", "has passed", "過去の日付です");
        }
        ApprovedException exception = waiving.grant(
                line.name(), advisory.id(), reason, until, gate.caller(ctx).name());
        JsonResponses.json(ctx, 200, row(exception, today));
    }

    private JsonNode exceptionRequest(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new ApiRefusal(400, "malformed", new Text("Not JSON.", "JSON ではありません。"), Map.of());
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiRefusal.parameter("until", "a day such as 2017-06-30", "2017-06-30 のような日付です");
        }
    }

    private static OperationDescription endOperation() {
        return addressed(OperationDescription.of("endWaiver", "Ends an exception.", "例外を終了します。"))
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "There is none.", "例外はありません。");
    }

    private void end(Context ctx) {
        String advisory = parameters.advisory(ctx.pathParam("advisory")).id();
        if (!waiving.end(ctx.pathParam("name"), advisory, gate.caller(ctx).name())) {
            throw ApiRefusal.missing("There is no such exception.", "この例外はありません。");
        }
        ctx.status(204);
    }
}
