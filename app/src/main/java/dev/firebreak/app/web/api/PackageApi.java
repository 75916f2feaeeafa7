package dev.firebreak.app.web.api;

import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.JsonResponses;
import dev.firebreak.app.web.http.PackageContent;
import dev.firebreak.app.web.service.PackageServices;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packages: machines get those that may be handed out, by hash; people and programs see all of them. */
final class PackageApi {

    private final PackageServices packages;

    PackageApi(PackageServices packages) {
        this.packages = packages;
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.get("/api/v1/packages", Access.VIEWER, listOperation(), this::list),
                ApiOperation.get("/api/v1/packages/{hash}/{file}", Access.MACHINE, contentOperation(), this::content));
    }

    private static OperationDescription listOperation() {
        return OperationDescription.of("packages", "Packages and their standing.", "パッケージの一覧と状態。")
                .answers(200, "Packages", "All of them.", "一覧。");
    }

    private void list(Context ctx) throws IOException {
        JsonResponses.tagged(
                ctx,
                ApiRows.of(
                        "packages",
                        packages.store().packages().stream()
                                .map(PackageApi::row)
                                .toList()));
    }

    private static Map<String, @Nullable Object> row(StoredPackage stored) {
        Kb kb = stored.kb();
        Architecture architecture = stored.architecture();
        StoredPackage.Decision decision = stored.decision();
        Map<String, @Nullable Object> row = ApiRows.of(
                "file", stored.file(),
                "standing", stored.standing().name().toLowerCase(Locale.ROOT),
                "size", stored.size(),
                "sha256", stored.sha256(),
                "sha1", stored.sha1());
        row.put("kb", kb == null ? null : kb.toString());
        row.put("architecture", architecture == null ? null : architecture.id());
        row.put("language", stored.language());
        row.put("signer", stored.judgement().signer());
        row.put(
                "reason",
                Map.of(
                        "en",
                        stored.judgement().reason().en(),
                        "ja",
                        stored.judgement().reason().ja()));
        row.put("decidedBy", decision == null ? null : decision.by());
        row.put("url", stored.isServed() ? "/api/v1/packages/" + stored.sha256() + "/" + stored.file() : null);
        return row;
    }

    private static OperationDescription contentOperation() {
        return OperationDescription.of(
                        "packageContent",
                        "The bytes of a package that may be handed out; ranges and conditions as RFC 9110 says.",
                        "配布可能なパッケージの内容。範囲指定と条件付き要求（RFC 9110）に対応します。")
                .path("hash", "Its SHA-256.", "SHA-256。")
                .path("file", "Its name.", "ファイル名。")
                .answers(200, "application/octet-stream", null, "All of it.", "全体。")
                .answers(206, "application/octet-stream", null, "The range asked for.", "指定された範囲。")
                .answers(304, null, null, "Not changed.", "変更なし。")
                .answers(412, null, null, "A condition does not hold.", "条件が成立しません。")
                .answers(416, null, null, "The range is outside of it.", "範囲が内容の外です。")
                .fails(404, "No such package, or it may not be handed out.", "パッケージがないか、配布できません。");
    }

    private void content(Context ctx) throws IOException {
        String sha256 = ctx.pathParam("hash").toLowerCase(Locale.ROOT);
        StoredPackage stored = packages.store()
                .find(sha256)
                .filter(StoredPackage::isServed)
                .filter(found -> found.file().equalsIgnoreCase(ctx.pathParam("file")))
                .orElseThrow(() -> missing());
        try {
            PackageContent.answer(ctx, packages.store(), stored);
        } catch (NoSuchFileException e) {
            throw missing();
        }
    }

    private static ApiRefusal missing() {
        return ApiRefusal.missing("No such package, or it may not be handed out.", "パッケージがないか、配布できません。");
    }
}
