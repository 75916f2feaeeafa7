package dev.firebreak.app.server;

import dev.firebreak.app.io.PlainFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A backup as one file: a ZIP of the fleet's database as it stood at one moment, of the imported knowledge it was judged by, of
 * the settings of notices and of the boards that were asked for. It is whole or not at all, both ways.
 */
public final class BackupArchive {

    public static final String DATABASE = "estate.db";

    /** What may come out of a copy, and nothing else: the file is untrusted. */
    private static final Pattern OURS = Pattern.compile(
            "estate\\.db|notices\\.json|boards\\.txt|imports/[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._-]{1,100})?");

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int MAX_ENTRIES = 100_000;

    /** What comes out of a copy: some, and a multiple of its size. Evidence is packed in the database already, and the rest by four or so. */
    private static final long ALWAYS_BYTES = 64L << 20;

    private static final int MAX_GROWTH = 100;

    /** Settings are small. */
    private static final long MAX_SETTING_BYTES = 1 << 20;

    private BackupArchive() {}

    /** There is a file of that name. */
    static final class AlreadyExists extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** It is not a copy of ours. */
    static final class NotABackup extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Writes a copy of the database into a file. */
    public interface Database {
        void copy(Path to) throws IOException;
    }

    /** Packs a copy; returns its size in bytes. */
    public static long pack(Path data, Database database, Path to) throws IOException {
        Path target = to.toAbsolutePath();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new AlreadyExists();
        }
        Path parent = target.getParent();
        if (parent == null) {
            throw new AlreadyExists();
        }
        Path work = Files.createTempDirectory(parent, ".firebreak-backup-");
        try {
            Path copy = work.resolve(DATABASE);
            database.copy(copy);
            Path packed = DataFolderAccess.privately(work.resolve("packed"));
            try (OutputStream out = Files.newOutputStream(packed, StandardOpenOption.WRITE);
                    var zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.BEST_SPEED);
                add(zip, DATABASE, copy);
                for (Path file : others(data)) {
                    add(zip, data.relativize(file).toString().replace('\\', '/'), file);
                }
            }
            try (FileChannel channel = FileChannel.open(packed, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(packed, target, StandardCopyOption.ATOMIC_MOVE);
            return Files.size(target);
        } finally {
            delete(work);
        }
    }

    private static List<Path> others(Path data) throws IOException {
        // Nothing else is looked into: the folder may be a disk's own, with a lost+found that nobody may read.
        List<Path> found = new ArrayList<>();
        for (String name : List.of("boards.txt", "notices.json")) {
            if (Files.isRegularFile(data.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                found.add(data.resolve(name));
            }
        }
        if (Files.isDirectory(data.resolve("imports"), LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.walk(data.resolve("imports"), 2)) {
                files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .filter(file -> OURS.matcher(
                                        data.relativize(file).toString().replace('\\', '/'))
                                .matches())
                        .forEach(found::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
    }

    /** Unpacks a copy into a folder that is empty or missing. */
    public static void unpack(Path from, Path data) throws IOException {
        if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> inside = Files.list(data)) {
                if (inside.findAny().isPresent()) {
                    throw new AlreadyExists();
                }
            }
        }
        Path target = data.toAbsolutePath();
        Files.createDirectories(target);
        Path work = Files.createTempDirectory(target, ".restoring-");
        try {
            try (InputStream in = PlainFiles.open(from);
                    var zip = new ZipInputStream(in)) {
                unpack(zip, work, ALWAYS_BYTES + Files.size(from) * MAX_GROWTH);
            } catch (ZipException | EOFException | IllegalArgumentException e) {
                throw new NotABackup();
            }
            if (!isDatabase(work.resolve(DATABASE))) {
                throw new NotABackup();
            }
            // The database last: a folder without one is no server's.
            for (String name : List.of("imports", "notices.json", BoardList.FILE, DATABASE)) {
                if (Files.exists(work.resolve(name))) {
                    Files.move(work.resolve(name), target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } finally {
            delete(work);
        }
    }

    private static void unpack(ZipInputStream zip, Path work, long most) throws IOException {
        long room = most;
        Set<String> seen = new java.util.HashSet<>();
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (!OURS.matcher(name).matches() || name.contains("..") || !seen.add(name) || seen.size() > MAX_ENTRIES) {
                throw new NotABackup();
            }
            Path file = work.resolve(name);
            Files.createDirectories(file.getParent());
            boolean setting = !name.equals(DATABASE) && !name.contains("/");
            try (FileChannel channel = FileChannel.open(DataFolderAccess.privately(file), StandardOpenOption.WRITE);
                    OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
                room -= copy(zip, out, setting ? Math.min(room, MAX_SETTING_BYTES) : room);
                channel.force(true);
            }
        }
    }

    /** Copies what an entry holds: its size is the archive's word, so what comes out of it is counted. */
    private static long copy(InputStream from, OutputStream to, long most) throws IOException {
        var buffer = new byte[1 << 16];
        long copied = 0;
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            copied += n;
            if (copied > most) {
                throw new NotABackup();
            }
            to.write(buffer, 0, n);
        }
        return copied;
    }

    private static boolean isDatabase(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        }
    }

    /** Takes the database out of a folder, with what SQLite keeps beside it. */
    static void deleteDatabase(Path data) throws IOException {
        for (String end : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(data.resolve(DATABASE + end));
        }
    }

    /** Takes everything out of a folder that was empty before. */
    static void empty(Path data) throws IOException {
        try (Stream<Path> inside = Files.list(data)) {
            for (Path one : inside.toList()) {
                delete(one);
            }
        }
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
