package dev.firebreak.app.capture.log;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The samples of {@link LogFormatsTest} as whole files. */
public final class LogSeeds {

    private LogSeeds() {}

    /** Those of some formats, by their ids. */
    public static List<byte[]> of(String... formats) {
        return LogFormatsTest.samples().stream()
                .filter(sample -> List.of(formats).contains(sample.format()))
                .map(sample -> (String.join("\n", sample.lines()) + "\n").getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
