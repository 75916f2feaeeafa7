package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.table.HotfixColumns;
import dev.firebreak.app.collect.format.table.HotfixRows;
import dev.firebreak.app.io.SafeXml;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** {@code Get-HotFix | Export-Clixml}: PowerShell's own XML. A file that ends early is an incomplete list. */
public final class CliXmlFormat implements Format {

    static final FormatDescription DESCRIPTION = new FormatDescription(
            "clixml",
            new Text("Get-HotFix as CLIXML", "Get-HotFix の CLIXML"),
            List.of(),
            List.of("clixml", "xml"),
            true);

    private static final Text CUT = new Text("the XML ends here: the list is not whole", "XML がここで終わっています。一覧は途中までです");

    /** What PowerShell writes of an array itself. */
    private static final Set<String> OF_ARRAYS = Set.of(
            "Count",
            "Length",
            "LongLength",
            "Rank",
            "SyncRoot",
            "IsReadOnly",
            "IsFixedSize",
            "IsSynchronized",
            "Capacity");

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        return content.headHolds("<Objs ") && content.headHolds("schemas.microsoft.com/powershell");
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        var reader = new Reader();
        List<Problem> problems = new ArrayList<>();
        boolean closed = false;
        int line = 1;
        try {
            XMLStreamReader xml = SafeXml.read(content.text());
            while (xml.hasNext()) {
                line = xml.getLocation().getLineNumber();
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT ->
                        reader.begin(xml.getLocalName(), xml.getAttributeValue(null, "N"), line);
                    case XMLStreamConstants.CHARACTERS -> reader.text.append(xml.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        reader.end(xml.getLocalName());
                        closed |= xml.getLocalName().equals("Objs");
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException cut) {
            closed = false;
            problems.add(new Problem(content.source().at(line), CUT));
        }
        var list = new HotfixRows(content.source());
        reader.rows.forEach(row -> list.row(row.all(), row.line));
        Read<EvidencePart> told = list.read(closed, List.of());
        problems.addAll(told.problems());
        return new Read<>(told.items(), problems);
    }

    /** One object being read, with the object that it is part of. */
    private static final class CliXmlObject {
        private final @Nullable CliXmlObject outer;
        private final @Nullable String name;
        private final int line;
        private final Map<String, String> cells = new LinkedHashMap<>();

        CliXmlObject(@Nullable CliXmlObject outer, @Nullable String name, int line) {
            this.outer = outer;
            this.name = name;
            this.line = line;
        }

        void put(String column, String value) {
            String before = cells.putIfAbsent(column, value);
            // PowerShell writes some properties twice, as WMI and as it has them itself; dates then differ in form.
            if (before != null && !before.equalsIgnoreCase(value) && !HotfixColumns.isDate(column)) {
                cells.put(column + " (2)", value);
            }
        }

        /** Its own properties, and those of what it is part of: each of them may say what the row is about. */
        Map<String, String> all() {
            Map<String, String> all = new LinkedHashMap<>(cells);
            for (CliXmlObject thing = this; thing != null; thing = thing.outer) {
                if (thing.name != null) {
                    all.putIfAbsent(thing.name + "." + HotfixColumns.ID, "");
                }
                if (thing != this) {
                    thing.cells.forEach((column, value) -> {
                        if (!OF_ARRAYS.contains(column)) {
                            all.putIfAbsent(column, value);
                        }
                    });
                }
            }
            return all;
        }
    }

    /** Gathers what carries a number, however deep it lies: an array is one object around the others. */
    private static final class Reader {
        private final List<CliXmlObject> rows = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable CliXmlObject thing;

        /** Name of the property whose value is being read. */
        private @Nullable String name;

        void begin(String element, @Nullable String named, int line) {
            if (element.equals("Obj")) {
                if (thing != null && named != null) {
                    thing.put(named, "");
                }
                thing = new CliXmlObject(thing, named, line);
                name = null;
            } else {
                name = named;
            }
            text.setLength(0);
        }

        void end(String element) {
            CliXmlObject inside = thing;
            if (inside == null) {
                return;
            }
            if (element.equals("Obj")) {
                leave(inside);
            } else if (element.equals("ToString") && inside.outer != null && inside.name != null) {
                if (!HotfixColumns.isSystem(inside.name)) {
                    inside.outer.cells.put(inside.name, text.toString());
                }
            } else if (name != null) {
                inside.put(name, text.toString());
            }
            name = null;
            text.setLength(0);
        }

        private void leave(CliXmlObject inside) {
            if (inside.cells.keySet().stream().anyMatch(HotfixColumns::isId)) {
                rows.add(inside);
            }
            if (inside.outer != null
                    && inside.name != null
                    && !inside.cells.isEmpty()
                    && HotfixColumns.isKnown(inside.name)
                    && !HotfixColumns.isSystem(inside.name)) {
                // An object where a text should be: what lies within may deny the row.
                inside.outer.cells.put(
                        inside.name + "." + inside.cells.keySet().iterator().next(), "");
            }
            thing = inside.outer;
        }
    }
}
