package dev.firebreak.app.cli.sinkhole;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.sinkhole.LocalAddresses;
import dev.firebreak.app.sinkhole.NetworkSegments;
import dev.firebreak.app.sinkhole.ZoneFormat;
import dev.firebreak.core.watch.Indicators;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code sinkhole zone}: the names as records for the site's own DNS server. */
@Command(name = "zone")
final class SinkholeZoneCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    SinkholeCommand sinkhole;

    @Option(names = "--for", paramLabel = "SERVER", required = true)
    String server = "";

    @Option(names = "--out", paramLabel = "DIR")
    @Nullable
    Path out;

    @Override
    public Integer call() {
        SinkholeCommand command = Objects.requireNonNull(sinkhole);
        ZoneFormat format = ZoneFormat.of(server)
                .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "sinkhole.zone.server", server));
        List<InetAddress> answers = command.answerAddresses();
        if (answers.isEmpty()) {
            answers = LocalAddresses.first().stream().toList();
        }
        if (answers.isEmpty()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "sinkhole.noAnswer");
        }
        List<ZoneFormat.File> files =
                format.files(command.services().shipped().indicators().of(Indicators.WANNACRY_KILL_SWITCH), answers);
        if (out == null) {
            files.getFirst().lines().forEach(command.firebreak().out()::println);
        } else {
            files.forEach(file -> write(file, format));
        }
        if (!command.firebreak().quiet()) {
            say(command, files, answers);
        }
        return ExitCode.DONE;
    }

    private void say(SinkholeCommand command, List<ZoneFormat.File> files, List<InetAddress> answers) {
        command.say(
                "sinkhole.zone.answers",
                String.join(", ", answers.stream().map(NetworkSegments::text).toList()));
        if (out != null) {
            files.forEach(file -> command.say(
                    "sinkhole.zone.written", Objects.requireNonNull(out).resolve(file.name())));
        } else if (files.size() > 1) {
            command.say(
                    "sinkhole.zone.more",
                    String.join(
                            ", ",
                            files.stream().skip(1).map(ZoneFormat.File::name).toList()));
        }
        command.say("sinkhole.brake");
    }

    private void write(ZoneFormat.File file, ZoneFormat format) {
        Path target = Objects.requireNonNull(out).resolve(file.name());
        String end = format == ZoneFormat.WINDOWS_DNS ? "\r\n" : "\n";
        try {
            Files.createDirectories(out);
            Files.writeString(target, String.join(end, file.lines()) + end, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "out.cannotWrite", target, String.valueOf(e.getMessage()));
        }
    }
}
