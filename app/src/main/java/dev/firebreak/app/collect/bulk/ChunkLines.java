package dev.firebreak.app.collect.bulk;

import dev.firebreak.app.collect.format.ProblemLimiter;
import java.util.Arrays;

/** The finished lines of one chunk of a file, with counts by rank and problems; not for several threads. */
public final class ChunkLines {
    public byte[] lines;
    public int length;
    final int[] ranks = new int[MachineLineWriter.RANKS];
    public final ProblemLimiter problems = new ProblemLimiter();

    ChunkLines(byte[] buffer) {
        lines = buffer;
    }

    public void ranks(MachineCount machines) {
        for (int rank = 0; rank < ranks.length; rank++) {
            if (ranks[rank] > 0) {
                machines.machines(ranks[rank], rank);
            }
        }
    }

    /** Makes room for so many further bytes. */
    void reserve(int more) {
        if (length + more > lines.length) {
            lines = Arrays.copyOf(lines, Math.max(lines.length * 2, length + more));
        }
    }

    /** Adds bytes for which there is room. */
    void add(byte[] bytes, int from, int to) {
        System.arraycopy(bytes, from, lines, length, to - from);
        length += to - from;
    }
}
