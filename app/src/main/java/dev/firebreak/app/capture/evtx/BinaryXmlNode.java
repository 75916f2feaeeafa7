package dev.firebreak.app.capture.evtx;

import java.util.List;
import java.util.Map;

/** A part of a document in binary XML; within a template there are places for values. */
sealed interface BinaryXmlNode {

    /** @param attributes by name: what their value is made of */
    record Element(String name, Map<String, List<BinaryXmlNode>> attributes, List<BinaryXmlNode> content)
            implements BinaryXmlNode {}

    record Characters(String text) implements BinaryXmlNode {}

    /** The place of a value of the record that uses the template. */
    record Substitution(int index) implements BinaryXmlNode {}

    /** A template with the values of one record. */
    record Instance(Element template, List<BinaryXmlValue> values) implements BinaryXmlNode {}
}
