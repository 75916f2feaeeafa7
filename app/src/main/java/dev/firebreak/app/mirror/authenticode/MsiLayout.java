package dev.firebreak.app.mirror.authenticode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The structure of the compound file that an MSI is (MS-CFB), as far as it takes to see that nothing was put behind it, that its directory is
 * whole, and how long its signature is: {@code \5DigitalSignature}, which the digest leaves out.
 */
final class MsiLayout {

    private static final long MAGIC = 0xE11AB1A1E011CFD0L;
    private static final long FREE = 0xFFFF_FFFFL;
    private static final long END = 0xFFFF_FFFEL;
    private static final long MOST_SECTOR = 0xFFFF_FFFAL;
    private static final int IN_HEADER = 109;
    private static final int MOST_FAT_SECTORS = 16_384;
    private static final int MOST_DIRECTORY_SECTORS = 4_096;
    private static final int ENTRY = 128;
    private static final String SIGNATURE = "\u0005DigitalSignature";

    private final ByteSource file;
    private final int sector;
    private final long[] fat;
    private int fatSectors;

    private MsiLayout(ByteSource file, int sector, int fatSectors) {
        this.file = file;
        this.sector = sector;
        this.fat = new long[fatSectors * (sector / 4)];
    }

    /** Bytes of the signature's stream. */
    static long signatureLength(ByteSource file) throws IOException, SignatureRefusal {
        byte[] magic = file.bytes(0, 8);
        int shift = file.word(30);
        long count = file.dword(44);
        if (ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getLong() != MAGIC
                || (shift != 9 && shift != 12)
                || file.word(28) != 0xFFFE
                || count < 1
                || count > MOST_FAT_SECTORS) {
            throw damaged();
        }
        var layout = new MsiLayout(file, 1 << shift, (int) count);
        layout.readFat();
        layout.nothingBehind();
        return layout.findSignature(file.dword(48));
    }

    private void readFat() throws IOException, SignatureRefusal {
        for (int i = 0; i < IN_HEADER; i++) {
            fatSector(file.dword(76 + 4L * i));
        }
        long more = file.dword(68);
        int guard = 0;
        while (more < MOST_SECTOR) {
            if (guard++ > MOST_FAT_SECTORS / 100) {
                throw damaged();
            }
            int entries = sector / 4 - 1;
            for (int i = 0; i < entries; i++) {
                fatSector(file.dword(place(more) + 4L * i));
            }
            more = file.dword(place(more) + 4L * entries);
        }
        if (fatSectors * (sector / 4) != fat.length) {
            throw damaged();
        }
    }

    private void fatSector(long number) throws IOException, SignatureRefusal {
        if (number == FREE) {
            return;
        }
        int entries = sector / 4;
        if (number >= MOST_SECTOR || (fatSectors + 1) * entries > fat.length) {
            throw damaged();
        }
        ByteBuffer values = ByteBuffer.wrap(file.bytes(place(number), sector)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            fat[fatSectors * entries + i] = values.getInt() & 0xFFFF_FFFFL;
        }
        fatSectors++;
    }

    private long place(long number) {
        return (number + 1) * sector;
    }

    /** The last sector in use is the last of the file. */
    private void nothingBehind() throws SignatureRefusal {
        int last = fat.length - 1;
        while (last >= 0 && fat[last] == FREE) {
            last--;
        }
        long end = place(last + 1L);
        if (file.size() > end) {
            throw SignatureRefusal.appended();
        }
        // The last sector may be cut where its stream ends.
        if (file.size() <= end - sector) {
            throw SignatureRefusal.layout("the file ends too early", "ファイルが途中で切れています");
        }
    }

    private long findSignature(long first) throws IOException, SignatureRefusal {
        var seen = new BitSet();
        int count = 0;
        for (long number = first; number != END; number = fat[(int) number]) {
            if (number >= fat.length || seen.get((int) number) || ++count > MOST_DIRECTORY_SECTORS) {
                throw damaged();
            }
            seen.set((int) number);
            byte[] entries = file.bytes(place(number), sector);
            for (int at = 0; at < sector; at += ENTRY) {
                ByteBuffer entry = ByteBuffer.wrap(entries, at, ENTRY).slice().order(ByteOrder.LITTLE_ENDIAN);
                int nameBytes = entry.getShort(64) - 2;
                if (nameBytes == 2 * SIGNATURE.length()
                        && new String(entries, at, nameBytes, StandardCharsets.UTF_16LE).equals(SIGNATURE)) {
                    return sector == 512 ? entry.getInt(120) & 0xFFFF_FFFFL : entry.getLong(120);
                }
            }
        }
        throw SignatureRefusal.unsigned();
    }

    private static SignatureRefusal damaged() {
        return SignatureRefusal.layout("no MSI file, or a damaged one", "MSI ファイルではないか、破損しています");
    }
}
