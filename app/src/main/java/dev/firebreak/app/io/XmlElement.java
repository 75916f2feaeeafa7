package dev.firebreak.app.io;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of a document, small enough to be held whole. Names are without their prefix.
 *
 * @param line where it begins
 * @param text what stands directly in it
 */
public record XmlElement(
        String name, Map<String, String> attributes, List<XmlElement> children, String text, int line) {

    /** The first child of that name. */
    @Nullable
    public XmlElement child(String wanted) {
        for (XmlElement child : children) {
            if (child.name.equals(wanted)) {
                return child;
            }
        }
        return null;
    }

    /** All children of that name within the first child of the other name. */
    public List<XmlElement> within(String container, String wanted) {
        XmlElement in = child(container);
        return in == null ? List.of() : in.all(wanted);
    }

    /** All children of that name. */
    public List<XmlElement> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** Text of the first child of that name; empty where there is none. */
    public String textOf(String wanted) {
        XmlElement child = child(wanted);
        return child == null ? "" : child.text.strip();
    }

    /** An attribute; empty where there is none. */
    public String attribute(String wanted) {
        return attributes.getOrDefault(wanted, "");
    }
}
