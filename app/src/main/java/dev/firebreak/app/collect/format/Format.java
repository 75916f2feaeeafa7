package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.classify.Formats;
import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Read;

/** One input format. A new format is one class and one line in {@link Formats}; docs/extending.md has the steps. */
public interface Format {

    /** Its id, its name for people, its file names. */
    FormatDescription description();

    /** Whether the content is surely of this format. Decided by the content, never by the file's name; never throws. */
    boolean fits(DecodedFile content);

    /** All evidence in the content. What cannot be used is a problem; no input makes this throw. */
    Read<EvidencePart> read(DecodedFile content);
}
