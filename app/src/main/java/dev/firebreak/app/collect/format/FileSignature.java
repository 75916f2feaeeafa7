package dev.firebreak.app.collect.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.core.text.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells files that are no text by how they begin, so that the complaint can name what they are. */
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
}
