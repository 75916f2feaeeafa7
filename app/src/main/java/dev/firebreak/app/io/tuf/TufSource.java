package dev.firebreak.app.io.tuf;

import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where metadata come from: a folder, a medium, a server. Nobody need trust it. */
@FunctionalInterface
public interface TufSource {

    /**
     * The bytes of a file of metadata.
     *
     * @param name such as {@code 2.root.json}; never with a folder
     * @param most bytes that are read; more is {@link TufFailure.Kind#TOO_LARGE}
     * @return empty where there is none of that name
     */
    Optional<byte[]> read(String name, int most) throws IOException, TufFailure;

    /** Files of a folder; links are not followed. */
    static TufSource folder(Path folder) {
        return (name, most) -> {
            try (InputStream in = PlainFiles.openUnlinked(folder.resolve(name))) {
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw tooLarge(name);
                }
                return Optional.of(bytes);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        };
    }

    /** That a file is larger than told, or than any of its kind. */
    static TufFailure tooLarge(String name) {
        return new TufFailure(
                TufFailure.Kind.TOO_LARGE, Text.format("%s is larger than told", "%s が記載のサイズを超えています", name));
    }
}
