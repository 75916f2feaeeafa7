package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.InventoryRecords;
import dev.firebreak.app.collect.format.ProblemLimiter;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.app.collect.merge.MachineMerger;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the records of one file, a chunk at a time; each thread has its own. Machines in the same state get the same line
 * with their own names in it: a state is what {@link FastRecord} read, byte for byte, with the updates that matter.
 * Whatever is unusual takes the long way through {@link InventoryRecords}; the lines are the same either way.
 */
public final class BulkWorker {

    /** States kept; a fleet with more of them is told of no less, only slower. */
    private static final int MAX_STATES = 1 << 14;

    /** Bytes of lines kept for all threads: the first states are the most common ones. */
    private static final long MAX_SHARED = 48 << 20;

    /** Bytes of lines that one thread keeps. */
    private static final long MAX_BYTES = 48 << 20;

    private static final int MAX_TEXTS = 1 << 12;
    private static final byte[] NULL = "null".getBytes(UTF_8);
    private static final byte[] NONE = "[]".getBytes(UTF_8);

    private final Source file;
    private final FaultIsolation faults;
    private final MachineLineWriter writer;
    private final Shared shared;
    private final LongPredicate alone;
    private final FastRecord record;
    private final ByteKey probe = new ByteKey();
    private final Map<ByteKey, State> states = new HashMap<>();
    private final Map<ByteKey, LineTemplate> templates = new HashMap<>();
    private final Map<ByteKey, byte[]> texts = new HashMap<>();
    private final byte[] buffer = LineChunks.buffer();
    private int[] mattering = new int[1024];
    private int count;

    // What goes into each hole, and where it stands.
    private final byte[][] filling = new byte[LineTemplate.Placeholder.values().length][];
    private final int[] from = new int[filling.length];
    private final int[] to = new int[filling.length];
    private final byte[][] numbers = new byte[2][10];

    private long kept;
    private byte[] lineBytes = new byte[0];
    private int lineFrom;
    private int lineTo;

    /** What the lanes of one file have in common. */
    static final class Shared {
        private final LineTemplate.Marks marks = new LineTemplate.Marks();
        private final OsTable.Numbers systems = new OsTable.Numbers();
        private final Map<ByteKey, LineTemplate> templates = new ConcurrentHashMap<>();
        private final Map<ByteKey, State> states = new ConcurrentHashMap<>();
        private final AtomicLong kept = new AtomicLong();
        private final Queue<byte[]> rooms = new ConcurrentLinkedQueue<>();

        private @Nullable LineTemplate keep(@Nullable LineTemplate made) {
            if (made != null) {
                kept.addAndGet(made.length);
            }
            return made;
        }

        /** Gives back the room of what was written: a chunk's lines are megabytes, and clearing new ones takes time. */
        void written(ChunkLines told) {
            rooms.add(told.lines);
        }
    }

    /** Machines of one state: which updates matter, and a machine of marks in that state that lists nothing. */
    private record State(RelevantUpdates relevantUpdates, Snapshot marked) {}

    /** What came of one chunk. */
    public static final class ChunkLines {
        public byte[] lines;
        public int length;
        private final int[] ranks = new int[MachineLineWriter.RANKS];
        public final ProblemLimiter problems = new ProblemLimiter();

        private ChunkLines(byte[] room) {
            lines = room;
        }

        public void ranks(MachineCount machines) {
            for (int rank = 0; rank < ranks.length; rank++) {
                if (ranks[rank] > 0) {
                    machines.machines(ranks[rank], rank);
                }
            }
        }

        /** Makes room for so many bytes more. */
        private void room(int more) {
            if (length + more > lines.length) {
                lines = Arrays.copyOf(lines, Math.max(lines.length * 2, length + more));
            }
        }

        /** Adds bytes for which there is room. */
        private void add(byte[] bytes, int from, int to) {
            System.arraycopy(bytes, from, lines, length, to - from);
            length += to - from;
        }
    }

    /**
     * @param alone whether the machine of this name ({@link NameTable#hash}) is told of in one record only; others are told
     *     of elsewhere
     */
    BulkWorker(Source file, FaultIsolation faults, MachineLineWriter writer, Shared shared, LongPredicate alone) {
        this.file = file;
        this.faults = faults;
        this.writer = writer;
        this.shared = shared;
        this.record = new FastRecord(new OsTable(shared.systems));
        this.alone = alone;
    }

    /**
     * Tells of the records of a chunk.
     *
     * @param lines number of lines before it
     */
    ChunkLines tell(LineChunks chunks, int chunk, int lines) throws IOException {
        byte[] room = shared.rooms.poll();
        var told = new ChunkLines(room != null ? room : new byte[1 << 20]);
        chunks.read(chunk, buffer, new LineChunks.Visitor() {
            private int number = lines;

            @Override
            public int record(byte[] bytes, int from, int to) {
                int before = told.length;
                try {
                    // A record that ends where the bytes do may go on.
                    if (record.read(bytes, from, to)
                            && record.at < to
                            && record.at - from <= LineChunks.MAX_LINE_LENGTH) {
                        here(bytes, from, record.at);
                        if (fast(bytes, number + 1, told)) {
                            number++;
                            return lineTo;
                        }
                    }
                } catch (RuntimeException | StackOverflowError bug) {
                    told.length = before; // it is met again, and told, where the line's end is known
                }
                return -1;
            }

            @Override
            public void line(byte[] bytes, int from, int to) {
                number++;
                here(bytes, from, to);
                int before = told.length;
                try {
                    if (record.read(bytes, from, to) && fast(bytes, number, told)) {
                        return;
                    }
                } catch (RuntimeException | StackOverflowError bug) {
                    told.length = before;
                    told.problems.add(faults.problem(file.at(number), bug));
                }
                slow(number, told);
            }

            @Override
            public void tooLong() {
                number++;
                told.problems.add(new Problem(file.at(number), CollectTexts.LINE_TOO_LONG));
            }
        });
        return told;
    }

    private void here(byte[] bytes, int from, int to) {
        lineBytes = bytes;
        lineFrom = from;
        lineTo = to;
    }

    private boolean fast(byte[] bytes, int number, ChunkLines told) {
        LineTemplate template = template(number);
        if (template == null || !gather(bytes)) {
            return false;
        }
        if (!alone.test(NameTable.hash(bytes, record.machine.from + 1, record.machine.to - 1))) {
            // It was told of with its namesakes, but what is wrong with it is said here.
            return false;
        }
        digits(LineTemplate.Placeholder.LINE, number);
        digits(LineTemplate.Placeholder.COUNT, count);
        told.room(template.length + fillings(template));
        for (int i = 0; i < template.placeholders.length; i++) {
            told.add(template.literals[i], 0, template.literals[i].length);
            int vulnerability = template.placeholders[i].ordinal();
            told.add(filling[vulnerability], from[vulnerability], to[vulnerability]);
        }
        byte[] last = template.literals[template.placeholders.length];
        told.add(last, 0, last.length);
        // Last: a line that a fault broke off is taken back and not counted.
        told.ranks[template.rank]++;
        return true;
    }

    /** Finds what goes into the holes; false where a text is not UTF-8. */
    private boolean gather(byte[] bytes) {
        for (int vulnerability = 0; vulnerability < record.spans.length; vulnerability++) {
            ByteSpan span = record.spans[vulnerability];
            if (span.isEmpty()) {
                byte[] absent = vulnerability < LineTemplate.Placeholder.ADDRESSES.ordinal() ? NULL : NONE;
                fill(vulnerability, absent, 0, absent.length);
            } else if (span.plain) {
                fill(vulnerability, bytes, span.from, span.to);
            } else {
                byte[] shown = shown(bytes, span, vulnerability == LineTemplate.Placeholder.MACHINE.ordinal());
                if (shown == null) {
                    return false;
                }
                fill(vulnerability, shown, 0, shown.length);
            }
        }
        return true;
    }

    private void fill(int vulnerability, byte[] bytes, int begin, int end) {
        filling[vulnerability] = bytes;
        from[vulnerability] = begin;
        to[vulnerability] = end;
    }

    private void digits(LineTemplate.Placeholder placeholder, int number) {
        byte[] digits = numbers[placeholder == LineTemplate.Placeholder.LINE ? 0 : 1];
        int at = digits.length;
        int rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        fill(placeholder.ordinal(), digits, at, digits.length);
    }

    private int fillings(LineTemplate template) {
        int length = 0;
        for (LineTemplate.Placeholder placeholder : template.placeholders) {
            length += to[placeholder.ordinal()] - from[placeholder.ordinal()];
        }
        return length;
    }

    /** A text with other letters as it is told; null where it is not UTF-8. */
    private byte @Nullable [] shown(byte[] bytes, ByteSpan span, boolean isName) {
        probe.set(bytes, span.from, span.to);
        byte[] known = isName ? null : texts.get(probe);
        if (known != null) {
            return known;
        }
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, span.from + 1, span.to - span.from - 2))
                    .toString();
            String shown = isName ? MachineName.shown(text.strip()) : text.strip();
            byte[] quoted = writer.quoted(shown);
            if (!isName) {
                if (texts.size() == MAX_TEXTS) {
                    texts.clear();
                }
                texts.put(probe.copy(), quoted);
            }
            return quoted;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The line for machines in the state that was read; null where it cannot be shared. */
    private @Nullable LineTemplate template(int number) {
        record.mark(record.listed ? record.complete ? 'c' : 'p' : '-');
        probe.set(record.state, 0, record.stateLength);
        State state = states.get(probe);
        if (state == null) {
            state = state(number);
            if (state == null) {
                return null;
            }
        }
        UpdateNumbers updates = record.updates;
        if (mattering.length < updates.count) {
            mattering = new int[updates.count * 2];
        }
        int mattered = state.relevantUpdates().of(updates.numbers, updates.count, mattering);
        boolean isLong = updates.distinctAtLeast(LineTemplate.COUNTS_APART);
        // Words differ for one update and for several; of long lists at most the number is told.
        int length = isLong ? LineTemplate.COUNTS_APART : updates.distinct();
        probe.set(record.state, 0, record.stateLength);
        probe.add(length);
        for (int i = 0; i < mattered; i++) {
            probe.add(mattering[i]);
        }
        LineTemplate template = templates.get(probe);
        if (template == null) {
            template = template(state, isLong, mattered, number);
        }
        if (template != null && template.counts) {
            count = updates.distinct();
        }
        return template;
    }

    private @Nullable State state(int number) {
        ByteKey key = probe.copy();
        // Whichever lane comes first works it out, and the other waits: most states are met by both at the beginning.
        State state = shared.states.size() < MAX_STATES
                ? shared.states.computeIfAbsent(key, k -> workedOut(number))
                : workedOut(number);
        if (state != null) {
            if (states.size() == MAX_STATES) {
                states.clear();
            }
            states.put(key, state);
        }
        return state;
    }

    private @Nullable State workedOut(int number) {
        byte[] anybody = AnonymousRecord.like(record);
        Snapshot machine = snapshot(anybody, 0, anybody.length, number);
        return machine == null ? null : new State(writer.matter(machine), shared.marks.marked(machine));
    }

    private @Nullable LineTemplate template(State state, boolean isLong, int mattered, int number) {
        ByteKey key = probe.copy();
        LineTemplate made = shared.kept.get() < MAX_SHARED
                ? shared.templates.computeIfAbsent(key, k -> shared.keep(made(state, isLong, mattered, number)))
                : made(state, isLong, mattered, number);
        if (made != null) {
            kept += made.length;
            if (templates.size() == MAX_STATES || kept > MAX_BYTES) {
                templates.clear();
                kept = made.length;
            }
            templates.put(key, made);
        }
        return made;
    }

    private @Nullable LineTemplate made(State state, boolean isLong, int mattered, int number) {
        if (isLong) {
            return LineTemplate.of(
                    shared.marks.lengthened(state.marked(), mattering, mattered), shared.marks, writer, true);
        }
        Snapshot machine = snapshot(lineBytes, lineFrom, lineTo, number);
        return machine == null ? null : LineTemplate.of(shared.marks.marked(machine), shared.marks, writer, false);
    }

    /** The machine of a line by the long way; null where that had something to complain of. */
    private @Nullable Snapshot snapshot(byte[] bytes, int from, int to, int number) {
        Read<EvidencePart> read = InventoryRecords.parse(bytes, from, to, file.at(number));
        if (!read.problems().isEmpty() || read.items().size() != 1) {
            return null;
        }
        return MachineMerger.alone(read.items().getFirst(), problem -> {});
    }

    private void slow(int number, ChunkLines told) {
        Read<EvidencePart> read = faults.record(lineBytes, lineFrom, lineTo, file.at(number));
        read.problems().forEach(told.problems::add);
        for (EvidencePart piece : read.items()) {
            if (alone.test(NameTable.hash(String.valueOf(piece.machine())))) {
                var out = new ByteArrayOutputStream();
                Integer rank =
                        writer.tell(MachineMerger.alone(piece, told.problems::add), faults, out, told.problems::add);
                if (rank != null) {
                    told.ranks[rank]++;
                    told.room(out.size());
                    told.add(out.toByteArray(), 0, out.size());
                }
            }
        }
    }
}
