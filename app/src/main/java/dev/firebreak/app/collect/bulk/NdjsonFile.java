package dev.firebreak.app.collect.bulk;

import dev.firebreak.app.collect.classify.InputFiles;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.FileDate;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A file with one machine a line, read in chunks: first all names, side by side, then the records in their order. Memory does
 * not grow with it but for its names.
 */
public final class NdjsonFile {

    /** Chunks that are read ahead of the one whose turn it is. */
    private static final int AHEAD = 3;

    private final Path path;
    private final Source source;
    private final long bytes;
    private final FileDate date;
    private int[] linesBefore = new int[0];

    public NdjsonFile(InputFiles.InputFile file) {
        this.path = file.path();
        this.source = file.source();
        this.bytes = file.bytes();
        this.date = file.date();
    }

    public Source source() {
        return source;
    }

    /** What the file says of its age. */
    public FileDate date() {
        return date;
    }

    /** Its size when it was found. */
    public long bytes() {
        return bytes;
    }

    /** What one chunk holds. */
    private record Found(long[] hashes, int count, int lines) {}

    /** Adds the names of all records to the table. */
    public void names(ExecutorService threads, FaultIsolation faults, NameTable table, IntConsumer passed)
            throws IOException {
        try (var chunks = new LineChunks(path)) {
            linesBefore = new int[chunks.count() + 1];
            var buffers = ThreadLocal.withInitial(LineChunks::buffer);
            inOrder(chunks.count(), threads, chunk -> names(chunks, chunk, buffers.get(), faults), (chunk, names) -> {
                for (int i = 0; i < names.count(); i++) {
                    table.add(names.hashes()[i]);
                }
                linesBefore[chunk + 1] = linesBefore[chunk] + names.lines();
                passed.accept(chunks.length(chunk));
            });
        }
    }

    private Found names(LineChunks chunks, int chunk, byte[] buffer, FaultIsolation faults) throws IOException {
        var found = new Object() {
            private long[] hashes = new long[1 << 13];
            private int count;
            private int lines;

            private void add(long hash) {
                if (count == hashes.length) {
                    hashes = java.util.Arrays.copyOf(hashes, count * 2);
                }
                hashes[count++] = hash;
            }
        };
        chunks.read(chunk, buffer, new LineChunks.Visitor() {
            @Override
            public void line(byte[] bytes, int from, int to) {
                found.lines++;
                long hash = FastMachineName.of(bytes, from, to);
                if (hash != 0) {
                    found.add(hash);
                } else {
                    faults.record(bytes, from, to, source)
                            .items()
                            .forEach(p -> found.add(NameTable.hash(String.valueOf(p.machine()))));
                }
            }

            @Override
            public void tooLong() {
                found.lines++;
            }
        });
        return new Found(found.hashes, found.count, found.lines);
    }

    /** Works on one record; may complain. Called by several threads. */
    public interface Work<T> {
        /** Null for nothing to hand on. */
        @Nullable
        T on(EvidencePart record, Consumer<Problem> problems);
    }

    /** What came of one chunk. */
    private record Outcome<T>(List<T> results, List<Problem> problems) {}

    /** Works on each record side by side; what comes of it is taken in order. */
    public <T> void records(
            ExecutorService threads,
            FaultIsolation faults,
            Work<T> work,
            Consumer<T> results,
            Consumer<Problem> problems,
            IntConsumer passed)
            throws IOException {
        var buffers = ThreadLocal.withInitial(LineChunks::buffer);
        try (var chunks = new LineChunks(path)) {
            inOrder(
                    chunks.count(),
                    threads,
                    chunk -> records(chunks, chunk, buffers.get(), faults, work),
                    (chunk, done) -> {
                        done.problems().forEach(problems);
                        done.results().forEach(results);
                        passed.accept(chunks.length(chunk));
                    });
        }
    }

    private <T> Outcome<T> records(LineChunks chunks, int chunk, byte[] buffer, FaultIsolation faults, Work<T> work)
            throws IOException {
        var done = new Outcome<T>(new ArrayList<>(), new ArrayList<>());
        chunks.read(chunk, buffer, new LineChunks.Visitor() {
            private int number = linesBefore[chunk];

            @Override
            public void line(byte[] bytes, int from, int to) {
                Read<EvidencePart> read = faults.record(bytes, from, to, source.at(++number));
                done.problems().addAll(read.problems());
                for (EvidencePart record : read.items()) {
                    @Nullable T result = work.on(record, done.problems()::add);
                    if (result != null) {
                        done.results().add(result);
                    }
                }
            }

            @Override
            public void tooLong() {
                done.problems().add(new Problem(source.at(++number), CollectTexts.LINE_TOO_LONG));
            }
        });
        return done;
    }

    /** Tells of each record by {@link BulkWorker}s side by side; what they told comes in order. */
    public void tell(
            ExecutorService threads,
            FaultIsolation faults,
            MachineLineWriter writer,
            LongPredicate alone,
            Consumer<ChunkLines> told,
            IntConsumer passed)
            throws IOException {
        var shared = new BulkWorker.Shared();
        var workers = ThreadLocal.withInitial(() -> new BulkWorker(source, faults, writer, shared, alone));
        try (var chunks = new LineChunks(path)) {
            inOrder(
                    chunks.count(),
                    threads,
                    chunk -> workers.get().assess(chunks, chunk, linesBefore[chunk]),
                    (chunk, answer) -> {
                        told.accept(answer);
                        shared.written(answer);
                        passed.accept(chunks.length(chunk));
                    });
        }
    }

    private interface OfChunk<T> {
        T on(int chunk) throws IOException;
    }

    private interface ResultConsumer<T> {
        void consume(int chunk, T result) throws IOException;
    }

    /** Works on chunks side by side and takes the results in order, never far ahead of the slowest. */
    private static <T> void inOrder(int chunks, ExecutorService threads, OfChunk<T> work, ResultConsumer<T> consumer)
            throws IOException {
        List<Future<T>> running = new ArrayList<>();
        int next = 0;
        try {
            for (int chunk = 0; chunk < chunks; chunk++) {
                while (next < chunks && next - chunk <= AHEAD) {
                    int index = next++;
                    running.add(threads.submit((Callable<T>) () -> work.on(index)));
                }
                consumer.consume(chunk, BackgroundResult.result(running.removeFirst()));
            }
        } finally {
            running.forEach(f -> f.cancel(true));
        }
    }
}
