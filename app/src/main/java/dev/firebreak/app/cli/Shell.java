package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The terminal one command runs on: its language, its streams, its progress bar. */
record Shell(Rooms rooms, Firebreak firebreak, Terminal terminal) {

    static Shell of(@Nullable Firebreak parent, Rooms rooms) {
        return new Shell(rooms, Objects.requireNonNull(parent), Terminal.of(rooms.environment()));
    }

    PrintStream out() {
        return firebreak.out();
    }

    /** @param toTerminal whether the results go to standard output, so that a terminal may be what takes them */
    Reporter.Style style(LocalDate asOf, boolean toTerminal) {
        return new Reporter.Style(
                firebreak.messages().language(),
                asOf,
                toTerminal && terminal.colours(),
                toTerminal ? terminal.outColumns() : 0);
    }

    /** Reads machines with a progress bar where somebody sees it. */
    void read(List<Path> paths, Consumer<Snapshot> machines, Consumer<Complaint> complaints) {
        boolean wanted = terminal.errColumns() > 0 && !firebreak.quiet();
        try (var bar = new ProgressBar(firebreak.err(), firebreak.messages(), rooms.nanos(), wanted)) {
            rooms.machines().read(paths, rooms.stdin(), bar, machines, complaints);
        }
    }

    /** Writes a line about each machine with a progress bar where somebody sees it. */
    void tell(
            List<Path> paths,
            MachineReader.Lines lines,
            OutputStream out,
            MachineReader.Told told,
            Consumer<Complaint> complaints) {
        boolean wanted = terminal.errColumns() > 0 && !firebreak.quiet();
        try (var bar = new ProgressBar(firebreak.err(), firebreak.messages(), rooms.nanos(), wanted)) {
            rooms.machines().tell(paths, rooms.stdin(), bar, lines, out, told, complaints);
        }
    }

    /** Tells complaints where results do not. */
    void say(List<Complaint> complaints) {
        for (Complaint complaint : complaints) {
            String line = complaint.source() + ": "
                    + complaint.what().in(firebreak.messages().language());
            // A file's name may hold a line break; it must not look like a line of ours.
            firebreak.err().println(Cli.visible(line.replace('\n', '?')));
        }
    }

    static Advisory advisory(Knowledge knowledge, String name) {
        return knowledge
                .advisory(name)
                .orElseThrow(() -> new Stop(
                        Exit.WRONG_USAGE,
                        "advisory.unknown",
                        name,
                        knowledge.advisories().stream().map(Advisory::id).collect(Collectors.joining(", "))));
    }
}
