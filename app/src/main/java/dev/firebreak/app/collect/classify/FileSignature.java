package dev.firebreak.app.collect.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.core.text.Text;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells files that are no text by how they begin, and texts that are not read yet, so that the complaint can name what they are. */
public final class FileSignature {

    private record Kind(byte[] begins, Text what) {}

    private static final byte[] ZIP = "PK\3\4".getBytes(ISO_8859_1);

    private static final List<Kind> KINDS = List.of(
            kind("PK\3\4", CollectTexts.archive("ZIP")),
            kind("PK\5\6", CollectTexts.archive("ZIP")),
            kind("\37\213", CollectTexts.archive("gzip")),
            kind("7z\274\257\47\34", CollectTexts.archive("7-Zip")),
            kind("Rar!\32\7", CollectTexts.archive("RAR")),
            kind("MSCF", CollectTexts.archive("CAB")),
            kind("BZh", CollectTexts.archive("bzip2")),
            kind("\3757zXZ", CollectTexts.archive("xz")),
            kind("(\265/\375", CollectTexts.archive("Zstandard")),
            kind("MZ", CollectTexts.notText("EXE/DLL")),
            kind("\177ELF", CollectTexts.notText("ELF")),
            kind("%PDF", CollectTexts.notText("PDF")),
            kind("\211PNG", CollectTexts.notText("PNG")),
            kind("\377\330\377", CollectTexts.notText("JPEG")),
            kind("GIF8", CollectTexts.notText("GIF")),
            kind("ElfFile\0", CollectTexts.notText("EVTX")),
            kind("regf", CollectTexts.notText("registry hive")),
            kind("SQLite format 3", CollectTexts.notText("SQLite")),
            kind("\324\303\262\241", CollectTexts.notText("pcap")),
            kind("\241\262\303\324", CollectTexts.notText("pcap")),
            kind("\12\15\15\12", CollectTexts.notText("pcapng")),
            kind("\320\317\21\340", CollectTexts.notText("OLE (.doc, .xls, .msi)")));

    private record BinaryKind(Pattern isIn, Text what) {}

    private static final int TEXT_HEAD = 1 << 16;

    private static final List<BinaryKind> UNREAD = List.of(
            unread("(?m)^# Nmap \\d\\S* scan initiated |^Nmap scan report for |^Starting Nmap \\d", "nmap -oN", "-oX"),
            unread(
                    "(?m)^\\s*Package Identity\\s*[:|]|^Deployment Image Servicing and Management tool"
                            + "|Package_for_\\w+~31bf3856ad364e35~",
                    "dism",
                    "wmic qfe"),
            unread(
                    "(?m)^\\s*osquery> |^\\+-[-+]+-\\+\\R\\|(?=[^\\n]*\\b(?:hotfix_id|installed_on|build|platform|codename|"
                            + "patch|computer_name|cpu_type)\\b)",
                    "osquery table",
                    "osqueryi --json"),
            unread(
                    "(?m)^(?:WindowsProductName|WindowsBuildLabEx|WindowsCurrentVersion|OsHotFixes|OsHardwareAbstractionLayer|CsDNSHostName)"
                            + "\\s*: ",
                    "Get-ComputerInfo text",
                    "Get-ComputerInfo | ConvertTo-Json -Depth 4"));

    private FileSignature() {}

    private static Kind kind(String begins, Text what) {
        return new Kind(begins.getBytes(ISO_8859_1), what);
    }

    /** What it surely is if it is no text; null otherwise. */
    public static @Nullable Text of(byte[] head) {
        if (startsWith(head, ZIP) && new String(head, ISO_8859_1).contains("[Content_Types].xml")) {
            return CollectTexts.WORKBOOK;
        }
        for (Kind kind : KINDS) {
            if (startsWith(head, kind.begins())) {
                return kind.what();
            }
        }
        return null;
    }

    private static boolean startsWith(byte[] head, byte[] begins) {
        return head.length >= begins.length
                && java.util.Arrays.equals(head, 0, begins.length, begins, 0, begins.length);
    }

    private static BinaryKind unread(String isIn, String format, String instead) {
        return new BinaryKind(
                Pattern.compile(isIn),
                Text.format(
                        "%1$s output is not read yet: collect with %2$s",
                        "%1$s の出力にはまだ対応していません。%2$s で収集してください", format, instead));
    }

    /** What a text is that nothing else knows; null where that is not known either. */
    static @Nullable Text ofText(String text) {
        String head = text.substring(0, Math.min(TEXT_HEAD, text.length()));
        for (BinaryKind kind : UNREAD) {
            if (kind.isIn().matcher(head).find()) {
                return kind.what();
            }
        }
        return null;
    }
}
