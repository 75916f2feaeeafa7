package dev.firebreak.app.io.cab;

import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Unpacks LZX as cabinets hold it (MS-PATCH and the cabinet SDK describe it): frames of 32 KiB, each in a piece of its own,
 * over one window. All input is hostile: a code that does not exist, a match before the beginning, a size that does not
 * fit are faults, never more memory.
 */
final class LzxDecoder {

    private static final int FRAME = 1 << 15;
    private static final int CHARS = 256;
    private static final int LENGTHS = 249;
    private static final int VERBATIM = 1;
    private static final int ALIGNED = 2;
    private static final int UNCOMPRESSED = 3;
    private static final int[] SLOTS = {30, 32, 34, 36, 38, 42, 50};
    private static final int[] EXTRA = new int[51];
    private static final int[] BASE = new int[51];

    static {
        for (int slot = 0; slot < EXTRA.length; slot++) {
            EXTRA[slot] = slot < 4 ? 0 : slot < 36 ? slot / 2 - 1 : 17;
            BASE[slot] = slot == 0 ? 0 : BASE[slot - 1] + (1 << EXTRA[slot - 1]);
        }
    }

    private final byte[] window;
    private final int mask;
    private final int[] mainLengths;
    private final int[] lengthLengths = new int[LENGTHS];
    private final LzxCode main;
    private final LzxCode length = new LzxCode(LENGTHS);
    private final LzxCode aligned = new LzxCode(8);
    private final LzxCode pre = new LzxCode(20);

    /** Bytes unpacked so far; a match may reach a little into the next frame. */
    private long position;

    private long delivered;
    private int r0 = 1;
    private int r1 = 1;
    private int r2 = 1;
    private int blockType;
    private int blockLeft;
    private boolean padded;
    private boolean begun;
    private int translated;

    /** @param windowBits 15 to 21 */
    LzxDecoder(int windowBits) throws ZipException {
        if (windowBits < 15 || windowBits > 21) {
            throw new ZipException("LZX window of " + windowBits + " bits");
        }
        this.window = new byte[1 << windowBits];
        this.mask = window.length - 1;
        this.mainLengths = new int[CHARS + 8 * SLOTS[windowBits - 15]];
        this.main = new LzxCode(mainLengths.length);
    }

    /** Unpacks the next frame. */
    byte[] frame(byte[] packed, int size) throws ZipException {
        if (size > FRAME) {
            throw new ZipException("LZX frame too large");
        }
        var in = new LzxBits(packed);
        if (!begun) {
            begun = true;
            translated = in.bit() ? in.bits(16) << 16 | in.bits(16) : 0;
        }
        long end = delivered + size;
        while (position < end) {
            if (blockLeft == 0) {
                block(in);
            }
            int run = (int) Math.min(blockLeft, end - position);
            long before = position;
            if (blockType == UNCOMPRESSED) {
                copy(in, run);
            } else {
                matches(in, before + run);
            }
            blockLeft -= (int) (position - before);
            if (blockLeft < 0) {
                throw new ZipException("LZX match beyond its block");
            }
        }
        return deliver(size);
    }

    private void block(LzxBits in) throws ZipException {
        if (padded) {
            in.skipPad();
            padded = false;
        }
        blockType = in.bits(3);
        blockLeft = in.bits(16) << 8 | in.bits(8);
        switch (blockType) {
            case ALIGNED -> {
                int[] lengths = new int[8];
                for (int i = 0; i < 8; i++) {
                    lengths[i] = in.bits(3);
                }
                aligned.build(lengths);
                trees(in);
            }
            case VERBATIM -> trees(in);
            case UNCOMPRESSED -> {
                in.align();
                r0 = in.number();
                r1 = in.number();
                r2 = in.number();
                // The bits after it begin at an even place again.
                padded = (blockLeft & 1) == 1;
            }
            default -> throw new ZipException("LZX block of type " + blockType);
        }
        if (blockLeft == 0) {
            throw new ZipException("LZX block of nothing");
        }
    }

    private void trees(LzxBits in) throws ZipException {
        lengths(in, mainLengths, 0, CHARS);
        lengths(in, mainLengths, CHARS, mainLengths.length);
        main.build(mainLengths);
        lengths(in, lengthLengths, 0, LENGTHS);
        length.build(lengthLengths);
    }

    /** Lengths of codes come as differences from those of the block before, themselves coded. */
    private void lengths(LzxBits in, int[] lengths, int from, int to) throws ZipException {
        int[] own = new int[20];
        for (int i = 0; i < own.length; i++) {
            own[i] = in.bits(4);
        }
        pre.build(own);
        int at = from;
        while (at < to) {
            int code = pre.next(in);
            int run = 1;
            int value;
            switch (code) {
                case 17 -> {
                    run = 4 + in.bits(4);
                    value = 0;
                }
                case 18 -> {
                    run = 20 + in.bits(5);
                    value = 0;
                }
                case 19 -> {
                    run = 4 + in.bits(1);
                    value = difference(lengths[at], pre.next(in));
                }
                default -> value = difference(lengths[at], code);
            }
            if (run > to - at) {
                throw new ZipException("LZX lengths beyond their tree");
            }
            Arrays.fill(lengths, at, at + run, value);
            at += run;
        }
    }

    private static int difference(int before, int code) throws ZipException {
        if (code > 16) {
            throw new ZipException("LZX length of a length");
        }
        return (before - code + 17) % 17;
    }

    private void copy(LzxBits in, int run) throws ZipException {
        for (int i = 0; i < run; i++) {
            window[(int) position & mask] = in.raw();
            position++;
        }
    }

    private void matches(LzxBits in, long end) throws ZipException {
        while (position < end) {
            int symbol = main.next(in);
            if (symbol < CHARS) {
                window[(int) position & mask] = (byte) symbol;
                position++;
                continue;
            }
            int count = symbol - CHARS & 7;
            if (count == 7) {
                count += length.next(in);
            }
            match(offset(in, (symbol - CHARS) >> 3), count + 2);
        }
    }

    private int offset(LzxBits in, int slot) throws ZipException {
        switch (slot) {
            case 0 -> {
                return r0;
            }
            case 1 -> {
                int swapped = r1;
                r1 = r0;
                r0 = swapped;
            }
            case 2 -> {
                int swapped = r2;
                r2 = r0;
                r0 = swapped;
            }
            default -> {
                int extra = EXTRA[slot];
                int low = blockType == ALIGNED && extra >= 3
                        ? (in.bits(extra - 3) << 3) + aligned.next(in)
                        : in.bits(extra);
                r2 = r1;
                r1 = r0;
                r0 = BASE[slot] - 2 + low;
            }
        }
        return r0;
    }

    private void match(int offset, int count) throws ZipException {
        if (offset <= 0 || offset > position || offset >= window.length) {
            throw new ZipException("LZX match before the beginning");
        }
        for (int i = 0; i < count; i++) {
            window[(int) position & mask] = window[(int) (position - offset) & mask];
            position++;
        }
    }

    private byte[] deliver(int size) {
        byte[] out = new byte[size];
        for (int i = 0; i < size; i++) {
            out[i] = window[(int) (delivered + i) & mask];
        }
        // Calls of x86 programs were made absolute to pack better; the first gigabyte only.
        if (translated != 0 && size > 10 && delivered < (long) FRAME * FRAME) {
            translate(out);
        }
        delivered += size;
        return out;
    }

    private void translate(byte[] out) {
        for (int i = 0; i < out.length - 10; i++) {
            if (out[i] != (byte) 0xE8) {
                continue;
            }
            long at = delivered + i;
            int value = (out[i + 1] & 0xFF) | (out[i + 2] & 0xFF) << 8 | (out[i + 3] & 0xFF) << 16 | out[i + 4] << 24;
            if (value >= -at && value < translated) {
                int relative = value >= 0 ? (int) (value - at) : value + translated;
                for (int k = 0; k < 4; k++) {
                    out[i + 1 + k] = (byte) (relative >> (8 * k));
                }
            }
            i += 4;
        }
    }
}
