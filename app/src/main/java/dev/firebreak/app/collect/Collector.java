package dev.firebreak.app.collect;

import dev.firebreak.app.collect.bulk.ChunkLines;
import dev.firebreak.app.collect.bulk.MachineCount;
import dev.firebreak.app.collect.bulk.MachineLineWriter;
import dev.firebreak.app.collect.bulk.NameTable;
import dev.firebreak.app.collect.bulk.NdjsonFile;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.classify.InputFiles;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.ProblemLimiter;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.app.collect.merge.MachineMatching;
import dev.firebreak.app.collect.merge.MachineMerger;
import dev.firebreak.app.collect.merge.PartPlaces;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

    private static final String STDIN = "-";

    private final Path temp;
    private final FaultIsolation faults;
    private final Formats formats;

    /** Is told how far reading has come. */
    @FunctionalInterface
    public interface Progress {

        /** So many of so many bytes have been read. */
        void read(long bytes, long ofBytes);
    }

    /** @param temp folder for what comes from standard input, which is read twice */
    public Collector(Path temp) {
        this(temp, BugReports.THROW);
    }

    /**
     * The same, for users: a fault of ours in one file, record or machine is a complaint, and all others are read.
     *
     * @param reports keeps reports of such faults
     */
    public Collector(Path temp, BugReports reports) {
        this(temp, reports, Formats.SHIPPED);
    }

    Collector(Path temp, BugReports reports, Formats formats) {
        this.temp = temp;
        this.faults = new FaultIsolation(reports);
        this.formats = formats;
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
            Consumer<Problem> problems) {
        collect(paths, stdin, progress, machine -> machine, machines, problems);
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
            Consumer<Problem> problems) {
        run(paths, stdin, progress, problems, run -> {
            run.whole(machine -> {
                T result = faults.on(machine, work, problems);
                if (result != null) {
                    results.accept(result);
                }
            });
            run.records(work, results);
        });
    }

    /**
     * Writes what is to be said of each machine, a line each, in the same order. Machines of NDJSON that are in the same
     * state are told of once: this is the way for a million of them.
     */
    public void write(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            MachineLineWriter writer,
            OutputStream out,
            MachineCount counts,
            Consumer<Problem> problems) {
        run(paths, stdin, progress, problems, run -> {
            run.whole(machine -> {
                var line = new ByteArrayOutputStream();
                Integer rank = writer.tell(machine, faults, line, problems);
                if (rank != null) {
                    line.writeTo(out);
                    counts.machines(1, rank);
                }
            });
            run.write(writer, out, counts);
        });
    }

    private interface Machines {
        void take(Snapshot machine) throws IOException;
    }

    private interface Work {
        void on(Run run) throws IOException;
    }

    private void run(List<Path> paths, InputStream stdin, Progress progress, Consumer<Problem> problems, Work work) {
        List<Path> named =
                paths.stream().filter(p -> !p.toString().equals(STDIN)).toList();
        List<InputFiles.InputFile> files = new ArrayList<>(InputFiles.files(named, problems));
        List<Path> spooled = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            if (named.size() < paths.size()) {
                spool(stdin, spooled, problems).ifPresent(files::add);
            }
            work.on(new Run(files, spooled, threads, progress, problems));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            spooled.forEach(Collector::delete);
        }
    }

    private Optional<InputFiles.InputFile> spool(InputStream stdin, List<Path> spooled, Consumer<Problem> problems) {
        try {
            Path copy = Files.createTempFile(temp, "firebreak-stdin-", null);
            spooled.add(copy);
            Files.copy(stdin, copy, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(new InputFiles.InputFile(copy, "<stdin>", Files.size(copy), null));
        } catch (IOException e) {
            problems.accept(new Problem(Source.of("<stdin>"), CollectTexts.CANNOT_SPOOL));
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
        private final List<InputFiles.InputFile> files;
        private final ExecutorService threads;
        private final Progress progress;
        private final Consumer<Problem> problems;
        private final FileReading reading;
        private final NameTable names = new NameTable();
        private final Set<Long> elsewhere = new HashSet<>();
        private long total;
        private long done;

        Run(
                List<InputFiles.InputFile> files,
                List<Path> spooled,
                ExecutorService threads,
                Progress progress,
                Consumer<Problem> problems) {
            this.files = files;
            this.reading = new FileReading(formats, faults, temp, spooled, problems);
            this.threads = threads;
            this.progress = progress;
            this.problems = problems;
        }

        /** Machines of files that hold one each, and those of which more than one record or file tells. */
        void whole(Machines machines) throws IOException {
            total = files.stream().mapToLong(InputFiles.InputFile::bytes).sum();
            for (InputFiles.InputFile file : files) {
                reading.read(file);
                passed(file.bytes());
            }
            total += reading.streams.stream().mapToLong(NdjsonFile::bytes).sum();
            for (NdjsonFile stream : reading.streams) {
                stream.names(threads, faults, names, this::passed);
            }
            for (EvidencePart piece : reading.pieces) {
                elsewhere.add(NameTable.hash(PartPlaces.name(piece)));
                piece.aliases().forEach(alias -> elsewhere.add(NameTable.hash(alias)));
            }
            scanned();
            if (names.anySeveral() || elsewhere.stream().anyMatch(names::knows)) {
                for (NdjsonFile stream : reading.streams) {
                    stream.<EvidencePart>records(
                            threads,
                            faults,
                            (piece, complain) -> isAlone(piece) ? null : piece,
                            piece -> reading.pieces.add(piece.dated(stream.date())),
                            problem -> {},
                            bytes -> {});
                }
            }
            for (Snapshot machine : MachineMerger.merge(reading.pieces, faults, problems)) {
                machines.take(machine);
            }
        }

        /** A record may list the address that a scan is of, or the scan may know it by its full name. */
        private void scanned() throws IOException {
            Set<String> addresses = new HashSet<>();
            Set<String> shortNames = new HashSet<>();
            for (EvidencePart piece : reading.pieces) {
                piece.addresses().stream()
                        .filter(HostNames::isOfOne)
                        .map(HostNames::addressKey)
                        .forEach(addresses::add);
                if (MachineMatching.isScan(piece) && piece.machine() != null) {
                    shortNames.add(HostNames.firstLabel(MachineName.key(piece.machine())));
                }
            }
            shortNames.forEach(name -> elsewhere.add(NameTable.hash(name)));
            if (addresses.isEmpty()) {
                return;
            }
            for (NdjsonFile stream : reading.streams) {
                stream.<String>records(
                        threads,
                        faults,
                        (piece, complain) -> piece.addresses().stream()
                                        .map(HostNames::addressKey)
                                        .anyMatch(addresses::contains)
                                ? piece.machine()
                                : null,
                        name -> elsewhere.add(NameTable.hash(name)),
                        problem -> {},
                        bytes -> {});
            }
        }

        <T> void records(Function<Snapshot, T> work, Consumer<T> results) throws IOException {
            for (NdjsonFile stream : reading.streams) {
                var some = new ProblemLimiter(stream.source(), problems);
                stream.<T>records(
                        threads,
                        faults,
                        (piece, complain) ->
                                isAlone(piece) ? faults.on(MachineMerger.alone(piece, complain), work, complain) : null,
                        results,
                        some::add,
                        this::passed);
                some.end();
            }
        }

        void write(MachineLineWriter writer, OutputStream out, MachineCount counts) throws IOException {
            for (NdjsonFile stream : reading.streams) {
                var some = new ProblemLimiter(stream.source(), problems);
                stream.tell(
                        threads,
                        faults,
                        writer,
                        this::isAlone,
                        lines -> {
                            write(out, lines);
                            some.addAll(lines.problems);
                            lines.ranks(counts);
                        },
                        this::passed);
                some.end();
            }
        }

        private static void write(OutputStream out, ChunkLines lines) {
            try {
                out.write(lines.lines, 0, lines.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isAlone(EvidencePart piece) {
            return isAlone(NameTable.hash(String.valueOf(piece.machine())));
        }

        private boolean isAlone(long name) {
            return (!names.anySeveral() || !names.several(name)) && (elsewhere.isEmpty() || !elsewhere.contains(name));
        }

        private void passed(long bytes) {
            done += bytes;
            progress.read(Math.min(done, total), total);
        }
    }
}
