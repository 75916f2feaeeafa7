package dev.firebreak.app.mirror.authenticode;

import dev.firebreak.app.mirror.authenticode.SignatureRefusal.Kind;
import dev.firebreak.core.text.Text;
import java.io.IOException;

/**
 * Where the signature of a PE file is (Microsoft PE and COFF Specification, Authenticode_PE.docx), read strictly: exactly one entry in the
 * table of certificates, at the end of the file, with nothing around it. The digest leaves out the check sum, the table and its address;
 * whatever else the file has is covered.
 */
final class PeLayout {

    private static final int MAX_SIGNATURE_BYTES = 4 << 20;
    private static final int MAX_HEADER_BYTES = 16 << 20;
    private static final int PKCS_SIGNED_DATA = 2;
    private static final int REVISION_2 = 0x0200;
    private static final int BLOCK = 1 << 16;

    private PeLayout() {}

    /** The CMS message. */
    static byte[] signature(ByteSource file) throws IOException, SignatureRefusal {
        long header = file.dword(0x3C);
        if (file.word(0) != 0x5A4D || header < 0x40 || header > MAX_HEADER_BYTES || file.dword(header) != 0x4550) {
            throw SignatureRefusal.layout("no PE file", "PE ファイルではありません");
        }
        long optional = header + 24;
        int magic = file.word(optional);
        if (magic != 0x10B && magic != 0x20B) {
            throw SignatureRefusal.layout("no PE file", "PE ファイルではありません");
        }
        long directories = optional + (magic == 0x10B ? 96 : 112);
        if (file.dword(directories - 4) < 5) {
            throw SignatureRefusal.unsigned();
        }
        long at = file.dword(directories + 32);
        long length = file.dword(directories + 36);
        if (at == 0 && length == 0) {
            throw SignatureRefusal.unsigned();
        }
        long headers = header + 24 + file.word(header + 20) + 40L * file.word(header + 6);
        if (at < headers || at % 8 != 0 || length < 16 || length > MAX_SIGNATURE_BYTES || at + length > file.size()) {
            throw SignatureRefusal.layout(
                    "the table of certificates lies outside the file, or in its headers",
                    "証明書テーブルの位置がファイルの範囲外か、ヘッダーの中を指しています");
        }
        if (at + length < file.size()) {
            throw SignatureRefusal.appended();
        }
        long entry = file.dword(at);
        if (file.word(at + 4) != REVISION_2 || file.word(at + 6) != PKCS_SIGNED_DATA) {
            throw SignatureRefusal.layout(
                    "the table of certificates holds no Authenticode signature", "証明書テーブルに Authenticode の署名がありません");
        }
        // A second entry, or a length that hides something behind the first.
        if (entry < 16 || (entry + 7) / 8 * 8 != length) {
            throw SignatureRefusal.appended();
        }
        byte[] cms = ByteSource.exactDer(file.bytes(at + 8, (int) entry - 8));
        checkSum(file, optional + 64);
        return cms;
    }

    /** The check sum is not signed, but a file that its maker finished has the right one, or none. */
    private static void checkSum(ByteSource file, long at) throws IOException, SignatureRefusal {
        long told = file.dword(at);
        if (told == 0) {
            return;
        }
        long sum = 0;
        for (long place = 0; place < file.size(); place += BLOCK) {
            byte[] block = file.bytes(place, (int) Math.min(BLOCK, file.size() - place));
            for (int i = 0; i < block.length; i += 2) {
                long position = place + i;
                if (position >= at && position < at + 4) {
                    continue;
                }
                int word = (block[i] & 0xFF) | (i + 1 < block.length ? (block[i + 1] & 0xFF) << 8 : 0);
                sum += word;
                sum = (sum & 0xFFFF) + (sum >>> 16);
            }
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        if ((sum & 0xFFFF) + file.size() != told) {
            throw new SignatureRefusal(
                    Kind.DIGEST,
                    new Text(
                            "the check sum in the header is not that of the file: damaged or changed",
                            "ヘッダーのチェックサムがファイルと一致しません。破損または改変されています"));
        }
    }
}
