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
import java.util.function.Consumer;

/** Reads machines from files of any kind it knows; every file it cannot use is named, and each machine comes once. */
public final class Collector {

    private static final int LARGEST_WHOLE_FILE = 32 << 20;
    private static final int HEAD = 1 << 16;
    private static final String STDIN = "-";

    private final Path temp;
    private final List<Format> formats;
    private final Decoder decoder = new Decoder(Labels::known);

    /** Told how far reading has come. */
    @FunctionalInterface
    public interface Progress {

        /** So many of so many bytes have been read. */
        void read(long bytes, long ofBytes);
    }

    /** @param temp folder for what comes from standard input, which is read twice */
    public Collector(Path temp) {
        this(temp, Formats.all());
    }

    Collector(Path temp, List<Format> formats) {
        this.temp = temp;
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
            Consumer<Complaint> complaints) {
        List<Path> named =
                paths.stream().filter(p -> !p.toString().equals(STDIN)).toList();
        List<Walk.Found> files = new ArrayList<>(Walk.files(named, complaints));
        List<Path> spooled = new ArrayList<>();
        try {
            if (named.size() < paths.size()) {
                spool(stdin, spooled, complaints).ifPresent(files::add);
            }
            new Run(files, spooled, progress, machines, complaints).run();
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

    /** One collection: small files whole, NDJSON in two passes. */
    private final class Run {
        private final List<Walk.Found> files;
        private final List<Path> spooled;
        private final Progress progress;
        private final Consumer<Snapshot> machines;
        private final Consumer<Complaint> complaints;
        private final List<Piece> pieces = new ArrayList<>();
        private final List<Walk.Found> streams = new ArrayList<>();
        private final Newest newest = new Newest();
        private final Set<Long> elsewhere = new HashSet<>();
        private long total;
        private long done;

        Run(
                List<Walk.Found> files,
                List<Path> spooled,
                Progress progress,
                Consumer<Snapshot> machines,
                Consumer<Complaint> complaints) {
            this.files = files;
            this.spooled = spooled;
            this.progress = progress;
            this.machines = machines;
            this.complaints = complaints;
        }

        void run() {
            total = files.stream().mapToLong(Walk.Found::bytes).sum();
            for (Walk.Found file : files) {
                whole(file);
            }
            total += streams.stream().mapToLong(Walk.Found::bytes).sum();
            pieces.forEach(p -> elsewhere.add(hash(Merging.name(p))));
            read((place, piece) -> newest.add(hash(piece), time(piece), place), complaint -> {});
            if (newest.anySeveral() || elsewhere.stream().anyMatch(newest::knows)) {
                // Records whose machine is told of elsewhere too are put together with that.
                read(
                        (place, piece) -> {
                            if (!single(piece)) {
                                pieces.add(piece);
                            }
                        },
                        complaint -> {});
            }
            Merging.merge(pieces, complaints).forEach(machines);
            read(
                    (place, piece) -> {
                        if (single(piece)) {
                            machines.accept(
                                    Merging.merge(List.of(piece), complaints).getFirst());
                        }
                    },
                    complaints);
        }

        private boolean single(Piece piece) {
            return !newest.several(hash(piece)) && !elsewhere.contains(hash(piece));
        }

        private void read(java.util.function.BiConsumer<Long, Piece> records, Consumer<Complaint> complain) {
            long base = 0;
            for (Walk.Found file : streams) {
                long begin = base;
                new NdjsonFile(file.path(), file.shown())
                        .read((place, piece) -> records.accept(begin + place, piece), complain, this::passed);
                base += file.bytes() + 1;
            }
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
                    streams.add(file);
                } else if (Ndjson.isWide(head)) {
                    streams.add(narrow(file, head[0] == (byte) 0xFF ? UTF_16LE : UTF_16BE));
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
                head.write(in.readNBytes(NdjsonFile.LONGEST_LINE));
            }
            return head.toByteArray();
        }

        private void large(Walk.Found file) {
            if (Ndjson.isNamed(file.shown())) {
                streams.add(file);
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
            String text = decoder.decode(bytes);
            if (text == null) {
                complain(file, Words.BINARY);
                return;
            }
            var content = new Content(file.source(), file.path().getFileName().toString(), text);
            for (Format format : formats) {
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
                streams.add(new Walk.Found(copy, file.shown(), Files.size(copy)));
            } else if (Ndjson.isNamed(file.shown())) {
                streams.add(file);
            } else {
                complain(file, Words.UNRECOGNISED);
            }
        }

        private void complain(Walk.Found file, Wording what) {
            complaints.accept(new Complaint(file.source(), what));
        }
    }

    private static long time(Piece piece) {
        return piece.collectedAt() == null
                ? Newest.UNTIMED
                : piece.collectedAt().getEpochSecond();
    }

    private static long hash(Piece piece) {
        return hash(piece.machine() == null ? "" : piece.machine());
    }

    /** 64 bits of a name, well spread. */
    private static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        String key = Names.key(name);
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        hash ^= hash >>> 32;
        hash *= 0xD6E8FEB86659FD93L;
        return hash ^ hash >>> 32;
    }
}
