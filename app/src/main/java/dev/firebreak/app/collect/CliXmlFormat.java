package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Read;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** {@code Get-HotFix | Export-Clixml}: PowerShell's own XML. A file that ends early is an incomplete list. */
final class CliXmlFormat implements Format {

    private static final Wording CUT =
            new Wording("the XML ends here: the list is not whole", "XML がここで終わっています。一覧は途中までです");

    @Override
    public boolean fits(Content content) {
        return content.headHolds("<Objs ") && content.headHolds("schemas.microsoft.com/powershell");
    }

    @Override
    public Read<Piece> read(Content content) {
        var list = new HotfixList(content.source());
        List<Complaint> complaints = new ArrayList<>();
        boolean closed = false;
        int line = 1;
        try {
            XMLStreamReader xml = Xml.read(content.text());
            // An array is one object around the others; whatever carries a number is a row, however deep it lies.
            Deque<Map<String, String>> objects = new ArrayDeque<>();
            @Nullable String name = null;
            var text = new StringBuilder();
            while (xml.hasNext()) {
                line = xml.getLocation().getLineNumber();
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (xml.getLocalName().equals("Obj")) {
                            objects.push(new HashMap<>());
                        }
                        name = xml.getAttributeValue(null, "N");
                        text.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (xml.getLocalName().equals("S") && name != null && !objects.isEmpty()) {
                            objects.peek().putIfAbsent(name, text.toString());
                            name = null;
                        } else if (xml.getLocalName().equals("Obj")) {
                            row(objects.pop(), list, line);
                        } else if (xml.getLocalName().equals("Objs")) {
                            closed = true;
                        }
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException cut) {
            closed = false;
            complaints.add(new Complaint(content.source().at(line), CUT));
        }
        return new Read<>(list.pieces(closed), complaints);
    }

    private static void row(Map<String, String> properties, HotfixList list, int line) {
        String id = properties.get("HotFixID");
        if (id == null) {
            return;
        }
        String machine = properties.getOrDefault(
                "PSComputerName", properties.getOrDefault("CSName", properties.get("__SERVER")));
        list.row(machine == null || machine.isBlank() ? null : machine.strip(), id.strip(), line, properties);
    }
}
