package dev.firebreak.app.cli;

import dev.firebreak.app.report.guide.GuideFormat;
import dev.firebreak.core.guidance.Guide;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code guide}: what to know and what to do about one advisory, with sources. */
@Command(name = "guide")
public final class GuideCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Option(names = "--format", paramLabel = "FORMAT")
    GuideFormat form = GuideFormat.TEXT;

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Parameters(paramLabel = "ADVISORY")
    String advisory = "";

    public GuideCommand(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        var terminal = CommandTerminal.of(parent, services);
        List<Guide> guides = services.shipped().guides();
        String id = services.shipped()
                .knowledge()
                .advisory(advisory)
                .map(a -> a.id())
                .orElse(advisory);
        Guide guide = guides.stream()
                .filter(g -> g.advisory().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.WRONG_USAGE,
                        "guide.unknown",
                        advisory,
                        guides.stream().map(Guide::advisory).collect(Collectors.joining(", "))));
        OutputFile.write(
                out,
                terminal.out(),
                stream -> services.reports().guide(guide, form, stream, terminal.style(services.today(), out == null)));
        return ExitCode.DONE;
    }
}
