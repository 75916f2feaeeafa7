package dev.firebreak.app.cli;

import dev.firebreak.app.server.ServerProcess;
import dev.firebreak.app.server.ServerSettings;
import dev.firebreak.app.sinkhole.ListenAddress;
import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code serve}: the server, until it is asked to stop. */
@Command(name = "serve")
public final class ServeCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    /** Runs a server until it stops; a {@link ServerProcess} but in tests of the options. */
    @FunctionalInterface
    public interface Server {
        void serve(ServerSettings settings, Consumer<Text> onMessage, Consumer<ServerProcess.Running> running);
    }

    private final Server server;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Option(names = "--port", paramLabel = "N")
    int port = 8080;

    @Option(names = "--host", paramLabel = "H")
    String address = "127.0.0.1";

    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(names = "--tls-key", paramLabel = "FILE")
    @Nullable
    Path key;

    @Option(names = "--tls-certificate", paramLabel = "FILE")
    @Nullable
    Path certificate;

    @Option(names = "--public-url", paramLabel = "URL")
    @Nullable
    String publicUrl;

    @Option(names = "--behind-proxy")
    boolean behindProxy;

    @Option(names = "--silent-after", paramLabel = "3d", converter = DurationConverter.class)
    Duration silentAfter = Duration.ofDays(3);

    @Option(names = "--stale-after", paramLabel = "30d", converter = DurationConverter.class)
    Duration staleAfter = Duration.ofDays(30);

    @Option(names = "--keep", paramLabel = "400d", converter = DurationConverter.class)
    Duration keep = Duration.ofDays(400);

    @Option(names = "--drop", paramLabel = "FOLDER")
    @Nullable
    Path drop;

    @Option(names = "--oidc", paramLabel = "FILE")
    @Nullable
    Path oidc;

    @Option(names = "--sinkhole-dns", paramLabel = "ADDRESS:PORT")
    List<String> sinkholeDns = new ArrayList<>();

    @Option(names = "--sinkhole-http", paramLabel = "ADDRESS:PORT")
    List<String> sinkholeHttp = new ArrayList<>();

    @Option(names = "--sinkhole-answer", paramLabel = "IP")
    List<String> sinkholeAnswers = new ArrayList<>();

    @Mixin
    KeyOptions keys = new KeyOptions();

    public ServeCommand(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        if ((key == null) != (certificate == null)) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "serve.tls");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--port", port);
        }
        FirebreakCommand firebreak = Objects.requireNonNull(parent);
        if (!firebreak.quiet()) {
            print(firebreak, "serve.starting");
        }
        server.serve(
                new ServerSettings(
                        store.data(),
                        store.database,
                        new ServerSettings.Listening(address, port, key, certificate, publicUrl, behindProxy, oidc),
                        new ServerSettings.Ages(silentAfter, staleAfter, keep),
                        drop,
                        new ServerSettings.KillSwitch(
                                all("--sinkhole-dns", sinkholeDns, ListenAddress::of),
                                all("--sinkhole-http", sinkholeHttp, ListenAddress::of),
                                all("--sinkhole-answer", sinkholeAnswers, ListenAddress::address)),
                        keys.signing()),
                said -> print(firebreak, said),
                running -> tell(firebreak, running));
        if (!firebreak.quiet()) {
            print(firebreak, "serve.stopped");
        }
        return ExitCode.DONE;
    }

    private static <T> List<T> all(String option, List<String> texts, Function<String, Optional<T>> read) {
        return texts.stream()
                .map(text -> read.apply(text)
                        .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", option, text)))
                .toList();
    }

    /** The link is a secret, and the terminal is where it belongs: it is in no log and no file. */
    private void tell(FirebreakCommand firebreak, ServerProcess.Running running) {
        firebreak.out().println(firebreak.messages().text("serve.address", running.url()));
        if (running.firstAccount() != null) {
            firebreak.out().println(firebreak.messages().text("serve.first", running.firstAccount()));
        }
        firebreak.out().flush();
        if (!firebreak.quiet()) {
            print(firebreak, "serve.data", running.data(), running.machines());
            if (drop != null) {
                print(firebreak, "serve.drop", drop);
            }
            print(firebreak, "serve.stop");
        }
    }

    private static void print(FirebreakCommand firebreak, String key, @Nullable Object... values) {
        firebreak
                .err()
                .println(Cli.visible(firebreak.messages().text(key, values)).replace('\n', '?'));
    }

    private static void print(FirebreakCommand firebreak, Text said) {
        firebreak
                .err()
                .println(Cli.visible(said.in(firebreak.messages().language())).replace('\n', '?'));
    }
}
