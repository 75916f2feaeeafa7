package dev.firebreak.app.server;

import dev.firebreak.app.cli.MachinePort;
import dev.firebreak.app.cli.ReadProgress;
import dev.firebreak.app.collect.Collector;
import dev.firebreak.app.collect.bulk.MachineLineWriter;
import dev.firebreak.app.report.Reports;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.exposure.RelevantUpdates;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the commands ask of the machines' answers; their rooms do not know each other. */
public record EvidenceAccess(Collector collector) implements MachinePort {

    @Override
    public <T> void read(
            List<Path> paths,
            InputStream stdin,
            ReadProgress progress,
            Function<Snapshot, T> work,
            Consumer<T> results,
            Consumer<Problem> complaints) {
        collector.collect(paths, stdin, progress::read, work, results, complaints);
    }

    @Override
    public void tell(
            List<Path> paths,
            InputStream stdin,
            ReadProgress progress,
            Lines lines,
            OutputStream out,
            Told told,
            Consumer<Problem> complaints) {
        var teller = new MachineLineWriter() {
            @Override
            public int tell(Snapshot machine, OutputStream to) {
                return lines.line(machine, to).ordinal();
            }

            @Override
            public byte[] quoted(String text) {
                return Reports.quoted(text);
            }

            @Override
            public RelevantUpdates matter(Snapshot machine) {
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
