package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The ways of writing machines down that are read whole, the most particular first. */
public final class Formats {

    /** One of them, with the name under which what it read is kept; a name in use is never given to another. */
    public record Kind(String id, Format format) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("collect", new CollectScriptFormat()),
            new Kind("nmap", new NmapFormat()),
            new Kind("clixml", new CliXmlFormat()),
            new Kind("osquery", new OsqueryFormat()),
            new Kind("computerinfo", new PowerShellJsonFormat()),
            // The same answer as a table: the newer of the two counts.
            new Kind("systeminfo", new SysteminfoCsvFormat()),
            new Kind("hotfixes", new HotfixTableFormat()),
            new Kind("systeminfo", new SysteminfoFormat()));

    private static final String UNREACHED = "unreached";

    private Formats() {}

    /** A piece with the way of writing it was found in. */
    public record Found(EvidencePart piece, String kind) {}

    /**
     * Everything a text tells; null where it is of no kind that is known.
     *
     * @param reader reads the text by the way of writing that fits
     */
    public static @Nullable Read<Found> read(
            DecodedFile content, List<Kind> kinds, BiFunction<Format, DecodedFile, Read<EvidencePart>> reader) {
        List<Found> found = new ArrayList<>();
        List<Problem> complaints = new ArrayList<>();
        List<EvidencePart> pieces = List.of();
        boolean fits = false;
        for (Kind kind : kinds) {
            if (kind.format().fits(content)) {
                Read<EvidencePart> told = reader.apply(kind.format(), content);
                Read<EvidencePart> read = DamagedText.is(content.text()) ? DamagedText.read(content, told) : told;
                pieces = read.items();
                pieces.forEach(piece -> found.add(new Found(piece, kind.id())));
                complaints.addAll(read.complaints());
                fits = true;
                break;
            }
        }
        Read<EvidencePart> unreached = UnreachedHosts.read(content, pieces);
        unreached.items().forEach(piece -> found.add(new Found(piece, UNREACHED)));
        complaints.addAll(unreached.complaints());
        if (found.isEmpty() && complaints.isEmpty()) {
            Text what = FileSignature.ofText(content.text());
            if (what != null || fits) {
                complaints.add(new Problem(content.source(), what != null ? what : CollectTexts.UNRECOGNISED));
            }
        }
        return found.isEmpty() && complaints.isEmpty() ? null : new Read<>(found, complaints);
    }

    public static List<Format> all() {
        return KINDS.stream().map(Kind::format).toList();
    }

    public static List<Kind> kinds() {
        return KINDS;
    }
}
