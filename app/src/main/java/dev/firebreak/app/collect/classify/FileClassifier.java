package dev.firebreak.app.collect.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.inventory.InventoryNdjson;
import dev.firebreak.app.collect.format.systeminfo.SysteminfoLabels;
import dev.firebreak.app.io.text.ByteOccurrences;
import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Decides what a file is by its content; its name decides only where the content does not. The only place that knows the
 * size limits. Any thread may call.
 */
public final class FileClassifier {

    private static final int LARGEST_TEXT = 32 << 20;
    private static final int HEAD = 1 << 16;

    private final TextDecoder decoder = new TextDecoder(SysteminfoLabels::known);
    private final Formats formats;

    public FileClassifier(Formats formats) {
        this.formats = formats;
    }

    /** Classifies a file that is in memory. */
    public FileContent classify(Source source, byte[] content) {
        try {
            return classify(source, content.length, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Classifies a file; reads no more of it than needed.
     *
     * @param size in bytes when the file was found; it may have grown since
     * @param in the file from its beginning
     */
    public FileContent classify(Source source, long size, InputStream in) throws IOException {
        byte[] head = head(in);
        if (head.length == 0) {
            return new FileContent.Empty();
        }
        Text problem = FileSignature.of(head);
        if (problem != null) {
            return new FileContent.KnownBinary(problem);
        }
        if (InventoryNdjson.isIn(head)) {
            return new FileContent.Ndjson(UTF_8);
        }
        if (InventoryNdjson.isWide(head)) {
            return new FileContent.Ndjson(head[0] == (byte) 0xFF ? UTF_16LE : UTF_16BE);
        }
        boolean large = size > LARGEST_TEXT;
        byte[] rest = large ? new byte[0] : in.readNBytes(LARGEST_TEXT);
        // A part of a file that has grown could pass for a whole list.
        if (large || in.read() >= 0) {
            return InventoryNdjson.isNamed(source.file()) ? new FileContent.Ndjson(UTF_8) : new FileContent.TooLarge();
        }
        return text(source, joined(head, rest));
    }

    private FileContent text(Source source, byte[] bytes) {
        ByteOccurrences occurring = ByteOccurrences.in(bytes);
        String text = decoder.decode(bytes, occurring);
        if (text == null) {
            return new FileContent.UnknownBinary();
        }
        if (text.isBlank()) {
            return new FileContent.Empty();
        }
        if (InventoryNdjson.isIn(text)) {
            return new FileContent.DecodedNdjson(text);
        }
        String path = source.file();
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        var file = new DecodedFile(source, name, text, occurring);
        Format format = formats.fitting(file);
        return format == null && InventoryNdjson.isNamed(path)
                ? new FileContent.Ndjson(UTF_8)
                : new FileContent.Document(file, format);
    }

    /** How the file begins: some lines, or the most that a first line may have. */
    private static byte[] head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream(HEAD);
        head.write(in.readNBytes(HEAD));
        if (head.size() == HEAD && !head.toString(ISO_8859_1).contains("\n")) {
            head.write(in.readNBytes(InventoryNdjson.MAX_LINE_LENGTH));
        }
        return head.toByteArray();
    }

    private static byte[] joined(byte[] head, byte[] rest) {
        if (rest.length == 0) {
            return head;
        }
        byte[] all = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }
}
