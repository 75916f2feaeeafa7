package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One file in memory, read by what is in it: the same kinds as {@link Collector} reads from disk. */
final class Bytes {

    private static final int LARGEST_TEXT = 32 << 20;
    private static final int HEAD = 1 << 16;
    private static final String NDJSON = "ndjson";

    private final Decoder decoder = new Decoder(Labels::known);
    private final Faults faults;
    private final List<Formats.Kind> kinds;

    Bytes(Faults faults, List<Formats.Kind> kinds) {
        this.faults = faults;
        this.kinds = kinds;
    }

    /**
     * A piece with the way of writing it was found in.
     *
     * @param record the bytes of its record; null where the piece is of the whole file
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Told(Piece piece, String kind, byte @Nullable [] record) {}

    /** Everything a file tells. */
    Read<Told> read(byte[] content, Source source) {
        return faults.read(source, () -> told(content, source));
    }

    private Read<Told> told(byte[] content, Source source) {
        Occurring occurring = Occurring.in(content);
        byte[] head = content.length > HEAD ? Arrays.copyOf(content, HEAD) : content;
        if (content.length == 0) {
            return refused(source, Words.EMPTY);
        } else if (Magic.of(head) instanceof Wording what) {
            return refused(source, what);
        } else if (occurring.has('{')
                && looksLikeJson(head)
                && Ndjson.isIn(content.length > HEAD ? firstLines(content) : content)) {
            return records(content, source);
        } else if (content.length > LARGEST_TEXT) {
            return Ndjson.isNamed(source.file()) ? records(content, source) : refused(source, Words.TOO_LARGE);
        }
        String text = decoder.decode(content, occurring);
        if (text == null) {
            return refused(source, Words.BINARY);
        }
        return text(text, source, occurring);
    }

    private Read<Told> text(String text, Source source, Occurring occurring) {
        String file = source.file();
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        var content = new Content(source, name, text, occurring);
        for (Formats.Kind kind : kinds) {
            if (kind.format().fits(content)) {
                Read<Piece> told = faults.read(kind.format(), content);
                Read<Piece> read = Damaged.is(text) ? Damaged.read(content, told) : told;
                if (read.items().isEmpty() && read.complaints().isEmpty()) {
                    return refused(source, Words.UNRECOGNISED);
                }
                return new Read<>(
                        read.items().stream()
                                .map(piece -> new Told(piece, kind.id(), null))
                                .toList(),
                        read.complaints());
            }
        }
        if (text.isBlank()) {
            return refused(source, Words.EMPTY);
        }
        return Ndjson.isIn(text) || Ndjson.isNamed(file)
                ? records(text.getBytes(UTF_8), source)
                : refused(source, Words.UNRECOGNISED);
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
            case Evidence.OsSeen _ -> "os";
            case Evidence.LanguageSeen _ -> "";
            case Evidence.HotfixesListed _ -> "hotfixes";
            case Evidence.FileSeen _ -> "files";
            case Evidence.ComponentObserved _ -> "components";
            case Evidence.Smb1Seen _ -> "smb1";
            case Evidence.ProbeAnswered _ -> "probe";
            case Evidence.LookFailed failed ->
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
        List<Complaint> complaints = new ArrayList<>();
        var some = new SomeComplaints(source, complaints::add);
        boolean marked = content.length >= 3 && content[0] == (byte) 0xEF && content[1] == (byte) 0xBB;
        int number = 0;
        for (int at = marked ? 3 : 0; at < content.length; ) {
            int end = LineChunks.newline(content, at, content.length);
            Source place = source.at(++number);
            if (end - at > LineChunks.LONGEST_LINE) {
                some.add(new Complaint(place, Words.LINE_TOO_LONG));
            } else {
                int to = end > at && content[end - 1] == '\r' ? end - 1 : end;
                Read<Piece> read = faults.record(content, at, to, place);
                read.complaints().forEach(some::add);
                byte[] line = at == 0 && to == content.length ? content : Arrays.copyOfRange(content, at, to);
                read.items().forEach(piece -> records.add(new Told(piece, NDJSON, line)));
            }
            at = end + 1;
        }
        some.end();
        return new Read<>(records, complaints);
    }

    private static Read<Told> refused(Source source, Wording why) {
        return new Read<>(List.of(), List.of(new Complaint(source, why)));
    }
}
