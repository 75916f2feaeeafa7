package dev.firebreak.app.cli;

import dev.firebreak.app.cli.fleet.GapLists;
import dev.firebreak.app.collect.bulk.MachineLineWriter;
import dev.firebreak.app.report.Reports;
import dev.firebreak.app.report.json.LineReport;
import dev.firebreak.app.report.model.ReportFormat;
import dev.firebreak.app.report.model.ReportSink;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code assess}: a verdict and what to do for every machine found. */
@Command(name = "assess")
public final class AssessCommand implements Callable<Integer> {

    /** What --fail-on asks about; "unknown" includes "vulnerable", for who fears the one fears the other more. */
    enum FailOn {
        VULNERABLE,
        UNKNOWN;

        boolean matches(Verdict.Kind worst) {
            return worst == Verdict.Kind.VULNERABLE || (this == UNKNOWN && worst == Verdict.Kind.UNKNOWN);
        }
    }

    /** By the rank that the collector counts machines under. */
    private static final Verdict.Kind[] WORST_FIRST = Verdict.Kind.values();

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Option(names = "--advisory", paramLabel = "ID")
    List<String> advisories = new ArrayList<>();

    @Option(names = "--all")
    boolean all;

    @Mixin
    DataOption place = new DataOption();

    @Option(names = "--as-of", paramLabel = "DATE", converter = DateConverter.class)
    @Nullable
    LocalDate asOf;

    @Option(names = "--format", paramLabel = "FORMAT")
    ReportFormat form = ReportFormat.TABLE;

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Option(names = "--fail-on", paramLabel = "VERDICT")
    @Nullable
    FailOn failOn;

    @Option(names = "--expected", paramLabel = "FILE")
    List<Path> expected = new ArrayList<>();

    @Option(names = "--seen", paramLabel = "FILE")
    List<Path> seen = new ArrayList<>();

    @Parameters(paramLabel = "PATH", arity = "1..*")
    List<Path> paths = new ArrayList<>();

    public AssessCommand(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        var terminal = CommandTerminal.of(parent, services);
        if (out == null && form == ReportFormat.XLSX && terminal.terminal().outColumns() > 0) {
            throw new CommandFailure(ExitCode.WRONG_USAGE, "out.binary");
        }
        if (all && form == ReportFormat.VEX) {
            // A VEX statement is about one advisory; machines that lack the same update may have other holes open.
            throw new CommandFailure(ExitCode.WRONG_USAGE, "assess.all.vex");
        }
        LocalDate day = asOf == null ? services.today() : asOf;
        Knowledge knowledge = services.knowledge(place.data()).knowledge();
        var opened = new OpenStore(() -> terminal.catalogue(place.data()));
        Catalogue catalogue = all ? opened.get() : Catalogue.EMPTY;
        if (all && catalogue.isEmpty()) {
            terminal.firebreak().err().println(terminal.firebreak().messages().text("assess.all.empty"));
        }
        var assessor = new Assessor(knowledge, asked(knowledge, opened, terminal), catalogue, day);
        ReportStyle style = terminal.style(
                day, out == null, opened.freshness(services.shipped().lines()));
        var count = new Count();
        OutputFile.write(out, terminal.out(), stream -> assess(assessor, stream, style, terminal, count));
        if (count.faults) {
            return ExitCode.OUR_FAULT;
        }
        if (count.machines == 0) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "assess.nothing");
        }
        return count.matched ? ExitCode.MATCHED : ExitCode.DONE;
    }

    /** What the stream of machines left behind. */
    private static final class Count {
        private long machines;
        private boolean matched;
        private boolean faults;
    }

    private void assess(
            Assessor assessor, OutputStream stream, ReportStyle style, CommandTerminal terminal, Count count) {
        List<Problem> problems = new ArrayList<>();
        List<Problem> listProblems = new ArrayList<>();
        var lists = new GapLists(expected, seen, services.clock().getZone(), listProblems::add);
        Optional<LineReport> lines = services.reports().lines(form, stream, style);
        if (lines.isPresent() && !lists.isGiven()) {
            try (LineReport sheet = lines.get()) {
                lines(assessor, sheet, terminal, count, problem -> {
                    sheet.addProblem(problem);
                    problems.add(problem);
                    count.faults |= problem.isFault();
                });
            }
            terminal.print(problems);
            return;
        }
        try (var sheet = services.reports().open(form, stream, style)) {
            listProblems.forEach(sheet::addProblem);
            problems.addAll(listProblems);
            terminal.read(
                    paths,
                    assessor::assess,
                    assessment -> {
                        count.machines++;
                        count.matched |= failOn != null && failOn.matches(assessment.worst());
                        lists.add(assessment.snapshot());
                        sheet.accept(assessment);
                    },
                    problem -> {
                        sheet.addProblem(problem);
                        problems.add(problem);
                        count.faults |= problem.isFault();
                    });
            if (lists.isGiven()) {
                gaps(lists, sheet, assessor, terminal, count);
            }
        }
        // The table tells them itself; where it went elsewhere and holds no machine, they are told here too.
        boolean nothing = count.machines == 0 && terminal.terminal().outColumns() == 0;
        if (form != ReportFormat.TABLE || out != null || nothing) {
            terminal.print(problems);
        }
    }

    /** Machines that no report covers count as unknown. */
    private void gaps(GapLists lists, ReportSink sheet, Assessor assessor, CommandTerminal terminal, Count count) {
        FleetGaps gaps = lists.gaps(services.clock().instant());
        sheet.addGaps(gaps, assessor::assess);
        count.matched |= failOn != null && gaps.unknown() > 0 && failOn.matches(Verdict.Kind.UNKNOWN);
        if (form != ReportFormat.TABLE || out != null) {
            terminal.firebreak()
                    .err()
                    .println(gaps.sentence().in(terminal.firebreak().messages().language()));
        }
    }

    /** One machine a line: nothing needs the whole, so this is the way for a whole country's machines. */
    private void lines(
            Assessor assessor, LineReport sheet, CommandTerminal terminal, Count count, Consumer<Problem> problems) {
        var lines = new MachineLineWriter() {
            @Override
            public int tell(Snapshot machine, OutputStream to) {
                Assessment assessment = assessor.assess(machine);
                sheet.line(assessment, to);
                return assessment.worst().ordinal();
            }

            @Override
            public byte[] quoted(String text) {
                return Reports.quoted(text);
            }

            @Override
            public RelevantUpdates matter(Snapshot machine) {
                return assessor.matter(machine);
            }
        };
        terminal.tell(
                paths,
                lines,
                sheet.lines(),
                (machines, rank) -> {
                    Verdict.Kind worst = WORST_FIRST[rank];
                    sheet.count(machines, worst);
                    count.machines += machines;
                    count.matched |= failOn != null && failOn.matches(worst);
                },
                problems);
    }

    private List<Advisory> asked(Knowledge knowledge, OpenStore opened, CommandTerminal terminal) {
        if (all || advisories.isEmpty()) {
            return knowledge.advisories();
        }
        Map<String, Advisory> asked = new LinkedHashMap<>();
        for (String name : advisories) {
            Advisory advisory = terminal.advisory(knowledge, opened, name);
            asked.putIfAbsent(advisory.id(), advisory);
        }
        return List.copyOf(asked.values());
    }
}
