package dev.firebreak.app.io;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML from strangers: no document types are followed, no entities expanded, nothing fetched. */
public final class SafeXml {

    private SafeXml() {}

    public static XMLStreamReader read(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty("jdk.xml.maxElementDepth", "64");
        factory.setProperty("jdk.xml.elementAttributeLimit", "100");
        return factory.createXMLStreamReader(new StringReader(text.stripLeading()));
    }
}
