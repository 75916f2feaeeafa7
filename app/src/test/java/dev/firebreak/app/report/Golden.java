package dev.firebreak.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as they were last approved. {@code -Dgolden.update=true} writes them anew: then read the difference. */
final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    static void same(String name, byte[] report) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.write(file, report);
            return;
        }
        assertThat(file).as("run with -Dgolden.update=true").exists();
        assertThat(new String(report, StandardCharsets.UTF_8)).as(name).isEqualTo(Files.readString(file));
    }
}
