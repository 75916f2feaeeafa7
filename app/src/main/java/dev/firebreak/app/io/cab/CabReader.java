package dev.firebreak.app.io.cab;

import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipException;

/** A cabinet ({@code .cab}), read in order: stored, MSZIP and LZX. One that goes on in another cabinet is refused. */
public final class CabReader implements AutoCloseable {

    private static final int PREVIOUS = 1;
    private static final int NEXT = 2;
    private static final int RESERVE = 4;
    private static final int MAX_FILES = 65_535;
    private static final int MAX_NAME = 1024;

    private final FileChannel channel;
    private final List<Folder> folders = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private int dataReserve;

    /** Files that were packed as one. */
    private record Folder(long start, int blocks, int compression) {}

    /** One file in the cabinet. */
    public record Entry(String name, long size, long offset, int folder) {}

    /** Takes one file; what it leaves unread is skipped. */
    public interface EntryConsumer {
        void consume(Entry entry, InputStream in) throws IOException;
    }

    public CabReader(Path file) throws IOException {
        this.channel = PlainFiles.channel(file);
        try {
            header();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    public List<Entry> entries() {
        return entries;
    }

    /** Hands out files folder by folder, in the order in which they are packed. */
    public void each(EntryConsumer consumer) throws IOException {
        for (int i = 0; i < folders.size(); i++) {
            int folder = i;
            List<Entry> own = entries.stream()
                    .filter(entry -> entry.folder() == folder)
                    .sorted(Comparator.comparingLong(Entry::offset))
                    .toList();
            long at = 0;
            Folder packed = folders.get(folder);
            try (var in =
                    new CabFolderStream(channel, packed.start(), packed.blocks(), packed.compression(), dataReserve)) {
                for (Entry entry : own) {
                    if (entry.offset() < at) {
                        throw new ZipException("files that overlap");
                    }
                    in.skipNBytes(entry.offset() - at);
                    var part = new Part(in, entry.size());
                    consumer.consume(entry, part);
                    part.skipNBytes(part.left());
                    at = entry.offset() + entry.size();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void header() throws IOException {
        ByteBuffer fixed = read(0, 36);
        if (fixed.getInt(0) != 0x4643534D) {
            throw new ZipException("not a cabinet");
        }
        long filesAt = fixed.getInt(16) & 0xFFFFFFFFL;
        int folderCount = fixed.getShort(26) & 0xFFFF;
        int fileCount = fixed.getShort(28) & 0xFFFF;
        int flags = fixed.getShort(30);
        if ((flags & (PREVIOUS | NEXT)) != 0) {
            throw new InputTooLarge(new Text("a cabinet that goes on in another file", "別のファイルに続くキャビネットには対応していません"));
        }
        long at = 36;
        int folderReserve = 0;
        if ((flags & RESERVE) != 0) {
            ByteBuffer reserve = read(at, 4);
            folderReserve = reserve.get(2) & 0xFF;
            dataReserve = reserve.get(3) & 0xFF;
            at += 4 + (reserve.getShort(0) & 0xFFFF);
        }
        for (int i = 0; i < folderCount; i++) {
            ByteBuffer folder = read(at, 8);
            folders.add(new Folder(
                    folder.getInt(0) & 0xFFFFFFFFL, folder.getShort(4) & 0xFFFF, folder.getShort(6) & 0xFFFF));
            at += 8 + folderReserve;
        }
        files(filesAt, Math.min(fileCount, MAX_FILES));
    }

    private void files(long from, int count) throws IOException {
        long at = from;
        for (int i = 0; i < count; i++) {
            ByteBuffer file = read(at, 16);
            int folder = file.getShort(8) & 0xFFFF;
            String name = name(at + 16);
            if (folder >= folders.size()) {
                throw new ZipException("a file in no folder");
            }
            entries.add(new Entry(name, file.getInt(0) & 0xFFFFFFFFL, file.getInt(4) & 0xFFFFFFFFL, folder));
            at += 16 + name.getBytes(StandardCharsets.ISO_8859_1).length + 1;
        }
    }

    /** Bytes one to one: only ASCII names mean anything to us, and none becomes a path. */
    private String name(long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_NAME);
        channel.read(bytes, at);
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) == 0) {
                return new String(bytes.array(), 0, i, StandardCharsets.ISO_8859_1);
            }
        }
        throw new ZipException("a name without an end");
    }

    private ByteBuffer read(long at, int count) throws IOException {
        return read(channel, at, count);
    }

    static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }

    /** As much of a folder as one file is. */
    private static final class Part extends InputStream {

        private final InputStream in;
        private long left;

        Part(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        long left() {
            return left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(b, off, (int) Math.min(len, left));
            if (n < 0) {
                throw new EOFException();
            }
            left -= n;
            return n;
        }
    }
}
