package dev.firebreak.app.collect.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.inventory.InventoryRecords;
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
 * Unusual records are read by {@link InventoryRecords}; the resulting lines are the same either way.
 */
public final class BulkWorker {

    /** States kept; a fleet with more of them is assessed as well, but slower. */
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

        /** Returns the buffer of written lines: they are megabytes, and clearing new ones takes time. */
        void written(ChunkLines lines) {
            rooms.add(lines.lines);
        }
    }

    /** Machines of one state: the relevant updates, and a placeholder machine in that state without updates. */
    private record State(RelevantUpdates relevantUpdates, Snapshot marked) {}

    /**
     * @param alone whether the machine of this name ({@link NameTable#hash}) stands in one record only; the others are merged
     *     elsewhere
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
     * Assesses the records of a chunk.
     *
     * @param linesBefore number of lines before it
     */
    ChunkLines assess(LineChunks chunks, int chunk, int linesBefore) throws IOException {
        byte[] room = shared.rooms.poll();
        var lines = new ChunkLines(room != null ? room : new byte[1 << 20]);
        chunks.read(chunk, buffer, new LineChunks.Visitor() {
            private int number = linesBefore;

            @Override
            public int record(byte[] bytes, int from, int to) {
                int before = lines.length;
                try {
                    // A record that ends where the bytes do may go on.
                    if (record.read(bytes, from, to)
                            && record.at < to
                            && record.at - from <= LineChunks.MAX_LINE_LENGTH) {
                        here(bytes, from, record.at);
                        if (fast(bytes, number + 1, lines)) {
                            number++;
                            return lineTo;
                        }
                    }
                } catch (RuntimeException | StackOverflowError bug) {
                    lines.length = before; // the record is read again when the end of its line is known
                }
                return -1;
            }

            @Override
            public void line(byte[] bytes, int from, int to) {
                number++;
                here(bytes, from, to);
                int before = lines.length;
                try {
                    if (record.read(bytes, from, to) && fast(bytes, number, lines)) {
                        return;
                    }
                } catch (RuntimeException | StackOverflowError bug) {
                    lines.length = before;
                    lines.problems.add(faults.problem(file.at(number), bug));
                }
                slow(number, lines);
            }

            @Override
            public void tooLong() {
                number++;
                lines.problems.add(new Problem(file.at(number), CollectTexts.LINE_TOO_LONG));
            }
        });
        return lines;
    }

    private void here(byte[] bytes, int from, int to) {
        lineBytes = bytes;
        lineFrom = from;
        lineTo = to;
    }

    private boolean fast(byte[] bytes, int number, ChunkLines lines) {
        LineTemplate template = template(number);
        if (template == null || !gather(bytes)) {
            return false;
        }
        if (!alone.test(NameTable.hash(bytes, record.machine.from + 1, record.machine.to - 1))) {
            // The machine is merged from several records elsewhere; problems of this record are reported here.
            return false;
        }
        digits(LineTemplate.Placeholder.LINE, number);
        digits(LineTemplate.Placeholder.COUNT, count);
        lines.reserve(template.length + fillings(template));
        for (int i = 0; i < template.placeholders.length; i++) {
            lines.add(template.literals[i], 0, template.literals[i].length);
            int placeholder = template.placeholders[i].ordinal();
            lines.add(filling[placeholder], from[placeholder], to[placeholder]);
        }
        byte[] last = template.literals[template.placeholders.length];
        lines.add(last, 0, last.length);
        // Last: a line that a fault broke off is taken back and not counted.
        lines.ranks[template.rank]++;
        return true;
    }

    /** Finds what goes into the holes; false where a text is not UTF-8. */
    private boolean gather(byte[] bytes) {
        for (int placeholder = 0; placeholder < record.spans.length; placeholder++) {
            ByteSpan span = record.spans[placeholder];
            if (span.isEmpty()) {
                byte[] absent = placeholder < LineTemplate.Placeholder.ADDRESSES.ordinal() ? NULL : NONE;
                fill(placeholder, absent, 0, absent.length);
            } else if (span.plain) {
                fill(placeholder, bytes, span.from, span.to);
            } else {
                byte[] shown = shown(bytes, span, placeholder == LineTemplate.Placeholder.MACHINE.ordinal());
                if (shown == null) {
                    return false;
                }
                fill(placeholder, shown, 0, shown.length);
            }
        }
        return true;
    }

    private void fill(int placeholder, byte[] bytes, int begin, int end) {
        filling[placeholder] = bytes;
        from[placeholder] = begin;
        to[placeholder] = end;
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

    /** A text with characters beyond ASCII as JSON; null where it is not UTF-8. */
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
        // Sentences differ for one update and for several; of long lists only the number is written.
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

    private void slow(int number, ChunkLines lines) {
        Read<EvidencePart> read = faults.record(lineBytes, lineFrom, lineTo, file.at(number));
        read.problems().forEach(lines.problems::add);
        for (EvidencePart piece : read.items()) {
            if (alone.test(NameTable.hash(String.valueOf(piece.machine())))) {
                var out = new ByteArrayOutputStream();
                Integer rank =
                        writer.tell(MachineMerger.alone(piece, lines.problems::add), faults, out, lines.problems::add);
                if (rank != null) {
                    lines.ranks[rank]++;
                    lines.reserve(out.size());
                    lines.add(out.toByteArray(), 0, out.size());
                }
            }
        }
    }
}
