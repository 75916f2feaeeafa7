package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.bulk.LineChunks;
import dev.firebreak.app.collect.classify.FileClassifier;
import dev.firebreak.app.collect.classify.FileContent;
import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.collect.format.ProblemLimiter;
import dev.firebreak.app.collect.format.inventory.InventoryNdjson;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The evidence in one file in memory, part by part. */
final class EvidenceFile {

    private final FaultIsolation faults;
    private final Formats formats;
    private final FileClassifier classifier;

    EvidenceFile(FaultIsolation faults, Formats formats) {
        this.faults = faults;
        this.formats = formats;
        this.classifier = new FileClassifier(formats);
    }

    /**
     * Evidence of one machine with the format it was found in.
     *
     * @param record the bytes of its record; null where the piece is of the whole file
     */
    @SuppressWarnings("ArrayRecordComponent")
    record RecordPart(EvidencePart piece, FormatDescription format, byte @Nullable [] record) {}

    /** Everything a file tells. */
    Read<RecordPart> read(byte[] content, Source source) {
        return faults.read(source, () -> told(content, source));
    }

    private Read<RecordPart> told(byte[] content, Source source) {
        return switch (classifier.classify(source, content)) {
            case FileContent.Unusable unusable ->
                new Read<>(List.of(), List.of(new Problem(source, unusable.problem())));
            case FileContent.Ndjson(Charset charset) ->
                records(charset.equals(UTF_8) ? content : new String(content, charset).getBytes(UTF_8), source);
            case FileContent.DecodedNdjson(String text) -> records(text.getBytes(UTF_8), source);
            case FileContent.Document document -> {
                Read<Formats.Part> read = formats.read(document, faults::read);
                yield new Read<>(
                        read.items().stream()
                                .map(found -> new RecordPart(found.piece(), found.format(), null))
                                .toList(),
                        read.problems());
            }
        };
    }

    /**
     * The kind under which the evidence of one machine in a file is stored: newer evidence of a kind replaces older. Evidence of
     * a format whose files answer one question each is stored by question.
     */
    static String kind(List<RecordPart> told) {
        FormatDescription format = told.getFirst().format();
        if (!format.answersOneQuestion()) {
            return format.id();
        }
        var looks = new TreeSet<String>();
        told.forEach(t -> t.piece().evidence().forEach(evidence -> looks.add(look(evidence))));
        looks.remove("");
        return looks.isEmpty() ? format.id() : format.id() + "+" + String.join("+", looks);
    }

    private static String look(Evidence evidence) {
        return switch (evidence) {
            case Evidence.OsObserved _ -> "os";
            case Evidence.LanguageObserved _, Evidence.Contested _ -> "";
            case Evidence.HotfixesListed _ -> "hotfixes";
            case Evidence.FileObserved _ -> "files";
            case Evidence.ComponentObserved _ -> "components";
            case Evidence.SettingObserved seen -> look(LookupKind.of(seen.setting()));
            case Evidence.IndicatorObserved _ -> look(LookupKind.INDICATORS);
            case Evidence.ProbeAnswered _ -> "probe";
            case Evidence.LookupFailed failed -> look(failed.look());
        };
    }

    private static String look(LookupKind kind) {
        return switch (kind) {
            case OPERATING_SYSTEM -> "os";
            case HOTFIXES -> "hotfixes";
            case FILE_VERSION -> "files";
            case SMB1 -> "smb1";
            case SPOOLER -> "spooler";
            case RDP -> "rdp";
            case SMB3_COMPRESSION -> "smb3";
            case INDICATORS -> "indicators";
            case PROBE -> "probe";
        };
    }

    private Read<RecordPart> records(byte[] content, Source source) {
        List<RecordPart> records = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        var some = new ProblemLimiter(source, problems::add);
        boolean marked = content.length >= 3 && content[0] == (byte) 0xEF && content[1] == (byte) 0xBB;
        int number = 0;
        for (int at = marked ? 3 : 0; at < content.length; ) {
            int end = LineChunks.newline(content, at, content.length);
            Source place = source.at(++number);
            if (end - at > LineChunks.MAX_LINE_LENGTH) {
                some.add(new Problem(place, CollectTexts.LINE_TOO_LONG));
            } else {
                int to = end > at && content[end - 1] == '\r' ? end - 1 : end;
                Read<EvidencePart> read = faults.record(content, at, to, place);
                read.problems().forEach(some::add);
                byte[] line = at == 0 && to == content.length ? content : Arrays.copyOfRange(content, at, to);
                read.items().forEach(piece -> records.add(new RecordPart(piece, InventoryNdjson.DESCRIPTION, line)));
            }
            at = end + 1;
        }
        some.end();
        return new Read<>(records, problems);
    }
}
