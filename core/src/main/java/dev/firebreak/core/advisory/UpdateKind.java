package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.util.Optional;

/** What kind of update a KB number names; only some kinds carry what came before them. */
public enum UpdateKind {
    MONTHLY_ROLLUP("monthlyRollup", new Text("monthly rollup", "マンスリー ロールアップ")),
    PREVIEW("preview", new Text("preview of a monthly rollup", "マンスリー ロールアップのプレビュー")),
    SECURITY_ONLY("securityOnly", new Text("security-only update", "セキュリティのみの更新プログラム")),
    CUMULATIVE("cumulative", new Text("cumulative update", "累積更新プログラム")),
    CUMULATIVE_PREVIEW("cumulativePreview", new Text("preview of a cumulative update", "累積更新プログラムのプレビュー")),
    OUT_OF_BAND("outOfBand", new Text("out-of-band update", "定例外の更新プログラム")),
    STANDALONE("standalone", new Text("security update", "セキュリティ更新プログラム")),
    SERVICE_PACK("servicePack", new Text("service pack", "サービス パック")),
    HOTPATCH("hotpatch", new Text("hotpatch", "ホットパッチ"));

    private final String id;
    private final Text label;

    UpdateKind(String id, Text label) {
        this.id = id;
        this.label = label;
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Text label() {
        return label;
    }

    /** The kind of that {@link #id}. */
    public static Optional<UpdateKind> ofId(String id) {
        for (UpdateKind kind : values()) {
            if (kind.id.equals(id)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
