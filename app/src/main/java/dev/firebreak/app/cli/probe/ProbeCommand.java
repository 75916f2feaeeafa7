package dev.firebreak.app.cli.probe;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.DataOption;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.cli.OutputFile;
import dev.firebreak.app.probe.smb.ProbeLog;
import dev.firebreak.app.probe.smb.ProbeRun;
import dev.firebreak.app.probe.smb.ProbeTargets;
import dev.firebreak.app.probe.smb.SmbFinding;
import dev.firebreak.app.probe.smb.SmbFindingJson;
import dev.firebreak.app.probe.smb.SmbPatch;
import dev.firebreak.app.probe.smb.SmbProber;
import dev.firebreak.app.probe.smb.SmbTarget;
import dev.firebreak.core.text.Language;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code probe smb}: asks named targets which dialects of SMB they speak and whether MS17-010 is applied. */
@Command(name = "probe", synopsisSubcommandLabel = "COMMAND")
public final class ProbeCommand implements Callable<Integer> {

    private static final int MAX_AT_ONCE = 256;
    private static final int MAX_A_SECOND = 1000;
    private static final int MAX_SECONDS = 300;
    private static final int PORTS = 65_535;

    /** What --fail-on asks about. */
    enum FailOn {
        VULNERABLE,
        SMB1;

        boolean matches(SmbFinding finding) {
            return this == VULNERABLE
                    ? finding.smb1().patch() == SmbPatch.VULNERABLE
                    : Boolean.TRUE.equals(finding.smb1().answered());
        }
    }

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    public ProbeCommand(CommandServices services) {
        this.services = services;
    }

    /** No subcommand was given. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(Objects.requireNonNull(parent).err());
        }
        return ExitCode.WRONG_USAGE;
    }

    /** Asks SMB servers. */
    @Command(name = "smb")
    int smb(
            @Option(names = "--port", paramLabel = "N", defaultValue = "445") int port,
            @Option(names = "--concurrency", paramLabel = "N", defaultValue = "16") int concurrency,
            @Option(names = "--rate", paramLabel = "N", defaultValue = "50") int rate,
            @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "5") int timeout,
            @Option(names = "--allow-public") boolean allowPublic,
            @Mixin DataOption place,
            @Mixin FormatOption output,
            @Nullable @Option(names = "--out", paramLabel = "FILE") Path out,
            @Nullable @Option(names = "--fail-on", paramLabel = "FINDING") FailOn failOn,
            @Parameters(paramLabel = "TARGET", arity = "1..*") List<String> named) {
        bounded("--port", port, PORTS);
        bounded("--concurrency", concurrency, MAX_AT_ONCE);
        bounded("--rate", rate, MAX_A_SECOND);
        bounded("--timeout", timeout, MAX_SECONDS);
        FirebreakCommand firebreak = Objects.requireNonNull(parent);
        Language language = firebreak.messages().language();
        List<SmbTarget> targets = targets(named, port, allowPublic, language);
        Path folder = services.folder(place.data());
        var matched = new boolean[1];
        try (var log = ProbeLog.open(folder, services.clock(), System.getProperty("user.name", "?"))) {
            var prober = new SmbProber(services.clock(), Duration.ofSeconds(timeout));
            var run = new ProbeRun(concurrency, rate, log);
            OutputFile.write(out, firebreak.out(), stream -> {
                var progress = new ProbeProgress(firebreak, services.environment(), targets.size());
                var table = new FindingTable(stream, firebreak.messages(), targets);
                Consumer<SmbFinding> told = finding -> {
                    matched[0] |= failOn != null && failOn.matches(finding);
                    progress.clear();
                    if (output.isNdjson()) {
                        SmbFindingJson.write(finding, language, stream);
                        flush(stream);
                    } else {
                        table.row(finding);
                    }
                    progress.one();
                };
                ask(run, targets, prober, told);
                progress.clear();
            });
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "probe.log", folder.resolve(ProbeLog.FILE));
        }
        return matched[0] ? ExitCode.MATCHED : ExitCode.DONE;
    }

    private static void flush(OutputStream stream) {
        try {
            stream.flush();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "failed.output", String.valueOf(e.getMessage()));
        }
    }

    private static void ask(ProbeRun run, List<SmbTarget> targets, SmbProber prober, Consumer<SmbFinding> findings) {
        try {
            run.run(targets, prober::probe, findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.OUR_FAULT, "probe.interrupted");
        }
    }

    private static List<SmbTarget> targets(List<String> named, int port, boolean allowPublic, Language language) {
        var targets = new ProbeTargets(port, allowPublic);
        for (String name : named) {
            try {
                targets.add(name);
            } catch (ProbeTargets.Refused refused) {
                throw new CommandFailure(
                        ExitCode.WRONG_USAGE, "probe.target", refused.why().in(language));
            }
        }
        return targets.all();
    }

    private static void bounded(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "probe.bounds", option, value, most);
        }
    }
}
