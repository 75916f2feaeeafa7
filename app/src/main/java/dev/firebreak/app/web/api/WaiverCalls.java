package dev.firebreak.app.web.api;

import dev.firebreak.app.web.pages.Waiving;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.estate.MachineLine;
import dev.firebreak.core.estate.Waiver;
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

/** Exceptions (例外): somebody answers for a machine that is not mended yet. They change no verdict. */
final class WaiverCalls {

    private static final int LARGEST = 1 << 14;

    private final Asked asked;
    private final Gate gate;
    private final Waiving waiving;
    private final JsonMapper json = JsonMapper.shared();

    WaiverCalls(Asked asked, Gate gate) {
        this.asked = asked;
        this.gate = gate;
        this.waiving = new Waiving(asked.sources());
    }

    List<Call> calls() {
        String one = "/api/v1/waivers/{advisory}/{name}";
        return List.of(
                Call.get("/api/v1/waivers", Access.VIEWER, listOperation(), this::list),
                Call.put(one, Access.APPROVER, grantOperation(), this::grant),
                Call.delete(one, Access.APPROVER, endOperation(), this::end));
    }

    private static Operation listOperation() {
        return Operation.of("waivers", "Exceptions of an advisory, also those whose day has passed.", "例外の一覧（期限切れも含む）。")
                .query(
                        "advisory",
                        "string",
                        "Id or CVE; the first known where absent.",
                        "セキュリティ情報の ID または CVE。省略時は先頭のもの。")
                .answers(200, "Waivers", "Exceptions.", "例外。");
    }

    private void list(Context ctx) {
        LocalDate today = waiving.today();
        Answers.tagged(
                ctx,
                Rows.of(
                        "waivers",
                        asked.sources().waivers().of(asked.advisory(ctx).id()).stream()
                                .map(w -> row(w, today))
                                .toList()));
    }

    private static Map<String, @Nullable Object> row(Waiver waiver, LocalDate today) {
        return Rows.of(
                "machine", waiver.machine(),
                "advisory", waiver.advisory(),
                "reason", waiver.reason(),
                "until", waiver.until().toString(),
                "holds", waiver.holds(today),
                "by", waiver.by(),
                "since", waiver.since().toString());
    }

    private static Operation addressed(Operation operation) {
        return operation
                .path("advisory", "Id or CVE.", "セキュリティ情報の ID または CVE。")
                .path("name", "The machine's name.", "コンピューター名。");
    }

    private static Operation grantOperation() {
        return addressed(Operation.of(
                        "grantWaiver",
                        "Grants an exception, in the place of the one that there is.",
                        "例外を承認します（既存のものは置き換え）。"))
                .takes("WaiverWish", "application/json")
                .answers(200, "Waiver", "The exception.", "例外。")
                .fails(404, "No machine of this name is on the roll.", "この名前の端末はありません。");
    }

    private void grant(Context ctx) throws IOException {
        Advisory advisory = asked.advisory(ctx.pathParam("advisory"));
        MachineLine line = asked.sources()
                .room()
                .line(ctx.pathParam("name"))
                .orElseThrow(() -> Refusal.missing("No machine of this name is on the roll.", "この名前の端末はありません。"));
        JsonNode wish = wish(gate.body(ctx, LARGEST));
        String reason = wish.path("reason").asString("").strip();
        if (reason.isEmpty() || reason.length() > Waiving.LONGEST_REASON) {
            throw Refusal.parameter("reason", "1 to 1000 characters", "1～1000 文字で指定してください");
        }
        LocalDate today = waiving.today();
        LocalDate until = day(wish.path("until").asString(""));
        if (until.isBefore(today)) {
            throw Refusal.parameter("until", "has passed", "過去の日付です");
        }
        Waiver waiver = waiving.grant(
                line.name(), advisory.id(), reason, until, gate.caller(ctx).name());
        Answers.json(ctx, 200, row(waiver, today));
    }

    private JsonNode wish(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new Refusal(400, "malformed", new Wording("Not JSON.", "JSON ではありません。"), Map.of());
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.parameter("until", "a day such as 2017-06-30", "2017-06-30 のような日付です");
        }
    }

    private static Operation endOperation() {
        return addressed(Operation.of("endWaiver", "Ends an exception.", "例外を終了します。"))
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "There is none.", "例外はありません。");
    }

    private void end(Context ctx) {
        String advisory = asked.advisory(ctx.pathParam("advisory")).id();
        if (!waiving.end(ctx.pathParam("name"), advisory, gate.caller(ctx).name())) {
            throw Refusal.missing("There is no such exception.", "この例外はありません。");
        }
        ctx.status(204);
    }
}
