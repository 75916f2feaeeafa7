package dev.firebreak.app.cli.sinkhole;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.DataOption;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.server.ShutdownSignal;
import dev.firebreak.app.sinkhole.CallLog;
import dev.firebreak.app.sinkhole.ListenAddress;
import dev.firebreak.app.sinkhole.NetworkSegments;
import dev.firebreak.app.sinkhole.ProcessUser;
import dev.firebreak.app.sinkhole.Sinkhole;
import dev.firebreak.app.sinkhole.SinkholeFailure;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.core.text.SafeText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code sinkhole}: answers the names of kill switches until it is asked to stop. */
@Command(
        name = "sinkhole",
        subcommands = {SinkholeLogCommand.class, SinkholeZoneCommand.class, InfectedCommand.class})
public final class SinkholeCommand implements Callable<Integer> {

    private static final int DNS_PORT = 53;
    private static final int HTTP_PORT = 80;
    private static final long MEGABYTE = 1L << 20;

    private final CommandServices services;
    private final ShutdownSignal ending;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Option(names = "--dns", paramLabel = "ADDRESS:PORT")
    List<String> dns = new ArrayList<>();

    @Option(names = "--http", paramLabel = "ADDRESS:PORT")
    List<String> http = new ArrayList<>();

    @Option(names = "--answer", paramLabel = "IP", scope = ScopeType.INHERIT)
    List<String> answers = new ArrayList<>();

    @Mixin
    DataOption place = new DataOption();

    @Option(names = "--segment", paramLabel = "NETWORK")
    List<String> segments = new ArrayList<>();

    @Option(names = "--user", paramLabel = "NAME")
    @Nullable
    String user;

    @Option(names = "--log-limit", paramLabel = "MB")
    int logLimit = 1024;

    public SinkholeCommand(CommandServices services, ShutdownSignal ending) {
        this.services = services;
        this.ending = ending;
    }

    @Override
    public Integer call() {
        FirebreakCommand firebreak = firebreak();
        List<InetSocketAddress> dnsAt = all("--dns", dns, ListenAddress::of);
        List<InetSocketAddress> httpAt = all("--http", http, ListenAddress::of);
        if (dnsAt.isEmpty() && httpAt.isEmpty()) {
            dnsAt = List.of(new InetSocketAddress(DNS_PORT));
            httpAt = List.of(new InetSocketAddress(HTTP_PORT));
        }
        if (logLimit < 2) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", "--log-limit", logLimit);
        }
        NetworkSegments networks = NetworkSegments.of(segments)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.WRONG_USAGE, "usage.value", "--segment", String.join(" ", segments)));
        var wish = new SinkholeSettings(dnsAt, httpAt, answerAddresses(), folder(), networks, limits());
        try (Sinkhole sinkhole = open(wish, firebreak)) {
            tell(sinkhole, firebreak);
            ending.await();
            if (!firebreak.quiet()) {
                say("sinkhole.stopped", sinkhole.calls(), sinkhole.refused(), sinkhole.lost());
            }
        }
        return ExitCode.DONE;
    }

    private CallLog.Limits limits() {
        long all = logLimit * MEGABYTE;
        return new CallLog.Limits(Math.min(CallLog.Limits.USUAL.fileBytes(), all / 2), all);
    }

    private Sinkhole open(SinkholeSettings wish, FirebreakCommand firebreak) {
        try {
            return Sinkhole.open(
                    wish,
                    services.shipped().indicators(),
                    services.clock(),
                    user,
                    words -> firebreak
                            .err()
                            .println(SafeText.text(words.in(firebreak.messages().language()))));
        } catch (SinkholeFailure e) {
            throw failure(e);
        }
    }

    private static CommandFailure failure(SinkholeFailure failure) {
        return new CommandFailure(
                ExitCode.OUR_FAULT,
                switch (failure.kind()) {
                    case ADDRESS -> "sinkhole.address";
                    case LOG -> "sinkhole.log.failed";
                    case LOG_IN_USE -> "sinkhole.log.used";
                    case NO_ANSWER -> "sinkhole.noAnswer";
                    case USER -> "sinkhole.user";
                },
                failure.values().stream()
                        .map(value -> SafeText.text(value.toString()))
                        .toArray());
    }

    private void tell(Sinkhole sinkhole, FirebreakCommand firebreak) {
        sinkhole.dns().forEach(at -> firebreak.out().println(text("sinkhole.dns", Sinkhole.text(at))));
        sinkhole.http().forEach(at -> firebreak.out().println(text("sinkhole.http", Sinkhole.text(at))));
        firebreak.out().flush();
        if (firebreak.quiet()) {
            return;
        }
        if (!sinkhole.dns().isEmpty()) {
            say(
                    "sinkhole.answers",
                    String.join(
                            ", ",
                            sinkhole.answers().stream()
                                    .map(NetworkSegments::text)
                                    .toList()));
        }
        if (sinkhole.http().isEmpty()) {
            say("sinkhole.noHttp");
        }
        say("sinkhole.log", SinkholeSettings.folder(folder()));
        if (user == null && ProcessUser.isRoot()) {
            say("sinkhole.root");
        }
        say("sinkhole.brake");
        say("sinkhole.stop");
    }

    FirebreakCommand firebreak() {
        return Objects.requireNonNull(parent);
    }

    CommandServices services() {
        return services;
    }

    Path folder() {
        return services.folder(place.data());
    }

    List<InetAddress> answerAddresses() {
        return all("--answer", answers, ListenAddress::address);
    }

    private static <T> List<T> all(String option, List<String> texts, Function<String, Optional<T>> read) {
        return texts.stream()
                .map(text -> read.apply(text)
                        .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "usage.value", option, text)))
                .toList();
    }

    String text(String key, @Nullable Object... values) {
        return firebreak().messages().text(key, values);
    }

    void say(String key, @Nullable Object... values) {
        firebreak().err().println(SafeText.text(text(key, values)));
    }
}
