package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.bulk.LineChunks;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.FileSignature;
import dev.firebreak.app.collect.format.Formats;
import dev.firebreak.app.collect.format.InventoryNdjson;
import dev.firebreak.app.collect.format.ProblemLimiter;
import dev.firebreak.app.collect.format.SysteminfoLabels;
import dev.firebreak.app.collect.merge.FaultIsolation;
import dev.firebreak.app.io.text.ByteOccurrences;
import dev.firebreak.app.io.text.TextDecoder;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One file in memory, read by what is in it: the same kinds as {@link Collector} reads from disk. */
final class EvidenceFile {

    private static final int LARGEST_TEXT = 32 << 20;
    private static final int HEAD = 1 << 16;
    private static final String NDJSON = "ndjson";

    private final TextDecoder decoder = new TextDecoder(SysteminfoLabels::known);
    private final FaultIsolation faults;
    private final List<Formats.Kind> kinds;

    EvidenceFile(FaultIsolation faults, List<Formats.Kind> kinds) {
        this.faults = faults;
        this.kinds = kinds;
    }

    /**
     * A piece with the way of writing it was found in.
     *
     * @param record the bytes of its record; null where the piece is of the whole file
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Told(EvidencePart piece, String kind, byte @Nullable [] record) {}

    /** Everything a file tells. */
    Read<Told> read(byte[] content, Source source) {
        return faults.read(source, () -> told(content, source));
    }

    private Read<Told> told(byte[] content, Source source) {
        ByteOccurrences occurring = ByteOccurrences.in(content);
        byte[] head = content.length > HEAD ? Arrays.copyOf(content, HEAD) : content;
        if (content.length == 0) {
            return refused(source, CollectTexts.EMPTY);
        } else if (FileSignature.of(head) instanceof Text what) {
            return refused(source, what);
        } else if (occurring.has('{')
                && looksLikeJson(head)
                && InventoryNdjson.isIn(content.length > HEAD ? firstLines(content) : content)) {
            return records(content, source);
        } else if (content.length > LARGEST_TEXT) {
            return InventoryNdjson.isNamed(source.file())
                    ? records(content, source)
                    : refused(source, CollectTexts.TOO_LARGE);
        }
        String text = decoder.decode(content, occurring);
        if (text == null) {
            return refused(source, CollectTexts.BINARY);
        }
        return text(text, source, occurring);
    }

    private Read<Told> text(String text, Source source, ByteOccurrences occurring) {
        String file = source.file();
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        var content = new DecodedFile(source, name, text, occurring);
        Read<Formats.Found> read = Formats.read(content, kinds, faults::read);
        if (read != null) {
            return new Read<>(
                    read.items().stream()
                            .map(found -> new Told(found.piece(), found.kind(), null))
                            .toList(),
                    read.complaints());
        }
        if (text.isBlank()) {
            return refused(source, CollectTexts.EMPTY);
        }
        return InventoryNdjson.isIn(text) || InventoryNdjson.isNamed(file)
                ? records(text.getBytes(UTF_8), source)
                : refused(source, CollectTexts.UNRECOGNISED);
    }

    /**
     * As what a machine's pieces of one file count. Tools that answer one question a file count for each question; the others
     * repeat all their answers each time.
     */
    static String kind(List<Told> told) {
        String id = told.getFirst().kind();
        return switch (id) {
            case "clixml", "osquery", "computerinfo" -> {
                var looks = new TreeSet<String>();
                told.forEach(t -> t.piece().evidence().forEach(evidence -> looks.add(look(evidence))));
                looks.remove("");
                yield looks.isEmpty() ? id : id + "+" + String.join("+", looks);
            }
            default -> id;
        };
    }

    private static String look(Evidence evidence) {
        return switch (evidence) {
            case Evidence.OsObserved _ -> "os";
            case Evidence.LanguageObserved _, Evidence.Contested _ -> "";
            case Evidence.HotfixesListed _ -> "hotfixes";
            case Evidence.FileObserved _ -> "files";
            case Evidence.ComponentObserved _ -> "components";
            case Evidence.Smb1Observed _ -> "smb1";
            case Evidence.ProbeAnswered _ -> "probe";
            case Evidence.LookupFailed failed ->
                switch (failed.look()) {
                    case OPERATING_SYSTEM -> "os";
                    case HOTFIXES -> "hotfixes";
                    case FILE_VERSION -> "files";
                    case SMB1 -> "smb1";
                    case PROBE -> "probe";
                };
        };
    }

    /** A quick look before the parser's: most files are no JSON at all. */
    private static boolean looksLikeJson(byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == '{' && (i == 0 || head[i - 1] == '\n' || head[i - 1] <= ' ')) {
                return true;
            }
        }
        return false;
    }

    private static byte[] firstLines(byte[] content) {
        int to = 0;
        for (int lines = 0; lines < 10 && to < content.length; lines++) {
            to = LineChunks.newline(content, to, content.length) + 1;
        }
        return Arrays.copyOf(content, Math.min(Math.min(to, content.length), HEAD + LineChunks.LONGEST_LINE));
    }

    private Read<Told> records(byte[] content, Source source) {
        List<Told> records = new ArrayList<>();
        List<Problem> complaints = new ArrayList<>();
        var some = new ProblemLimiter(source, complaints::add);
        boolean marked = content.length >= 3 && content[0] == (byte) 0xEF && content[1] == (byte) 0xBB;
        int number = 0;
        for (int at = marked ? 3 : 0; at < content.length; ) {
            int end = LineChunks.newline(content, at, content.length);
            Source place = source.at(++number);
            if (end - at > LineChunks.LONGEST_LINE) {
                some.add(new Problem(place, CollectTexts.LINE_TOO_LONG));
            } else {
                int to = end > at && content[end - 1] == '\r' ? end - 1 : end;
                Read<EvidencePart> read = faults.record(content, at, to, place);
                read.complaints().forEach(some::add);
                byte[] line = at == 0 && to == content.length ? content : Arrays.copyOfRange(content, at, to);
                read.items().forEach(piece -> records.add(new Told(piece, NDJSON, line)));
            }
            at = end + 1;
        }
        some.end();
        return new Read<>(records, complaints);
    }

    private static Read<Told> refused(Source source, Text why) {
        return new Read<>(List.of(), List.of(new Problem(source, why)));
    }
}
