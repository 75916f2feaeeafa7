package dev.firebreak.core.assess;

import dev.firebreak.core.text.Text;

/** Evidence that would settle an unknown verdict. */
public enum MissingEvidence {
    OPERATING_SYSTEM(
            "operatingSystem",
            new Text("version and edition of Windows (systeminfo)", "Windows のバージョンとエディション（systeminfo）")),
    SERVICE_PACK("servicePack", new Text("the service pack level (systeminfo)", "サービス パックのレベル（systeminfo）")),
    HOTFIX_LIST(
            "completeHotfixList",
            new Text(
                    "the complete list of updates (wmic qfe, or scripts/collect)",
                    "更新プログラムの完全な一覧（wmic qfe または scripts/collect）")),
    COMPONENTS(
            "components",
            new Text(
                    "which parts of Windows are installed, .NET Framework's release for one (scripts/collect)",
                    "導入されている Windows の構成要素。.NET Framework の Release 値など（scripts/collect）")),
    FILE_VERSION(
            "fileVersion",
            new Text("the version of the driver file (scripts/collect)", "ドライバー ファイルのバージョン（scripts/collect）"));

    private final String id;
    private final Text label;

    MissingEvidence(String id, Text label) {
        this.id = id;
        this.label = label;
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** What to collect, for people. */
    public Text label() {
        return label;
    }
}
