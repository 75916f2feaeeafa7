package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code knowledge}: what Firebreak knows, and how it learns more. */
@Command(name = "knowledge", synopsisSubcommandLabel = "COMMAND")
public final class KnowledgeCommand implements Callable<Integer> {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int SHOWN_AT_ONCE = 8;

    private final CommandServices rooms;
    private final FeedPort learner;

    @ParentCommand
    @Nullable
    FirebreakCommand parent;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT)
    @Nullable
    Path data;

    public KnowledgeCommand(CommandServices rooms, FeedPort learner) {
        this.rooms = rooms;
        this.learner = learner;
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
        return gather((progress, outcomes) -> learner.take(data, paths, progress, outcomes));
    }

    /** Fetches what the vendors publish. */
    @Command(name = "update")
    int update(@Nullable @Option(names = "--bundle", paramLabel = "FILE") Path bundle) {
        return gather((progress, outcomes) -> learner.update(data, bundle, progress, outcomes));
    }

    /** What ships, and what was imported. */
    @Command(name = "list")
    int list(@Option(names = "--complaints") boolean complaints) {
        var shell = CommandTerminal.of(parent, rooms);
        CommandMessages messages = messages();
        PrintStream out = shell.out();
        Knowledge shipped = rooms.shipped().get();
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
        List<FeedPort.Entry> entries = learner.list(data);
        out.println();
        out.println(messages.text(entries.isEmpty() ? "knowledge.imported.none" : "knowledge.imported"));
        for (FeedPort.Entry entry : entries) {
            describe(entry, out);
            if (complaints) {
                shell.say(entry.complaints());
            }
        }
        return ExitCode.DONE;
    }

    /** All that is known of an update, a CVE, a bulletin or a product. */
    @Command(name = "show")
    int show(@Parameters(paramLabel = "NAME") String name) {
        return KnowledgeShow.show(CommandTerminal.of(parent, rooms), data, name);
    }

    /** Takes an import back. */
    @Command(name = "undo")
    int undo(@Parameters(paramLabel = "ID") String id) {
        FeedPort.Entry entry = learner.undo(data, id)
                .orElseThrow(() -> new CommandFailure(ExitCode.WRONG_USAGE, "knowledge.undo.unknown", id));
        say(messages().text("knowledge.undone", number(entry.id()), entry.source()));
        return ExitCode.DONE;
    }

    private interface Gatherer {
        void gather(ReadProgress progress, Consumer<FeedPort.Outcome> outcomes);
    }

    private int gather(Gatherer gatherer) {
        var shell = CommandTerminal.of(parent, rooms);
        List<FeedPort.Outcome> outcomes = new ArrayList<>();
        try (ProgressBar bar = shell.progress()) {
            gatherer.gather(bar, outcomes::add);
        }
        int read = 0;
        for (FeedPort.Outcome outcome : outcomes) {
            switch (outcome) {
                case FeedPort.Outcome.Taken(var entry) -> {
                    read++;
                    sayFirst(shell, entry.complaints());
                    say(messages().text("knowledge.taken", number(entry.id()), entry.source()));
                    describe(entry, shell.out());
                }
                case FeedPort.Outcome.Known(var source, var earlier) -> {
                    read++;
                    say(messages().text("knowledge.known", source, number(earlier.id()), minute(earlier.when())));
                }
                case FeedPort.Outcome.Refused(var source, var complaints) -> {
                    shell.say(complaints);
                    say(messages().text("knowledge.refused", source));
                }
            }
        }
        if (read == 0) {
            throw new CommandFailure(ExitCode.NOTHING_READ, "knowledge.nothing");
        }
        return ExitCode.DONE;
    }

    /** A real feed names hundreds of things that are not about Windows: the first few show what it is about. */
    private void sayFirst(CommandTerminal shell, List<Problem> complaints) {
        shell.say(complaints.subList(0, Math.min(SHOWN_AT_ONCE, complaints.size())));
        if (complaints.size() > SHOWN_AT_ONCE) {
            say(messages().text("knowledge.complaints.more", count(complaints.size() - SHOWN_AT_ONCE)));
        }
    }

    private void describe(FeedPort.Entry entry, PrintStream out) {
        CommandMessages messages = messages();
        Language language = messages.language();
        List<String> lines = new ArrayList<>();
        lines.add("  " + number(entry.id()) + "  " + minute(entry.when()) + "  "
                + entry.kind().in(language) + "  "
                + messages.text(
                        "knowledge.counts",
                        count(entry.statements()),
                        count(entry.facts()),
                        count(entry.packages()),
                        count(entry.lifecycles())));
        lines.add("     " + entry.source() + "  sha256 " + entry.sha256().substring(0, 16));
        if (!entry.whole()) {
            lines.add("     " + messages.text("knowledge.notWhole"));
        }
        if (entry.complaintCount() > 0) {
            lines.add("     " + messages.text("knowledge.complaints", count(entry.complaintCount())));
        }
        if (entry.replacedBy() != null) {
            lines.add("     " + messages.text("knowledge.replaced", number(entry.replacedBy())));
        }
        lines.forEach(line -> out.println(Cli.visible(line).replace('\n', '?')));
    }

    private void say(String sentence) {
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
