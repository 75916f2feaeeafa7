package dev.firebreak.core.advisory;

import java.util.Optional;

/** What kind of update a KB number names; only some kinds carry what came before them. */
public enum UpdateKind {
    MONTHLY_ROLLUP("monthlyRollup", new Wording("monthly rollup", "マンスリー ロールアップ")),
    PREVIEW("preview", new Wording("preview of a monthly rollup", "マンスリー ロールアップのプレビュー")),
    SECURITY_ONLY("securityOnly", new Wording("security-only update", "セキュリティのみの更新プログラム")),
    CUMULATIVE("cumulative", new Wording("cumulative update", "累積更新プログラム")),
    CUMULATIVE_PREVIEW("cumulativePreview", new Wording("preview of a cumulative update", "累積更新プログラムのプレビュー")),
    OUT_OF_BAND("outOfBand", new Wording("out-of-band update", "定例外の更新プログラム")),
    STANDALONE("standalone", new Wording("security update", "セキュリティ更新プログラム")),
    SERVICE_PACK("servicePack", new Wording("service pack", "サービス パック")),
    HOTPATCH("hotpatch", new Wording("hotpatch", "ホットパッチ"));

    private final String id;
    private final Wording label;

    UpdateKind(String id, Wording label) {
        this.id = id;
        this.label = label;
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Wording label() {
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
