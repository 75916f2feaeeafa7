package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.inventory.Complaint;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lifecycle}: support of products, or of the machines under the paths. */
@Command(name = "lifecycle")
public final class LifecycleCommand implements Callable<Integer> {

    private final Rooms rooms;

    @ParentCommand
    @Nullable
    Firebreak parent;

    @Option(names = "--as-of", paramLabel = "DATE", converter = DayConverter.class)
    @Nullable
    LocalDate asOf;

    @Option(names = "--data", paramLabel = "DIR")
    @Nullable
    Path data;

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Parameters(paramLabel = "PATH", arity = "0..*")
    List<Path> paths = new ArrayList<>();

    public LifecycleCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() {
        var shell = Shell.of(parent, rooms);
        LocalDate day = asOf == null ? rooms.today().get() : asOf;
        Knowledge knowledge = rooms.knowledge().apply(data);
        Reporter.Style style = shell.style(day, out == null);
        if (paths.isEmpty()) {
            List<Lifecycle> released = knowledge.lifecycles().stream()
                    .filter(l -> l.released() == null || !l.released().isAfter(day))
                    .toList();
            OutFile.write(out, shell.out(), stream -> rooms.reporter().lifecycle(released, stream, style));
            return Exit.DONE;
        }
        var assessor = new Assessor(knowledge, List.of(), day);
        List<Assessment> machines = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        shell.read(paths, assessor::assess, machines::add, complaints::add);
        shell.say(complaints);
        boolean faults = complaints.stream().anyMatch(Complaint::isFault);
        if (machines.isEmpty() && faults) {
            return Exit.OUR_FAULT;
        }
        if (machines.isEmpty()) {
            throw new Stop(Exit.NOTHING_READ, "assess.nothing");
        }
        OutFile.write(out, shell.out(), stream -> rooms.reporter().support(machines, stream, style));
        return faults ? Exit.OUR_FAULT : Exit.DONE;
    }
}
