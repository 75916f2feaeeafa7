package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.AnsibleFiles;
import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.PackageChoice;
import dev.firebreak.core.rollout.PackageFile;
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

/** {@code deliver ansible}: an inventory and a playbook. */
@Command(name = "ansible")
final class DeliverAnsibleCommand implements Callable<Integer> {

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
            List<PackageFile> files = new PackageFolderReader(input.folder()).files();
            AnsibleFiles.Written written = AnsibleFiles.write(
                    out,
                    list,
                    item -> PackageChoice.choose(item.needed(), files).orElse(null));
            written.left().forEach((machine, why) -> input.say("deliver.ansible." + why, machine));
            input.say(
                    "deliver.ansible.done",
                    out,
                    written.machines(),
                    written.left().size());
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "out.cannotWrite", out, String.valueOf(e.getMessage()));
        }
    }
}
