package dev.firebreak.app.cli.sinkhole;

import dev.firebreak.app.cli.CommandFailure;
import dev.firebreak.app.cli.ExitCode;
import dev.firebreak.app.cli.FirebreakCommand;
import dev.firebreak.app.cli.FormatOption;
import dev.firebreak.app.sinkhole.CallLogReader;
import dev.firebreak.app.sinkhole.LeadLines;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.watch.infection.AddressBook;
import dev.firebreak.core.watch.infection.CallTally;
import dev.firebreak.core.watch.infection.InfectedList;
import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.InfectionStore;
import dev.firebreak.core.watch.infection.Lead;
import dev.firebreak.core.watch.infection.OwnProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sinkhole infected}: callers as machines, the most urgent first. */
@Command(name = "infected")
final class InfectedCommand implements Callable<Integer> {

    @ParentCommand
    @Nullable
    SinkholeCommand sinkhole;

    @Mixin
    FormatOption output = new FormatOption();

    @Option(names = "--shared", paramLabel = "IP")
    List<String> shared = new ArrayList<>();

    @Parameters(paramLabel = "PATH", arity = "0..*")
    List<Path> paths = new ArrayList<>();

    /** What the server knows, where the folder is a server's. */
    private static final class Known {
        private final List<AddressBook.Report> reports = new ArrayList<>();
        private final List<OwnProbe> probes = new ArrayList<>();
        private Map<String, List<InfectionState.Decided>> decisions = Map.of();
    }

    @Override
    public Integer call() {
        SinkholeCommand command = Objects.requireNonNull(sinkhole);
        FirebreakCommand firebreak = command.firebreak();
        Path folder = SinkholeSettings.folder(command.folder());
        var tally = new CallTally();
        var log = new CallLogReader(folder);
        try {
            if (!log.exists()) {
                throw new CommandFailure(ExitCode.NOTHING_READ, "sinkhole.log.none", folder);
            }
            log.read(tally::add);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.NOTHING_READ, "sinkhole.log.unread", folder, String.valueOf(e.getMessage()));
        }
        Known known = known(command.folder());
        var sources = OwnerSources.read(paths, command.services());
        known.reports.addAll(sources.reports());
        known.probes.addAll(sources.probes());
        var book = new AddressBook(known.reports, AddressLeases.of(sources.leases()), shared);
        List<Lead> leads = InfectedList.of(tally.counts(), book, known.probes, known.decisions);
        Language language = firebreak.messages().language();
        if (output.isNdjson()) {
            leads.forEach(lead -> firebreak.out().writeBytes(LeadLines.line(lead, language)));
        } else {
            firebreak.out().println(command.text("sinkhole.infected.columns"));
            leads.forEach(lead -> firebreak.out().println(row(lead, language)));
        }
        for (Problem problem : sources.problems()) {
            firebreak
                    .err()
                    .println(SafeText.text(
                            problem.source() + ": " + problem.what().in(language)));
        }
        say(command, tally, log);
        return ExitCode.DONE;
    }

    private void say(SinkholeCommand command, CallTally tally, CallLogReader log) {
        if (tally.uncounted() > 0) {
            command.say("sinkhole.infected.uncounted", tally.uncounted());
        }
        if (log.isCut()) {
            command.say("sinkhole.log.cut");
        }
        if (log.damaged() > 0) {
            command.say("sinkhole.log.damaged", log.damaged());
        }
        if (!command.firebreak().quiet()) {
            command.say("sinkhole.infected.evidence");
        }
    }

    private static Known known(Path data) {
        var known = new Known();
        if (Files.exists(data.resolve(FleetDatabase.FILE))) {
            try (FleetDatabase database = FleetDatabase.open(data, null)) {
                database.fleetStore()
                        .lines(line -> known.reports.add(
                                new AddressBook.Report(line.name(), line.addresses(), List.of(), line.lastSeen())));
                InfectionStore infections = database.infectionStore();
                known.probes.addAll(infections.probes());
                known.decisions = infections.decisions();
            }
        }
        return known;
    }

    private static String row(Lead lead, Language language) {
        return Stream.of(
                        lead.urgency().isLead() ? lead.state().kind().label().in(language) : "-",
                        lead.origin().shown().in(language),
                        String.join(" ", lead.addresses()),
                        "DNS " + lead.calls().dns() + " HTTP " + lead.calls().http(),
                        lead.calls().last().toString(),
                        lead.urgency().label().in(language))
                .map(SafeText::name)
                .collect(Collectors.joining("\t"));
    }
}
