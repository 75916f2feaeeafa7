package dev.firebreak.app;

import dev.firebreak.app.cli.AssessCommand;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.ExplainCommand;
import dev.firebreak.app.cli.GuideCommand;
import dev.firebreak.app.cli.LifecycleCommand;
import dev.firebreak.app.cli.MachineReader;
import dev.firebreak.app.cli.Progress;
import dev.firebreak.app.cli.Reporter;
import dev.firebreak.app.cli.Rooms;
import dev.firebreak.app.cli.StandardOut;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.collect.Teller;
import dev.firebreak.app.feed.Shipped;
import dev.firebreak.app.report.GuideFormat;
import dev.firebreak.app.report.ReportFormat;
import dev.firebreak.app.report.ReportSink;
import dev.firebreak.app.report.ReportStyle;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Matter;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The only place where rooms meet: makes each of them and hands it to those who need it. */
public final class Main {

    private Main() {}

    public static void main(String... args) {
        var out = StandardOut.open();
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var temp = Path.of(System.getProperty("java.io.tmpdir"));
        var shipped = new Shipped();
        var version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development");
        var rooms = new Rooms(
                shipped::knowledge,
                shipped::guides,
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
                        new LifecycleCommand(rooms)),
                args));
    }

    /** What the commands ask of the reports; their rooms do not know each other. */
    private record Telling(Reports reports, InstantSource clock) implements Reporter {

        @Override
        public Sheet open(Form form, OutputStream out, Style style) {
            ReportFormat format = switch (form) {
                case TABLE -> ReportFormat.TABLE;
                case JSON -> ReportFormat.JSON;
                case NDJSON -> ReportFormat.NDJSON;
                case CSV -> ReportFormat.CSV;
                case HTML -> ReportFormat.HTML;
                case VEX -> ReportFormat.VEX;
                case XLSX -> ReportFormat.XLSX;
            };
            ReportSink sink = reports.open(format, out, style(style));
            return new Sheet() {
                @Override
                public void accept(Assessment assessment) {
                    sink.accept(assessment);
                }

                @Override
                public void complain(Complaint complaint) {
                    sink.complain(complaint);
                }

                @Override
                public void close() {
                    sink.close();
                }
            };
        }

        @Override
        public void explain(Assessment assessment, OutputStream out, Style style) {
            reports.explain(assessment, out, style(style));
        }

        @Override
        public void guide(Guide guide, GuideForm form, OutputStream out, Style style) {
            GuideFormat format = switch (form) {
                case TEXT -> GuideFormat.TEXT;
                case MARKDOWN -> GuideFormat.MARKDOWN;
                case HTML -> GuideFormat.HTML;
            };
            reports.guide(guide, format, out, style(style));
        }

        @Override
        public void lifecycle(List<Lifecycle> rows, OutputStream out, Style style) {
            reports.lifecycle(rows, out, style(style));
        }

        @Override
        public void support(List<Assessment> machines, OutputStream out, Style style) {
            reports.support(machines, out, style(style));
        }

        private ReportStyle style(Style style) {
            return new ReportStyle(style.language(), style.asOf(), clock.instant(), style.colours(), style.columns());
        }
    }

    /** What the commands ask of the machines' answers; their rooms do not know each other. */
    private record Reading(Collector collector) implements MachineReader {

        @Override
        public void read(
                List<Path> paths,
                InputStream stdin,
                Progress progress,
                Consumer<Snapshot> machines,
                Consumer<Complaint> complaints) {
            collector.collect(paths, stdin, progress::read, machines, complaints);
        }

        @Override
        public void tell(
                List<Path> paths,
                InputStream stdin,
                Progress progress,
                Lines lines,
                OutputStream out,
                Told told,
                Consumer<Complaint> complaints) {
            var teller = new Teller() {
                @Override
                public int tell(Snapshot machine, OutputStream to) {
                    return lines.line(machine, to).ordinal();
                }

                @Override
                public byte[] quoted(String text) {
                    return Reports.quoted(text);
                }

                @Override
                public Matter matter(Snapshot machine) {
                    return lines.matter(machine);
                }
            };
            collector.tell(
                    paths,
                    stdin,
                    progress::read,
                    teller,
                    out,
                    part -> {
                        if (part.machines() > 0) {
                            told.machines(part.machines(), Verdict.Kind.values()[part.worst()]);
                        }
                    },
                    complaints);
        }
    }
}
