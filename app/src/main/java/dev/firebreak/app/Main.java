package dev.firebreak.app;

import dev.firebreak.app.cli.AssessCommand;
import dev.firebreak.app.cli.Cli;
import dev.firebreak.app.cli.Exit;
import dev.firebreak.app.cli.ExplainCommand;
import dev.firebreak.app.cli.GuideCommand;
import dev.firebreak.app.cli.KnowledgeCommand;
import dev.firebreak.app.cli.Learner;
import dev.firebreak.app.cli.LifecycleCommand;
import dev.firebreak.app.cli.MachineReader;
import dev.firebreak.app.cli.Progress;
import dev.firebreak.app.cli.Reporter;
import dev.firebreak.app.cli.Rooms;
import dev.firebreak.app.cli.StandardOut;
import dev.firebreak.app.cli.Stop;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.collect.Teller;
import dev.firebreak.app.feed.CompiledCatalogue;
import dev.firebreak.app.feed.DataFolder;
import dev.firebreak.app.feed.Editions;
import dev.firebreak.app.feed.FeedKind;
import dev.firebreak.app.feed.ImportRecord;
import dev.firebreak.app.feed.ImportResult;
import dev.firebreak.app.feed.ImportStore;
import dev.firebreak.app.feed.ImportedKnowledge;
import dev.firebreak.app.feed.Intake;
import dev.firebreak.app.feed.KnowledgeDamaged;
import dev.firebreak.app.feed.Publications;
import dev.firebreak.app.feed.Shipped;
import dev.firebreak.app.report.GuideFormat;
import dev.firebreak.app.report.ReportFormat;
import dev.firebreak.app.report.ReportSink;
import dev.firebreak.app.report.ReportStyle;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Matter;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.guidance.Guide;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /** What the commands ask of the feeds; their rooms do not know each other. */
    private record Learning(Map<String, String> environment, InstantSource clock) implements Learner {

        @Override
        public void take(@Nullable Path data, List<Path> paths, Progress progress, Consumer<Outcome> outcomes) {
            try {
                new Intake(store(data))
                        .take(paths, progress::read, (source, result) -> outcomes.accept(told(source, result)));
            } catch (IOException e) {
                throw folder(data, e);
            } catch (KnowledgeDamaged e) {
                throw damaged(e);
            }
        }

        @Override
        public void update(@Nullable Path data, @Nullable Path bundle, Progress progress, Consumer<Outcome> outcomes) {
            try {
                new Publications(folder(data), store(data), environment)
                        .update(bundle, progress::read, (source, result) -> outcomes.accept(told(source, result)));
            } catch (IOException e) {
                throw folder(data, e);
            } catch (KnowledgeDamaged e) {
                throw damaged(e);
            }
        }

        /** What was imported, made ready for judging. */
        Catalogue catalogue(@Nullable Path data, Shipped shipped, Consumer<Wording> say) {
            try {
                new ImportedKnowledge(folder(data))
                        .imports().stream()
                                .filter(record -> !record.whole())
                                .forEach(record -> say.accept(cut(record)));
                return CompiledCatalogue.of(folder(data), shipped, say);
            } catch (KnowledgeDamaged e) {
                throw damaged(e);
            }
        }

        @Override
        public List<Entry> list(@Nullable Path data) {
            try {
                List<ImportRecord> records = new ImportedKnowledge(folder(data)).imports();
                return records.stream()
                        .map(record -> entry(record, Editions.replacedBy(record, records)))
                        .toList();
            } catch (KnowledgeDamaged e) {
                throw damaged(e);
            }
        }

        @Override
        public Optional<Entry> undo(@Nullable Path data, String id) {
            try {
                return store(data).undo(id).map(record -> entry(record, null));
            } catch (IOException e) {
                throw folder(data, e);
            } catch (KnowledgeDamaged e) {
                throw damaged(e);
            }
        }

        /** What a feed did not get to say makes no machine safe. */
        private static Wording cut(ImportRecord record) {
            return Wording.format(
                    "Import %s was cut short (%s): advisories may be missing, so less may be shown than is open",
                    "取り込み %s は途中で切れています（%s）。情報が欠けているため、実際より少なく表示される可能性があります", record.id(), record.source());
        }

        private ImportStore store(@Nullable Path data) {
            return new ImportStore(folder(data), clock);
        }

        private Path folder(@Nullable Path data) {
            return DataFolder.of(data, environment, System.getProperty("os.name"), System.getProperty("user.home"));
        }

        private Stop folder(@Nullable Path data, IOException e) {
            return new Stop(
                    Exit.OUR_FAULT,
                    "knowledge.folder",
                    folder(data) + ": " + e.getClass().getSimpleName());
        }

        private static Stop damaged(KnowledgeDamaged e) {
            return new Stop(Exit.OUR_FAULT, "knowledge.damaged", e.folder());
        }

        private static Outcome told(String source, ImportResult result) {
            return switch (result) {
                case ImportResult.Imported(var record) -> new Outcome.Taken(entry(record, null));
                case ImportResult.Already(var earlier) -> new Outcome.Known(source, entry(earlier, null));
                case ImportResult.Refused(var complaints) -> new Outcome.Refused(source, complaints);
            };
        }

        private static Entry entry(ImportRecord record, @Nullable ImportRecord replacedBy) {
            List<FeedKind> kinds = record.kinds().stream().sorted().toList();
            return new Entry(
                    record.id(),
                    new Wording(
                            kinds.stream().map(kind -> kind.label().en()).collect(Collectors.joining(", ")),
                            kinds.stream().map(kind -> kind.label().ja()).collect(Collectors.joining("、"))),
                    record.source(),
                    record.when(),
                    record.sha256(),
                    record.counts().statements(),
                    record.counts().facts(),
                    record.counts().packages(),
                    record.counts().lifecycles(),
                    record.whole(),
                    replacedBy == null ? null : replacedBy.id(),
                    record.complaints(),
                    record.complaintCount());
        }
    }
}
