package dev.firebreak.app.cli.watch;

import dev.firebreak.app.capture.stix.StixBundle;
import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.cli.OutputFile;
import dev.firebreak.app.report.watch.WatchJson;
import dev.firebreak.app.report.watch.WatchTable;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.Severity;
import dev.firebreak.core.watch.incident.Containment;
import dev.firebreak.core.watch.incident.Incident;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code watch}: what captures and logs tell about a worm and about encryption. */
@Command(name = "watch")
public final class WatchCommand implements Callable<Integer> {

    private final CommandServices services;
    private final WatchRun.Readers readers;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Mixin
    FormatOption output = new FormatOption();

    @Option(names = "--all-events")
    boolean allEvents;

    @Option(names = "--incidents")
    boolean incidents;

    @Option(names = "--fail-on", paramLabel = "SEVERITY")
    @Nullable
    Severity failOn;

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Mixin
    WatchOptions options = new WatchOptions();

    // Asked for in call(): picocli would miss it where a command below this one is named, too.
    @Parameters(paramLabel = "CAPTURE", arity = "0..*")
    List<Path> paths = new ArrayList<>();

    /** @param readers makes the reader of captures and logs */
    public WatchCommand(CommandServices services, WatchRun.Readers readers) {
        this.services = services;
        this.readers = readers;
    }

    @Override
    public Integer call() {
        if (paths.isEmpty()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.missing", "CAPTURE");
        }
        FirebreakCommand firebreak = Objects.requireNonNull(parent);
        Language language = firebreak.messages().language();
        var run = new WatchRun(services, firebreak, readers, options);
        var matched = new boolean[1];
        OutputFile.write(out, firebreak.out(), stream -> {
            var table = new WatchTable(stream, language);
            List<Detection> kept = new ArrayList<>();
            run.run(
                    paths,
                    allEvents
                            ? event -> {
                                if (output.isNdjson()) {
                                    WatchJson.line(event, stream);
                                } else {
                                    table.row(event);
                                }
                            }
                            : null,
                    detection -> {
                        matched[0] |= failOn != null && detection.severity().compareTo(failOn) <= 0;
                        if (incidents) {
                            run.keep(kept, detection);
                            return;
                        }
                        if (output.isNdjson()) {
                            WatchJson.line(detection, language, stream);
                        } else {
                            table.row(detection);
                        }
                        // Whoever reads a live stream waits for this line.
                        flush(stream);
                    });
            if (incidents) {
                write(run.incidents(kept), output.isNdjson(), language, stream);
            }
        });
        return matched[0] ? ExitCode.MATCHED : ExitCode.DONE;
    }

    /** {@code watch incidents}: the same as {@code watch --incidents}. */
    @Command(name = "incidents")
    int incidents(
            @Mixin FormatOption wanted,
            @Nullable @Option(names = "--out", paramLabel = "FILE") Path file,
            @Mixin WatchOptions chosen,
            @Parameters(paramLabel = "CAPTURE", arity = "1..*") List<Path> inputs) {
        FirebreakCommand firebreak = Objects.requireNonNull(parent);
        var run = new WatchRun(services, firebreak, readers, chosen);
        OutputFile.write(
                file,
                firebreak.out(),
                stream -> write(
                        run.incidentsOf(inputs),
                        wanted.isNdjson(),
                        firebreak.messages().language(),
                        stream));
        return ExitCode.DONE;
    }

    /** {@code watch contain}: rules that cut the machines off which are to be isolated. */
    @Command(name = "contain")
    int contain(
            @Option(names = "--for", paramLabel = "DEVICE", required = true) Containment.Device device,
            @Option(names = "--sinkhole", paramLabel = "ADDRESS", defaultValue = "") String sinkhole,
            @Nullable @Option(names = "--out", paramLabel = "FILE") Path file,
            @Mixin WatchOptions chosen,
            @Parameters(paramLabel = "CAPTURE", arity = "1..*") List<Path> inputs) {
        FirebreakCommand firebreak = Objects.requireNonNull(parent);
        var run = new WatchRun(services, firebreak, readers, chosen);
        List<String> hosts = run.incidentsOf(inputs).stream()
                .flatMap(incident -> incident.isolateFirst().stream())
                .distinct()
                .toList();
        if (hosts.isEmpty() && device != Containment.Device.RPZ) {
            firebreak.err().println(firebreak.messages().text("watch.contain.nobody"));
        }
        String rules = Containment.rules(device, hosts, run.indicators(), sinkhole);
        OutputFile.write(file, firebreak.out(), stream -> {
            try {
                stream.write(rules.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return ExitCode.DONE;
    }

    /** {@code watch indicators}: the known indicators as a STIX bundle for other tools. */
    @Command(name = "indicators")
    int indicators(
            @Nullable @Option(names = "--out", paramLabel = "FILE") Path file,
            @Option(names = "--indicators", paramLabel = "FILE") List<Path> bundles) {
        FirebreakCommand firebreak = Objects.requireNonNull(parent);
        var chosen = new WatchOptions();
        chosen.indicators.addAll(bundles == null ? List.of() : bundles);
        Indicators known = new WatchRun(services, firebreak, readers, chosen).indicators();
        OutputFile.write(
                file,
                firebreak.out(),
                stream -> StixBundle.write(known.all(), services.clock().instant(), stream));
        return ExitCode.DONE;
    }

    private static void write(List<Incident> incidents, boolean isNdjson, Language language, OutputStream stream) {
        var table = new WatchTable(stream, language);
        for (Incident incident : incidents) {
            if (isNdjson) {
                WatchJson.line(incident, language, stream);
            } else {
                table.row(incident);
            }
        }
    }

    private static void flush(OutputStream stream) {
        try {
            stream.flush();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUR_FAULT, "failed.output", String.valueOf(e.getMessage()));
        }
    }
}
