package dev.firebreak.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code --data}, for a command and those below it. */
public class DataOption {

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    Path data;

    /** The folder that was named; null for the usual one. */
    public final @Nullable Path data() {
        return data;
    }
}
