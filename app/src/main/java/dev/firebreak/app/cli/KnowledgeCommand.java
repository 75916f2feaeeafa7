package dev.firebreak.app.cli;

import dev.firebreak.app.feed.fetch.KnowledgeUpdater;
import dev.firebreak.app.feed.store.ImportEditions;
import dev.firebreak.app.feed.store.ImportIntake;
import dev.firebreak.app.feed.store.ImportProgress;
import dev.firebreak.app.feed.store.ImportRecord;
import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.app.feed.store.ImportedKnowledge;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code knowledge}: what Firebreak knows, and how it learns more. */
@Command(name = "knowledge", synopsisSubcommandLabel = "COMMAND")
public final class KnowledgeCommand implements Callable<Integer> {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int SHOWN_AT_ONCE = 8;

    private final CommandServices services;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    DataOption place = new DataOption();

    public KnowledgeCommand(CommandServices services) {
        this.services = services;
    }

    /** No subcommand was given. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(Objects.requireNonNull(parent).err());
        }
        return ExitCode.WRONG_USAGE;
    }

    /** Takes in files, and everything in folders. */
    @Command(name = "import")
    int take(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> paths) {
        return gather((progress, results) -> new ImportIntake(store()).take(paths, progress, results));
    }

    /** Fetches what the vendors publish. */
    @Command(name = "update")
    int update(@Nullable @Option(names = "--bundle", paramLabel = "FILE") Path bundle) {
        return gather((progress, results) -> new KnowledgeUpdater(
                        services.folder(place.data()), store(), services.environment())
                .update(bundle, progress, results));
    }

    /** What ships, and what was imported. */
    @Command(name = "list")
    int list(
            @Option(names = "--problems") boolean problems,
            @Option(names = "--complaints", hidden = true) boolean complaints) {
        boolean showsProblems = problems || complaints; // scripts of earlier versions say --complaints
        var terminal = CommandTerminal.of(parent, services);
        CommandMessages messages = messages();
        PrintStream out = terminal.out();
        Knowledge shipped = services.shipped().knowledge();
        Language language = messages.language();
        out.println(messages.text("knowledge.ships"));
        for (Advisory advisory : shipped.advisories()) {
            out.println("  " + advisory.id() + "  "
                    + Text.date(advisory.published()).in(language) + "  "
                    + advisory.title().in(language));
        }
        out.println("  "
                + messages.text(
                        "knowledge.ships.counts",
                        count(shipped.products().size()),
                        count(shipped.lifecycles().size())));
        List<ImportRecord> imports = new ImportedKnowledge(services.folder(place.data())).imports();
        out.println();
        out.println(messages.text(imports.isEmpty() ? "knowledge.imported.none" : "knowledge.imported"));
        for (ImportRecord record : imports) {
            describe(record, ImportEditions.replacedBy(record, imports), out);
            if (showsProblems) {
                terminal.print(record.problems());
            }
        }
        return ExitCode.DONE;
    }

    /** All that is known of an update, a CVE, a bulletin or a product. */
    @Command(name = "show")
    int show(@Parameters(paramLabel = "NAME") String name) {
        return KnowledgeShow.show(CommandTerminal.of(parent, services), place.data(), name);
    }

    /** Takes an import back. */
    @Command(name = "undo")
    int undo(@Parameters(paramLabel = "ID") String id) {
        Optional<ImportRecord> undone;
        try {
            undone = store().undo(id);
        } catch (IOException e) {
            throw unusable(e);
        }
        ImportRecord record =
                undone.orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "knowledge.undo.unknown", id));
        print(messages().text("knowledge.undone", number(record.id()), record.source()));
        return ExitCode.DONE;
    }

    private ImportStore store() {
        return new ImportStore(services.folder(place.data()), services.clock());
    }

    private CommandFailure unusable(IOException e) {
        return new CommandFailure(
                ExitCode.OUR_FAULT,
                "knowledge.folder",
                services.folder(place.data()) + ": " + e.getClass().getSimpleName());
    }

    private interface Import {
        void run(ImportProgress progress, BiConsumer<String, ImportResult> results) throws IOException;
    }

    private int gather(Import work) {
        var terminal = CommandTerminal.of(parent, services);
        // Printed after the progress bar has gone.
        List<Runnable> sentences = new ArrayList<>();
        var read = new AtomicInteger();
        try (ProgressBar bar = terminal.progress()) {
            work.run(bar::read, (source, result) -> {
                if (!(result instanceof ImportResult.Refused)) {
                    read.incrementAndGet();
                }
                sentences.add(() -> tell(terminal, source, result));
            });
        } catch (IOException e) {
            throw unusable(e);
        }
        sentences.forEach(Runnable::run);
        if (read.get() == 0) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "knowledge.nothing");
        }
        return ExitCode.DONE;
    }

    void tell(CommandTerminal terminal, String source, ImportResult result) {
        switch (result) {
            case ImportResult.Imported(var record) -> {
                printFirst(terminal, record.problems());
                print(messages().text("knowledge.taken", number(record.id()), record.source()));
                describe(record, null, terminal.out());
            }
            case ImportResult.Known(var earlier) ->
                print(messages().text("knowledge.known", source, number(earlier.id()), minute(earlier.when())));
            case ImportResult.Refused(var problems) -> {
                terminal.print(problems);
                print(messages().text("knowledge.refused", source));
            }
        }
    }

    /** A real feed names hundreds of things that are not about Windows: the first few show what it is about. */
    private void printFirst(CommandTerminal terminal, List<Problem> problems) {
        terminal.print(problems.subList(0, Math.min(SHOWN_AT_ONCE, problems.size())));
        if (problems.size() > SHOWN_AT_ONCE) {
            print(messages().text("knowledge.problems.more", count(problems.size() - SHOWN_AT_ONCE)));
        }
    }

    void describe(ImportRecord record, @Nullable ImportRecord replacedBy, PrintStream out) {
        CommandMessages messages = messages();
        Language language = messages.language();
        List<String> lines = new ArrayList<>();
        lines.add("  " + number(record.id()) + "  " + minute(record.when()) + "  "
                + kinds(record, language) + "  "
                + messages.text(
                        "knowledge.counts",
                        count(record.counts().statements()),
                        count(record.counts().facts()),
                        count(record.counts().packages()),
                        count(record.counts().lifecycles())));
        lines.add("     " + record.source() + "  sha256 " + record.sha256().substring(0, 16));
        if (!record.whole()) {
            lines.add("     " + messages.text("knowledge.notWhole"));
        }
        if (record.complaintCount() > 0) {
            lines.add("     " + messages.text("knowledge.problems", count(record.complaintCount())));
        }
        if (replacedBy != null) {
            lines.add("     " + messages.text("knowledge.replaced", number(replacedBy.id())));
        }
        lines.forEach(line -> out.println(Cli.visible(line).replace('\n', '?')));
    }

    private static String kinds(ImportRecord record, Language language) {
        return record.kinds().stream()
                .sorted()
                .map(kind -> kind.label().in(language))
                .collect(Collectors.joining(language == Language.JA ? "、" : ", "));
    }

    private void print(String sentence) {
        Objects.requireNonNull(parent).err().println(Cli.visible(sentence).replace('\n', '?'));
    }

    private CommandMessages messages() {
        return Objects.requireNonNull(parent).messages();
    }

    private String minute(Instant when) {
        String text = MINUTE.format(when);
        return messages().language() == Language.JA ? text.replace('-', '/') : text;
    }

    private static String number(String id) {
        return id.replaceFirst("^0+(?=.)", "");
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
