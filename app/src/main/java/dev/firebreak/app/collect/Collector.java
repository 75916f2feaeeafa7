package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads machines from files of any kind it knows; every file it cannot use is named, and each machine comes once. */
public final class Collector {

    private static final int LARGEST_WHOLE_FILE = 32 << 20;
    private static final int HEAD = 1 << 16;
    private static final String STDIN = "-";

    private final Path temp;
    private final Decoder decoder = new Decoder(Labels::known);

    /** Told how far reading has come. */
    @FunctionalInterface
    public interface Progress {

        /** So many of so many bytes have been read. */
        void read(long bytes, long ofBytes);
    }

    /** @param temp folder for what comes from standard input, which is read twice */
    public Collector(Path temp) {
        this.temp = temp;
    }

    /**
     * Hands out each machine under the paths once; {@code -} is standard input. Machines of files that hold one each come
     * first, by name; those of NDJSON follow in their own order.
     */
    public void collect(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Consumer<Snapshot> machines,
            Consumer<Complaint> complaints) {
        collect(paths, stdin, progress, machine -> machine, machines, complaints);
    }

    /**
     * The same, with work to be done on each machine, by several threads.
     *
     * @param results takes in order what came of it, on the thread that calls
     */
    public <T> void collect(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Function<Snapshot, T> work,
            Consumer<T> results,
            Consumer<Complaint> complaints) {
        run(paths, stdin, progress, complaints, run -> {
            run.whole(machine -> results.accept(work.apply(machine)));
            run.records(work, results);
        });
    }

    /**
     * Writes what is to be said of each machine, a line each, in the same order. Machines of NDJSON that are in the same
     * state are told of once: this is the way for a million of them.
     */
    public void tell(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Teller teller,
            OutputStream out,
            Told told,
            Consumer<Complaint> complaints) {
        run(paths, stdin, progress, complaints, run -> {
            run.whole(machine -> told.machines(1, teller.tell(machine, out)));
            run.tell(teller, out, told);
        });
    }

    /** Hears how many machines more were told of that are as bad as that, as {@link Teller#tell} says. */
    public interface Told {
        void machines(int count, int rank);
    }

    private interface Work {
        void on(Run run) throws IOException;
    }

    private void run(
            List<Path> paths, InputStream stdin, Progress progress, Consumer<Complaint> complaints, Work work) {
        List<Path> named =
                paths.stream().filter(p -> !p.toString().equals(STDIN)).toList();
        List<Walk.Found> files = new ArrayList<>(Walk.files(named, complaints));
        List<Path> spooled = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            if (named.size() < paths.size()) {
                spool(stdin, spooled, complaints).ifPresent(files::add);
            }
            work.on(new Run(files, spooled, threads, progress, complaints));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            spooled.forEach(Collector::delete);
        }
    }

    private Optional<Walk.Found> spool(InputStream stdin, List<Path> spooled, Consumer<Complaint> complaints) {
        try {
            Path copy = Files.createTempFile(temp, "firebreak-stdin-", null);
            spooled.add(copy);
            Files.copy(stdin, copy, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(new Walk.Found(copy, "<stdin>", Files.size(copy)));
        } catch (IOException e) {
            complaints.accept(new Complaint(Source.of("<stdin>"), Words.CANNOT_SPOOL));
            return Optional.empty();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A file left in the temporary folder harms nobody.
        }
    }

    /** One collection: small files whole, NDJSON first for its names and then for its records. */
    private final class Run {
        private final List<Walk.Found> files;
        private final List<Path> spooled;
        private final ExecutorService threads;
        private final Progress progress;
        private final Consumer<Complaint> complaints;
        private final List<Piece> pieces = new ArrayList<>();
        private final List<NdjsonFile> streams = new ArrayList<>();
        private final NameTable names = new NameTable();
        private final Set<Long> elsewhere = new HashSet<>();
        private long total;
        private long done;

        Run(
                List<Walk.Found> files,
                List<Path> spooled,
                ExecutorService threads,
                Progress progress,
                Consumer<Complaint> complaints) {
            this.files = files;
            this.spooled = spooled;
            this.threads = threads;
            this.progress = progress;
            this.complaints = complaints;
        }

        /** Machines of files that hold one each, and those of which more than one record or file tells. */
        void whole(Consumer<Snapshot> machines) throws IOException {
            total = files.stream().mapToLong(Walk.Found::bytes).sum();
            for (Walk.Found file : files) {
                whole(file);
            }
            total += streams.stream().mapToLong(NdjsonFile::bytes).sum();
            for (NdjsonFile stream : streams) {
                stream.names(threads, names, this::passed);
            }
            pieces.forEach(p -> elsewhere.add(NameTable.hash(Merging.name(p))));
            if (names.anySeveral() || elsewhere.stream().anyMatch(names::knows)) {
                for (NdjsonFile stream : streams) {
                    stream.<Piece>records(
                            threads,
                            (piece, complain) -> isAlone(piece) ? null : piece,
                            pieces::add,
                            complaint -> {},
                            bytes -> {});
                }
            }
            Merging.merge(pieces, complaints).forEach(machines);
        }

        <T> void records(Function<Snapshot, T> work, Consumer<T> results) throws IOException {
            for (NdjsonFile stream : streams) {
                var some = new SomeComplaints(stream.source(), complaints);
                stream.<T>records(
                        threads,
                        (piece, complain) -> isAlone(piece) ? work.apply(Merging.alone(piece, complain)) : null,
                        results,
                        some::add,
                        this::passed);
                some.end();
            }
        }

        void tell(Teller teller, OutputStream out, Told told) throws IOException {
            for (NdjsonFile stream : streams) {
                var some = new SomeComplaints(stream.source(), complaints);
                stream.tell(
                        threads,
                        teller,
                        this::isAlone,
                        lines -> {
                            write(out, lines);
                            some.addAll(lines.complaints);
                            lines.ranks(told);
                        },
                        this::passed);
                some.end();
            }
        }

        private static void write(OutputStream out, Lane.Told lines) {
            try {
                out.write(lines.lines, 0, lines.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isAlone(Piece piece) {
            return isAlone(NameTable.hash(String.valueOf(piece.machine())));
        }

        private boolean isAlone(long name) {
            return (!names.anySeveral() || !names.several(name)) && (elsewhere.isEmpty() || !elsewhere.contains(name));
        }

        private void passed(long bytes) {
            done += bytes;
            progress.read(Math.min(done, total), total);
        }

        /** Reads a file that is no stream of records. */
        private void whole(Walk.Found file) {
            try (InputStream in = Files.newInputStream(file.path())) {
                byte[] head = head(in);
                if (head.length == 0) {
                    complain(file, Words.EMPTY);
                } else if (Magic.of(head) instanceof Wording what) {
                    complain(file, what);
                } else if (Ndjson.isIn(head)) {
                    stream(file);
                } else if (Ndjson.isWide(head)) {
                    stream(narrow(file, head[0] == (byte) 0xFF ? UTF_16LE : UTF_16BE));
                } else if (file.bytes() > LARGEST_WHOLE_FILE) {
                    large(file);
                } else {
                    byte[] rest = in.readNBytes(LARGEST_WHOLE_FILE);
                    if (in.read() >= 0) {
                        // It has grown since it was found; a part of it could pass for a whole list.
                        large(file);
                        return;
                    }
                    byte[] all = java.util.Arrays.copyOf(head, head.length + rest.length);
                    System.arraycopy(rest, 0, all, head.length, rest.length);
                    text(file, all);
                }
            } catch (IOException e) {
                complain(file, Files.isReadable(file.path()) ? Words.CANNOT_READ : Words.NO_PERMISSION);
            } finally {
                passed(file.bytes());
            }
        }

        /** How the file begins: some lines, or the most that a first line may have. */
        private static byte[] head(InputStream in) throws IOException {
            var head = new ByteArrayOutputStream(HEAD);
            head.write(in.readNBytes(HEAD));
            if (head.size() == HEAD && !head.toString(ISO_8859_1).contains("\n")) {
                head.write(in.readNBytes(LineChunks.LONGEST_LINE));
            }
            return head.toByteArray();
        }

        private void large(Walk.Found file) {
            if (Ndjson.isNamed(file.shown())) {
                stream(file);
            } else {
                complain(file, Words.TOO_LARGE);
            }
        }

        /** PowerShell's {@code >} writes UTF-16: the same records as UTF-8, in a file of ours. */
        private Walk.Found narrow(Walk.Found file, Charset wide) throws IOException {
            Path copy = copy();
            // A file cut within a letter spoils its last line only.
            var decoder = wide.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
            try (var from = new InputStreamReader(Files.newInputStream(file.path()), decoder);
                    var to = Files.newBufferedWriter(copy, UTF_8)) {
                from.transferTo(to);
            }
            return new Walk.Found(copy, file.shown(), Files.size(copy));
        }

        private Path copy() throws IOException {
            Path copy = Files.createTempFile(temp, "firebreak-utf8-", null);
            spooled.add(copy);
            return copy;
        }

        private void text(Walk.Found file, byte[] bytes) throws IOException {
            Occurring occurring = Occurring.in(bytes);
            String text = decoder.decode(bytes, occurring);
            if (text == null) {
                complain(file, Words.BINARY);
                return;
            }
            var content = new Content(file.source(), file.path().getFileName().toString(), text, occurring);
            for (Format format : Formats.all()) {
                if (format.fits(content)) {
                    Read<Piece> told = format.read(content);
                    Read<Piece> read = Damaged.is(text) ? Damaged.read(content, told) : told;
                    read.complaints().forEach(complaints);
                    pieces.addAll(read.items());
                    if (read.items().isEmpty() && read.complaints().isEmpty()) {
                        complain(file, Words.UNRECOGNISED);
                    }
                    return;
                }
            }
            if (text.isBlank()) {
                complain(file, Words.EMPTY);
            } else if (Ndjson.isIn(text)) {
                // UTF-16 without its mark.
                Path copy = copy();
                Files.writeString(copy, text);
                stream(new Walk.Found(copy, file.shown(), Files.size(copy)));
            } else if (Ndjson.isNamed(file.shown())) {
                stream(file);
            } else {
                complain(file, Words.UNRECOGNISED);
            }
        }

        private void stream(Walk.Found file) {
            streams.add(new NdjsonFile(file));
        }

        private void complain(Walk.Found file, Wording what) {
            complaints.accept(new Complaint(file.source(), what));
        }
    }
}
