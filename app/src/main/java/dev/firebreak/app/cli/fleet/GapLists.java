package dev.firebreak.app.cli.fleet;

import dev.firebreak.app.collect.network.ExpectedReader;
import dev.firebreak.app.collect.network.SightingReader;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.fleet.ExpectedMachine;
import dev.firebreak.core.fleet.FleetGaps;
import dev.firebreak.core.fleet.KnownMachines;
import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The lists that were given beside the inventories, and what comes of comparing them with the machines that were read. */
public final class GapLists {

    private static final int LARGEST_BYTES = 32 << 20;

    private static final Text UNREADABLE = new Text("the file cannot be read", "ファイルを読み取れません");

    private final List<ExpectedMachine> expected = new ArrayList<>();
    private final List<Sighting> seen = new ArrayList<>();
    private final KnownMachines known = new KnownMachines();
    private final boolean given;

    /**
     * Reads the lists.
     *
     * @param zone of the machines that wrote them
     * @param problems takes what cannot be read
     */
    public GapLists(List<Path> expectedFiles, List<Path> seenFiles, ZoneId zone, Consumer<Problem> problems) {
        this.given = !expectedFiles.isEmpty() || !seenFiles.isEmpty();
        for (Path file : expectedFiles) {
            take(file, problems, content -> ExpectedReader.read(Source.of(file.toString()), content, zone), expected);
        }
        for (Path file : seenFiles) {
            take(
                    file,
                    problems,
                    content -> SightingReader.read(Source.of(file.toString()), content, zone, modified(file)),
                    seen);
        }
    }

    @FunctionalInterface
    private interface ContentReader<T> {
        Read<T> read(byte[] content) throws IOException;
    }

    private static <T> void take(Path file, Consumer<Problem> problems, ContentReader<T> reader, List<T> items) {
        try (InputStream in = PlainFiles.open(file)) {
            // One byte more than is read: the reader says that it is too large.
            Read<T> read = reader.read(in.readNBytes(LARGEST_BYTES + 1));
            items.addAll(read.items());
            read.problems().forEach(problems);
        } catch (IOException e) {
            problems.accept(new Problem(Source.of(file.toString()), UNREADABLE));
        }
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    /** Whether any list was given. */
    public boolean isGiven() {
        return given;
    }

    /** A machine that was read. */
    public void add(Snapshot machine) {
        known.add(machine.machine(), machine.addresses(), reported(machine.evidence()));
    }

    /** A scan and a failed attempt are not told by the machine itself; a system that stands beside a scan may come of it. */
    private static boolean reported(List<Evidence> evidence) {
        boolean scanned = evidence.stream()
                .anyMatch(e -> e instanceof Evidence.ProbeAnswered
                        || (e instanceof Evidence.LookupFailed failed && failed.look() == Evidence.LookupKind.PROBE));
        return evidence.stream().anyMatch(e -> switch (e) {
            case Evidence.HotfixesListed _,
                    Evidence.FileObserved _,
                    Evidence.ComponentObserved _,
                    Evidence.LanguageObserved _ -> true;
            case Evidence.OsObserved _, Evidence.SettingObserved _ -> !scanned;
            default -> false;
        });
    }

    /** What the lists add to the machines. */
    public FleetGaps gaps(Instant now) {
        return FleetGaps.of(known, expected, seen, List.of(), now);
    }
}
