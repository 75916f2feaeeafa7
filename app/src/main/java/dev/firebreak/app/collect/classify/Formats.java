package dev.firebreak.app.collect.classify;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CliXmlFormat;
import dev.firebreak.app.collect.format.CollectScriptFormat;
import dev.firebreak.app.collect.format.DamagedText;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.collect.format.HotfixTableFormat;
import dev.firebreak.app.collect.format.SysteminfoCsvFormat;
import dev.firebreak.app.collect.format.SysteminfoFormat;
import dev.firebreak.app.collect.format.UnreachedHosts;
import dev.firebreak.app.collect.format.inventory.InventoryNdjson;
import dev.firebreak.app.collect.format.json.OsqueryFormat;
import dev.firebreak.app.collect.format.json.PowerShellJsonFormat;
import dev.firebreak.app.collect.format.scan.NmapFormat;
import dev.firebreak.app.collect.format.scan.SmbProbeFormat;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The input formats of files that are read whole. Names, labels and problems that list formats come from here. */
public final class Formats {

    /** Those of the product, the most particular first. */
    public static final Formats SHIPPED = new Formats(List.of(
            new CollectScriptFormat(),
            new NmapFormat(),
            new SmbProbeFormat(),
            new CliXmlFormat(),
            new OsqueryFormat(),
            new PowerShellJsonFormat(),
            new SysteminfoCsvFormat(),
            new HotfixTableFormat(),
            new SysteminfoFormat()));

    private final List<Format> formats;
    private final MachineNames machineNames;
    private final Text unrecognised;

    /** @param formats the most particular first: the first that fits reads the file */
    public Formats(List<Format> formats) {
        this.formats = List.copyOf(formats);
        List<FormatDescription> described =
                new ArrayList<>(formats.stream().map(Format::description).toList());
        described.add(InventoryNdjson.DESCRIPTION);
        this.unrecognised = new Text(
                "not recognised: neither %s; collect again with scripts/collect.cmd"
                        .formatted(listed(described, Text::en, ", ", " nor ")),
                "判別できません（%sのいずれでもありません）。scripts/collect.cmd で収集し直してください"
                        .formatted(listed(described, Text::ja, "、", "、")));
        described.add(UnreachedHosts.DESCRIPTION);
        this.machineNames = new MachineNames(described);
    }

    private static String listed(
            List<FormatDescription> formats, Function<Text, String> language, String comma, String last) {
        Set<String> distinct = new LinkedHashSet<>();
        formats.forEach(format -> distinct.add(language.apply(format.label())));
        List<String> labels = List.copyOf(distinct);
        int most = labels.size() - 1;
        return most == 0 ? labels.getFirst() : String.join(comma, labels.subList(0, most)) + last + labels.get(most);
    }

    public List<Format> all() {
        return formats;
    }

    /** What file names say, by the words and extensions of these formats. */
    public MachineNames machineNames() {
        return machineNames;
    }

    /** The problem with a file that is of none of these formats; names each of them. */
    public Text unrecognised() {
        return unrecognised;
    }

    /** The format that reads this text; null where none fits. */
    @Nullable
    Format fitting(DecodedFile content) {
        for (Format format : formats) {
            if (format.fits(content)) {
                return format;
            }
        }
        return null;
    }

    /** Evidence of one machine with the format it was found in. */
    public record Part(EvidencePart piece, FormatDescription format) {}

    /**
     * All evidence in a text.
     *
     * @param reader reads the text by the format that fits
     */
    public Read<Part> read(FileContent.Document document, BiFunction<Format, DecodedFile, Read<EvidencePart>> reader) {
        DecodedFile content = document.file();
        List<Part> found = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<EvidencePart> pieces = List.of();
        Format format = document.format();
        if (format != null) {
            Read<EvidencePart> told = reader.apply(format, content);
            Read<EvidencePart> read = DamagedText.is(content.text()) ? DamagedText.read(content, told) : told;
            pieces = read.items();
            pieces.forEach(piece -> found.add(new Part(piece, format.description())));
            problems.addAll(read.problems());
        }
        Read<EvidencePart> unreached = UnreachedHosts.read(content, pieces);
        unreached.items().forEach(piece -> found.add(new Part(piece, UnreachedHosts.DESCRIPTION)));
        problems.addAll(unreached.problems());
        if (found.isEmpty() && problems.isEmpty()) {
            Text what = FileSignature.ofText(content.text());
            problems.add(new Problem(content.source(), what != null ? what : unrecognised));
        }
        return new Read<>(found, problems);
    }
}
