package dev.firebreak.app.web.api;

import dev.firebreak.app.web.auth.ApiGate;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.text.Language;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of advisories and of support, compared with the fleet; and who did what. */
final class KnowledgeApi {

    private static final int MAX = 1000;

    private final ApiParameters parameters;
    private final ApiGate gate;

    KnowledgeApi(ApiParameters parameters, ApiGate gate) {
        this.parameters = parameters;
        this.gate = gate;
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.get("/api/v1/advisories", Access.VIEWER, advisoriesOperation(), this::advisories),
                ApiOperation.get("/api/v1/advisories/{id}", Access.VIEWER, advisoryOperation(), this::advisory),
                ApiOperation.get("/api/v1/lifecycle", Access.VIEWER, lifecycleOperation(), this::lifecycle),
                ApiOperation.get("/api/v1/audit", Access.ADMIN, auditOperation(), this::audit));
    }

    private static OperationDescription advisoriesOperation() {
        return OperationDescription.of(
                        "advisories",
                        "Advisories that there are boards of, with the status of the fleet.",
                        "ボードのあるアドバイザリと対応状況。")
                .answers(200, "Advisories", "All of them.", "一覧。");
    }

    private void advisories(Context ctx) {
        Language language = gate.caller(ctx).language();
        JsonResponses.tagged(
                ctx,
                ApiRows.of(
                        "advisories",
                        parameters.sources().knowledge().get().advisories().stream()
                                .map(a -> row(a, language))
                                .toList()));
    }

    private static OperationDescription advisoryOperation() {
        return OperationDescription.of("advisory", "One advisory, by id or CVE.", "アドバイザリ 1 件（ID または CVE）。")
                .path("id", "Its id, or one of its CVEs.", "ID または CVE。")
                .answers(200, "Advisory", "The advisory.", "アドバイザリ。")
                .fails(404, "There is no board of it.", "ボードがありません。");
    }

    private void advisory(Context ctx) {
        JsonResponses.tagged(
                ctx,
                row(parameters.advisory(ctx.pathParam("id")), gate.caller(ctx).language()));
    }

    private Map<String, @Nullable Object> row(Advisory advisory, Language language) {
        return ApiRows.of(
                "id", advisory.id(),
                "title", advisory.title().in(language),
                "published", advisory.published().toString(),
                "cves", advisory.cves(),
                "aliases", advisory.aliases().stream().sorted().toList(),
                "products", advisory.byProduct().keySet().stream().sorted().toList(),
                "tally",
                        ApiRows.tally(parameters
                                .sources()
                                .fleet()
                                .board(advisory.id())
                                .all()));
    }

    private static OperationDescription lifecycleOperation() {
        return OperationDescription.of("lifecycle", "Products in use and when their support ends.", "使用中の製品とサポート期限。")
                .answers(200, "Lifecycles", "Products in use, and all known support dates.", "使用中の製品と、既知のサポート期限。");
    }

    /** Machines that run the same and lose support on the same day. */
    private record ProductSupport(
            @Nullable String product,
            String support,
            @Nullable LocalDate ends) {}

    private void lifecycle(Context ctx) {
        Map<ProductSupport, Integer> running = new HashMap<>();
        parameters
                .sources()
                .fleet()
                .lines(line -> running.merge(
                        new ProductSupport(line.product(), line.support(), line.supportEnds()), 1, Integer::sum));
        JsonResponses.tagged(
                ctx,
                ApiRows.of(
                        "running",
                        running.entrySet().stream()
                                .sorted(Comparator.comparing(
                                                (Map.Entry<ProductSupport, Integer> e) ->
                                                        e.getKey().ends(),
                                                Comparator.nullsFirst(Comparator.naturalOrder()))
                                        .thenComparingInt(e -> -e.getValue())
                                        .thenComparing(
                                                e -> String.valueOf(e.getKey().product())))
                                .map(e -> ApiRows.of(
                                        "product", e.getKey().product(),
                                        "support", e.getKey().support(),
                                        "ends", ApiRows.text(e.getKey().ends()),
                                        "machines", e.getValue()))
                                .toList(),
                        "known",
                        parameters.sources().knowledge().get().lifecycles().stream()
                                .map(KnowledgeApi::row)
                                .toList()));
    }

    private static Map<String, @Nullable Object> row(Lifecycle life) {
        return ApiRows.of(
                "id", life.id(),
                "name", life.name(),
                "mainstreamEnd", ApiRows.text(life.mainstreamEnd()),
                "extendedEnd", ApiRows.text(life.extendedEnd()),
                "esuEnd", ApiRows.text(life.esuEnd()));
    }

    private static OperationDescription auditOperation() {
        return OperationDescription.of(
                        "audit",
                        "Who did what, the newest first; each entry carries the hash of the one before.",
                        "操作の記録（新しい順）。各項目は直前の項目のハッシュを含みます。")
                .query("before", "integer", "Entries older than this number.", "この番号より前の項目。")
                .query("limit", "integer", "At most so many, 1 to 1000.", "最大件数（1～1000）。")
                .query("verify", "boolean", "Whether to walk the whole chain too.", "全体の連鎖も検証するか。")
                .answers(200, "Audit", "Entries.", "項目。");
    }

    private void audit(Context ctx) {
        int limit = ApiParameters.number(ctx, "limit", 1, MAX, 100);
        long before = ApiParameters.number(ctx, "before", 1, 999_999_999, 0);
        List<AuditLog.Entry> entries =
                parameters.sources().audit().entries(before == 0 ? Long.MAX_VALUE : before, limit);
        Map<String, @Nullable Object> row = ApiRows.of(
                "entries",
                entries.stream()
                        .map(e -> ApiRows.of(
                                "number",
                                e.number(),
                                "at",
                                e.at().toString(),
                                "who",
                                e.who(),
                                "what",
                                e.what(),
                                "about",
                                e.about(),
                                "detail",
                                e.detail(),
                                "hash",
                                e.hash()))
                        .toList());
        if ("true".equals(ctx.queryParam("verify"))) {
            Optional<AuditLog.Break> broken = parameters.sources().audit().verify();
            row.put("holds", broken.isEmpty());
            row.put("brokenAt", broken.map(AuditLog.Break::number).orElse(null));
        }
        JsonResponses.tagged(ctx, row);
    }
}
