package dev.firebreak.app.io;

import dev.firebreak.core.text.Text;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML element by element. No document type is accepted, so there are no entities to expand or fetch; depth and size
 * of what is held are bounded.
 */
public final class XmlRecordReader {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_ELEMENTS = 1_000_000;
    private static final int MAX_CHARS = 64 << 20;
    private static final int MAX_WITHOUT_TAG = 16 << 20;
    private static final Text DOCTYPE = new Text(
            "has a document type declaration, which no feed needs and attackers use; not read",
            "DOCTYPE 宣言があります。正規の情報には不要で攻撃に使われるため、読みません");
    private static final Text TOO_DEEP = new Text("nested too deeply; not read further", "入れ子が深すぎるため、これ以降は読みません");
    private static final Text TOO_LARGE =
            new Text("one element is far too large; not read further", "要素が大きすぎるため、これ以降は読みません");

    private final XMLStreamReader xml;
    private final Set<String> containers;
    private int elements;
    private int chars;

    /** @param containers elements whose children are handed out one by one; the root is one of them */
    public XmlRecordReader(InputStream in, String... containers) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        this.containers = Set.of(containers);
        try {
            this.xml = factory.createXMLStreamReader(XmlDecoder.of(new TagException(in)));
        } catch (XMLStreamException e) {
            throw why(e);
        }
    }

    /** The next element below a container; null at the end. */
    @Nullable
    public XmlElement next() throws IOException {
        elements = 0;
        chars = 0;
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD -> throw new InputTooLarge(DOCTYPE);
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (!containers.contains(xml.getLocalName())) {
                            return element(0);
                        }
                    }
                    default -> {}
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw why(e);
        }
    }

    /** Line that has been reached. */
    public int line() {
        return Math.max(xml.getLocation().getLineNumber(), 0);
    }

    private XmlElement element(int depth) throws XMLStreamException, IOException {
        if (depth > MAX_DEPTH) {
            throw new InputTooLarge(TOO_DEEP);
        }
        String name = xml.getLocalName();
        int line = line();
        count(1, name.length());
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String value = xml.getAttributeValue(i);
            count(0, value.length());
            attributes.put(xml.getAttributeLocalName(i), value);
        }
        var children = new ArrayList<XmlElement>();
        var text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlElement(
                            name,
                            attributes.isEmpty() ? Map.of() : attributes,
                            children.isEmpty() ? List.of() : children,
                            text.toString(),
                            line);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    count(0, xml.getTextLength());
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
                default -> {}
            }
        }
    }

    private void count(int moreElements, int moreChars) throws InputTooLarge {
        elements += moreElements;
        chars += moreChars;
        if (elements > MAX_ELEMENTS || chars > MAX_CHARS) {
            throw new InputTooLarge(TOO_LARGE);
        }
    }

    private static IOException why(XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io;
            }
        }
        if (e.getNestedException() instanceof IOException io) {
            return io;
        }
        int line = e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNumber(), 0);
        return new InputTooLarge(Text.format(
                "not well-formed XML at line %d; what came before is kept",
                "%d 行目で XML の構文が壊れています（それまでの内容は取り込みます）", line));
    }

    /** Refuses a stretch without a tag that is too long: the parser would hold one attribute of any size. */
    private static final class TagException extends FilterInputStream {

        private int since;

        TagException(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            check(b == '<' ? 0 : since + 1);
            return b;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            int last = n - 1;
            while (last >= 0 && b[off + last] != '<') {
                last--;
            }
            check(last >= 0 ? n - 1 - last : since + Math.max(n, 0));
            return n;
        }

        private void check(int now) throws InputTooLarge {
            since = now;
            if (since > MAX_WITHOUT_TAG) {
                throw new InputTooLarge(TOO_LARGE);
            }
        }
    }
}
