package dev.firebreak.app;

import dev.firebreak.app.capture.EventReader;
import dev.firebreak.app.cli.AccountCommand;
import dev.firebreak.app.cli.AssessCommand;
import dev.firebreak.app.cli.AuditCommand;
import dev.firebreak.app.cli.BackupCommand;
import dev.firebreak.app.cli.BugReport;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.CommandServices;
import dev.firebreak.app.cli.ExplainCommand;
import dev.firebreak.app.cli.GuideCommand;
import dev.firebreak.app.cli.KnowledgeCommand;
import dev.firebreak.app.cli.LifecycleCommand;
import dev.firebreak.app.cli.RestoreCommand;
import dev.firebreak.app.cli.ServeCommand;
import dev.firebreak.app.cli.StandardOutput;
import dev.firebreak.app.cli.TokenCommand;
import dev.firebreak.app.cli.deliver.DeliverCommand;
import dev.firebreak.app.cli.killswitch.KillSwitchCommand;
import dev.firebreak.app.cli.mirror.MirrorCommand;
import dev.firebreak.app.cli.mirror.TrustCommand;
import dev.firebreak.app.cli.probe.ProbeCommand;
import dev.firebreak.app.cli.sinkhole.SinkholeCommand;
import dev.firebreak.app.cli.watch.WatchCommand;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.server.JsonLog;
import dev.firebreak.app.server.ServerProcess;
import dev.firebreak.app.server.ShutdownSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Starts a command with the parts it needs. */
public final class Main {

    private Main() {}

    public static void main(String... args) {
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var shutdown = new ShutdownSignal(code -> Runtime.getRuntime().halt(code));
        int exit = run(System.getenv(), StandardOutput.open(), err, shutdown, args);
        shutdown.finish(exit);
        // Nothing is left to be closed; the long way out looks for loggers first.
        Runtime.getRuntime().halt(exit);
    }

    /** One command; returns its exit code. */
    static int run(
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            ShutdownSignal shutdown,
            String... args) {
        var temp = Path.of(System.getProperty("java.io.tmpdir"));
        var shipped = new ShippedKnowledge(BoundedJson::tree);
        var version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development");
        var bugs = new BugReport(temp);
        var services = new CommandServices(
                shipped,
                () -> new Collector(temp, bugs),
                new Reports(version, temp),
                System.in,
                environment,
                Clock.system(ZoneId.systemDefault()),
                System::nanoTime);
        var cli = new Cli(environment, out, err, temp);
        ServeCommand.Server server = (settings, onMessage, running) -> {
            JsonLog.begin(err);
            new ServerProcess(shipped, environment, Clock.systemUTC(), bugs, shutdown)
                    .serve(settings, onMessage, running);
        };
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("assess", () -> new AssessCommand(services));
        commands.put("explain", () -> new ExplainCommand(services));
        commands.put("guide", () -> new GuideCommand(services));
        commands.put("lifecycle", () -> new LifecycleCommand(services));
        commands.put("knowledge", () -> new KnowledgeCommand(services));
        commands.put("probe", () -> new ProbeCommand(services));
        commands.put("killswitch", () -> KillSwitchCommand.of(services));
        commands.put("mirror", () -> new MirrorCommand(services));
        commands.put("trust", () -> new TrustCommand(services));
        commands.put("serve", () -> new ServeCommand(server));
        commands.put("deliver", () -> new DeliverCommand(services));
        commands.put("token", () -> new TokenCommand(services));
        commands.put("account", () -> new AccountCommand(services));
        commands.put("audit", () -> new AuditCommand(services));
        commands.put("backup", () -> new BackupCommand(services));
        commands.put("restore", () -> new RestoreCommand(services));
        commands.put("sinkhole", () -> new SinkholeCommand(services, shutdown));
        commands.put("watch", () -> new WatchCommand(services, options -> new EventReader(options, bugs)));
        // Who names a command first pays for that one only: the others' classes are not even loaded.
        Supplier<Object> named = args.length == 0 ? null : commands.get(args[0]);
        return cli.run(
                named != null
                        ? List.of(named.get())
                        : commands.values().stream().map(Supplier::get).toList(),
                args);
    }
}
