package dev.firebreak.app.web.api;

import dev.firebreak.app.io.JsonWriter;
import dev.firebreak.app.report.json.GapsJson;
import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.Caller;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.service.GapService;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Machines that there should be: lists of them come in, and those that no report covers go out. */
final class GapApi {

    private static final int MAX_NAME_LENGTH = 200;

    private final ApiParameters parameters;
    private final ApiGate gate;
    private final GapService gaps;

    GapApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
        this.gaps = new GapService(parameters.sources());
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.get("/api/v1/gaps", Access.VIEWER, gapsOperation(), this::gaps),
                ApiOperation.put("/api/v1/expected/{name}", Access.OPERATOR, keepOperation(), this::keep),
                ApiOperation.delete("/api/v1/expected/{name}", Access.OPERATOR, dropOperation(), this::drop));
    }

    private static OperationDescription gapsOperation() {
        return OperationDescription.of(
                        "fleetGaps",
                        "Machines that no report covers: expected and never reported, or seen on the network and in no inventory. Each counts as unknown.",
                        "報告のない端末の一覧。一覧にあるのに報告がない端末と、ネットワークで見つかったがインベントリーにない端末です。すべて未確認として数えます。")
                .answers(
                        200,
                        "FleetGaps",
                        "Counts and both lists; empty where no list was imported.",
                        "件数と 2 つの一覧。一覧を取り込んでいない場合は空です。");
    }

    private void gaps(Context ctx) {
        FleetGaps found = gaps.gaps();
        var out = new ByteArrayOutputStream();
        try (var json = JsonWriter.to(out)) {
            json.writeStartObject();
            json.writeNumberProperty("reported", found.reported());
            json.writeNumberProperty("expected", found.expected());
            json.writeNumberProperty("unknown", found.unknown());
            json.writeStringProperty(
                    "sentence", found.sentence().in(gate.caller(ctx).language()));
            json.writeName("neverReported");
            new GapsJson(json).missing(found);
            json.writeName("unmanaged");
            new GapsJson(json).unmanaged(found);
            json.writeEndObject();
        }
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(out.toByteArray());
    }

    private static OperationDescription keepOperation() {
        return OperationDescription.of(
                        "keepExpectedMachines",
                        "Imports a list of machines that there should be, in the place of the one of the same name: an export of Active Directory "
                                + "(Get-ADComputer as CSV or JSON) or WSUS, or names. Those that never reported count as unknown.",
                        "あるはずの端末の一覧を取り込み、同じ名前の一覧と置き換えます。Active Directory（Get-ADComputer の CSV・JSON）や WSUS のエクスポート、名前の一覧を使えます。報告のない端末は未確認として数えます。")
                .path("name", "Name of the list.", "一覧の名前。")
                .query("collected", "Moment", "When the list was exported.", "一覧をエクスポートした日時。")
                .takes(null, "text/plain", "text/csv", "application/octet-stream", "application/json")
                .answers(
                        200,
                        "ExpectedMachinesKept",
                        "How many machines it names, and what could not be read.",
                        "端末の数と、読み取れなかった内容。")
                .fails(413, "More than 16 MiB.", "16 MiB を超えています。")
                .fails(422, "It names no machine; the list before it stays.", "端末が含まれていません。以前の一覧を残します。");
    }

    private void keep(Context ctx) throws IOException {
        Caller caller = gate.caller(ctx);
        String name = name(ctx);
        byte[] content = gate.body(ctx, GapService.MAX_BYTES);
        GapService.ImportedEntries imported = gaps.take(name, content, true, parameters.collected(ctx), caller.name());
        List<Map<String, @Nullable Object>> problems = IntakeApi.problems(imported.problems(), caller.language());
        if (imported.entries() == 0) {
            throw new ApiRefusal(
                    422,
                    "unreadable",
                    new Text("The list names no machine.", "一覧に端末が含まれていません。"),
                    Map.of("problems", problems));
        }
        JsonResponses.json(
                ctx,
                200,
                ApiRows.of(
                        "machines",
                        imported.entries(),
                        "problemCount",
                        imported.problems().size(),
                        "problems",
                        problems));
    }

    private static OperationDescription dropOperation() {
        return OperationDescription.of(
                        "dropExpectedMachines", "Takes a list of expected machines out.", "あるはずの端末の一覧を削除します。")
                .path("name", "Name of the list.", "一覧の名前。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "There is no such list.", "この一覧はありません。");
    }

    private void drop(Context ctx) {
        String name = name(ctx);
        boolean isExpected = gaps.lists().stream()
                .anyMatch(list -> list.list().expected() && list.list().name().equals(name));
        if (!isExpected || !gaps.drop(name, gate.caller(ctx).name())) {
            throw ApiRefusal.missing("There is no such list.", "この一覧はありません。");
        }
        ctx.status(204);
    }

    private static String name(Context ctx) {
        String name = ctx.pathParam("name").strip();
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw ApiRefusal.parameter("name", "1 to 200 characters", "1～200 文字です");
        }
        return name;
    }
}
