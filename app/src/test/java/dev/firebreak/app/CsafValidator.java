package dev.firebreak.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The public CSAF validator (app/src/test/csaf, set up by ./check) on what we wrote. */
public final class CsafValidator {

    private static final Path FOLDER = Path.of("src/test/csaf").toAbsolutePath();

    private CsafValidator() {}

    /**
     * All files pass every basic and extended test; else the failure lists those they do not pass. Without Node.js:
     * skipped, loudly. A start costs eight seconds, so give it many files at once.
     */
    public static void assertValid(Path... vexFiles) throws IOException, InterruptedException {
        if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
            skip("run ./check, or \"npm ci\" in " + FOLDER);
        }
        var command = new ArrayList<>(List.of("node", "validate.mjs"));
        for (Path file : vexFiles) {
            command.add(file.toAbsolutePath().toString());
        }
        Process node;
        try {
            node = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noNode) {
            skip("node does not start: " + noNode.getMessage());
            return;
        }
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = node.waitFor();
        assertThat(exit).withFailMessage("CSAF validator:%n%s", said).isZero();
    }

    private static void skip(String why) {
        System.err.println("SKIPPED: CSAF validator tests: " + why);
        abort("CSAF validator not available: " + why);
    }
}
