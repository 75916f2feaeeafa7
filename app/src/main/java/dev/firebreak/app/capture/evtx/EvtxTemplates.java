package dev.firebreak.app.capture.evtx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates and names of one chunk: most of its records share them. */
final class EvtxTemplates {

    private final Map<Integer, BinaryXmlNode.Element> templates = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();

    BinaryXmlNode.@Nullable Element template(int offset) {
        return templates.get(offset);
    }

    void put(int offset, BinaryXmlNode.Element template) {
        templates.put(offset, template);
    }

    @Nullable
    String name(int offset) {
        return names.get(offset);
    }

    void put(int offset, String name) {
        names.put(offset, name);
    }
}
