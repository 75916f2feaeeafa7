package dev.firebreak.app.cli;

import picocli.CommandLine.Option;

/** {@code --format} of commands that write rows for people or JSON lines for programs. */
public final class FormatOption {

    /** How results are written. */
    public enum Format {
        TABLE,
        NDJSON
    }

    @Option(names = "--format", paramLabel = "FORMAT")
    Format format = Format.TABLE;

    /** How results are written. */
    public Format format() {
        return format;
    }

    /** Whether results are JSON lines. */
    public boolean isNdjson() {
        return format == Format.NDJSON;
    }
}
