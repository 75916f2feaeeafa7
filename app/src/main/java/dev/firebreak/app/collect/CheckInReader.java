package dev.firebreak.app.collect;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.merge.CheckInMerge;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.app.collect.merge.FileNames;
import dev.firebreak.app.collect.merge.MachineMatching;
import dev.firebreak.app.collect.merge.StaleEvidence;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.EvidenceReader;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what machines sent, in every way of writing that files may have. Any number of threads may call. */
public final class CheckInReader implements EvidenceReader {

    /** A file of several machines is kept whole with each of them; more than this in all is too much to keep. */
    private static final long LARGEST_SHARED = 256L << 20;

    private static final int MAX_LABEL_LENGTH = 200;

    private static final Text WHOSE = new Text(
            "does not say which machine it is of: name the file PC7_systeminfo.txt",
            "どの端末の情報か分かりません。ファイル名を PC7_systeminfo.txt のようにしてください");
    private static final Text SHARED = new Text(
            "one file of too many machines: split it, or send NDJSON", "1 つのファイルに端末が多すぎます。分割するか、NDJSON で送ってください");

    private final FaultIsolation faults;
    private final EvidenceFile bytes;

    /** What this thread read last: a file is told apart by machine and then put together, each by a call of its own. */
    @SuppressWarnings("ThreadLocalUsage") // of this reader: another one may read otherwise
    private final ThreadLocal<@Nullable LastRead> last = new ThreadLocal<>();

    /** Lets faults of ours through. */
    public CheckInReader() {
        this(BugReports.THROW);
    }

    /**
     * The same, for users: a fault of ours in one file, record or machine is a complaint, and all others are read.
     *
     * @param reports keeps reports of such faults
     */
    public CheckInReader(BugReports reports) {
        this(reports, Formats.SHIPPED);
    }

    CheckInReader(BugReports reports, Formats formats) {
        this.faults = new FaultIsolation(reports);
        this.bytes = new EvidenceFile(faults, formats);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record LastRead(byte[] content, Source source, Read<EvidenceFile.RecordPart> read) {}

    @Override
    public Parts parts(@Nullable String machine, String name, byte[] content) {
        Source source = Source.of(label(name));
        Read<EvidenceFile.RecordPart> read = read(content, source);
        List<Problem> problems = new ArrayList<>(read.problems());
        Map<String, List<EvidenceFile.RecordPart>> machines = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        String home = machine != null ? machine : home(read.items());
        for (EvidenceFile.RecordPart told : machine == null ? read.items() : called(machine, read.items())) {
            String own = told.piece().machine();
            String named = own != null ? own : home != null ? home : FileNames.machine(source.file());
            if (named == null) {
                problems.add(new Problem(source, WHOSE));
                continue;
            }
            Optional<Text> refusal = MachineName.refusal(named);
            if (refusal.isPresent()) {
                // Shown with question marks, names of different machines could become one.
                problems.add(new Problem(source, Text.format("not taken: %s", "取り込んでいません：%s", refusal.get())));
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
            return new Parts(List.of(), List.of(new Problem(source, SHARED)), null, false, null);
        }
        List<Part> parts = new ArrayList<>();
        machines.forEach((key, told) -> parts.add(new Part(
                names.getOrDefault(key, ""),
                told.stream().anyMatch(t -> t.piece().machine() != null),
                EvidenceFile.kind(told),
                content(told, content),
                dating(told),
                told.stream().map(t -> t.piece().identity()).reduce(MachineIdentity.UNKNOWN, MachineIdentity::with),
                failed(told))));
        String whose = machine != null ? machine.strip() : FileNames.machine(source.file());
        return new Parts(
                parts,
                problems,
                whose == null || MachineName.refusal(whose).isPresent() ? null : whose,
                FileNames.isMachines(source.file()),
                FileNames.day(source.file()));
    }

    /** Why nothing is told but that looking at the system or its updates failed; null where anything else is told. */
    private static @Nullable Text failed(List<EvidenceFile.RecordPart> told) {
        Text why = null;
        for (EvidenceFile.RecordPart one : told) {
            for (Evidence evidence : one.piece().evidence()) {
                if (!(evidence instanceof Evidence.LookupFailed look)) {
                    return null;
                }
                why = switch (look.look()) {
                    case OPERATING_SYSTEM, HOTFIXES -> why == null ? look.reason() : why;
                    case FILE_VERSION, SMB1, SPOOLER, RDP, SMB3_COMPRESSION, INDICATORS, PROBE -> why;
                };
            }
        }
        return why;
    }

    /** The newest of the times that pieces tell themselves. */
    private static EvidenceDating dating(List<EvidenceFile.RecordPart> told) {
        List<EvidencePart> pieces =
                told.stream().map(EvidenceFile.RecordPart::piece).toList();
        Instant collected = StaleEvidence.newest(pieces, EvidencePart::collectedAt);
        Instant booted = StaleEvidence.newest(pieces, EvidencePart::bootedAt);
        return collected == null
                ? new EvidenceDating(null, EvidenceDating.Basis.UNKNOWN, booted)
                : new EvidenceDating(collected, EvidenceDating.Basis.CONTENT, booted);
    }

    /** Answers that do not name their machine go with the only one that is named in the same file. */
    private static @Nullable String home(List<EvidenceFile.RecordPart> read) {
        Map<String, String> named = new LinkedHashMap<>();
        for (EvidenceFile.RecordPart told : read) {
            String own = told.piece().machine();
            if (own != null) {
                named.putIfAbsent(MachineName.key(own), own);
            }
        }
        return named.size() == 1 ? named.values().iterator().next() : null;
    }

    private static byte[] content(List<EvidenceFile.RecordPart> told, byte[] whole) {
        byte[] first = told.getFirst().record();
        if (first == null || told.size() == 1) {
            return first == null ? whole : first;
        }
        var lines = new ByteArrayOutputStream();
        for (EvidenceFile.RecordPart record : told) {
            byte[] line = record.record();
            if (line != null) {
                lines.writeBytes(line);
                lines.write('\n');
            }
        }
        return lines.toByteArray();
    }

    @Override
    public Optional<Snapshot> snapshot(String machine, List<CheckInRecords.Content> contents) {
        var together = new CheckInMerge(machine, faults);
        for (CheckInRecords.Content content : contents) {
            List<EvidenceFile.RecordPart> told =
                    read(content.content(), Source.of(label(content.name()))).items();
            together.add(content, of(machine, called(machine, told)));
        }
        return together.snapshot();
    }

    /** The same where the machine goes by the name it is known by: its own pieces may tell both its short and its full name. */
    private static List<EvidenceFile.RecordPart> called(String machine, List<EvidenceFile.RecordPart> told) {
        String key = MachineName.key(machine);
        Set<String> also = new HashSet<>();
        for (EvidenceFile.RecordPart one : told) {
            String own = one.piece().machine();
            if (own != null
                    && one.piece().aliases().stream().map(MachineName::key).anyMatch(key::equals)) {
                also.add(MachineName.key(own));
            }
        }
        if (also.size() != 1) {
            return told;
        }
        return told.stream()
                .map(one -> {
                    String own = one.piece().machine();
                    return own != null && also.contains(MachineName.key(own))
                            ? new EvidenceFile.RecordPart(one.piece().named(machine), one.format(), one.record())
                            : one;
                })
                .toList();
    }

    /** The pieces of one machine among those of a file. */
    private static List<EvidencePart> of(String machine, List<EvidenceFile.RecordPart> told) {
        String key = MachineName.key(machine);
        boolean alone = true;
        for (EvidenceFile.RecordPart one : told) {
            String own = one.piece().machine();
            alone &= own == null || MachineName.key(MachineName.shown(own)).equals(key);
        }
        List<EvidencePart> pieces = new ArrayList<>();
        for (EvidenceFile.RecordPart one : told) {
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
        return new Read<>(List.of(FaultIsolation.unknown(machine)), List.of(faults.problem(source, fault)));
    }

    @SuppressWarnings("ReferenceEquality") // the same array, not merely equal bytes
    private Read<EvidenceFile.RecordPart> read(byte[] content, Source source) {
        LastRead before = last.get();
        if (before != null && before.content() == content && before.source().equals(source)) {
            return before.read();
        }
        Read<EvidenceFile.RecordPart> told = bytes.read(content, source);
        List<EvidencePart> named = MachineMatching.named(
                told.items().stream().map(EvidenceFile.RecordPart::piece).toList());
        List<EvidenceFile.RecordPart> items = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            EvidenceFile.RecordPart one = told.items().get(i);
            items.add(new EvidenceFile.RecordPart(named.get(i), one.format(), one.record()));
        }
        Read<EvidenceFile.RecordPart> read = new Read<>(items, told.problems());
        last.set(new LastRead(content, source, read));
        return read;
    }

    /** A name as sent is a label and nothing else: no control characters, of bounded length, its end kept. */
    private static String label(String name) {
        String shown = MachineName.shown(
                name.length() > MAX_LABEL_LENGTH ? name.substring(name.length() - MAX_LABEL_LENGTH) : name);
        return shown.strip();
    }
}
