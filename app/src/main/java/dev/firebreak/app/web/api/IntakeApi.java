package dev.firebreak.app.web.api;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.Caller;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.limits.Limits;
import dev.firebreak.app.web.service.OrderJudge;
import dev.firebreak.core.dashboard.CheckInResult;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.IntakeAudit;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.SiteName;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What machines bring of themselves, and people and inventories of many. */
final class IntakeApi {

    private static final int MAX_COMPLAINTS = 100;

    /** Characters of a list of ids of orders. */
    private static final int MAX_IDS = 2048;

    private static final Pattern ATTEMPT = Pattern.compile("[A-Za-z0-9]{16,64}");

    private final ApiParameters parameters;
    private final ApiGate gate;
    private final OrderJudge orders;

    IntakeApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
        this.orders = new OrderJudge(parameters.sources());
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.post(
                        "/api/v1/machines/{name}/evidence", Access.MACHINE, checkInOperation(), this::checkIn),
                ApiOperation.post("/api/v1/machines/{name}/token", Access.SITE, enrolOperation(), this::enrol),
                ApiOperation.delete(
                        "/api/v1/machines/{name}/token", Access.OPERATOR, enrolAgainOperation(), this::enrolAgain),
                ApiOperation.post("/api/v1/evidence", Access.OPERATOR, bulkOperation(), this::bulk),
                ApiOperation.delete(
                        "/api/v1/machines/{name}/unreadable", Access.OPERATOR, dismissOperation(), this::dismiss));
    }

    private static OperationDescription dismissOperation() {
        return OperationDescription.of(
                        "dismissUnreadable",
                        "Dismisses evidence of a machine that could not be read: it is no longer used. "
                                + "A machine of which nothing else is known leaves the list.",
                        "読み取れなかった情報を確認済みとし、判定の対象から外します。ほかに情報がない端末は一覧から外れます。")
                .path("name", "The machine's name.", "コンピューター名。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(
                        404,
                        "Everything of it could be read, or no machine of this name is there.",
                        "読み取れなかった情報がないか、この名前の端末がありません。");
    }

    private void dismiss(Context ctx) {
        String name = ctx.pathParam("name");
        if (!parameters.sources().fleet().dismiss(name)) {
            throw ApiRefusal.missing(
                    "Everything of it could be read, or no machine of this name is there.",
                    "読み取れなかった情報がないか、この名前の端末がありません。");
        }
        IntakeAudit.dismissed(
                parameters.sources().audit(), parameters.now(), gate.caller(ctx).name(), name);
        ctx.status(204);
    }

    private static OperationDescription checkInOperation() {
        return OperationDescription.of(
                        "checkIn",
                        "A machine sends its collected evidence. Answered once that is stored durably and assessed.",
                        "端末が自身の収集結果を送信します。確実に保存し、判定を終えてから応答します。")
                .path("name", "The machine's own name.", "端末自身のコンピューター名。")
                .query("file", "string", "Name of the file; helps to identify its format.", "ファイル名（内容の判別に使います）。")
                .query(
                        "collected",
                        "Moment",
                        "When it was collected, where the content has no time; the date of the file is accepted.",
                        "収集日時。内容に日時がない場合に使います（ファイルの更新日時でも構いません）。")
                .query(
                        "order",
                        "string",
                        "Ids of orders, with commas, that this machine had done before it collected this.",
                        "この内容を収集する前に、この端末が実行を終えた指示の ID（コンマ区切り）。")
                .takes(null, "text/plain", "application/octet-stream", JsonResponses.LINES, "application/json")
                .answers(201, "CheckIn", "New, stored and assessed.", "新しい内容として保存し、判定しました。")
                .answers(
                        200,
                        "CheckIn",
                        "known: the same as before, the machine was seen again. older: collected before the evidence in use; kept as history, not used for the verdict.",
                        "known: 前回と同じ内容です。応答日時のみ更新しました。older: 判定に使用中の情報より前に収集されたものです。履歴として保存し、判定には使いません。")
                .fails(
                        403,
                        "The content is of another machine, or of one of another site (not_yours); or the machine has a token of its "
                                + "own, and this is not it (machine_enrolled).",
                        "別の端末または別拠点の端末の内容です（not_yours）。または、専用トークンのある端末に別のトークンを使いました（machine_enrolled）。")
                .fails(413, "More than 32 MiB.", "32 MiB を超えています。")
                .fails(
                        422,
                        "Nothing in it can be used; problems lists the reasons. The machine counts as unknown from then on.",
                        "使える内容がありません。理由は problems にあります。以後、この端末は未確認として数えます。")
                .fails(
                        429,
                        "The site's token brought too many new machines in this hour; known machines are still accepted.",
                        "この拠点のトークンで 1 時間に受け付ける新しい端末の数を超えました。既知の端末は受け付けます。")
                .fails(507, "The disk is full; nothing was kept.", "ディスクに空きがなく、保存していません。");
    }

    private void checkIn(Context ctx) throws IOException {
        Caller caller = gate.caller(ctx);
        String machine = ctx.pathParam("name");
        if (caller.machine() != null && !MachineName.same(caller.machine(), machine)) {
            throw notYours(machine);
        }
        limited(ctx, machine);
        byte[] content = gate.body(ctx, Limits.CHECK_IN_BYTES);
        String site = Objects.requireNonNull(caller.site(), "the router lets machines in only");
        String file = fileName(ctx);
        Sender sender = caller.machine() == null ? Sender.SITE : Sender.MACHINE;
        CheckInResult result = parameters
                .sources()
                .fleet()
                .checkIn(sender, machine, site, file, content, caller.name(), parameters.collected(ctx));
        if (result instanceof CheckInResult.Accepted accepted) {
            orders.judge(accepted.line(), afterwards(ctx));
        }
        switch (result) {
            case CheckInResult.Accepted accepted ->
                JsonResponses.brief(
                        ctx,
                        accepted.outcome() == CheckInRecords.Outcome.KEPT ? 201 : 200,
                        ApiRows.of(
                                "machine",
                                accepted.line().name(),
                                "outcome",
                                accepted.outcome().name().toLowerCase(Locale.ROOT),
                                "verdicts",
                                ApiRows.verdicts(accepted.line()),
                                "needs",
                                accepted.line().needs().stream()
                                        .map(Object::toString)
                                        .toList(),
                                "problems",
                                problems(accepted.problems(), caller.language())));
            case CheckInResult.NotYours(var other) -> throw notYours(other);
            case CheckInResult.Enrolled(var enrolled) -> throw enrolled(enrolled);
            case CheckInResult.Unreadable unreadable -> {
                String of = unreadable.machine();
                if (of != null && unreadable.isNew()) {
                    IntakeAudit.unreadable(
                            parameters.sources().audit(),
                            parameters.now(),
                            caller.name(),
                            site,
                            file,
                            of,
                            unreadable.problems());
                }
                throw unreadable(unreadable.problems(), of != null, caller.language());
            }
        }
    }

    /** Orders that the sender had done before it collected; what is no id names no order. */
    private static Set<String> afterwards(Context ctx) {
        String text = ctx.queryParam("order");
        return text == null || text.length() > MAX_IDS
                ? Set.of()
                : Arrays.stream(text.split(",", -1)).collect(Collectors.toUnmodifiableSet());
    }

    private static ApiRefusal notYours(String machine) {
        return new ApiRefusal(
                403,
                "not_yours",
                new Text(
                        "A machine token is valid only for its machine, a site token only for machines of its site.",
                        "端末が送信できるのは、自拠点の自分自身の情報だけです。"),
                Map.of("machine", machine));
    }

    private static ApiRefusal enrolled(String machine) {
        return new ApiRefusal(
                403,
                "machine_enrolled",
                new Text(
                        "This machine has a token of its own, and only that is accepted. If it was reinstalled or lost its token, "
                                + "have it re-enrolled: page of the machine, or DELETE /api/v1/machines/{name}/token.",
                        "この端末には専用トークンが発行されており、専用トークンでのみ受け付けます。再インストールなどでトークンを失った場合は、"
                                + "端末のページか DELETE /api/v1/machines/{name}/token で再登録してください。"),
                Map.of("machine", machine));
    }

    private static ApiRefusal unreadable(List<Problem> problems, boolean counts, Language language) {
        return new ApiRefusal(
                422,
                "unreadable",
                counts
                        ? new Text(
                                "Nothing in it can be used. The machine counts as unknown until evidence arrives that can be read.",
                                "使える内容がありませんでした。読み取れる情報が届くまで、この端末は未確認として数えます。")
                        : new Text("Nothing in it can be used.", "使える内容がありませんでした。"),
                Map.of("problems", problems(problems, language)));
    }

    static List<Map<String, @Nullable Object>> problems(List<Problem> problems, Language language) {
        return problems.stream()
                .limit(MAX_COMPLAINTS)
                .map(c -> ApiRows.of(
                        "file", c.source().file(),
                        "line", c.source().line(),
                        "what", c.what().in(language)))
                .toList();
    }

    private static String fileName(Context ctx) {
        String name = ApiParameters.text(ctx, "file");
        return name == null || name.isBlank() ? "evidence" : name;
    }

    private static OperationDescription enrolOperation() {
        return OperationDescription.of(
                        "enrol",
                        "Issues a machine a token of its own, by the token of its site. The secret is shown once.",
                        "拠点のトークンで端末専用のトークンを発行します。トークンは一度だけ表示します。")
                .path("name", "The machine's name.", "コンピューター名。")
                .query(
                        "attempt",
                        "string",
                        "A random text, 16 to 64 letters and digits. Sent again with the same one within ten minutes, the request gets "
                                + "another token in the place of the first: its answer may have been lost.",
                        "16～64 文字の乱数（英数字）。10 分以内に同じ値で送り直すと、応答を受け取れなかったとみなし、トークンを発行し直します。")
                .answers(201, "Issued", "The token; as text/plain its secret alone.", "発行したトークン（text/plain ではトークンのみ）。")
                .fails(
                        429,
                        "The site's token brought too many new machines in this hour.",
                        "この拠点のトークンで 1 時間に受け付ける新しい端末の数を超えました。")
                .fails(409, "It has a token already, or belongs to another site.", "すでにトークンがあるか、別拠点の端末です。");
    }

    /** Refuses before the body is read. */
    private void limited(Context ctx, String machine) {
        Optional<Duration> wait = gate.newMachineWait(ctx, machine);
        if (wait.isPresent()) {
            long seconds = wait.get().toSeconds() + 1;
            ctx.header("Retry-After", Long.toString(seconds));
            throw new ApiRefusal(
                    429,
                    "too_many_new_machines",
                    new Text(
                            "The token of this site brought as many new machines as it may in an hour. Known machines are still accepted. Wait, "
                                    + "or have an administrator raise firebreak.limit.newMachinesPerToken.",
                            "この拠点のトークンで 1 時間に受け付ける新しい端末の数に達しました。既知の端末は受け付けます。しばらく待つか、"
                                    + "管理者が firebreak.limit.newMachinesPerToken を引き上げてください。"),
                    Map.of("machine", machine, "retryAfter", seconds));
        }
    }

    private void enrol(Context ctx) {
        String machine = ctx.pathParam("name");
        limited(ctx, machine);
        String attempt = ApiParameters.text(ctx, "attempt");
        if (attempt != null && !ATTEMPT.matcher(attempt).matches()) {
            throw ApiRefusal.parameter("attempt", "16 to 64 letters and digits", "16～64 文字の英数字にしてください");
        }
        ApiGate.Issued issued = gate.enrol(ctx, machine, attempt)
                .orElseThrow(() -> new ApiRefusal(
                        409,
                        "enrolled",
                        new Text(
                                "It has a token already, or belongs to another site. Revoke the old one first.",
                                "すでにトークンがあるか、別拠点の端末です。先に古いトークンを失効させてください。"),
                        Map.of("machine", machine)));
        ctx.header("Cache-Control", "no-store");
        ctx.header("Vary", "Accept");
        if (Objects.requireNonNullElse(ctx.header("Accept"), "").startsWith("text/plain")) {
            // Scripts for cmd cannot read JSON.
            ctx.status(201).contentType("text/plain; charset=utf-8").result(issued.secret() + "\n");
            return;
        }
        JsonResponses.json(
                ctx, 201, ApiRows.of("id", issued.token().id(), "machine", machine, "secret", issued.secret()));
    }

    private static OperationDescription enrolAgainOperation() {
        return OperationDescription.of(
                        "reenrol",
                        "Ends a machine's own token: it was installed anew or lost its token, and enrols again at its next run.",
                        "端末の専用トークンを失効させます。再インストールした端末やトークンを失った端末は、次回の実行時に登録し直します。")
                .path("name", "The machine's name.", "コンピューター名。")
                .answers(204, null, null, "Done.", "完了。")
                .fails(404, "No machine of this name is known.", "この名前の端末はありません。");
    }

    private void enrolAgain(Context ctx) {
        if (!gate.enrolAgain(ctx, ctx.pathParam("name"))) {
            throw ApiRefusal.missing("No machine of this name is known.", "この名前の端末はありません。");
        }
        ctx.status(204);
    }

    private static OperationDescription bulkOperation() {
        return OperationDescription.of(
                        "bringEvidence",
                        "A file of any number of machines of one site. Machines of other sites are refused and named.",
                        "1 拠点の複数端末をまとめて登録します。別拠点の端末は登録せず、一覧で返します。")
                .query("site", "string", "Whose machines they are; needed.", "端末の拠点（必須）。")
                .query("file", "string", "Name of the file; helps to identify its format.", "ファイル名（内容の判別に使います）。")
                .query(
                        "collected",
                        "Moment",
                        "When it was collected, where the content has no time; the date of the file is accepted.",
                        "収集日時。内容に日時がない場合に使います（ファイルの更新日時でも構いません）。")
                .takes(
                        null,
                        "text/plain",
                        "application/octet-stream",
                        JsonResponses.LINES,
                        "application/json",
                        "text/csv")
                .answers(200, "Taken", "What became of it.", "登録結果。")
                .fails(413, "More than 256 MiB.", "256 MiB を超えています。")
                .fails(
                        422,
                        "Nothing in it can be used; problems lists the reasons.",
                        "使える内容がありません。理由は problems にあります。");
    }

    private void bulk(Context ctx) throws IOException {
        Caller caller = gate.caller(ctx);
        String site =
                Optional.ofNullable(ApiParameters.text(ctx, "site")).orElse("").strip();
        Optional<Text> refusal = SiteName.refusal(site);
        if (refusal.isPresent()) {
            throw ApiRefusal.parameter("site", refusal.get().en(), refusal.get().ja());
        }
        String name = fileName(ctx);
        Instant collected = parameters.collected(ctx);
        ImportedEvidence imported = parameters
                .sources()
                .fleet()
                .importEvidence(
                        Sender.IMPORTER, site, name, gate.body(ctx, Limits.BULK_BYTES), caller.name(), collected);
        IntakeAudit.imported(parameters.sources().audit(), parameters.now(), caller.name(), site, name, imported);
        if (imported.kept()
                        + imported.known()
                        + imported.older()
                        + imported.notYours().size()
                == 0) {
            throw unreadable(imported.problems(), !imported.unreadable().isEmpty(), caller.language());
        }
        JsonResponses.json(ctx, 200, json(imported, caller.language()));
    }

    private static Map<String, @Nullable Object> json(ImportedEvidence imported, Language language) {
        return ApiRows.of(
                "kept", imported.kept(),
                "known", imported.known(),
                "older", imported.older(),
                "outcome",
                        imported.kept() > 0
                                ? "kept"
                                : imported.known() > 0 ? "known" : imported.older() > 0 ? "older" : "none",
                "notYours", imported.notYours(),
                "problemCount", imported.problems().size(),
                "problems", problems(imported.problems(), language));
    }
}
