package dev.firebreak.app.cli;

import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.inventory.Problem;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lifecycle}: support of products, or of the machines under the paths. */
@Command(name = "lifecycle")
public final class LifecycleCommand implements Callable<Integer> {

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Option(names = "--as-of", paramLabel = "DATE", converter = DateConverter.class)
    @Nullable
    LocalDate asOf;

    @Mixin
    DataOption place = new DataOption();

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Parameters(paramLabel = "PATH", arity = "0..*")
    List<Path> paths = new ArrayList<>();

    public LifecycleCommand(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        var terminal = CommandTerminal.of(parent, services);
        LocalDate day = asOf == null ? services.today() : asOf;
        Knowledge knowledge = services.knowledge(place.data()).knowledge();
        ReportStyle style = terminal.style(day, out == null);
        if (paths.isEmpty()) {
            List<Lifecycle> released = knowledge.lifecycles().stream()
                    .filter(l -> l.released() == null || !l.released().isAfter(day))
                    .toList();
            OutputFile.write(out, terminal.out(), stream -> services.reports().lifecycle(released, stream, style));
            return ExitCode.DONE;
        }
        var assessor = new Assessor(knowledge, List.of(), day);
        List<Assessment> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        terminal.read(paths, assessor::assess, machines::add, problems::add);
        terminal.print(problems);
        boolean faults = problems.stream().anyMatch(Problem::isFault);
        if (machines.isEmpty() && faults) {
            return ExitCode.OUR_FAULT;
        }
        if (machines.isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "assess.nothing");
        }
        OutputFile.write(out, terminal.out(), stream -> services.reports().support(machines, stream, style));
        return faults ? ExitCode.OUR_FAULT : ExitCode.DONE;
    }
}
