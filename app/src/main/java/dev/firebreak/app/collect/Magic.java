package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.firebreak.core.advisory.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells files that are no text by how they begin, so that the complaint can name what they are. */
final class Magic {

    private record Kind(byte[] begins, Wording what) {}

    private static final byte[] ZIP = "PK\3\4".getBytes(ISO_8859_1);

    private static final List<Kind> KINDS = List.of(
            kind("PK\3\4", Words.archive("ZIP")),
            kind("PK\5\6", Words.archive("ZIP")),
            kind("\37\213", Words.archive("gzip")),
            kind("7z\274\257\47\34", Words.archive("7-Zip")),
            kind("Rar!\32\7", Words.archive("RAR")),
            kind("MSCF", Words.archive("CAB")),
            kind("BZh", Words.archive("bzip2")),
            kind("\3757zXZ", Words.archive("xz")),
            kind("(\265/\375", Words.archive("Zstandard")),
            kind("MZ", Words.notText("EXE/DLL")),
            kind("\177ELF", Words.notText("ELF")),
            kind("%PDF", Words.notText("PDF")),
            kind("\211PNG", Words.notText("PNG")),
            kind("\377\330\377", Words.notText("JPEG")),
            kind("GIF8", Words.notText("GIF")),
            kind("ElfFile\0", Words.notText("EVTX")),
            kind("regf", Words.notText("registry hive")),
            kind("SQLite format 3", Words.notText("SQLite")),
            kind("\324\303\262\241", Words.notText("pcap")),
            kind("\241\262\303\324", Words.notText("pcap")),
            kind("\12\15\15\12", Words.notText("pcapng")),
            kind("\320\317\21\340", Words.notText("OLE (.doc, .xls, .msi)")));

    private Magic() {}

    private static Kind kind(String begins, Wording what) {
        return new Kind(begins.getBytes(ISO_8859_1), what);
    }

    /** What it surely is if it is no text; null otherwise. */
    static @Nullable Wording of(byte[] head) {
        if (startsWith(head, ZIP) && new String(head, ISO_8859_1).contains("[Content_Types].xml")) {
            return Words.WORKBOOK;
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
