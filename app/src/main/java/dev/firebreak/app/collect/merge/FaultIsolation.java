package dev.firebreak.app.collect.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.classify.MachineNames;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.inventory.InventoryRecords;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits the effect of a software fault to the file, record or machine that caused it: a report is kept, a problem is
 * reported to the user, and a machine whose name is known stays in the result as unknown. Safe for use by any thread.
 */
public final class FaultIsolation {

    private static final MachineNames NAMES = Formats.SHIPPED.machineNames();

    /** Lets faults through. */
    public static final FaultIsolation THROW = new FaultIsolation(BugReports.THROW);

    private static final Text WHY =
            new Text("Firebreak could not read this because of an internal error", "Firebreak の不具合により読み取れませんでした");

    private static final Pattern MACHINE = Pattern.compile("\"machine\"\\s*:\\s*\"([^\"\\\\\\p{Cntrl}]{1,255})\"");

    private final BugReports reports;

    public FaultIsolation(BugReports reports) {
        this.reports = reports;
    }

    /** A complaint of a fault of which a report was kept. */
    public Problem problem(Source at, Throwable bug) {
        return Problem.fault(at, reports.keep(bug));
    }

    /** What a file tells by this way of writing. */
    public Read<EvidencePart> read(Format format, DecodedFile content) {
        try {
            return format.read(content);
        } catch (RuntimeException | StackOverflowError bug) {
            return file(content.source(), bug);
        }
    }

    /** What comes of a file; nothing but the complaint where that meets a fault. */
    public <T> Read<T> read(Source source, Supplier<Read<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | StackOverflowError bug) {
            return new Read<>(List.of(), List.of(problem(source, bug)));
        }
    }

    /** What is left of a file that met a fault: the machine that its name tells, of which nothing is known. */
    public Read<EvidencePart> file(Source source, Throwable bug) {
        Problem problem = problem(source, bug);
        String name = PartPlaces.name(EvidencePart.of(null, List.of(), source));
        return new Read<>(
                name.isBlank() || NAMES.isKind(name)
                        ? List.of()
                        : List.of(EvidencePart.of(null, nothing(source), source)),
                List.of(problem));
    }

    /** What a line of NDJSON tells. */
    public Read<EvidencePart> record(byte[] bytes, int from, int to, Source at) {
        try {
            return InventoryRecords.parse(bytes, from, to, at);
        } catch (RuntimeException | StackOverflowError bug) {
            Matcher named = MACHINE.matcher(new String(bytes, from, to - from, UTF_8));
            return new Read<>(
                    named.find() ? List.of(EvidencePart.of(named.group(1), nothing(at), at)) : List.of(),
                    List.of(problem(at, bug)));
        }
    }

    /** The machine that pieces are of, as one of which nothing is known. */
    public static Snapshot unknown(List<EvidencePart> pieces) {
        EvidencePart first = pieces.getFirst();
        return new Snapshot(
                MachineName.shown(PartPlaces.name(first)),
                null,
                null,
                null,
                List.of(),
                List.of(),
                nothing(first.source()),
                pieces.stream().map(p -> p.source().file()).distinct().toList(),
                List.of());
    }

    /** The same machine, as one of which nothing is known. */
    public static Snapshot unknown(Snapshot machine) {
        return machine.withEvidence(nothing(source(machine)));
    }

    /**
     * What comes of a machine; where working on it meets a fault, what comes of it as one of which nothing is known. Null
     * where that meets a fault as well.
     */
    public <T> @Nullable T on(Snapshot machine, Function<Snapshot, T> work, Consumer<Problem> problems) {
        Source at = source(machine);
        try {
            return work.apply(machine);
        } catch (RuntimeException | StackOverflowError bug) {
            problems.accept(problem(at, bug));
        }
        try {
            return work.apply(unknown(machine));
        } catch (RuntimeException | StackOverflowError bug) {
            problems.accept(problem(at, bug));
            return null;
        }
    }

    private static Source source(Snapshot machine) {
        return Source.of(
                machine.sources().isEmpty()
                        ? machine.machine()
                        : machine.sources().getFirst());
    }

    private static List<Evidence> nothing(Source source) {
        return List.of(
                new LookupFailed(LookupKind.OPERATING_SYSTEM, WHY, source),
                new LookupFailed(LookupKind.HOTFIXES, WHY, source));
    }
}
