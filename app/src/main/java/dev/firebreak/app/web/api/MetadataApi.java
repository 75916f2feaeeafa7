package dev.firebreak.app.web.api;

import dev.firebreak.app.deliver.OrderDocument;
import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.app.io.Sha256;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufPublisher;
import dev.firebreak.app.mirror.MirrorIndex;
import dev.firebreak.app.mirror.StoredPackage;
import dev.firebreak.app.web.http.Access;
import dev.firebreak.app.web.http.ApiRefusal;
import dev.firebreak.app.web.http.PackageContent;
import dev.firebreak.app.web.service.WebServices;
import dev.firebreak.core.text.Text;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signed metadata in TUF 1.0 formats, as the server publishes them: of the packages and of the orders, each {@code metadata/} and
 * {@code targets/} below one address, so that any client of TUF reads them.
 */
final class MetadataApi {

    private static final int MAX_BYTES = 32 << 20;
    private static final Pattern METADATA = Pattern.compile(
            "root\\.json|timestamp\\.json|\\d{1,10}\\.(root|snapshot|targets)\\.json|(snapshot|targets)\\.json");
    private static final Pattern ORDER = Pattern.compile("([0-9a-f]{64})\\.([0-9a-f]{32})\\.json");

    private final WebServices services;

    MetadataApi(WebServices services) {
        this.services = services;
    }

    List<ApiOperation> calls() {
        return List.of(
                ApiOperation.get(
                        "/api/v1/packages/metadata/{file}",
                        Access.MACHINE,
                        metadataOperation(
                                "packageMetadata",
                                "Signed metadata (TUF 1.0) of the packages that may be handed out.",
                                "配布可能なパッケージの署名付きメタデータ（TUF 1.0）。"),
                        this::packageMetadata),
                ApiOperation.get(
                        "/api/v1/packages/targets/{file}",
                        Access.MACHINE,
                        packageOperation("packageTarget"),
                        ctx -> packageTarget(ctx, ctx.pathParam("file"))),
                ApiOperation.get(
                        "/api/v1/packages/targets/{folder}/{file}",
                        Access.MACHINE,
                        packageOperation("packageTargetOfHash")
                                .path("folder", "SHA-256 of the package.", "パッケージの SHA-256。"),
                        ctx -> packageTarget(ctx, ctx.pathParam("folder") + "/" + ctx.pathParam("file"))),
                ApiOperation.get(
                        "/api/v1/orders/metadata/{file}",
                        Access.VIEWER,
                        metadataOperation(
                                "orderMetadata",
                                "Signed metadata (TUF 1.0) of the approved orders.",
                                "承認済みの指示の署名付きメタデータ（TUF 1.0）。"),
                        this::orderMetadata),
                ApiOperation.get("/api/v1/orders/targets/{file}", Access.VIEWER, orderOperation(), this::orderTarget));
    }

    private static OperationDescription metadataOperation(String id, String en, String ja) {
        return OperationDescription.of(id, en, ja)
                .path("file", "root.json, N.root.json, timestamp.json, N.snapshot.json or N.targets.json.", "ファイル名。")
                .answers(200, "application/json", null, "The file.", "ファイルの内容。")
                .fails(404, "No such file, or no keys: nothing is signed.", "ファイルがないか、鍵がないため署名されていません。");
    }

    private static OperationDescription packageOperation(String id) {
        return OperationDescription.of(
                        id,
                        "A package under the name that the signed list gives: its SHA-256, a full stop, its name.",
                        "署名付き一覧の名前（SHA-256、ピリオド、ファイル名）によるパッケージの内容。")
                .path("file", "SHA-256, a full stop, the name.", "SHA-256、ピリオド、ファイル名。")
                .answers(200, "application/octet-stream", null, "All of it.", "全体。")
                .answers(206, "application/octet-stream", null, "The range asked for.", "指定された範囲。")
                .answers(304, null, null, "Not changed.", "変更なし。")
                .answers(412, null, null, "A condition does not hold.", "条件が成立しません。")
                .answers(416, null, null, "The range is outside of it.", "範囲が内容の外です。")
                .fails(404, "Not in the signed list.", "署名付き一覧にありません。");
    }

    private static OperationDescription orderOperation() {
        return OperationDescription.of(
                        "orderTarget",
                        "An approved order as it was signed: task, packages with hashes, machine, who proposed and approved, expiry.",
                        "署名された指示（内容、パッケージとハッシュ、端末、提案者と承認者、有効期限）。")
                .path("file", "SHA-256, a full stop, the order's id, .json.", "SHA-256、ピリオド、指示の ID、.json。")
                .answers(200, "application/json", null, "The order.", "指示。")
                .fails(404, "Not signed, or not as it was signed.", "署名されていないか、署名された内容と異なります。");
    }

    private void packageMetadata(Context ctx) throws IOException {
        MirrorIndex index = services.packages().index();
        metadata(ctx, index::metadata, index.status());
    }

    private void orderMetadata(Context ctx) throws IOException {
        SignedOrders orders = services.delivery().signed();
        metadata(ctx, orders::metadata, orders.status());
    }

    private interface Files {
        Optional<byte[]> read(String name, int most) throws IOException, TufFailure;
    }

    private static void metadata(Context ctx, Files files, TufPublisher.Status status) throws IOException {
        if (!status.hasKeys()) {
            throw new ApiRefusal(
                    404,
                    "no_keys",
                    new Text(
                            "Nothing is signed here: there are no keys. On the server: firebreak trust init",
                            "鍵がないため、何も署名されていません。サーバーで firebreak trust init を実行してください。"),
                    Map.of());
        }
        String name = ctx.pathParam("file");
        try {
            Optional<byte[]> bytes = METADATA.matcher(name).matches() ? files.read(name, MAX_BYTES) : Optional.empty();
            ctx.header("Cache-Control", Character.isDigit(name.charAt(0)) ? "private, max-age=3600" : "no-cache")
                    .contentType("application/json")
                    .result(bytes.orElseThrow(MetadataApi::missing));
        } catch (TufFailure e) {
            throw missing();
        }
    }

    private void packageTarget(Context ctx, String name) throws IOException {
        StoredPackage stored = services.packages()
                .index()
                .target(name, services.clock().instant())
                .orElseThrow(MetadataApi::missing);
        try {
            PackageContent.answer(ctx, services.packages().store(), stored);
        } catch (NoSuchFileException e) {
            throw missing();
        }
    }

    private void orderTarget(Context ctx) {
        Matcher name = ORDER.matcher(ctx.pathParam("file"));
        if (!name.matches()) {
            throw missing();
        }
        byte[] bytes = services.delivery()
                .orders()
                .order(name.group(2))
                .filter(order -> services.delivery()
                        .signed()
                        .refusal(order, services.clock().instant())
                        .isEmpty())
                .flatMap(OrderDocument::bytes)
                .filter(content -> Sha256.hex(content).equals(name.group(1)))
                .orElseThrow(MetadataApi::missing);
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(bytes);
    }

    private static ApiRefusal missing() {
        return ApiRefusal.missing("Nothing of that name is signed for.", "その名前の署名対象はありません。");
    }
}
