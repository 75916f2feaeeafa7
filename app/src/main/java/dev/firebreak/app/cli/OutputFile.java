package dev.firebreak.app.cli;

import dev.firebreak.app.io.PlainFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where results go: standard output, or a file that is written whole or not at all. */
public final class OutputFile {

    private static final int BUFFER_BYTES = 1 << 16;

    /** Characters that the name of a file that is being written has more than the name it gets. */
    private static final int MAX_ENDING = 40;

    private static final int MAX_TRIES = 1000;

    private OutputFile() {}

    /** Writes to the file, or to standard output where there is none. */
    public static void write(@Nullable Path file, OutputStream standard, Consumer<OutputStream> results) {
        if (file == null) {
            results.accept(standard);
            return;
        }
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe or a device cannot be replaced; a folder refuses by itself.
                fill(file, results);
                return;
            }
            replace(file, results);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "out.cannotWrite", file, reason(e));
        }
    }

    private static void replace(Path file, Consumer<OutputStream> results) throws IOException {
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path whole = beside(target);
        try {
            fill(whole, results);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                    && whole.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(whole, Files.getPosixFilePermissions(target));
            }
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** A new file with the permissions that the umask gives, as the file would have had that is written in place. */
    private static Path beside(Path target) throws IOException {
        String name = PlainFiles.cut("." + target.getFileName(), PlainFiles.MAX_NAME_LENGTH - MAX_ENDING)
                + "."
                + ProcessHandle.current().pid();
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                return Files.createFile(target.resolveSibling(name + "-" + i + ".part"));
            } catch (FileAlreadyExistsException e) {
                // A process of the same number left it behind, or another thread of ours writes it now.

            }
        }
        throw new FileAlreadyExistsException(target.resolveSibling(name) + "..");
    }

    private static void fill(Path file, Consumer<OutputStream> results) throws IOException {
        // Loud: a full disk ends the command, where a PrintStream would swallow it.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out =
                        new BufferedOutputStream(new StandardOutput.FailingStream(channel, () -> true), BUFFER_BYTES)) {
            results.accept(out);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
