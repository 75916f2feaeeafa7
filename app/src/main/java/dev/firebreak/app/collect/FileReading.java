package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Read;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads files one after the other: small ones whole, into pieces; of streams of records it only finds that they are. */
final class FileReading {

    private static final int LARGEST_WHOLE_FILE = 32 << 20;
    private static final int HEAD = 1 << 16;

    final List<Piece> pieces = new ArrayList<>();
    final List<NdjsonFile> streams = new ArrayList<>();

    private final Decoder decoder;
    private final List<Formats.Kind> kinds;
    private final Faults faults;
    private final Path temp;
    private final List<Path> spooled;
    private final Consumer<Complaint> complaints;

    /** @param spooled takes the files of ours that are to be deleted in the end */
    FileReading(
            Decoder decoder,
            List<Formats.Kind> kinds,
            Faults faults,
            Path temp,
            List<Path> spooled,
            Consumer<Complaint> complaints) {
        this.decoder = decoder;
        this.kinds = kinds;
        this.faults = faults;
        this.temp = temp;
        this.spooled = spooled;
        this.complaints = complaints;
    }

    /** Reads a file that is no stream of records. */
    void read(Walk.Found file) {
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
        } catch (RuntimeException | StackOverflowError bug) {
            Read<Piece> left = faults.file(file.source(), bug);
            left.complaints().forEach(complaints);
            pieces.addAll(left.items());
        } catch (IOException e) {
            complain(file, Files.isReadable(file.path()) ? Words.CANNOT_READ : Words.NO_PERMISSION);
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
        for (Formats.Kind kind : kinds) {
            if (kind.format().fits(content)) {
                Read<Piece> told = faults.read(kind.format(), content);
                Read<Piece> read = Damaged.is(text) ? Damaged.read(content, told) : told;
                read.complaints().forEach(complaints);
                FileDate date = date(file);
                read.items().forEach(piece -> pieces.add(piece.dated(date)));
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

    private static FileDate date(Walk.Found file) {
        FileTime modified;
        try {
            modified = Files.getLastModifiedTime(file.path());
        } catch (IOException e) {
            modified = null;
        }
        return FileDate.of(file.path().getFileName().toString(), modified == null ? null : modified.toInstant());
    }

    private void complain(Walk.Found file, Wording what) {
        complaints.accept(new Complaint(file.source(), what));
    }
}
