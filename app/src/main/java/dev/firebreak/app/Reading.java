package dev.firebreak.app;

import dev.firebreak.app.cli.MachineReader;
import dev.firebreak.app.cli.Progress;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.collect.Teller;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.assess.Matter;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the commands ask of the machines' answers; their rooms do not know each other. */
record Reading(Collector collector) implements MachineReader {

    @Override
    public <T> void read(
            List<Path> paths,
            InputStream stdin,
            Progress progress,
            Function<Snapshot, T> work,
            Consumer<T> results,
            Consumer<Complaint> complaints) {
        collector.collect(paths, stdin, progress::read, work, results, complaints);
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
                (count, rank) -> told.machines(count, Verdict.Kind.values()[rank]),
                complaints);
    }
}
