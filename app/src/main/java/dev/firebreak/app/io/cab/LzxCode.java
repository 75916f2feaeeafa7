package dev.firebreak.app.io.cab;

import java.util.Arrays;
import java.util.zip.ZipException;

/** A prefix code of up to 16 bits, looked up by the next 16 bits. */
final class LzxCode {

    private static final int BITS = 16;

    private final int[] table = new int[1 << BITS];
    private final int symbols;

    LzxCode(int symbols) {
        this.symbols = symbols;
    }

    /** Makes the code from the length of each symbol's; 0 means that the symbol does not occur. */
    void build(int[] lengths) throws ZipException {
        int at = 0;
        for (int bits = 1; bits <= BITS; bits++) {
            int step = 1 << (BITS - bits);
            for (int symbol = 0; symbol < symbols; symbol++) {
                if (lengths[symbol] == bits) {
                    if (at + step > table.length) {
                        throw new ZipException("LZX code with too many symbols");
                    }
                    Arrays.fill(table, at, at + step, symbol << 5 | bits);
                    at += step;
                }
            }
        }
        // Codes that belong to no symbol.
        Arrays.fill(table, at, table.length, 0);
    }

    int next(LzxBits in) throws ZipException {
        int entry = table[in.peek16()];
        if (entry == 0) {
            throw new ZipException("LZX code of no symbol");
        }
        in.drop(entry & 31);
        return entry >> 5;
    }
}
