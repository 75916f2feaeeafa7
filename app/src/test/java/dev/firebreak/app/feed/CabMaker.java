package dev.firebreak.app.feed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/** Makes small cabinets for tests, in every way that our reader knows; plain rather than tight. */
public final class CabMaker {

    public enum Method {
        STORED(0),
        MSZIP(1),
        LZX_VERBATIM(3 | 16 << 8),
        LZX_ALIGNED(3 | 16 << 8),
        LZX_RAW(3 | 16 << 8),
        LZX_CALLS(3 | 16 << 8);

        final int id;

        Method(int id) {
            this.id = id;
        }
    }

    private static final int FRAME = 1 << 15;

    private CabMaker() {}

    public static byte[] make(Method method, Map<String, byte[]> files) {
        var all = new ByteArrayOutputStream();
        files.values().forEach(all::writeBytes);
        byte[] data = all.toByteArray();
        List<byte[]> blocks = pack(method, data);
        int names = files.keySet().stream().mapToInt(n -> 17 + n.length()).sum();
        int dataAt = 36 + 8 + names;
        int size = dataAt + blocks.stream().mapToInt(b -> b.length + 8).sum();
        ByteBuffer cab = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        cab.put("MSCF".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(size)
                .putInt(0)
                .putInt(44)
                .putInt(0);
        cab.put((byte) 3).put((byte) 1).putShort((short) 1).putShort((short) files.size());
        cab.putShort((short) 0).putShort((short) 7).putShort((short) 0);
        cab.putInt(dataAt).putShort((short) blocks.size()).putShort((short) method.id);
        int offset = 0;
        for (var file : files.entrySet()) {
            cab.putInt(file.getValue().length).putInt(offset).putShort((short) 0);
            cab.putShort((short) 0x4A21).putShort((short) 0).putShort((short) 0x20);
            cab.put(file.getKey().getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
            offset += file.getValue().length;
        }
        for (int i = 0; i < blocks.size(); i++) {
            // No checksum: 0 says that there is none.
            cab.putInt(0).putShort((short) blocks.get(i).length);
            cab.putShort((short) Math.min(FRAME, data.length - i * FRAME));
            cab.put(blocks.get(i));
        }
        return cab.array();
    }

    private static List<byte[]> pack(Method method, byte[] data) {
        List<byte[]> blocks = new ArrayList<>();
        var lzx = new Lzx(method, data);
        for (int at = 0; at < data.length; at += FRAME) {
            byte[] frame = Arrays.copyOfRange(data, at, Math.min(at + FRAME, data.length));
            byte[] before = at == 0 ? new byte[0] : Arrays.copyOfRange(data, at - FRAME, at);
            blocks.add(
                    switch (method) {
                        case STORED -> frame;
                        case MSZIP -> deflate(frame, before);
                        case LZX_VERBATIM, LZX_ALIGNED, LZX_RAW, LZX_CALLS -> lzx.frame(at, at + frame.length);
                    });
        }
        return blocks;
    }

    private static byte[] deflate(byte[] frame, byte[] before) {
        var deflater = new Deflater(9, true);
        if (before.length > 0) {
            deflater.setDictionary(before);
        }
        deflater.setInput(frame);
        deflater.finish();
        byte[] out = new byte[FRAME * 2];
        out[0] = 'C';
        out[1] = 'K';
        int n = deflater.deflate(out, 2, out.length - 2);
        deflater.end();
        return Arrays.copyOf(out, n + 2);
    }

    /** One block over all frames; every symbol has a code of almost equal length, so trees are easy to write. */
    private static final class Lzx {

        private static final int MAIN = 256 + 8 * 32;
        private final Method method;
        private final byte[] data;
        private final int[] main = new int[MAIN];
        private final int[] lengths = new int[249];
        private final Map<Integer, Integer> seen = new HashMap<>();
        private int last = 1;

        Lzx(Method method, byte[] data) {
            this.method = method;
            this.data = data;
            Arrays.fill(main, 9);
            Arrays.fill(lengths, 8);
            Arrays.fill(lengths, 0, 7, 7);
        }

        byte[] frame(int from, int to) {
            var bits = new Bits();
            if (from == 0) {
                bits.put(method == Method.LZX_CALLS ? 1 : 0, 1);
                if (method == Method.LZX_CALLS) {
                    bits.put(data.length >>> 16, 16);
                    bits.put(data.length & 0xFFFF, 16);
                }
                bits.put(method == Method.LZX_RAW ? 3 : method == Method.LZX_ALIGNED ? 2 : 1, 3);
                bits.put(data.length >> 8, 16);
                bits.put(data.length & 0xFF, 8);
                if (method == Method.LZX_RAW) {
                    bits.align(true);
                    for (int r = 0; r < 3; r++) {
                        bits.raw(new byte[] {1, 0, 0, 0});
                    }
                } else {
                    trees(bits);
                }
            }
            if (method == Method.LZX_RAW) {
                bits.raw(Arrays.copyOfRange(data, from, to));
                return bits.bytes();
            }
            for (int at = from; at < to; ) {
                at += symbol(at, to, bits);
            }
            bits.align(false);
            return bits.bytes();
        }

        private void trees(Bits bits) {
            if (method == Method.LZX_ALIGNED) {
                for (int i = 0; i < 8; i++) {
                    bits.put(3, 3);
                }
            }
            lengths(main, 0, 256, bits);
            lengths(main, 256, MAIN, bits);
            lengths(lengths, 0, 249, bits);
        }

        /** Differences 8, 9 and 10 stand for the lengths 9, 8 and 7. */
        private static void lengths(int[] lengths, int from, int to, Bits bits) {
            int[] pre = new int[20];
            pre[8] = 1;
            pre[9] = 2;
            pre[10] = 2;
            for (int length : pre) {
                bits.put(length, 4);
            }
            for (int i = from; i < to; i++) {
                switch (lengths[i]) {
                    case 9 -> bits.put(0, 1);
                    case 8 -> bits.put(0b10, 2);
                    default -> bits.put(0b11, 2);
                }
            }
        }

        private int symbol(int at, int end, Bits bits) {
            int key = at + 3 < end ? Arrays.hashCode(Arrays.copyOfRange(data, at, at + 3)) : 0;
            Integer before = at + 3 < end ? seen.put(key, at) : null;
            int count = 0;
            if (before != null && at - before < 60_000) {
                while (count < 257 && at + count < end && data[before + count] == data[at + count]) {
                    count++;
                }
            }
            if (count < 3) {
                bits.code(main, data[at] & 0xFF);
                return 1;
            }
            int offset = at - before;
            int slot = 0;
            if (offset != last) {
                slot = 3;
                while (base(slot + 1) <= offset + 2) {
                    slot++;
                }
            }
            last = offset;
            int short7 = Math.min(count - 2, 7);
            bits.code(main, 256 + slot * 8 + short7);
            if (short7 == 7) {
                bits.code(lengths, count - 2 - 7);
            }
            int extra = slot == 0 ? 0 : extra(slot);
            int rest = slot == 0 ? 0 : offset + 2 - base(slot);
            if (method == Method.LZX_ALIGNED && extra >= 3) {
                bits.put(rest >> 3, extra - 3);
                bits.put(rest & 7, 3);
            } else {
                bits.put(rest, extra);
            }
            return count;
        }

        private static int extra(int slot) {
            return slot < 4 ? 0 : slot / 2 - 1;
        }

        private static int base(int slot) {
            int base = 0;
            for (int i = 0; i < slot; i++) {
                base += 1 << extra(i);
            }
            return base;
        }
    }

    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int word;
        private int used;

        void put(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                word = word << 1 | value >>> i & 1;
                if (++used == 16) {
                    out.write(word);
                    out.write(word >> 8);
                    word = 0;
                    used = 0;
                }
            }
        }

        void code(int[] lengths, int symbol) {
            int code = 0;
            for (int bits = 1; bits <= lengths[symbol]; bits++) {
                code <<= 1;
                for (int s = 0; s < lengths.length; s++) {
                    if (lengths[s] == bits && (bits < lengths[symbol] || s < symbol)) {
                        code++;
                    }
                }
            }
            put(code, lengths[symbol]);
        }

        void align(boolean always) {
            if (used > 0 || always) {
                put(0, 16 - used);
            }
        }

        void raw(byte[] bytes) {
            out.writeBytes(bytes);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
