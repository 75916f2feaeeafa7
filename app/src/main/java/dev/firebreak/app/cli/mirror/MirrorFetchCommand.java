package dev.firebreak.app.cli.mirror;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.mirror.IntakeResult;
import dev.firebreak.app.mirror.IntakeResult.Outcome;
import dev.firebreak.app.mirror.KnownPackages;
import dev.firebreak.app.mirror.PackageFetcher;
import dev.firebreak.app.mirror.PackageIntake;
import dev.firebreak.app.server.PackageKnowledge;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.Kb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code mirror fetch}: gets the packages of updates from the addresses that the knowledge names. */
@Command(name = "fetch")
final class MirrorFetchCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    MirrorCommand parent;

    @Option(names = "--architecture", paramLabel = "ARCHITECTURE")
    @Nullable
    List<String> architectures;

    @Option(names = "--language", paramLabel = "XXX")
    @Nullable
    List<String> languages;

    @Option(names = "--crl", paramLabel = "FILE")
    @Nullable
    List<Path> crls;

    @Option(names = "--dry-run")
    boolean dryRun;

    @Mixin
    FormatOption output = new FormatOption();

    @Parameters(paramLabel = "KB", arity = "1..*")
    List<String> kbs = List.of();

    @Override
    public Integer call() {
        MirrorCommand mirror = Objects.requireNonNull(parent);
        MirrorTerminal terminal = mirror.mirror();
        Set<Kb> wanted = kbs.stream().map(MirrorFetchCommand::kb).collect(Collectors.toCollection(TreeSet::new));
        Set<Architecture> built = architectures == null
                ? Set.of(Architecture.values())
                : architectures.stream().map(MirrorFetchCommand::architecture).collect(Collectors.toSet());
        KnownPackages known = PackageKnowledge.read(
                terminal.folder(),
                terminal.services().knowledge(terminal.store().data()).knowledge());
        List<KnownPackages.Known> chosen = known.fetchable().stream()
                .filter(file -> wanted.contains(file.kb()))
                .filter(file -> file.file().architecture() == null
                        || built.contains(file.file().architecture()))
                .filter(this::speaks)
                .toList();
        if (chosen.isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "mirror.fetch.none", String.join(" ", kbs));
        }
        if (dryRun) {
            chosen.forEach(file -> terminal.row(List.of(
                    file.kb().toString(),
                    String.valueOf(file.file().file()),
                    String.valueOf(file.file().url()))));
            return ExitCode.DONE;
        }
        PackageIntake intake = mirror.intake(crls == null ? List.of() : crls);
        var fetcher = new PackageFetcher(
                mirror.packages(), intake, terminal.services().environment());
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        try {
            for (KnownPackages.Known file : chosen) {
                IntakeResult result = fetcher.fetch(file, (bytes, all) -> {});
                counts.merge(result.outcome(), 1, Integer::sum);
                MirrorCommand.show(terminal, result, output);
                MirrorCommand.note(terminal, result);
            }
        } catch (IOException e) {
            throw terminal.unusable(e);
        }
        return MirrorCommand.end(terminal, counts, null);
    }

    private boolean speaks(KnownPackages.Known file) {
        String language = file.file().language();
        return languages == null || language == null || languages.stream().anyMatch(language::equalsIgnoreCase);
    }

    private static Kb kb(String text) {
        return Kb.parse(text).orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "KB", text));
    }

    private static Architecture architecture(String text) {
        return Architecture.ofId(text)
                .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--architecture", text));
    }
}
