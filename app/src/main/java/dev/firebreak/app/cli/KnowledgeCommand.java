package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.advisory.Lookup;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code knowledge}: what Firebreak knows of the vendors' updates. */
@Command(name = "knowledge")
public final class KnowledgeCommand implements Callable<Integer> {

    private final Rooms rooms;

    @ParentCommand
    @Nullable
    Firebreak parent;

    @Spec
    @Nullable
    CommandSpec spec;

    public KnowledgeCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Its commands are named by what follows it; alone it does nothing. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(Shell.of(parent, rooms).firebreak().err());
        }
        return Exit.WRONG_USAGE;
    }

    /** {@code knowledge show}: all that is known of an update, a CVE, a bulletin or a product. */
    @Command(name = "show")
    int show(@Parameters(paramLabel = "NAME") String name) {
        Shell shell = Shell.of(parent, rooms);
        var catalogue = rooms.catalogue().get();
        if (catalogue.isEmpty()) {
            throw new Stop(Exit.NOTHING_READ, "knowledge.empty");
        }
        Lookup.Found found = new Lookup(catalogue, rooms.knowledge().get().products())
                .find(name)
                .orElseThrow(() -> new Stop(Exit.NOTHING_READ, "knowledge.unknown", name));
        write(found, shell.out(), shell.firebreak().messages().language());
        return Exit.DONE;
    }

    private static void write(Lookup.Found found, PrintStream out, Language language) {
        out.println(Cli.visible(found.title().in(language)));
        for (Lookup.Section section : found.sections()) {
            out.println();
            out.println(Cli.visible(section.heading().in(language)));
            section.lines().forEach(line -> out.println("  " + Cli.visible(line.in(language))));
        }
    }
}
