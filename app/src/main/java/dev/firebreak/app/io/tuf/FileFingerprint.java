package dev.firebreak.app.io.tuf;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** What a change of files shows in without reading them: names, sizes, times, and which file it is. */
final class FileFingerprint {

    private FileFingerprint() {}

    /** Of the files of a folder, and of one more file; either may be missing. */
    static String of(Path folder, Path more) throws IOException {
        List<String> parts = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    parts.add(of(file));
                }
            }
        }
        parts.sort(null);
        parts.add(of(more));
        return String.join("\n", parts);
    }

    private static String of(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.getFileName() + " " + attributes.size() + " " + attributes.lastModifiedTime() + " "
                    + attributes.fileKey();
        } catch (NoSuchFileException e) {
            return file.getFileName() + " none";
        }
    }
}
