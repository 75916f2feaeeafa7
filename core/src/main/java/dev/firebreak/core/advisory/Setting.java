package dev.firebreak.core.advisory;

import dev.firebreak.core.text.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A setting of Windows that decides whether a mitigation is in place, with every value that may be observed. The list is an allow
 * list: a setting or value that is not here is no evidence. {@link #UNKNOWN} is a value of each: it was asked and not told.
 */
public enum Setting {
    /** Whether the SMBv1 server answers: registry value SMB1 of LanmanServer, or Get-SmbServerConfiguration (KB2696547). */
    SMB1_SERVER("smb1-server", new Text("SMBv1 server", "SMBv1 サーバー"), "enabled", "disabled"),
    /** How the print spooler starts: registry value Start of the service Spooler (2, 3, 4). */
    SPOOLER_START(
            "spooler-start",
            new Text("Print Spooler, start type", "Print Spooler のスタートアップの種類"),
            "automatic",
            "manual",
            "disabled"),
    /** Whether the print spooler runs now, as the service manager answers. */
    SPOOLER_STATE("spooler-state", new Text("Print Spooler", "Print Spooler サービス"), "running", "stopped"),
    /** Whether Remote Desktop demands Network Level Authentication before a session is made, policies included. */
    RDP_NLA(
            "rdp-nla",
            new Text("Network Level Authentication of Remote Desktop", "リモート デスクトップのネットワーク レベル認証"),
            "required",
            "not-required"),
    /** Whether the SMBv3 server takes compressed requests: registry value DisableCompression of LanmanServer (ADV200005). */
    SMB3_COMPRESSION(
            "smb3-compression", new Text("SMBv3 compression of the server", "SMBv3 サーバーの圧縮"), "enabled", "disabled");

    /** The value of a setting that was asked and not told. */
    public static final String UNKNOWN = "unknown";

    private final String id;
    private final Text label;
    private final List<String> allowed;

    Setting(String id, Text label, String... allowed) {
        this.id = id;
        this.label = label;
        this.allowed = List.of(allowed);
    }

    /** Name in our own formats. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public Text label() {
        return label;
    }

    /** The values it can have, but for {@link #UNKNOWN}. */
    public List<String> allowed() {
        return allowed;
    }

    /** Whether it can be observed with this value. */
    public boolean allows(String value) {
        return value.equals(UNKNOWN) || allowed.contains(value);
    }

    /** A value for people. */
    public static Text words(String value) {
        return switch (value) {
            case "enabled" -> new Text("on", "有効");
            case "disabled" -> new Text("off", "無効");
            case "automatic" -> new Text("automatic", "自動");
            case "manual" -> new Text("manual", "手動");
            case "running" -> new Text("running", "実行中");
            case "stopped" -> new Text("stopped", "停止");
            case "required" -> new Text("required", "必須");
            case "not-required" -> new Text("not required", "必須ではない");
            default -> new Text("not known", "不明");
        };
    }

    /** The setting of that name in our own formats. */
    public static Optional<Setting> ofId(String id) {
        return Arrays.stream(values()).filter(s -> s.id.equals(id)).findFirst();
    }
}
