package dev.firebreak.app.cli.killswitch;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandMessages;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.cli.TerminalSettings;
import dev.firebreak.app.io.killswitch.ProbeLineWriter;
import dev.firebreak.app.io.killswitch.ProbeLines;
import dev.firebreak.app.probe.killswitch.HostAndPort;
import dev.firebreak.app.probe.killswitch.HostsFile;
import dev.firebreak.app.probe.killswitch.KillSwitchProber;
import dev.firebreak.app.probe.killswitch.ProbeSender;
import dev.firebreak.app.probe.killswitch.ProbeTimes;
import dev.firebreak.app.probe.killswitch.SystemResolvers;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchResult;
import dev.firebreak.core.watch.killswitch.KillSwitchRule;
import dev.firebreak.core.watch.killswitch.KillSwitchVerdict;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code killswitch check}: asks the network as the worm would, and says for each name whether the worm stops. */
@Command(name = "check")
final class KillSwitchCheck implements Callable<Integer> {

    private static final int MAX_SECONDS = 120;
    private static final int MAX_READ_BYTES = 16 << 20;
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    /** What --fail-on asks about; "unknown" includes "not_protected". */
    enum FailOn {
        NOT_PROTECTED,
        UNKNOWN;

        boolean matches(KillSwitchResult result) {
            KillSwitchVerdict worst = result.verdict().worse(result.segmentVerdict());
            return worst == KillSwitchVerdict.NOT_PROTECTED || (this == UNKNOWN && worst == KillSwitchVerdict.UNKNOWN);
        }
    }

    private final CommandServices services;

    @ParentCommand
    @Nullable
    KillSwitchCommand parent;

    @Option(names = "--resolver", paramLabel = "ADDRESS[:PORT]")
    List<String> resolvers = new ArrayList<>();

    @Option(names = "--http-port", paramLabel = "PORT")
    int httpPort = KillSwitchProbe.WORM_PORT;

    @Option(names = "--proxy", paramLabel = "HOST:PORT")
    List<String> proxies = new ArrayList<>();

    @Option(names = "--pac", paramLabel = "URL|FILE")
    List<String> pacs = new ArrayList<>();

    @Option(names = "--hosts", paramLabel = "FILE")
    @Nullable
    Path hosts;

    @Option(names = "--sinkhole", paramLabel = "URL|DIR|FILE")
    @Nullable
    String sinkhole;

    @Option(names = "--segment", paramLabel = "NAME")
    @Nullable
    String segment;

    @Option(names = "--timeout", paramLabel = "SECONDS")
    double timeoutSeconds = 5;

    @Option(names = "--read", paramLabel = "FILE")
    List<Path> read = new ArrayList<>();

    @Mixin
    FormatOption output = new FormatOption();

    @Option(names = "--fail-on", paramLabel = "VERDICT")
    @Nullable
    FailOn failOn;

    @Option(names = "--send", paramLabel = "URL")
    @Nullable
    String server;

    @Option(names = "--token", paramLabel = "TOKEN")
    @Nullable
    String token;

    @Parameters(paramLabel = "NAME", arity = "0..*")
    List<String> names = new ArrayList<>();

    KillSwitchCheck(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() throws InterruptedException {
        validate();
        List<KillSwitchProbe> probes = read.isEmpty() ? probe() : readFiles();
        if (probes.isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "killswitch.nothing");
        }
        var rule = new KillSwitchRule(services.clock().instant(), KillSwitchRule.USUAL_AGE, httpPort);
        List<KillSwitchResult> results = probes.stream().map(rule::judge).toList();
        show(results);
        if (server != null) {
            send(server, probes);
        }
        return failOn != null && results.stream().anyMatch(failOn::matches) ? ExitCode.MATCHED : ExitCode.DONE;
    }

    private void validate() {
        if (httpPort < 1 || httpPort > 65_535) {
            throw wrong("--http-port", String.valueOf(httpPort));
        }
        if (!(timeoutSeconds >= 0.05 && timeoutSeconds <= MAX_SECONDS)) {
            throw wrong("--timeout", String.valueOf(timeoutSeconds));
        }
        if (server != null && !ProbeSender.isServer(server)) {
            throw wrong("--send", server);
        }
        if (server != null && token() == null) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "killswitch.token");
        }
        if (sinkhole != null && SinkholeQuery.address(sinkhole).isEmpty() && !Files.exists(file(sinkhole))) {
            throw wrong("--sinkhole", sinkhole);
        }
        if (!read.isEmpty() && !names.isEmpty()) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "killswitch.readAndNames");
        }
        if (names.size() > KillSwitchProber.MOST_NAMES) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "killswitch.tooMany", KillSwitchProber.MOST_NAMES);
        }
        for (String name : names) {
            if (!KillSwitchProber.isName(name)) {
                throw new CommandFailure(ExitCode.WRONG_USAGE, "killswitch.name", SafeText.name(name));
            }
        }
    }

    private @Nullable String token() {
        String named = token == null ? services.environment().get("FIREBREAK_TOKEN") : token;
        return named == null || named.isBlank() || !named.strip().matches("[\\x21-\\x7E]{1,200}")
                ? null
                : named.strip();
    }

    private static CommandFailure wrong(String option, String value) {
        return new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", option, SafeText.name(value));
    }

    private List<KillSwitchProbe> probe() throws InterruptedException {
        Set<String> asked = new LinkedHashSet<>();
        (names.isEmpty() ? shipped() : names).forEach(name -> asked.add(KillSwitchProbe.normal(name)));
        int millis = (int) (timeoutSeconds * 1_000);
        var settings = new KillSwitchProber.Settings(
                machine(),
                segmentName(),
                resolvers.isEmpty()
                        ? SystemResolvers.of(osName())
                        : resolvers.stream().map(this::resolver).toList(),
                hostsFile(asked),
                httpPort,
                proxies.stream().map(this::proxy).toList(),
                pacs,
                new ProbeTimes(Math.max(1, millis * 2 / 5), millis, millis * 2));
        var prober = new KillSwitchProber(settings, services.clock(), new SecureRandom());
        return prober.probe(List.copyOf(asked), search(millis));
    }

    /** Where the sinkhole's own word is had from. */
    private Function<String, SinkholeSight> search(int millis) {
        if (sinkhole == null) {
            return nonce -> SinkholeSight.NOT_ASKED;
        }
        Optional<URI> running = SinkholeQuery.address(sinkhole);
        return running.isPresent()
                ? new SinkholeQuery(running.get(), Duration.ofMillis(millis))::find
                : new SinkholeSearch(file(sinkhole))::find;
    }

    private static Path file(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw wrong("--sinkhole", named);
        }
    }

    private List<String> shipped() {
        return services.shipped().indicators().of(Indicators.WANNACRY_KILL_SWITCH).stream()
                .filter(i -> i.kind() == Indicator.Kind.DOMAIN)
                .map(Indicator::value)
                .toList();
    }

    private HostAndPort resolver(String text) {
        return HostAndPort.parseAddress(text, 53).orElseThrow(() -> wrong("--resolver", text));
    }

    private HostAndPort proxy(String text) {
        return HostAndPort.parse(text, 0).orElseThrow(() -> wrong("--proxy", text));
    }

    private HostsFile hostsFile(Set<String> asked) {
        Path file = hosts == null ? HostsFile.usual(services.environment(), osName()) : hosts;
        try {
            return HostsFile.read(
                    file, asked.stream().map(KillSwitchProbe::host).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "killswitch.hosts", file, reason(e));
        }
    }

    private @Nullable String segmentName() {
        if (segment == null || segment.isBlank()) {
            return null;
        }
        try {
            return ProbeLines.segment(segment);
        } catch (RuntimeException _) {
            throw wrong("--segment", segment);
        }
    }

    private @Nullable String machine() {
        String name = services.environment().get("COMPUTERNAME");
        try {
            if (name == null && Files.isReadable(HOSTNAME)) {
                name = Files.readString(HOSTNAME).strip();
            }
        } catch (IOException _) {
            name = null;
        }
        return name == null || name.isBlank() ? null : SafeText.name(name);
    }

    private static String osName() {
        return System.getProperty("os.name", "");
    }

    /** What {@code --format ndjson} or the script without Java wrote; {@code -} is standard input. */
    private List<KillSwitchProbe> readFiles() {
        List<KillSwitchProbe> probes = new ArrayList<>();
        for (Path file : read) {
            try (InputStream in = file.toString().equals("-") ? services.stdin() : Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_READ_BYTES + 1);
                if (bytes.length > MAX_READ_BYTES) {
                    throw new IOException("more than " + (MAX_READ_BYTES >> 20) + " MiB");
                }
                Read<KillSwitchProbe> found =
                        ProbeLines.read(new String(bytes, StandardCharsets.UTF_8), file.toString());
                found.problems().forEach(this::tell);
                probes.addAll(found.items());
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.NOTHING_READ, "killswitch.read", file, reason(e));
            }
        }
        return probes;
    }

    private void tell(Problem problem) {
        String line = problem.source() + ": " + problem.what().in(messages().language());
        firebreak().err().println(SafeText.text(line));
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    private void show(List<KillSwitchResult> results) {
        var out = firebreak().out();
        if (output.isNdjson()) {
            results.forEach(result ->
                    out.println(ProbeLineWriter.line(result, messages().language())));
            return;
        }
        var table = new KillSwitchTable(
                messages(), TerminalSettings.of(services.environment()).colours());
        results.forEach(result -> table.write(result, out));
        table.summary(results, out);
    }

    private void send(String to, List<KillSwitchProbe> probes) throws InterruptedException {
        String lines =
                probes.stream().map(probe -> ProbeLineWriter.line(probe) + "\n").collect(Collectors.joining());
        try {
            ProbeSender.send(to, Objects.requireNonNull(token()), lines);
            if (!firebreak().quiet()) {
                firebreak().err().println(messages().text("killswitch.sent", probes.size(), SafeText.name(to)));
            }
        } catch (ProbeSender.NotTaken e) {
            throw new CommandFailure(
                    ExitCode.OUR_FAULT,
                    "killswitch.notSent",
                    SafeText.name(to),
                    SafeText.text(String.valueOf(e.getMessage())));
        }
    }

    private FirebreakCommand firebreak() {
        return Objects.requireNonNull(parent).firebreak();
    }

    private CommandMessages messages() {
        return firebreak().messages();
    }
}
