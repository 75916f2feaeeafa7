package dev.firebreak.app.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that are there whole or not at all, also after a loss of power: written beside, flushed to the disk, moved into place, and the
 * folder flushed. Only their owner may read them.
 */
public final class WholeFile {

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private WholeFile() {}

    /** Writes a file, in the place of the one that there may be; then it is for those who could read that one, else for its owner. */
    public static void write(Path file, byte[] content) throws IOException {
        move(beside(file, content), file);
    }

    /** Writes a file that must not exist. */
    public static void create(Path file, byte[] content) throws IOException {
        Path part = beside(file, content);
        try {
            // A link fails where the name is taken; a move would replace.
            Files.createLink(file, part);
            flush(file);
        } catch (UnsupportedOperationException e) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Moves a finished file into its place and returns when that would survive a loss of power. */
    public static void move(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flush(file);
    }

    /** Permissions with which a file or folder is made that is only its owner's; none where the file system has none. */
    public static FileAttribute<?>[] ownersOnly(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : NO_ATTRIBUTES;
    }

    private static Path beside(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".part");
        try (FileChannel channel = FileChannel.open(part, NEW, ownersOnly(file, "rw-------"))) {
            asBefore(file, part);
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        return part;
    }

    private static void asBefore(Path file, Path part) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && ownersOnly(file, "rw-------").length > 0) {
            Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** Windows opens no folders; there the file system's own journal keeps the order. */
    private static void flush(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // not every system can
        }
    }
}
