package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a log of calls from where it last stopped, also while it is written. A line without its end waits for it; one that is no call is counted
 * and left out. Memory is one line.
 */
public final class CallLogReader {

    /** Bytes; no line of ours is longer, more is damage. */
    private static final int MAX_LINE_LENGTH = 1 << 16;

    private final Path folder;
    private int number;
    private long offset;
    private int first;
    private long damaged;

    public CallLogReader(Path folder) {
        this.folder = folder;
    }

    /** Whether there are files of a log. */
    public boolean exists() throws IOException {
        return !CallLogFiles.list(folder).isEmpty();
    }

    /** Whether the oldest calls were deleted to keep the log within its limit. */
    public boolean isCut() {
        return first > 1;
    }

    /** Lines that are no calls: what a crash left, or somebody changed. */
    public long damaged() {
        return damaged;
    }

    /** Hands over all calls that were written since the last time; returns how many. */
    public long read(Consumer<SinkholeCall> to) throws IOException {
        List<CallLogFiles.Part> parts = CallLogFiles.list(folder);
        long calls = 0;
        for (int i = 0; i < parts.size(); i++) {
            CallLogFiles.Part part = parts.get(i);
            if (i == 0) {
                first = part.number();
            }
            if (part.number() < number) {
                continue;
            }
            if (part.number() > number) {
                number = part.number();
                offset = 0;
            }
            if (!part.compressed() && part.bytes() == offset) {
                continue;
            }
            try {
                calls += read(part, i + 1 < parts.size(), to);
            } catch (NoSuchFileException e) {
                // It was compressed this moment, or deleted: the next time it is found as it is then.
                return calls;
            }
        }
        return calls;
    }

    private long read(CallLogFiles.Part part, boolean isFull, Consumer<SinkholeCall> to) throws IOException {
        long calls = 0;
        try (InputStream in = part.open()) {
            in.skipNBytes(offset);
            byte[] buffer = new byte[MAX_LINE_LENGTH];
            int held = 0;
            for (int read = in.read(buffer, held, buffer.length - held);
                    read > 0;
                    read = in.read(buffer, held, buffer.length - held)) {
                int end = held + read;
                int start = 0;
                for (int i = held; i < end; i++) {
                    if (buffer[i] == '\n') {
                        calls += line(buffer, start, i, to);
                        start = i + 1;
                    }
                }
                offset += start;
                held = end - start;
                System.arraycopy(buffer, start, buffer, 0, held);
                if (held >= MAX_LINE_LENGTH) {
                    damaged++;
                    offset += held;
                    held = 0;
                }
            }
            if (isFull && held > 0) {
                // Nobody will write the rest of it.
                damaged++;
                offset += held;
            }
        }
        return calls;
    }

    private int line(byte[] buffer, int from, int to, Consumer<SinkholeCall> calls) {
        var call = CallLines.read(buffer, from, to);
        if (call.isEmpty()) {
            damaged++;
            return 0;
        }
        calls.accept(call.get());
        return 1;
    }
}
