package dev.firebreak.app.io;

import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP archive that somebody brought, held in memory. Its files are bounded in number, in size and in growth; the archive is measured as a
 * whole before a single file is handed out, so that a trap is refused as a whole. Nothing is written, and a name is never used as a path.
 */
public final class ZipArchive {

    private static final byte[] FILE = {'P', 'K', 3, 4};
    private static final byte[] END = {'P', 'K', 5, 6};
    private static final int HEAD_BYTES = 1 << 16;

    /** The end record with the longest comment. */
    private static final int MAX_END_BYTES = 22 + 0xFFFF;

    private static final int COUNT_OFFSET = 10;

    /** Growth is no trap below this. */
    private static final long FREE_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    /** Extra fields that hold the time in UTC: NTFS and "extended timestamp"; without them it is the local time of an unknown zone. */
    private static final List<Integer> UTC_FIELDS = List.of(0x000A, 0x5455);

    private static final List<Charset> NAMES = List.of(StandardCharsets.UTF_8, Charset.forName("windows-31j"));

    private static final Text CUT = new Text(
            "the ZIP archive ends early or is damaged; the files before that were read",
            "ZIP が途中で切れているか、壊れています（それまでのファイルは読み取りました）");

    private static final Text UNREADABLE = new Text(
            "the ZIP archive is damaged, encrypted or packed by a method that is not supported; the files before that were read",
            "ZIP が壊れているか、暗号化されているか、対応していない圧縮方式です（それまでのファイルは読み取りました）");

    private final String name;
    private final byte[] content;
    private final Limits limits;

    /**
     * What is read at most.
     *
     * @param files in the archive, folders among them
     * @param fileBytes of one file, unpacked
     * @param totalBytes of all files, unpacked
     * @param growth how many times larger than the archive its files may be together
     */
    public record Limits(int files, int fileBytes, long totalBytes, int growth) {}

    /** Takes the files of an archive. */
    @FunctionalInterface
    public interface FileConsumer {

        /**
         * @param file its own name, without folders
         * @param modified when it was changed; null where the archive does not say it in UTC
         */
        void file(String file, byte[] bytes, @Nullable Instant modified) throws IOException;
    }

    /** @param name of the archive, for problems */
    public ZipArchive(String name, byte[] content, Limits limits) {
        this.name = name;
        this.content = content;
        this.limits = limits;
    }

    /** Whether it is an archive of files, and no document that happens to be packed as one (.xlsx). */
    public static boolean isOne(byte[] content) {
        boolean begins = begins(content, FILE) || begins(content, END);
        return begins
                && !new String(content, 0, Math.min(content.length, HEAD_BYTES), StandardCharsets.ISO_8859_1)
                        .contains("[Content_Types].xml");
    }

    private static boolean begins(byte[] content, byte[] with) {
        return content.length >= with.length && Arrays.equals(content, 0, with.length, with, 0, with.length);
    }

    /**
     * Hands out the files.
     *
     * @return what could not be read; an archive beyond the limits hands out no file
     */
    public List<Problem> read(FileConsumer files) throws IOException {
        try {
            measure();
        } catch (InputTooLarge e) {
            return List.of(problem(e.what()));
        }
        List<Problem> problems = new ArrayList<>();
        int seen = 0;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1)) {
            for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
                seen++;
                String own = own(entry.getName());
                // Folders and the hidden files of file managers hold no evidence.
                if (!entry.isDirectory() && !own.isEmpty() && !own.startsWith(".")) {
                    files.file(own, bytes(zip), modified(entry));
                }
            }
            if (seen != listed()) {
                problems.add(problem(CUT));
            }
        } catch (Broken e) {
            problems.add(problem(UNREADABLE));
        }
        return problems;
    }

    /** The archive breaks off or cannot be unpacked. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(IOException cause) {
            super(cause);
        }
    }

    private static @Nullable ZipEntry next(ZipInputStream zip) throws Broken {
        try {
            return zip.getNextEntry();
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private byte[] bytes(ZipInputStream zip) throws Broken {
        var bytes = new ByteArrayOutputStream();
        try {
            zip.transferTo(bytes);
        } catch (IOException e) {
            throw new Broken(e);
        }
        return bytes.toByteArray();
    }

    /** Its own name, without folders. */
    private static String own(String path) {
        String decoded = decoded(path);
        return decoded.substring(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
    }

    /**
     * Windows writes names in the code page of its language, in Japanese CP932, unless they are marked as UTF-8, which is seen to before.
     *
     * @param name its bytes as ISO 8859-1
     */
    private static String decoded(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(name)) {
            return name; // Marked as UTF-8.
        }
        for (Charset charset : NAMES) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                // The next.
            }
        }
        return name;
    }

    private void measure() throws InputTooLarge {
        long total = 0;
        int files = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (var zip = new ZipInputStream(new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1)) {
            while (zip.getNextEntry() != null) {
                if (++files > limits.files()) {
                    throw new InputTooLarge(Text.format(
                            "more than %d files in the ZIP archive; nothing of it was imported",
                            "ZIP の中のファイルが %d 個を超えるため、取り込んでいません", limits.files()));
                }
                long own = 0;
                for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                    own += n;
                    total += n;
                    if (own > limits.fileBytes()) {
                        throw new InputTooLarge(Text.format(
                                "a file in the ZIP archive is larger than %d MiB; nothing of it was imported",
                                "ZIP の中に %d MiB を超えるファイルがあるため、取り込んでいません", limits.fileBytes() >> 20));
                    }
                    if (total > limits.totalBytes()) {
                        throw new InputTooLarge(Text.format(
                                "larger than %d MiB when unpacked; nothing of it was imported",
                                "展開後の大きさが %d MiB を超えるため、取り込んでいません", limits.totalBytes() >> 20));
                    }
                    if (total > FREE_BYTES && total / limits.growth() > content.length) {
                        throw new InputTooLarge(Text.format(
                                "grows more than %d times when unpacked, as only a trap does; nothing of it was imported",
                                "展開すると %d 倍を超えて膨らむため、攻撃用のファイルの疑いがあり、取り込んでいません", limits.growth()));
                    }
                }
            }
        } catch (InputTooLarge e) {
            throw e;
        } catch (IOException e) {
            // What comes before the damage is read; the damage is said then.
        }
    }

    /** Entries that the end of the archive counts; -1 where the end is missing. */
    private int listed() {
        for (int at = content.length - 22; at >= Math.max(0, content.length - MAX_END_BYTES); at--) {
            if (Arrays.equals(content, at, at + END.length, END, 0, END.length)) {
                return (content[at + COUNT_OFFSET] & 0xFF) | (content[at + COUNT_OFFSET + 1] & 0xFF) << 8;
            }
        }
        return -1;
    }

    private static @Nullable Instant modified(ZipEntry entry) {
        FileTime time = entry.getLastModifiedTime();
        byte[] extra = entry.getExtra();
        if (time == null || extra == null) {
            return null;
        }
        for (int at = 0; at + 4 <= extra.length; ) {
            int id = (extra[at] & 0xFF) | (extra[at + 1] & 0xFF) << 8;
            if (UTC_FIELDS.contains(id)) {
                return time.toInstant();
            }
            at += 4 + ((extra[at + 2] & 0xFF) | (extra[at + 3] & 0xFF) << 8);
        }
        return null;
    }

    private Problem problem(Text what) {
        return new Problem(Source.of(SafeText.name(name)), what);
    }
}
