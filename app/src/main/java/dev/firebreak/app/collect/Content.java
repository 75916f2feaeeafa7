package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Source;
import java.util.List;

/**
 * One file of limited size, decoded.
 *
 * @param source the path as the user gave it
 * @param name the file's own name, {@code PC7_systeminfo.txt}
 * @param text the whole of it, without byte order mark
 */
record Content(Source source, String name, String text) {

    /** The text in lines, without their ends. */
    List<String> lines() {
        return text.lines().toList();
    }
}
