package dev.firebreak.app.feed.document;

import dev.firebreak.app.io.CountingStream;
import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.app.io.PackedGrowth;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.cab.CabReader;
import dev.firebreak.core.text.Text;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents in a file, packed or not, and the reader for each. Nothing is written: a name in an archive is
 * never used as a path.
 */
public final class DocumentUnpacker {

    private static final Pattern LEADS_OUT = Pattern.compile("(^|.*[/\\\\])\\.\\.([/\\\\].*|$)|[/\\\\].*|[A-Za-z]:.*");
    private static final Set<String> SCAN = Set.of("package.cab", "package.xml");
    private static final int BUFFER = 1 << 16;
    private static final Text UNKNOWN =
            new Text("not a document of a supported format; skipped", "Firebreak が対応していない形式のため、読み込みませんでした");
    private static final Text ENDS_EARLY =
            new Text("ends in the middle; what came before is kept", "途中で切れています（それまでの内容は取り込みます）");
    private static final Text DAMAGED =
            new Text("the packed data are damaged; what came before is kept", "圧縮データが壊れています（それまでの内容は取り込みます）");

    private final List<FeedReader> readers;
    private final FeedLimits limits;

    public DocumentUnpacker(List<FeedReader> readers, FeedLimits limits) {
        this.readers = readers;
        this.limits = limits;
    }

    /**
     * Reads every document in the file.
     *
     * @param sinks gives the sink for a document by its name in the file; the file itself has the empty name
     * @param progress told how many bytes of the file have been read
     */
    public void read(String name, Path file, Function<String, FeedSink> sinks, LongConsumer progress) {
        try (var in = new CountingStream(PlainFiles.open(file), progress)) {
            unpack(new Place(name, "", 0, file), in, in, sinks);
        } catch (IOException e) {
            sinks.apply("").cutShort(0, why(e));
        }
    }

    /** What went wrong with a stream, for people. */
    public static Text why(IOException e) {
        return switch (e) {
            case InputTooLarge refused -> refused.what();
            case EOFException _ -> ENDS_EARLY;
            case ZipException _ -> DAMAGED;
            case CharacterCodingException _, CharConversionException _ ->
                new Text("not in the encoding it claims to be in", "文字コードが宣言と異なります");
            default -> PlainFiles.why(e);
        };
    }

    /**
     * Where in the file.
     *
     * @param inside path within the archive; empty for the file itself
     */
    private record Place(
            String name, String inside, int depth, @Nullable Path file) {
        Place within(String entry) {
            String own = entry.substring(Math.max(entry.lastIndexOf('/'), entry.lastIndexOf('\\')) + 1);
            return new Place(own, inside.isEmpty() ? entry : inside + "!" + entry, depth + 1, null);
        }
    }

    private void unpack(Place place, InputStream in, CountingStream packed, Function<String, FeedSink> sinks)
            throws IOException {
        var buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(DocumentHead.BYTES);
        var head = new DocumentHead(start(buffered));
        buffered.reset();
        if (head.begins('P', 'K', 3, 4)) {
            unzip(place, buffered, packed, sinks);
        } else if (head.begins('M', 'S', 'C', 'F')) {
            uncab(place, buffered, packed, sinks);
        } else if (head.begins(0x1F, 0x8B)) {
            if (place.depth() >= limits.depth()) {
                throw nested();
            }
            String name = place.name().replaceFirst("(?i)\\.gz$", "");
            var gunzipped = new MeteredStream(new GZIPInputStream(buffered, BUFFER), limits, packed::count);
            unpack(new Place(name, place.inside(), place.depth() + 1, null), gunzipped, packed, sinks);
        } else {
            FeedSink sink = sinks.apply(place.inside());
            FeedReader reader =
                    readers.stream().filter(r -> r.fits(head)).findFirst().orElse(null);
            if (reader == null) {
                sink.addProblem(0, UNKNOWN);
                return;
            }
            try {
                reader.read(
                        new FeedDocument(
                                place.name(), MeteredStream.plain(buffered, limits), head.charset(), place.file()),
                        sink);
            } catch (IOException e) {
                sink.cutShort(0, why(e));
            }
        }
    }

    /** The first bytes, or as many as can be had: a document that breaks off early tells it when it is read. */
    private static byte[] start(InputStream in) {
        byte[] start = new byte[DocumentHead.BYTES];
        int length = 0;
        try {
            for (int n = 0; n >= 0 && length < start.length; n = in.read(start, length, start.length - length)) {
                length += n;
            }
        } catch (IOException e) {
            return Arrays.copyOf(start, length);
        }
        return Arrays.copyOf(start, length);
    }

    private void unzip(Place place, InputStream in, CountingStream packed, Function<String, FeedSink> sinks)
            throws IOException {
        if (place.file() == null) {
            // Only a file of its own can be checked for being whole.
            throw nested();
        }
        int listed = listed(place.file());
        int seen = 0;
        FeedSink whole = sinks.apply(place.inside());
        var zip = new ZipInputStream(in, StandardCharsets.UTF_8);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++seen > limits.entries()) {
                    throw new InputTooLarge(Text.format(
                            "more than %d files in one archive; not read further",
                            "アーカイブ内のファイルが %d 個を超えるため、これ以降は読みません", limits.entries()));
                }
                if (entry.isDirectory()) {
                    continue;
                }
                if (LEADS_OUT.matcher(entry.getName()).matches()) {
                    whole.addProblem(
                            0,
                            Text.format(
                                    "a name that leads out of the archive, skipped: %s",
                                    "アーカイブの外を指す名前のため、読み込みませんでした: %s", FeedValues.shown(entry.getName())));
                    continue;
                }
                var document = new MeteredStream(zip, limits, packed::count);
                unpack(place.within(entry.getName()), document, packed, sinks);
                // What the reader left is read too: only the end tells whether the entry is sound.
                document.transferTo(java.io.OutputStream.nullOutputStream());
            }
        } catch (IllegalArgumentException e) {
            throw new ZipException("name of an entry is not UTF-8");
        }
        if (listed != seen) {
            whole.cutShort(0, listed < 0 ? ENDS_EARLY : DAMAGED);
        }
    }

    /** A cabinet is read from where it lies; one within another is laid aside first, which a scan catalogue needs. */
    private void uncab(Place place, InputStream in, CountingStream packed, Function<String, FeedSink> sinks)
            throws IOException {
        if (place.depth() >= limits.depth()) {
            throw nested();
        }
        Path aside = place.file() == null ? Files.createTempFile("firebreak", ".cab") : null;
        try {
            if (aside != null) {
                Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            try (var cab = new CabReader(aside == null ? Objects.requireNonNull(place.file()) : aside)) {
                boolean scan = cab.entries().stream().anyMatch(entry -> SCAN.contains(entry.name()));
                long size = Files.size(aside == null ? Objects.requireNonNull(place.file()) : aside);
                cab.each((entry, content) -> {
                    // Beside these two a scan catalogue has a million files of a few lines each.
                    if (!scan || SCAN.contains(entry.name())) {
                        var document = new MeteredStream(content, limits, new PackedGrowth(size));
                        unpack(place.within(entry.name()), document, packed, sinks);
                    }
                });
            }
        } finally {
            if (aside != null) {
                Files.deleteIfExists(aside);
            }
        }
    }

    /** Files that the archive's own list names; -1 where the list, which stands at the end, is missing. */
    private static int listed(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.size();
        } catch (IOException e) {
            return -1;
        }
    }

    private static InputTooLarge nested() {
        return new InputTooLarge(
                new Text("an archive within an archive; unpack it first", "アーカイブの中にアーカイブがあります。先に展開してください"));
    }
}
