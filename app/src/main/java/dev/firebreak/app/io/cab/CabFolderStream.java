package dev.firebreak.app.io.cab;

import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Unpacks a folder of a cabinet, block by block; each block's checksum is compared. */
final class CabFolderStream extends InputStream {

    private static final int BLOCK = 1 << 15;
    private static final int MSZIP = 1;
    private static final int LZX = 3;

    private final FileChannel channel;
    private final int reserve;
    private final int method;
    private final @Nullable Inflater inflater;
    private final @Nullable LzxDecoder lzx;
    private long next;
    private int blocks;
    private byte[] block = new byte[0];
    private int at;

    CabFolderStream(FileChannel channel, long start, int blocks, int compression, int reserve) throws IOException {
        this.channel = channel;
        this.next = start;
        this.blocks = blocks;
        this.reserve = reserve;
        this.method = compression & 0xF;
        this.inflater = method == MSZIP ? new Inflater(true) : null;
        this.lzx = method == LZX ? new LzxDecoder(compression >> 8 & 0x1F) : null;
        if (method != 0 && inflater == null && lzx == null) {
            throw new InputTooLarge(new Text(
                    "the compression method is not supported (Quantum or other)", "対応していない圧縮方式（Quantum など）です"));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        while (at == block.length) {
            if (blocks == 0) {
                return -1;
            }
            blocks--;
            unpack();
        }
        int n = Math.min(len, block.length - at);
        System.arraycopy(block, at, b, off, n);
        at += n;
        return n;
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }

    private void unpack() throws IOException {
        ByteBuffer header = CabReader.read(channel, next, 8 + reserve);
        int checksum = header.getInt(0);
        int packedSize = header.getShort(4) & 0xFFFF;
        int size = header.getShort(6) & 0xFFFF;
        byte[] packed =
                CabReader.read(channel, next + header.capacity(), packedSize).array();
        next += header.capacity() + packedSize;
        if (checksum != 0 && checksum != checksum(header, packed)) {
            throw new ZipException("checksum");
        }
        if (size > BLOCK) {
            throw new ZipException("block too large");
        }
        at = 0;
        if (inflater != null) {
            block = inflate(inflater, packed, size);
        } else if (lzx != null) {
            block = lzx.frame(packed, size);
        } else if (size == packedSize) {
            block = packed;
        } else {
            throw new ZipException("stored in another size");
        }
    }

    /** Each block is packed alone, with the one before it as a dictionary. */
    private byte[] inflate(Inflater with, byte[] packed, int size) throws ZipException {
        if (packed.length < 2 || packed[0] != 'C' || packed[1] != 'K') {
            throw new ZipException("MSZIP block without its mark");
        }
        with.reset();
        try {
            if (block.length > 0) {
                with.setDictionary(block);
            }
            with.setInput(packed, 2, packed.length - 2);
            byte[] out = new byte[size];
            int n = 0;
            while (n < size) {
                int more = with.inflate(out, n, size - n);
                if (more == 0) {
                    throw new ZipException("MSZIP block ends early");
                }
                n += more;
            }
            return out;
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new ZipException("MSZIP block");
        }
    }

    private static int checksum(ByteBuffer header, byte[] packed) {
        int sum = sum(packed, 0, packed.length, 0);
        return sum(header.array(), header.arrayOffset() + 4, header.arrayOffset() + header.capacity(), sum);
    }

    /** Words xor-ed together; the bytes left over count in the other order. */
    private static int sum(byte[] bytes, int from, int to, int seed) {
        int sum = seed;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            sum ^= (bytes[i] & 0xFF) | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF) << 16 | bytes[i + 3] << 24;
        }
        int rest = 0;
        for (; i < to; i++) {
            rest = rest << 8 | (bytes[i] & 0xFF);
        }
        return sum ^ rest;
    }
}
