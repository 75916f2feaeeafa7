package dev.firebreak.app.feed.document;

import dev.firebreak.core.text.Text;
import java.util.Locale;

/** Kinds of documents that Firebreak takes in. */
public enum FeedKind {
    BULLETINS("bulletin list (CSV)", "セキュリティ情報一覧（CSV）"),
    CVRF("MSRC security updates (CVRF)", "MSRC セキュリティ更新（CVRF）"),
    CSAF("MSRC advisory (CSAF)", "MSRC アドバイザリ（CSAF）"),
    KEV("known exploited vulnerabilities (CISA KEV)", "悪用が確認された脆弱性（CISA KEV）"),
    NVD("vulnerabilities (NVD)", "脆弱性情報（NVD）"),
    EPSS("probability of exploitation (EPSS)", "悪用される確率（EPSS）"),
    CATALOG("Update Catalog page", "Update カタログのページ"),
    DOWNLOADS("list of packages", "パッケージの一覧"),
    WSUS("offline catalogue of Windows Update", "Windows Update オフライン カタログ"),
    LIFECYCLE("support dates", "サポート期限");

    private final Text label;

    FeedKind(String en, String ja) {
        this.label = new Text(en, ja);
    }

    /** Name in our own formats. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a later document of the same name is a newer edition of it; not so for pages saved by hand. */
    public boolean hasEditions() {
        return switch (this) {
            case BULLETINS, CVRF, CSAF, KEV, EPSS, WSUS, LIFECYCLE -> true;
            case NVD, CATALOG, DOWNLOADS -> false;
        };
    }

    /** Name for people. */
    public Text label() {
        return label;
    }
}
