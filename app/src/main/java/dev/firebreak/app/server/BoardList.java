package dev.firebreak.app.server;

import dev.firebreak.app.io.PlainFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** The list of boards that were asked for: {@code boards.txt} in the data folder, an id a line, replaced whole. */
public final class BoardList {

    static final String FILE = "boards.txt";

    /** Whatever was written into the file by hand: no more than a server can judge every machine by. */
    static final int MOST = 20;

    private static final int MAX_BYTES = 1 << 16;

    private static final Pattern ID = Pattern.compile("[A-Z0-9-]{1,40}");

    private final Path file;

    public BoardList(Path data) {
        this.file = data.resolve(FILE);
    }

    /** What may be an id, in capitals. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    List<String> read() {
        try {
            return new String(PlainFiles.bytes(file, MAX_BYTES), StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(BoardList::isId)
                    .distinct()
                    .limit(MOST)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(List<String> ids) {
        try {
            Path part = file.resolveSibling(FILE + ".part");
            Files.deleteIfExists(part);
            DataFolderAccess.privately(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.US_ASCII.encode(String.join("\n", ids) + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
