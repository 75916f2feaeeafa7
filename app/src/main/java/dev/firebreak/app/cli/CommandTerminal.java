package dev.firebreak.app.cli;

import dev.firebreak.app.collect.bulk.MachineCount;
import dev.firebreak.app.collect.bulk.MachineLineWriter;
import dev.firebreak.app.report.model.ReportStyle;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.catalogue.AdvisoryFactory;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The terminal one command runs on: its language, its streams, its progress bar. */
record CommandTerminal(CommandServices services, FirebreakCommand firebreak, TerminalSettings terminal) {

    private static final Pattern BULLETIN = Pattern.compile("(?i)MS\\d{2}-\\d{3}");

    static CommandTerminal of(@Nullable FirebreakCommand parent, CommandServices services) {
        return new CommandTerminal(
                services, Objects.requireNonNull(parent), TerminalSettings.of(services.environment()));
    }

    PrintStream out() {
        return firebreak.out();
    }

    /** @param toTerminal whether the results go to standard output, so that a terminal may be what takes them */
    ReportStyle style(LocalDate asOf, boolean toTerminal) {
        return style(asOf, toTerminal, null);
    }

    /** @param knowledge how far what is known reaches, for results that say it */
    ReportStyle style(LocalDate asOf, boolean toTerminal, @Nullable KnowledgeFreshness knowledge) {
        return new ReportStyle(
                firebreak.messages().language(),
                asOf,
                services.clock().instant(),
                toTerminal && terminal.colours(),
                toTerminal ? terminal.outColumns() : 0,
                knowledge);
    }

    /**
     * Reads machines with a progress bar where somebody sees it; several threads do the work on each, and what came of it is
     * taken in order.
     */
    <T> void read(List<Path> paths, Function<Snapshot, T> work, Consumer<T> results, Consumer<Problem> problems) {
        try (var bar = progress()) {
            services.collector().get().collect(paths, services.stdin(), bar::read, work, results, problems);
        }
    }

    /** Writes a line about each machine with a progress bar where somebody sees it. */
    void tell(
            List<Path> paths,
            MachineLineWriter lines,
            OutputStream out,
            MachineCount told,
            Consumer<Problem> problems) {
        try (var bar = progress()) {
            services.collector().get().write(paths, services.stdin(), bar::read, lines, out, told, problems);
        }
    }

    /** A progress bar where somebody sees it. */
    ProgressBar progress() {
        boolean wanted = terminal.errColumns() > 0 && !firebreak.quiet();
        return new ProgressBar(firebreak.err(), firebreak.messages(), services.nanos(), wanted);
    }

    /** Tells complaints where results do not. */
    void print(List<Problem> problems) {
        for (Problem problem : problems) {
            String line = problem.source() + ": "
                    + problem.what().in(firebreak.messages().language());
            // A file's name may hold a line break; it must not look like a line of ours.
            firebreak.err().println(Cli.visible(line.replace('\n', '?')));
        }
    }

    /** What was imported, compiled first where need be. */
    Catalogue catalogue(@Nullable Path data) {
        return services.knowledge(data)
                .catalogue(notice -> firebreak
                        .err()
                        .println(Cli.visible(notice.in(firebreak.messages().language()))
                                .replace('\n', '?')));
    }

    /** The advisory of that name among those that ship, else among what was imported. */
    Advisory advisory(Knowledge knowledge, @Nullable Path data, String name) {
        return advisory(knowledge, () -> catalogue(data), name);
    }

    /** @param catalogue opens what was imported, where it is asked */
    Advisory advisory(Knowledge knowledge, Supplier<Catalogue> catalogue, String name) {
        Optional<Advisory> shipped = knowledge.advisory(name);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        Catalogue imported = catalogue.get();
        return new AdvisoryFactory(
                        imported, knowledge.products(), services.shipped().lines())
                .named(name)
                .map(advisory -> advisory.withMitigations(knowledge.mitigations()))
                .orElseThrow(() -> unknown(knowledge, imported, name));
    }

    /** What is known instead, and how to ask or learn more. */
    private static CommandFailure unknown(Knowledge knowledge, Catalogue imported, String name) {
        String known = knowledge.advisories().stream().map(Advisory::id).collect(Collectors.joining(", "));
        if (imported.isEmpty()) {
            return new CommandFailure(ExitCode.WRONG_USAGE, "advisory.unknown", name, known);
        }
        boolean bulletin = BULLETIN.matcher(name.strip()).matches();
        return new CommandFailure(
                ExitCode.WRONG_USAGE,
                bulletin ? "advisory.unknown.bulletin" : "advisory.unknown.imported",
                name,
                known,
                String.format(Locale.ROOT, "%,d", imported.cves().size()));
    }
}
