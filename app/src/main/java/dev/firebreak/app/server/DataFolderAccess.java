package dev.firebreak.app.server;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The data folder: it tells which machines are open, so nobody else reads it. */
final class DataFolderAccess {

    private DataFolderAccess() {}

    /** Makes it where there is none; one that is there keeps its permissions. */
    static void make(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return;
            }
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.OUR_FAULT,
                    "knowledge.folder",
                    folder + ": " + e.getClass().getSimpleName());
        }
    }
}
