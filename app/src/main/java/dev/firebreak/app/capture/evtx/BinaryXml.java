package dev.firebreak.app.capture.evtx;

import dev.firebreak.app.capture.evtx.BinaryXmlNode.Characters;
import dev.firebreak.app.capture.evtx.BinaryXmlNode.Element;
import dev.firebreak.app.capture.evtx.BinaryXmlNode.Instance;
import dev.firebreak.app.capture.evtx.BinaryXmlNode.Substitution;
import dev.firebreak.app.io.XmlElement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses one fragment of binary XML (MS-EVEN6 2.2.12). Offsets of names and templates count from the beginning of the chunk. Depth,
 * elements and characters are bounded: a template may name one long value any number of times.
 */
@SuppressWarnings("ByteBufferBackingArray") // EvtxReader wraps a whole array
final class BinaryXml {

    /** The bytes are no binary XML. */
    static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1;

        Damaged() {
            super(null, null, false, false);
        }
    }

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 20_000;
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final int END_OF_STREAM = 0x00;
    private static final int OPEN_ELEMENT = 0x01;
    private static final int CLOSE_START = 0x02;
    private static final int CLOSE_EMPTY = 0x03;
    private static final int END_ELEMENT = 0x04;
    private static final int VALUE = 0x05;
    private static final int ATTRIBUTE = 0x06;
    private static final int CDATA = 0x07;
    private static final int CHARACTER = 0x08;
    private static final int ENTITY = 0x09;
    private static final int INSTRUCTION_TARGET = 0x0A;
    private static final int INSTRUCTION_DATA = 0x0B;
    private static final int TEMPLATE = 0x0C;
    private static final int SUBSTITUTION = 0x0D;
    private static final int OPTIONAL_SUBSTITUTION = 0x0E;
    private static final int FRAGMENT = 0x0F;
    private static final int HAS_MORE = 0x40;

    private final ByteBuffer chunk;
    private final int end;
    private final EvtxTemplates templates;
    private int at;
    private int characters;

    /** Elements and instances so far, shared by all parts of the record: templates may name each other. */
    private final int[] nodes;

    BinaryXml(ByteBuffer chunk, int from, int end, EvtxTemplates templates) {
        this(chunk, from, end, templates, new int[1]);
    }

    private BinaryXml(ByteBuffer chunk, int from, int end, EvtxTemplates templates, int[] nodes) {
        this.nodes = nodes;
        this.chunk = chunk;
        this.at = from;
        this.end = end;
        this.templates = templates;
    }

    /** The document's root element, with the values of templates put in. */
    XmlElement document() {
        BinaryXmlNode root = fragment(0, true);
        return switch (root) {
            case Element element -> rendered(element, List.of(), 0);
            case Instance instance -> rendered(instance.template(), instance.values(), 0);
            case Characters ignored -> throw new Damaged();
            case Substitution ignored -> throw new Damaged();
        };
    }

    /** One element or template instance, after an optional fragment header. */
    private BinaryXmlNode fragment(int depth, boolean hasDependency) {
        while (true) {
            int token = uint8();
            switch (token & ~HAS_MORE) {
                case FRAGMENT -> at += 3;
                case TEMPLATE -> {
                    return instance(depth + 1);
                }
                case OPEN_ELEMENT -> {
                    return element(token, depth + 1, hasDependency);
                }
                case INSTRUCTION_TARGET -> skipName();
                case INSTRUCTION_DATA -> at += 2 * uint16();
                default -> throw new Damaged();
            }
        }
    }

    private Instance instance(int depth) {
        // A template may begin with an instance of itself.
        count(depth);
        at += 1 + 4; // version, short id
        int definition = int32();
        boolean inline = definition == at;
        Element template = templates.template(definition);
        if (template == null) {
            int back = at;
            at = definition + 4 + 16; // next definition, GUID
            int size = int32();
            int after = at + size;
            if (size < 0 || after > chunk.limit()) {
                throw new Damaged();
            }
            if (!(new BinaryXml(chunk, at, after, templates, nodes).fragment(depth, true) instanceof Element parsed)) {
                throw new Damaged();
            }
            template = parsed;
            templates.put(definition, template);
            at = inline ? after : back;
        } else if (inline) {
            at += 4 + 16;
            at += int32();
        }
        return new Instance(template, values());
    }

    private List<BinaryXmlValue> values() {
        int count = int32();
        if (count < 0 || count > (end - at) / 4) {
            throw new Damaged();
        }
        int[] sizes = new int[count];
        int[] types = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = uint16();
            types[i] = uint8();
            at++;
        }
        List<BinaryXmlValue> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (at + sizes[i] > end) {
                throw new Damaged();
            }
            values.add(new BinaryXmlValue(types[i], at, sizes[i]));
            at += sizes[i];
        }
        return values;
    }

    /** @param hasDependency false within values of type binary XML that hold no template: there the two bytes are missing */
    private Element element(int token, int depth, boolean hasDependency) {
        count(depth);
        if (hasDependency) {
            at += 2;
        }
        at += 4; // size
        String name = name();
        Map<String, List<BinaryXmlNode>> attributes = new LinkedHashMap<>();
        if ((token & HAS_MORE) != 0) {
            at += 4; // size of the attributes
        }
        List<BinaryXmlNode> content = new ArrayList<>();
        List<BinaryXmlNode> into = content;
        while (true) {
            int next = uint8();
            switch (next & ~HAS_MORE) {
                case ATTRIBUTE -> {
                    into = new ArrayList<>();
                    attributes.put(name(), into);
                }
                case CLOSE_START -> into = content;
                case CLOSE_EMPTY, END_ELEMENT -> {
                    return new Element(name, attributes, content);
                }
                case OPEN_ELEMENT -> into.add(element(next, depth + 1, hasDependency));
                case VALUE -> into.add(new Characters(inlineValue()));
                case CDATA -> into.add(new Characters(counted()));
                case CHARACTER -> into.add(new Characters(Character.toString(uint16())));
                case ENTITY -> into.add(new Characters(entity(name())));
                case SUBSTITUTION, OPTIONAL_SUBSTITUTION -> {
                    into.add(new Substitution(uint16()));
                    at++; // its type, which the value tells as well
                }
                case TEMPLATE -> into.add(instance(depth + 1));
                case FRAGMENT -> at += 3;
                case INSTRUCTION_TARGET -> skipName();
                case INSTRUCTION_DATA -> at += 2 * uint16();
                case END_OF_STREAM -> throw new Damaged();
                default -> throw new Damaged();
            }
        }
    }

    private void skipName() {
        name();
    }

    private String inlineValue() {
        if (uint8() != 1) {
            throw new Damaged();
        }
        return counted();
    }

    /** UTF-16 after its count of characters. */
    private String counted() {
        int bytes = 2 * uint16();
        if (at + bytes > chunk.limit()) {
            throw new Damaged();
        }
        String text = new String(chunk.array(), at, bytes, StandardCharsets.UTF_16LE);
        at += bytes;
        return text;
    }

    private static String entity(String name) {
        return switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> "&" + name + ";";
        };
    }

    /** A name by its offset; it may stand right here, and is then passed over. */
    private String name() {
        int offset = int32();
        if (offset == at) {
            String name = nameAt(offset);
            at += 4 + 2 + 2 + 2 * name.length() + 2;
            return name;
        }
        return nameAt(offset);
    }

    private String nameAt(int offset) {
        String known = templates.name(offset);
        if (known != null) {
            return known;
        }
        int length = chunk.getShort(offset + 6) & 0xFFFF;
        if (offset < 0 || offset + 8 + 2 * length > chunk.limit()) {
            throw new Damaged();
        }
        String name = new String(chunk.array(), offset + 8, 2 * length, StandardCharsets.UTF_16LE);
        templates.put(offset, name);
        return name;
    }

    private XmlElement rendered(Element element, List<BinaryXmlValue> values, int depth) {
        count(depth);
        Map<String, String> attributes = new LinkedHashMap<>();
        element.attributes().forEach((name, parts) -> {
            var text = new StringBuilder();
            for (BinaryXmlNode part : parts) {
                switch (part) {
                    case Characters c -> append(text, c.text());
                    case Substitution s -> append(text, String.join(" ", texts(s, values)));
                    case Element ignored -> throw new Damaged();
                    case Instance ignored -> throw new Damaged();
                }
            }
            if (!text.isEmpty()) {
                attributes.put(name, text.toString());
            }
        });
        List<XmlElement> children = new ArrayList<>();
        var text = new StringBuilder();
        for (BinaryXmlNode part : element.content()) {
            switch (part) {
                case Characters c -> append(text, c.text());
                case Element e -> children.add(rendered(e, values, depth + 1));
                case Instance i -> children.add(rendered(i.template(), i.values(), depth + 1));
                case Substitution s -> substitute(s, values, children, text, depth);
            }
        }
        return new XmlElement(element.name(), attributes, children, text.toString(), 0);
    }

    private void substitute(
            Substitution place, List<BinaryXmlValue> values, List<XmlElement> children, StringBuilder text, int depth) {
        BinaryXmlValue value = value(place, values);
        if (value == null || value.isNull()) {
            return;
        }
        if (value.type() != BinaryXmlValue.BINARY_XML) {
            append(text, String.join("\n", texts(place, values)));
            return;
        }
        var nested = new BinaryXml(chunk, value.at(), value.at() + value.size(), templates, nodes);
        switch (nested.fragment(depth, false)) {
            case Element e -> children.add(rendered(e, List.of(), depth + 1));
            case Instance i -> children.add(rendered(i.template(), i.values(), depth + 1));
            case Characters ignored -> throw new Damaged();
            case Substitution ignored -> throw new Damaged();
        }
    }

    private List<String> texts(Substitution place, List<BinaryXmlValue> values) {
        BinaryXmlValue value = value(place, values);
        return value == null ? List.of() : value.texts(chunk);
    }

    private static @Nullable BinaryXmlValue value(Substitution place, List<BinaryXmlValue> values) {
        return place.index() < values.size() ? values.get(place.index()) : null;
    }

    private void append(StringBuilder text, String more) {
        characters += more.length();
        if (characters > MAX_CHARACTERS) {
            throw new Damaged();
        }
        text.append(more);
    }

    private void count(int depth) {
        if (depth > MAX_DEPTH || ++nodes[0] > MAX_NODES) {
            throw new Damaged();
        }
    }

    private int uint8() {
        return chunk.get(need(1)) & 0xFF;
    }

    private int uint16() {
        return chunk.getShort(need(2)) & 0xFFFF;
    }

    private int int32() {
        return chunk.getInt(need(4));
    }

    private int need(int bytes) {
        int from = at;
        if (from < 0 || from + bytes > chunk.limit()) {
            throw new Damaged();
        }
        at += bytes;
        return from;
    }
}
