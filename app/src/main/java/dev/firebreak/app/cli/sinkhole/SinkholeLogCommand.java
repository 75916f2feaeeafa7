package dev.firebreak.app.cli.sinkhole;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.sinkhole.CallLines;
import dev.firebreak.app.sinkhole.CallLogReader;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code sinkhole log}: every call in the order of the log. */
@Command(name = "log")
final class SinkholeLogCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    SinkholeCommand sinkhole;

    @Mixin
    FormatOption output = new FormatOption();

    @Override
    public Integer call() {
        SinkholeCommand command = Objects.requireNonNull(sinkhole);
        FirebreakCommand firebreak = command.firebreak();
        Path folder = SinkholeSettings.folder(command.folder());
        var log = new CallLogReader(folder);
        try {
            if (!log.exists()) {
                throw new CommandFailure(ExitCode.NOTHING_READ, "sinkhole.log.none", folder);
            }
            if (!output.isNdjson()) {
                firebreak.out().println(command.text("sinkhole.log.columns"));
            }
            log.read(call -> firebreak.out().writeBytes(output.isNdjson() ? CallLines.line(call) : row(call)));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NOTHING_READ, "sinkhole.log.unread", folder, String.valueOf(e.getMessage()));
        }
        if (log.isCut()) {
            command.say("sinkhole.log.cut");
        }
        if (log.damaged() > 0) {
            command.say("sinkhole.log.damaged", log.damaged());
        }
        return ExitCode.DONE;
    }

    private static byte[] row(SinkholeCall call) {
        String kind;
        String asked;
        String by;
        switch (call.request()) {
            case SinkholeCall.Dns dns -> {
                kind = "dns";
                asked = dns.type();
                by = dns.transport();
            }
            case SinkholeCall.Http http -> {
                kind = "http";
                asked = http.method() + " " + http.path();
                by = Objects.requireNonNullElse(http.agent(), "-");
            }
        }
        // Controls are made visible: a tab of a caller's does not look like a column of ours.
        String row = Stream.of(
                        call.time().toString(),
                        kind,
                        call.source(),
                        call.name().isEmpty() ? "-" : call.name(),
                        Objects.requireNonNullElse(call.indicator(), "-"),
                        asked,
                        by)
                .map(SafeText::name)
                .collect(Collectors.joining("\t"));
        return (row + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
