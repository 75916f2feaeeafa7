package dev.firebreak.app.server;

import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** The data folder: it tells which machines are open, so nobody else reads it. */
public final class DataFolderAccess {

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private DataFolderAccess() {}

    /** Says it where others on this machine can read a folder: what machines are vulnerable, and hashes of passwords and tokens. */
    public static void warn(Path folder, Consumer<Text> onMessage) {
        try {
            if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                return;
            }
            Set<PosixFilePermission> given = Files.getPosixFilePermissions(folder);
            if (!OTHERS.stream().allMatch(other -> !given.contains(other))) {
                onMessage.accept(Text.format(
                        "Other users of this computer can look into the data folder %s (%s). Keep them out: chmod 700 %s",
                        "データフォルダー %s はこのコンピューターのほかのユーザーも参照できます（%s）。chmod 700 %s で制限してください。",
                        folder,
                        PosixFilePermissions.toString(given),
                        folder));
            }
        } catch (IOException e) {
            onMessage.accept(Text.format(
                    "The permissions of the data folder %s cannot be read", "データフォルダー %s の権限を確認できません", folder));
        }
    }

    /** Makes a file that nobody else may read; one of that name must not be there. */
    static Path privately(Path file) throws IOException {
        return Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
                ? Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(file);
    }

    /**
     * Makes it where there is none; one that is there keeps its permissions.
     *
     * @return whether it was made
     */
    static boolean make(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return false;
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
            return true;
        } catch (IOException e) {
            throw new ServerFailure(
                    ServerFailure.Kind.DATA_FOLDER, folder + ": " + e.getClass().getSimpleName());
        }
    }
}
