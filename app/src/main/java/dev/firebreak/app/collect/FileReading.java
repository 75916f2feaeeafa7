package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.bulk.LineChunks;
import dev.firebreak.app.collect.bulk.NdjsonFile;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.FileDate;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.FileSignature;
import dev.firebreak.app.collect.format.Formats;
import dev.firebreak.app.collect.format.InputFiles;
import dev.firebreak.app.collect.format.InventoryNdjson;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.app.io.text.ByteOccurrences;
import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads files one after the other: small ones whole, into pieces; of streams of records it only finds that they are. */
public final class FileReading {

    private static final int LARGEST_WHOLE_FILE = 32 << 20;
    private static final int HEAD = 1 << 16;

    public final List<EvidencePart> pieces = new ArrayList<>();
    public final List<NdjsonFile> streams = new ArrayList<>();

    private final TextDecoder decoder;
    private final List<Formats.Kind> kinds;
    private final FaultIsolation faults;
    private final Path temp;
    private final List<Path> spooled;
    private final Consumer<Problem> complaints;

    /** @param spooled takes the files of ours that are to be deleted in the end */
    public FileReading(
            TextDecoder decoder,
            List<Formats.Kind> kinds,
            FaultIsolation faults,
            Path temp,
            List<Path> spooled,
            Consumer<Problem> complaints) {
        this.decoder = decoder;
        this.kinds = kinds;
        this.faults = faults;
        this.temp = temp;
        this.spooled = spooled;
        this.complaints = complaints;
    }

    /** Reads a file that is no stream of records. */
    public void read(InputFiles.Found file) {
        try (InputStream in = PlainFiles.open(file.path())) {
            byte[] head = head(in);
            if (head.length == 0) {
                complain(file, CollectTexts.EMPTY);
            } else if (FileSignature.of(head) instanceof Text what) {
                complain(file, what);
            } else if (InventoryNdjson.isIn(head)) {
                stream(file);
            } else if (InventoryNdjson.isWide(head)) {
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
        } catch (RuntimeException | StackOverflowError bug) {
            Read<EvidencePart> left = faults.file(file.source(), bug);
            left.complaints().forEach(complaints);
            pieces.addAll(left.items());
        } catch (IOException e) {
            complain(file, Files.isReadable(file.path()) ? CollectTexts.CANNOT_READ : CollectTexts.NO_PERMISSION);
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

    private void large(InputFiles.Found file) {
        if (InventoryNdjson.isNamed(file.shown())) {
            stream(file);
        } else {
            complain(file, CollectTexts.TOO_LARGE);
        }
    }

    /** PowerShell's {@code >} writes UTF-16: the same records as UTF-8, in a file of ours. */
    private InputFiles.Found narrow(InputFiles.Found file, Charset wide) throws IOException {
        Path copy = copy();
        // A file cut within a letter spoils its last line only.
        var decoder = wide.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (var from = new InputStreamReader(PlainFiles.open(file.path()), decoder);
                var to = Files.newBufferedWriter(copy, UTF_8)) {
            from.transferTo(to);
        }
        return new InputFiles.Found(copy, file.shown(), Files.size(copy), file.modified());
    }

    private Path copy() throws IOException {
        Path copy = Files.createTempFile(temp, "firebreak-utf8-", null);
        spooled.add(copy);
        return copy;
    }

    private void text(InputFiles.Found file, byte[] bytes) throws IOException {
        ByteOccurrences occurring = ByteOccurrences.in(bytes);
        String text = decoder.decode(bytes, occurring);
        if (text == null) {
            complain(file, CollectTexts.BINARY);
            return;
        }
        var content = new DecodedFile(file.source(), file.path().getFileName().toString(), text, occurring);
        Read<Formats.Found> read = Formats.read(content, kinds, faults::read);
        if (read != null) {
            read.complaints().forEach(complaints);
            FileDate date = file.date();
            read.items().forEach(found -> pieces.add(found.piece().dated(date)));
            return;
        }
        if (text.isBlank()) {
            complain(file, CollectTexts.EMPTY);
        } else if (InventoryNdjson.isIn(text)) {
            // UTF-16 without its mark.
            Path copy = copy();
            Files.writeString(copy, text);
            stream(new InputFiles.Found(copy, file.shown(), Files.size(copy), file.modified()));
        } else if (InventoryNdjson.isNamed(file.shown())) {
            stream(file);
        } else {
            complain(file, CollectTexts.UNRECOGNISED);
        }
    }

    private void stream(InputFiles.Found file) {
        streams.add(new NdjsonFile(file));
    }

    private void complain(InputFiles.Found file, Text what) {
        complaints.accept(new Problem(file.source(), what));
    }
}
