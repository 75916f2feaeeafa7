package dev.firebreak.app.capture.evtx;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event log (EVTX: MS-EVEN6 for the binary XML; the layout of the file after the libevtx documentation "Windows XML Event Log
 * (EVTX)"). One chunk of 64 KiB is held at a time. A damaged record costs itself, a damaged chunk the records that cannot be found in it;
 * each is a problem. A log that was not closed ("dirty") is read as it is: its header's counts are not trusted.
 */
public final class EvtxReader {

    static final int CHUNK_BYTES = 1 << 16;
    private static final int CHUNK_HEADER_BYTES = 512;
    private static final int FILE_HEADER_BYTES = 4096;
    private static final int RECORD_HEADER_BYTES = 24;
    private static final int RECORD_MAGIC = 0x2a2a;
    private static final byte[] FILE_MAGIC = {'E', 'l', 'f', 'F', 'i', 'l', 'e', 0};
    private static final byte[] CHUNK_MAGIC = {'E', 'l', 'f', 'C', 'h', 'n', 'k', 0};
    private static final int MAX_PROBLEMS = 100;

    private final InputStream in;
    private final String file;
    private final Consumer<Problem> problems;
    private final Deque<EvtxRecord> ready = new ArrayDeque<>();
    private int chunks;
    private int told;
    private boolean atEnd;

    /**
     * @param in at the first byte of the log
     * @param file its name, for problems
     * @param problems takes what could not be read; at most 100
     */
    public EvtxReader(InputStream in, String file, Consumer<Problem> problems) throws IOException {
        this.in = in;
        this.file = file;
        this.problems = problems;
        byte[] header = in.readNBytes(FILE_HEADER_BYTES);
        if (!fits(header)) {
            problem(new Text("not a Windows event log", "Windows イベントログではありません"));
            atEnd = true;
        }
    }

    /** Whether a file that begins so is an event log. */
    public static boolean fits(byte[] head) {
        return begins(head, FILE_MAGIC);
    }

    /** The next record in the order of the file; null at the end. */
    @Nullable
    public EvtxRecord next() throws IOException {
        while (ready.isEmpty() && !atEnd) {
            byte[] chunk = in.readNBytes(CHUNK_BYTES);
            if (chunk.length == 0) {
                atEnd = true;
            } else {
                read(chunk);
                chunks++;
            }
        }
        return ready.poll();
    }

    private void read(byte[] chunk) {
        if (!begins(chunk, CHUNK_MAGIC)) {
            // Windows makes logs larger than what they hold: the rest is empty.
            if (!isZero(chunk)) {
                problem(Text.format("chunk %d is damaged; not read", "チャンク %d が壊れているため、読めません", chunks));
            }
            return;
        }
        if (chunk.length < CHUNK_BYTES) {
            problem(Text.format("the log ends within chunk %d", "チャンク %d の途中でログが終わっています", chunks));
        }
        var bytes = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        var templates = new EvtxTemplates();
        long first = chunk.length >= CHUNK_HEADER_BYTES ? bytes.getLong(24) : 0;
        long last = chunk.length >= CHUNK_HEADER_BYTES ? bytes.getLong(32) : -1;
        // What lies beyond is of earlier uses of the chunk, and may be cut anywhere.
        int used = chunk.length >= CHUNK_HEADER_BYTES ? bytes.getInt(48) : 0;
        int at = CHUNK_HEADER_BYTES;
        boolean lost = false;
        while (at + RECORD_HEADER_BYTES + 4 <= chunk.length) {
            int size = isRecord(bytes, at, first, last);
            if (size == 0) {
                lost |= at < used && bytes.getInt(at) == RECORD_MAGIC;
                at += Long.BYTES;
                continue;
            }
            record(bytes, at, size, templates);
            at += size;
        }
        if (lost) {
            problem(Text.format("chunk %d has a damaged record; not read", "チャンク %d に壊れたレコードがあり、読めません", chunks));
        }
    }

    /** Size of the record that begins here; 0 where none does. What lies beyond the last record is of earlier uses of the chunk. */
    private static int isRecord(ByteBuffer bytes, int at, long first, long last) {
        if (bytes.getInt(at) != RECORD_MAGIC) {
            return 0;
        }
        int size = bytes.getInt(at + 4);
        if (size < RECORD_HEADER_BYTES + 4 || size > bytes.limit() - at || bytes.getInt(at + size - 4) != size) {
            return 0;
        }
        long id = bytes.getLong(at + 8);
        return id >= first && id <= last ? size : 0;
    }

    private void record(ByteBuffer bytes, int at, int size, EvtxTemplates templates) {
        long id = bytes.getLong(at + 8);
        try {
            var xml = new BinaryXml(bytes, at + RECORD_HEADER_BYTES, at + size - 4, templates);
            ready.add(new EvtxRecord(id, BinaryXmlValue.time(bytes.getLong(at + 16)), xml.document()));
        } catch (BinaryXml.Damaged | IndexOutOfBoundsException | java.nio.BufferUnderflowException damaged) {
            problem(Text.format("record %d is damaged; not read", "レコード %d が壊れているため、読めません", id));
        }
    }

    private void problem(Text what) {
        if (told++ < MAX_PROBLEMS) {
            problems.accept(new Problem(Source.of(file), what));
        }
    }

    private static boolean begins(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && java.util.Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
