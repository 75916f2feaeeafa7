package dev.firebreak.app.mirror.authenticode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

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
    private static final int MINI_SHIFT = 6;
    private static final int MINI_CUTOFF = 4096;
    private static final int STREAM = 2;
    private static final int ROOT = 5;
    private static final String SIGNATURE = "\u0005DigitalSignature";

    private final ByteSource file;
    private final int sector;
    private final long[] fat;
    private final BitSet reached = new BitSet();
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
        header(file, shift);
        var layout = new MsiLayout(file, 1 << shift, (int) count);
        layout.readFat();
        layout.nothingBehind();
        return layout.findSignature(file.dword(48));
    }

    /** MS-CFB 2.2: fields that have one value only. The digest does not cover the header. */
    private static void header(ByteSource file, int shift) throws IOException, SignatureRefusal {
        boolean isClassZero = file.dword(8) == 0 && file.dword(12) == 0 && file.dword(16) == 0 && file.dword(20) == 0;
        boolean isReservedZero = file.word(34) == 0 && file.dword(36) == 0;
        boolean hasDirectoryCount = shift == 9 ? file.dword(40) == 0 : file.dword(40) != 0;
        if (!isClassZero
                || file.word(26) != (shift == 9 ? 3 : 4)
                || file.word(32) != MINI_SHIFT
                || !isReservedZero
                || !hasDirectoryCount
                || file.dword(56) != MINI_CUTOFF) {
            throw damaged();
        }
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
            reached.set((int) more);
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
        reached.set((int) number);
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

    /** The signature's length. Every sector in use must belong to a stream of the directory: others are room for data that nobody signed. */
    private long findSignature(long first) throws IOException, SignatureRefusal {
        long found = -1;
        List<Long> directory = chain(first);
        if (directory.size() > MOST_DIRECTORY_SECTORS) {
            throw damaged();
        }
        chain(file.dword(60));
        for (long number : directory) {
            byte[] entries = file.bytes(place(number), sector);
            for (int at = 0; at < sector; at += ENTRY) {
                ByteBuffer entry = ByteBuffer.wrap(entries, at, ENTRY).slice().order(ByteOrder.LITTLE_ENDIAN);
                long size = size(entry);
                int type = entry.get(66);
                if ((type == STREAM || type == ROOT) && (size < 0 || size > file.size())) {
                    // Every reader makes something else of it: what the digest covers is nobody's content.
                    throw damaged();
                }
                // The root's stream holds all small ones.
                if (type == ROOT || (type == STREAM && size >= MINI_CUTOFF)) {
                    chain(entry.getInt(116) & 0xFFFF_FFFFL);
                }
                int nameBytes = entry.getShort(64) - 2;
                if (nameBytes == 2 * SIGNATURE.length()
                        && new String(entries, at, nameBytes, StandardCharsets.UTF_16LE).equals(SIGNATURE)) {
                    if (found >= 0) {
                        throw damaged();
                    }
                    found = size;
                }
            }
        }
        for (int i = 0; i < fat.length; i++) {
            if (fat[i] != FREE && !reached.get(i)) {
                throw SignatureRefusal.appended();
            }
        }
        if (found < 0) {
            throw SignatureRefusal.unsigned();
        }
        return found;
    }

    /** The sectors of a chain; no sector belongs to two. */
    private List<Long> chain(long first) throws SignatureRefusal {
        List<Long> sectors = new ArrayList<>();
        for (long number = first; number != END && number != FREE; number = fat[(int) number]) {
            if (number >= fat.length || reached.get((int) number)) {
                throw damaged();
            }
            reached.set((int) number);
            sectors.add(number);
        }
        return sectors;
    }

    /** Files of small sectors have sizes of 32 bits; the upper half may hold anything (MS-CFB 2.6.1). */
    private long size(ByteBuffer entry) {
        return sector == 512 ? entry.getInt(120) & 0xFFFF_FFFFL : entry.getLong(120);
    }

    private static SignatureRefusal damaged() {
        return SignatureRefusal.layout("no MSI file, or a damaged one", "MSI ファイルではないか、破損しています");
    }
}
