package dev.firebreak.app;

import dev.firebreak.app.cli.AssessCommand;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.ExplainCommand;
import dev.firebreak.app.cli.GuideCommand;
import dev.firebreak.app.cli.KnowledgeCommand;
import dev.firebreak.app.cli.LifecycleCommand;
import dev.firebreak.app.cli.Rooms;
import dev.firebreak.app.cli.StandardOut;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.feed.Shipped;
import dev.firebreak.app.report.Reports;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The only place where rooms meet: makes each of them and hands it to those who need it. */
public final class Main {

    private Main() {}

    public static void main(String... args) {
        var out = StandardOut.open();
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var temp = Path.of(System.getProperty("java.io.tmpdir"));
        var shipped = new Shipped();
        var version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development");
        var learning = new Learning(System.getenv(), Clock.systemUTC());
        var rooms = new Rooms(
                shipped::knowledge,
                shipped::guides,
                (data, say) -> learning.catalogue(data, shipped, say),
                shipped::lines,
                new Reading(new Collector(temp)),
                new Telling(new Reports(version, temp), Clock.systemUTC()),
                System.in,
                System.getenv(),
                LocalDate::now,
                System::nanoTime);
        var cli = new Cli(System.getenv(), out, err, temp);
        System.exit(cli.run(
                List.of(
                        new AssessCommand(rooms),
                        new ExplainCommand(rooms),
                        new GuideCommand(rooms),
                        new LifecycleCommand(rooms),
                        new KnowledgeCommand(rooms, learning)),
                args));
    }
}
