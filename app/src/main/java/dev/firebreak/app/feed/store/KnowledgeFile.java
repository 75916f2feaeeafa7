package dev.firebreak.app.feed.store;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Cvss;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KnowledgeWriter} wrote, read back. The file lies in a folder that others may write to, so every number is
 * checked; whatever does not fit throws {@link Damaged}, for half of the knowledge would pass for all of it.
 */
final class KnowledgeFile {

    private static final int MAX_BYTES = 1 << 30;

    private final String[] strings;
    private final int[][] lists;
    private final Table statements;
    private final Table facts;
    private final Table packages;
    private final Table lifecycles;

    /** The file is not what was written. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;

        Damaged(String message) {
            super(message);
        }
    }

    private KnowledgeFile(ByteBuffer in) throws Damaged {
        this.strings = strings(in);
        this.lists = lists(in);
        this.statements = Table.read(in, KnowledgeRows.STATEMENT_COLUMNS);
        this.facts = Table.read(in, KnowledgeRows.FACT_COLUMNS);
        this.packages = Table.read(in, KnowledgeRows.PACKAGE_COLUMNS);
        this.lifecycles = Table.read(in, KnowledgeRows.LIFECYCLE_COLUMNS);
    }

    static KnowledgeFile read(Path file) throws IOException, Damaged {
        PlainFiles.check(file);
        if (Files.size(file) > MAX_BYTES) {
            throw new Damaged("too large");
        }
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        if (in.remaining() < 16 || in.getLong() != KnowledgeWriter.MAGIC) {
            throw new Damaged("not a knowledge file of this version");
        }
        var crc = new CRC32C();
        crc.update(in.array(), 0, in.capacity() - 8);
        if (crc.getValue() != in.getLong(in.capacity() - 8)) {
            throw new Damaged("checksum");
        }
        in.limit(in.capacity() - 8);
        try {
            var whole = new KnowledgeFile(in);
            if (in.hasRemaining()) {
                throw new Damaged("longer than it says");
            }
            return whole;
        } catch (BufferUnderflowException e) {
            throw new Damaged("shorter than it says");
        }
    }

    void statements(Consumer<VendorStatement> consumer) throws Damaged {
        Table t = statements;
        var days = new ValueCache<>(LocalDate::ofEpochDay);
        var updates = new ValueCache<>(Kb::new);
        var builds = new ValueCache<>(index -> Build.of(strings[index]));
        var replaced = new ValueCache<List<Kb>>(
                index -> Arrays.stream(lists[index]).mapToObj(updates::of).toList());
        var named = new ValueCache<>(this::names);
        rows(
                t,
                row -> {
                    int number = t.at(1, row);
                    int build = t.at(9, row);
                    int ids = t.at(10, row);
                    int list = t.at(8, row);
                    return new VendorStatement(
                            stringOrNull(t.at(0, row)),
                            number == KnowledgeRows.NONE ? null : updates.of(number),
                            strings[t.at(2, row)],
                            strings[t.at(3, row)],
                            new VendorStatement.Bulletin(
                                    day(t.at(4, row), days),
                                    strings[t.at(5, row)],
                                    strings[t.at(6, row)],
                                    strings[t.at(7, row)],
                                    ids == KnowledgeRows.NONE ? Set.of() : named.of(ids)),
                            list == KnowledgeRows.NONE ? List.of() : replaced.of(list),
                            build == KnowledgeRows.NONE ? null : builds.of(build));
                },
                consumer);
    }

    void facts(Consumer<CveFact> consumer) throws Damaged {
        Table t = facts;
        var days = new ValueCache<>(LocalDate::ofEpochDay);
        rows(
                t,
                row -> {
                    double epss = Double.longBitsToDouble((long) t.at(3, row) << 32 | (t.at(4, row) & 0xFFFFFFFFL));
                    String vector = stringOrNull(t.at(5, row));
                    return new CveFact(
                            strings[t.at(0, row)],
                            day(t.at(1, row), days),
                            day(t.at(2, row), days),
                            Double.isNaN(epss) ? null : Double.valueOf(epss),
                            vector == null ? null : new Cvss(vector, t.at(6, row) / 10.0));
                },
                consumer);
    }

    void packages(BiConsumer<Kb, UpdatePackage> consumer) throws Damaged {
        Table t = packages;
        rows(
                t,
                row -> {
                    String architecture = stringOrNull(t.at(1, row));
                    return Map.entry(
                            new Kb(t.at(0, row)),
                            new UpdatePackage(
                                    architecture == null
                                            ? null
                                            : Architecture.ofId(architecture)
                                                    .orElseThrow(IllegalArgumentException::new),
                                    stringOrNull(t.at(2, row)),
                                    stringOrNull(t.at(3, row)),
                                    stringOrNull(t.at(4, row)),
                                    stringOrNull(t.at(5, row))));
                },
                (Map.Entry<Kb, UpdatePackage> e) -> consumer.accept(e.getKey(), e.getValue()));
    }

    void lifecycles(Consumer<Lifecycle> consumer) throws Damaged {
        Table t = lifecycles;
        var days = new ValueCache<>(LocalDate::ofEpochDay);
        rows(
                t,
                row -> new Lifecycle(
                        strings[t.at(0, row)],
                        strings[t.at(1, row)],
                        Platform.valueOf(strings[t.at(2, row)]),
                        day(t.at(3, row), days),
                        day(t.at(4, row), days),
                        day(t.at(5, row), days),
                        day(t.at(6, row), days),
                        (t.at(7, row) & 1) != 0,
                        t.at(7, row) < 2 ? null : strings[(t.at(7, row) >> 1) - 1]),
                consumer);
    }

    private static <T> void rows(Table table, IntFunction<T> make, Consumer<T> consumer) throws Damaged {
        for (int r = 0; r < table.rows(); r++) {
            T item;
            try {
                item = make.apply(r);
            } catch (IndexOutOfBoundsException | IllegalArgumentException | DateTimeException e) {
                throw new Damaged("row " + r);
            }
            consumer.accept(item);
        }
    }

    private @Nullable String stringOrNull(int index) {
        return index == KnowledgeRows.NONE ? null : strings[index];
    }

    private static @Nullable LocalDate day(int number, ValueCache<LocalDate> days) {
        return number == KnowledgeRows.NO_DAY ? null : days.of(number);
    }

    private Set<String> names(int list) {
        return Arrays.stream(lists[list]).mapToObj(i -> strings[i]).collect(Collectors.toUnmodifiableSet());
    }

    private static int count(ByteBuffer in) throws Damaged {
        int count = in.getInt();
        // Everything counted has at least a byte of its own behind it, tables apart, which check their own.
        if (count < 0 || count > in.remaining()) {
            throw new Damaged("count");
        }
        return count;
    }

    private static String[] strings(ByteBuffer in) throws Damaged {
        int[] lengths = lengths(in);
        String[] strings = new String[lengths.length];
        for (int i = 0; i < strings.length; i++) {
            if (lengths[i] > in.remaining()) {
                throw new Damaged("string");
            }
            strings[i] = new String(in.array(), in.arrayOffset() + in.position(), lengths[i], StandardCharsets.UTF_8);
            in.position(in.position() + lengths[i]);
        }
        return strings;
    }

    private static int[][] lists(ByteBuffer in) throws Damaged {
        int[] lengths = lengths(in);
        int[][] lists = new int[lengths.length][];
        for (int i = 0; i < lists.length; i++) {
            if (lengths[i] > in.remaining() / Integer.BYTES) {
                throw new Damaged("list");
            }
            lists[i] = ints(in, lengths[i]);
        }
        return lists;
    }

    private static int[] lengths(ByteBuffer in) throws Damaged {
        int count = count(in);
        if (count > in.remaining() / Integer.BYTES) {
            throw new Damaged("count");
        }
        int[] lengths = ints(in, count);
        for (int length : lengths) {
            if (length < 0) {
                throw new Damaged("length");
            }
        }
        return lengths;
    }

    private static int[] ints(ByteBuffer in, int count) {
        int[] ints = new int[count];
        in.asIntBuffer().get(ints);
        in.position(in.position() + count * Integer.BYTES);
        return ints;
    }

    /** Columns of numbers as they lie in the file. */
    private record Table(int rows, Column[] columns) {

        static Table read(ByteBuffer in, int columns) throws Damaged {
            int rows = in.getInt();
            if (rows < 0) {
                throw new Damaged("rows");
            }
            Column[] read = new Column[columns];
            long bytes = 0;
            for (int i = 0; i < columns; i++) {
                int least = in.getInt();
                int width = in.get();
                if ((width != 0 && width != 1 && width != 2 && width != 4) || (long) rows * width > in.remaining()) {
                    throw new Damaged("column");
                }
                read[i] = new Column(in.array(), in.arrayOffset() + in.position(), width, least);
                in.position(in.position() + rows * width);
                bytes += width;
            }
            if (bytes == 0 && rows > 1) {
                // Rows are all different; so many of nothing would only keep us busy.
                throw new Damaged("rows");
            }
            return new Table(rows, read);
        }

        int at(int column, int row) {
            return columns[column].at(row);
        }
    }

    private record Column(byte[] file, int from, int width, int least) {

        /** Plain arithmetic: at the start of a process, when this runs, a VarHandle is many times slower. */
        int at(int row) {
            return switch (width) {
                case 0 -> least;
                case 1 -> least + (file[from + row] & 0xFF);
                case 2 -> {
                    int at = from + 2 * row;
                    yield least + ((file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF));
                }
                default -> {
                    int at = from + 4 * row;
                    yield least
                            + (file[at] << 24
                                    | (file[at + 1] & 0xFF) << 16
                                    | (file[at + 2] & 0xFF) << 8
                                    | (file[at + 3] & 0xFF));
                }
            };
        }
    }
}
