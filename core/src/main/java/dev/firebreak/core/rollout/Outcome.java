package dev.firebreak.core.rollout;

import dev.firebreak.core.text.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the exit code of an installer means. Success is an allow list: a code that is not on it failed, whatever it is; and success is a
 * claim, which only fresh evidence confirms.
 *
 * @param code as an unsigned 32-bit number; null where no installer ran or it did not end
 * @param restart whether Windows must be restarted before the update counts
 */
public record Outcome(Kind kind, @Nullable Long code, boolean restart) {

    private static final long MASK = 0xFFFF_FFFFL;

    /**
     * Codes that are known. Sources: system error codes of Windows (5, 87, 112, 1223, 1460, 1618, 1641, 3010); Windows Installer error
     * messages (1602, 1603, 1618, 1641, 3010); Windows Update Agent result codes (0x00240005 WU_S_REBOOT_REQUIRED, 0x00240006
     * WU_S_ALREADY_INSTALLED, 0x80240017 WU_E_NOT_APPLICABLE, 0x80070005 E_ACCESSDENIED, 0x80070422 service disabled,
     * 0x80070643 = 1603); wusa returns the latter as they are. 0x800B0109 and 0x800B0100: no trusted signature (WinTrust).
     */
    private static final Map<Long, Kind> CODES = Map.ofEntries(
            Map.entry(0L, Kind.INSTALLED),
            Map.entry(3010L, Kind.INSTALLED),
            Map.entry(1641L, Kind.INSTALLED),
            Map.entry(0x240005L, Kind.INSTALLED),
            Map.entry(0x240006L, Kind.ALREADY_INSTALLED),
            Map.entry(0x80240017L, Kind.NOT_APPLICABLE),
            Map.entry(5L, Kind.ACCESS_DENIED),
            Map.entry(0x80070005L, Kind.ACCESS_DENIED),
            Map.entry(112L, Kind.DISK_FULL),
            Map.entry(0x80070070L, Kind.DISK_FULL),
            Map.entry(1618L, Kind.BUSY),
            Map.entry(1602L, Kind.CANCELLED),
            Map.entry(1223L, Kind.CANCELLED),
            Map.entry(1460L, Kind.TIMED_OUT),
            Map.entry(0x80070422L, Kind.SERVICE_DISABLED),
            Map.entry(0x800B0100L, Kind.NOT_GENUINE),
            Map.entry(0x800B0109L, Kind.NOT_GENUINE));

    private static final java.util.Set<Long> RESTART = java.util.Set.of(3010L, 1641L, 0x240005L);

    /** What came of it. */
    public enum Kind {
        INSTALLED("installed", new Text("installer reports success", "インストーラーは成功を報告")),
        ALREADY_INSTALLED(
                "already-installed", new Text("installer reports it is already installed", "インストーラーは適用済みと報告")),
        NOT_APPLICABLE(
                "not-applicable",
                new Text(
                        "not applicable: this package does not fit this Windows, which proves nothing",
                        "対象外: パッケージが Windows に合いません（適用済みの根拠にはなりません）")),
        ACCESS_DENIED("access-denied", new Text("access denied: run as administrator", "アクセス拒否: 管理者として実行してください")),
        DISK_FULL("disk-full", new Text("the disk is full", "ディスクに空きがありません")),
        BUSY("busy", new Text("another installation is running: try again later", "別のインストールが実行中です。後で再実行してください")),
        CANCELLED("cancelled", new Text("cancelled", "取り消されました")),
        TIMED_OUT("timeout", new Text("the installer did not end in time", "インストーラーが時間内に終了しませんでした")),
        SERVICE_DISABLED(
                "service-disabled", new Text("the Windows Update service is disabled", "Windows Update サービスが無効です")),
        NOT_GENUINE("not-genuine", new Text("hash or signature does not match", "ハッシュまたは署名が一致しません")),
        NOT_CHECKED(
                "not-checked",
                new Text(
                        "the hash could not be computed, and nothing was installed: certutil is missing or prints nothing",
                        "ハッシュを計算できないため、適用していません。certutil がないか、結果を出力しません")),
        FETCH_FAILED("fetch-failed", new Text("the package could not be fetched", "パッケージを取得できませんでした")),
        NOT_AVAILABLE("not-available", new Text("no package for this Windows", "この Windows 用のパッケージがありません")),
        NOT_CONFIRMED("not-confirmed", new Text("fresh evidence still shows the vulnerability", "新しい根拠情報では、まだ未適用です")),
        FAILED("failed", new Text("failed", "失敗"));

        private final String id;
        private final Text label;

        Kind(String id, Text label) {
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

        /** The kind of that name in our own formats. */
        public static Optional<Kind> ofId(String id) {
            return Arrays.stream(values()).filter(k -> k.id.equals(id)).findFirst();
        }
    }

    /** Reported by our scripts where no installer ran or it did not end. */
    private static final Map<String, Kind> WORDS = Map.of(
            "timeout", Kind.TIMED_OUT,
            "hash", Kind.NOT_GENUINE,
            "size", Kind.NOT_GENUINE,
            "signature", Kind.NOT_GENUINE,
            "unchecked", Kind.NOT_CHECKED,
            "fetch", Kind.FETCH_FAILED,
            "missing", Kind.NOT_AVAILABLE,
            "denied", Kind.ACCESS_DENIED,
            "failed", Kind.FAILED);

    /** One without a code. */
    public static Outcome of(Kind kind) {
        return new Outcome(kind, null, false);
    }

    /** What a code means. */
    public static Outcome of(long code) {
        long unsigned = code & MASK;
        return new Outcome(CODES.getOrDefault(unsigned, Kind.FAILED), unsigned, RESTART.contains(unsigned));
    }

    /**
     * Reads what a client reports: a decimal number, signed as cmd prints it or not; {@code 0x} and up to eight hex digits; or one of our
     * words. Empty for anything else.
     */
    public static Optional<Outcome> parse(String reported) {
        String text = reported.strip().toLowerCase(Locale.ROOT);
        Kind word = WORDS.get(text);
        if (word != null) {
            return Optional.of(of(word));
        }
        if (text.matches("0x[0-9a-f]{1,8}")) {
            return Optional.of(of(Long.parseLong(text.substring(2), 16)));
        }
        if (!text.matches("-?[0-9]{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < Integer.MIN_VALUE || number > MASK ? Optional.empty() : Optional.of(of(number));
    }

    /** Whether it claims that the update is there now. Nothing is closed by a claim. */
    public boolean isClaim() {
        return switch (kind) {
            case INSTALLED, ALREADY_INSTALLED -> true;
            case NOT_APPLICABLE,
                    ACCESS_DENIED,
                    DISK_FULL,
                    BUSY,
                    CANCELLED,
                    TIMED_OUT,
                    SERVICE_DISABLED,
                    NOT_GENUINE,
                    NOT_CHECKED,
                    FETCH_FAILED,
                    NOT_AVAILABLE,
                    NOT_CONFIRMED,
                    FAILED -> false;
        };
    }

    /** In words, with the code. */
    public Text words() {
        Text text = code == null
                ? kind.label()
                : Text.format("%s (exit code %s)", "%s（終了コード %s）", kind.label(), number(code));
        return restart ? Text.format("%s; restart required", "%s。再起動が必要です", text) : text;
    }

    /** Windows writes results of COM in hexadecimal and system error codes in decimal. */
    private static String number(long code) {
        return code > 0xFFFF ? String.format(Locale.ROOT, "0x%08X", code) : Long.toString(code);
    }
}
