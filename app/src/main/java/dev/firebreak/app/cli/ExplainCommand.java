package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Architecture;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Product;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueLookup;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code explain}: every piece of evidence and every rule behind one machine's verdict. */
@Command(name = "explain")
public final class ExplainCommand implements Callable<Integer> {

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

    @Option(names = "--out", paramLabel = "FILE")
    @Nullable
    Path out;

    @Parameters(index = "0", paramLabel = "MACHINE")
    String machine = "";

    @Parameters(index = "1..*", paramLabel = "PATH", arity = "1..*")
    List<Path> paths = new ArrayList<>();

    public ExplainCommand(CommandServices services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        var terminal = CommandTerminal.of(parent, services);
        LocalDate day = asOf == null ? services.today() : asOf;
        Knowledge knowledge = services.knowledge(place.data()).knowledge();
        var opened = new OpenStore(() -> terminal.catalogue(place.data()));
        List<Advisory> asked = advisories.isEmpty()
                ? knowledge.advisories()
                : advisories.stream()
                        .map(name -> terminal.advisory(knowledge, opened, name))
                        .toList();
        Catalogue catalogue = all ? opened.get() : Catalogue.EMPTY;
        var assessor = new Assessor(knowledge, asked, catalogue, day);
        List<Assessment> found = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        terminal.read(
                paths,
                snapshot -> MachineName.same(snapshot.machine(), machine)
                        ? Optional.of(assessor.assess(snapshot))
                        : Optional.<Assessment>empty(),
                assessment -> assessment.ifPresent(found::add),
                problems::add);
        boolean faults = problems.stream().anyMatch(Problem::isFault);
        if (found.isEmpty() || faults) {
            terminal.print(problems);
        }
        if (found.isEmpty() && faults) {
            return ExitCode.OUR_FAULT;
        }
        if (found.isEmpty()) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "explain.nothing", machine);
        }
        OutputFile.write(
                out,
                terminal.out(),
                stream -> found.forEach(assessment -> {
                    services.reports()
                            .explain(
                                    assessment,
                                    stream,
                                    terminal.style(
                                            day,
                                            out == null,
                                            opened.freshness(services.shipped().lines())));
                    mended(assessment, knowledge, terminal, stream);
                }));
        return faults ? ExitCode.OUR_FAULT : ExitCode.DONE;
    }

    /** Where what was imported had a say: what of it was not taken as it was, as far as it concerns this machine. */
    private void mended(Assessment assessment, Knowledge knowledge, CommandTerminal terminal, OutputStream stream) {
        Product product = assessment.identity().product();
        Architecture architecture = assessment.identity().architecture();
        boolean imported = all
                || advisories.stream().anyMatch(name -> knowledge.advisory(name).isEmpty());
        if (!imported || product == null || architecture == null) {
            return;
        }
        Catalogue catalogue = terminal.catalogue(place.data());
        KbSet kbs = assessment.snapshot().evidence().stream()
                .filter(Evidence.HotfixesListed.class::isInstance)
                .map(e -> ((Evidence.HotfixesListed) e).ids())
                .reduce(KbSet.EMPTY, KbSet::or)
                .or(KbSet.of(
                        assessment.exposure() == null
                                ? List.of()
                                : assessment.exposure().needed()));
        catalogue.productUpdates(product, architecture).ifPresent(productUpdates -> {
            var to = new PrintStream(stream, false, StandardCharsets.UTF_8);
            to.println();
            KnowledgeShow.write(
                    new CatalogueLookup(catalogue, knowledge).repairs(productUpdates, kbs),
                    to,
                    terminal.firebreak().messages().language(),
                    out == null ? terminal.terminal().outColumns() : 0);
            to.flush();
        });
    }
}
