package dev.firebreak.app.cli.deliver;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.DataOption;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.deliver.MediumCheck;
import dev.firebreak.app.io.tuf.TrustFolder;
import dev.firebreak.app.io.tuf.TufClient;
import dev.firebreak.app.io.tuf.TufFailure;
import dev.firebreak.app.io.tuf.TufSource;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code deliver check}: whether a medium is what was signed, not expired and not older than one that was seen. */
@Command(name = "check")
final class DeliverCheckCommand implements Callable<Integer> {

    private static final int MAX_ROOT_BYTES = 1 << 20;

    @ParentCommand
    @Nullable
    DeliverCommand parent;

    @Mixin
    DataOption place = new DataOption();

    @Option(names = "--root", paramLabel = "FILE")
    @Nullable
    Path root;

    @Parameters(paramLabel = "FOLDER")
    Path folder = Path.of("");

    @Override
    public Integer call() {
        DeliverCommand command = Objects.requireNonNull(parent);
        Path data = command.services().folder(place.data());
        try {
            byte[] anchor = root != null
                    ? dev.firebreak.app.io.PlainFiles.bytes(root, MAX_ROOT_BYTES)
                    : TrustFolder.of(data).anchor();
            Path seen = Files.createDirectories(data.resolve("seen"));
            TufClient.State state = TufClient.open(seen, MediumKeys.REPOSITORY, anchor)
                    .update(
                            TufSource.folder(folder.resolve("metadata")),
                            command.services().clock().instant());
            List<MediumCheck.Difference> found = MediumCheck.differences(folder, state.targets());
            for (MediumCheck.Difference difference : found) {
                say(command, Text.format("%s: %s", "%s: %s", difference.path(), difference.what()));
            }
            if (!found.isEmpty()) {
                throw new CommandFailure(ExitCode.MATCHED, "deliver.check.differs", folder, found.size());
            }
            command.firebreak()
                    .err()
                    .println(command.firebreak()
                            .messages()
                            .text(
                                    "deliver.check.whole",
                                    folder,
                                    state.targets().size(),
                                    Text.date(LocalDate.ofInstant(state.expires(), ZoneOffset.UTC))
                                            .in(command.firebreak().messages().language())));
            return ExitCode.DONE;
        } catch (TufFailure e) {
            throw new CommandFailure(
                    ExitCode.MATCHED,
                    "deliver.check.refused",
                    folder,
                    e.text().in(command.firebreak().messages().language()));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NOTHING_READ, "deliver.check.unread", folder, String.valueOf(e.getMessage()));
        }
    }

    private static void say(DeliverCommand command, Text text) {
        command.firebreak()
                .err()
                .println(SafeText.text(text.in(command.firebreak().messages().language())));
    }
}
