package dev.firebreak.app.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A reader under test, and the laws that it keeps whatever it reads. One object is asked many times, from one thread. Nothing may depend on
 * time, chance or earlier inputs: an input that breaks a law must break it again.
 */
public interface FuzzTarget {

    /** A name that is also one of a folder: {@code capture}. */
    String name();

    /** Small inputs of the good form, made by the tests' own writers; what Jazzer starts from. */
    List<byte[]> seeds() throws Exception;

    /** Reads an input. Throws whatever breaks a law: an exception that nobody expects, or an {@link AssertionError} that says which. */
    void run(byte[] input) throws Exception;

    /** Bytes of an input at most. */
    default int mostBytes() {
        return 1 << 13;
    }

    /** Classes whose branches guide Jazzer: ours, and those of a library that does the reading. */
    default String instrumented() {
        return "dev.firebreak.**";
    }

    /** A new folder, for readers that want files. */
    static Path workFolder(String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target", "fuzz-work")), name + "-");
    }
}
