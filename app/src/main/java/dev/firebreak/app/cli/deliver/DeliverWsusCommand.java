package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.WsusFiles;
import dev.firebreak.core.rollout.DistributionList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code deliver wsus}: an import list and a PowerShell script for WSUS. */
@Command(name = "wsus")
final class DeliverWsusCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    DeliverCommand parent;

    @Mixin
    DeliveryInput input = new DeliveryInput();

    @Option(names = "--out", paramLabel = "FOLDER", required = true)
    Path out = Path.of("");

    @Parameters(paramLabel = "PATH", arity = "1..*")
    List<Path> paths = new ArrayList<>();

    @Override
    public Integer call() {
        input.use(parent);
        DistributionList list = DistributionList.of(input.needs(paths));
        try {
            input.say("deliver.wsus.done", out, WsusFiles.write(out, list));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "out.cannotWrite", out, String.valueOf(e.getMessage()));
        }
    }
}
