package dev.firebreak.app.mirror.authenticode;

import java.io.IOException;

/**
 * Where the signature of a cabinet is (MS-CAB, 2.1; Authenticode keeps its place in the header's reserved area), read strictly: right after
 * the cabinet, at the end of the file. An .msu of the time before 2024 is a cabinet.
 */
final class CabLayout {

    private static final int MAX_SIGNATURE_BYTES = 4 << 20;
    private static final long CABINET = 0x4643534DL;
    private static final int HAS_RESERVED = 4;
    private static final int RESERVED_BYTES = 20;
    private static final long RESERVED_MARK = 0x0010_0000L;

    private CabLayout() {}

    /** The CMS message. */
    static byte[] signature(ByteSource file) throws IOException, SignatureRefusal {
        if (file.dword(0) != CABINET || file.dword(4) != 0 || file.word(24) != 0x0103) {
            throw SignatureRefusal.layout("no cabinet", "キャビネット ファイルではありません");
        }
        long cabinet = file.dword(8);
        if (cabinet > file.size()) {
            throw SignatureRefusal.layout("the file ends too early", "ファイルが途中で切れています");
        }
        if ((file.word(30) & HAS_RESERVED) == 0 || file.word(36) != RESERVED_BYTES || file.dword(40) != RESERVED_MARK) {
            throw cabinet < file.size() ? SignatureRefusal.appended() : SignatureRefusal.unsigned();
        }
        // Not covered by the digest: reserved bytes of folders and data blocks would shift what a reader finds, the
        // rest holds nothing.
        if (file.word(38) != 0 || file.dword(52) != 0 || file.dword(56) != 0) {
            throw SignatureRefusal.appended();
        }
        long at = file.dword(44);
        long length = file.dword(48);
        if (length == 0) {
            throw SignatureRefusal.unsigned();
        }
        if (length > MAX_SIGNATURE_BYTES || at + length > file.size()) {
            throw SignatureRefusal.layout("the signature lies outside the file", "署名の位置がファイルの範囲外です");
        }
        if (at != cabinet || at + length != file.size()) {
            throw SignatureRefusal.appended();
        }
        return ByteSource.exactDer(file.bytes(at, (int) length));
    }
}
