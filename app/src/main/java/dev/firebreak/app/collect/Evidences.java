package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.estate.Dating;
import dev.firebreak.core.estate.Delivery;
import dev.firebreak.core.estate.EvidenceReader;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what machines sent, in every way of writing that files may have. Any number of threads may call. */
public final class Evidences implements EvidenceReader {

    /** A file of several machines is kept whole with each of them; more than this in all is too much to keep. */
    private static final long LARGEST_SHARED = 256L << 20;

    private static final int LONGEST_LABEL = 200;

    private static final Wording WHOSE = new Wording(
            "does not say which machine it is of: name the file PC7_systeminfo.txt",
            "どの端末の情報か分かりません。ファイル名を PC7_systeminfo.txt のようにしてください");
    private static final Wording SHARED = new Wording(
            "one file of too many machines: split it, or send NDJSON", "1 つのファイルに端末が多すぎます。分割するか、NDJSON で送ってください");

    private final Faults faults;
    private final Bytes bytes;

    /** What this thread read last: a file is told apart by machine and then put together, each by a call of its own. */
    private final ThreadLocal<@Nullable Last> last = new ThreadLocal<>();

    /** Lets faults of ours through. */
    public Evidences() {
        this(BugReports.THROW);
    }

    /**
     * The same, for users: a fault of ours in one file, record or machine is a complaint, and all others are read.
     *
     * @param reports keeps reports of such faults
     */
    public Evidences(BugReports reports) {
        this(reports, Formats.kinds());
    }

    Evidences(BugReports reports, List<Formats.Kind> kinds) {
        this.faults = new Faults(reports);
        this.bytes = new Bytes(faults, kinds);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Last(byte[] content, Source source, Read<Bytes.Told> read) {}

    @Override
    public Parts parts(@Nullable String machine, String name, byte[] content) {
        Source source = Source.of(label(name));
        Read<Bytes.Told> read = read(content, source);
        List<Complaint> complaints = new ArrayList<>(read.complaints());
        Map<String, List<Bytes.Told>> machines = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        String home = machine != null ? machine : home(read.items());
        for (Bytes.Told told : read.items()) {
            String own = told.piece().machine();
            String named = own != null ? own : home != null ? home : FileNames.machine(source.file());
            if (named == null) {
                complaints.add(new Complaint(source, WHOSE));
                continue;
            }
            Optional<Wording> refusal = MachineName.refusal(named);
            if (refusal.isPresent()) {
                // Shown with question marks, names of different machines could become one.
                complaints.add(new Complaint(source, Wording.format("not taken: %s", "取り込んでいません：%s", refusal.get())));
                continue;
            }
            String shown = named.strip();
            names.putIfAbsent(MachineName.key(shown), shown);
            machines.computeIfAbsent(MachineName.key(shown), k -> new ArrayList<>())
                    .add(told);
        }
        if (machines.size() > 1
                && read.items().getFirst().record() == null
                && (long) machines.size() * content.length > LARGEST_SHARED) {
            return new Parts(List.of(), List.of(new Complaint(source, SHARED)), null, false, null);
        }
        List<Part> parts = new ArrayList<>();
        machines.forEach((key, told) -> parts.add(new Part(
                names.getOrDefault(key, ""),
                told.stream().anyMatch(t -> t.piece().machine() != null),
                Bytes.kind(told),
                content(told, content),
                dating(told))));
        String whose = machine != null ? machine.strip() : FileNames.machine(source.file());
        return new Parts(
                parts,
                complaints,
                whose == null || MachineName.refusal(whose).isPresent() ? null : whose,
                FileNames.isMachines(source.file()),
                FileNames.day(source.file()));
    }

    /** The newest of the times that pieces tell themselves. */
    private static Dating dating(List<Bytes.Told> told) {
        List<Piece> pieces = told.stream().map(Bytes.Told::piece).toList();
        Instant collected = Outdated.newest(pieces, Piece::collectedAt);
        Instant booted = Outdated.newest(pieces, Piece::bootedAt);
        return collected == null
                ? new Dating(null, Dating.Basis.UNKNOWN, booted)
                : new Dating(collected, Dating.Basis.CONTENT, booted);
    }

    /** Answers that do not name their machine go with the only one that is named in the same file. */
    private static @Nullable String home(List<Bytes.Told> read) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Bytes.Told told : read) {
            String own = told.piece().machine();
            if (own != null) {
                named.putIfAbsent(MachineName.key(own), own);
            }
        }
        return named.size() == 1 ? named.values().iterator().next() : null;
    }

    private static byte[] content(List<Bytes.Told> told, byte[] whole) {
        byte[] first = told.getFirst().record();
        if (first == null || told.size() == 1) {
            return first == null ? whole : first;
        }
        var lines = new ByteArrayOutputStream();
        for (Bytes.Told record : told) {
            byte[] line = record.record();
            if (line != null) {
                lines.writeBytes(line);
                lines.write('\n');
            }
        }
        return lines.toByteArray();
    }

    @Override
    public Optional<Snapshot> snapshot(String machine, List<Delivery.Content> contents) {
        var together = new Together(machine, faults);
        for (Delivery.Content content : contents) {
            List<Bytes.Told> told =
                    read(content.content(), Source.of(label(content.name()))).items();
            together.add(content, of(machine, told));
        }
        return together.snapshot();
    }

    /** The pieces of one machine among those of a file. */
    private static List<Piece> of(String machine, List<Bytes.Told> told) {
        String key = MachineName.key(machine);
        boolean alone = true;
        for (Bytes.Told one : told) {
            String own = one.piece().machine();
            alone &= own == null || MachineName.key(MachineName.shown(own)).equals(key);
        }
        List<Piece> pieces = new ArrayList<>();
        for (Bytes.Told one : told) {
            String own = one.piece().machine();
            String name = own != null
                    ? own
                    : alone ? machine : FileNames.machine(one.piece().source().file());
            if (name != null && MachineName.key(MachineName.shown(name)).equals(key)) {
                pieces.add(one.piece());
            }
        }
        return pieces;
    }

    @Override
    public Read<Snapshot> unassessed(Snapshot machine, Throwable fault) {
        Source source = Source.of(
                machine.sources().isEmpty()
                        ? machine.machine()
                        : machine.sources().getFirst());
        return new Read<>(List.of(Faults.unknown(machine)), List.of(faults.complaint(source, fault)));
    }

    private Read<Bytes.Told> read(byte[] content, Source source) {
        Last before = last.get();
        if (before != null && before.content() == content && before.source().equals(source)) {
            return before.read();
        }
        Read<Bytes.Told> read = bytes.read(content, source);
        last.set(new Last(content, source, read));
        return read;
    }

    /** A name as sent is a label and nothing else: no control characters, of bounded length, its end kept. */
    private static String label(String name) {
        String shown =
                MachineName.shown(name.length() > LONGEST_LABEL ? name.substring(name.length() - LONGEST_LABEL) : name);
        return shown.strip();
    }
}
