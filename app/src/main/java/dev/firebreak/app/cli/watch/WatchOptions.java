package dev.firebreak.app.cli.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What every form of {@code watch} takes. */
final class WatchOptions {

    @Option(names = "--inventory", paramLabel = "PATH")
    List<Path> inventory = new ArrayList<>();

    @Option(names = "--canary", paramLabel = "NAME")
    List<String> canaries = new ArrayList<>();

    @Option(names = "--sigma", paramLabel = "PATH")
    List<Path> sigma = new ArrayList<>();

    @Option(names = "--indicators", paramLabel = "FILE")
    List<Path> indicators = new ArrayList<>();
}
