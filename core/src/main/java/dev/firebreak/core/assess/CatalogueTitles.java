package dev.firebreak.core.assess;

import dev.firebreak.core.advisory.UpdateKind;
import dev.firebreak.core.text.Text;
import java.time.LocalDate;
import java.util.Optional;

/** Titles of the findings about the whole catalogue, which belong to no advisory of a vendor's. */
final class CatalogueTitles {

    private CatalogueTitles() {}

    static Text update(UpdateKind kind, Optional<LocalDate> published) {
        return published
                .map(day -> Text.format("%s of %s", "%s（%s 公開）", kind.label(), Text.date(day)))
                .orElse(kind.label());
    }

    static Text unknown() {
        return new Text("CVEs whose state is unknown", "判定できない CVE");
    }

    static Text parts() {
        return new Text("Parts of Windows that may be installed", "導入されている可能性がある Windows の構成要素");
    }

    static Text unconfirmed() {
        return new Text("Old updates that no feed links to a rollup", "ロールアップへの包含が確認できない古い更新");
    }

    static Text withoutUpdate() {
        return new Text("CVEs without an available update", "更新プログラムが入手できない CVE");
    }

    static Text doubt(Reason.Kind kind) {
        return switch (kind) {
            case SUPPORT_ENDED -> new Text("Security updates for the product", "製品の更新プログラムの提供状況");
            case KNOWLEDGE_OUTDATED -> new Text("How far knowledge reaches", "脆弱性情報の対象期間");
            default -> new Text("Updates without a known date", "公開日が不明な更新プログラム");
        };
    }

    static Text closed() {
        return new Text("All CVEs of Windows in the catalogue", "カタログにある Windows の全 CVE");
    }
}
