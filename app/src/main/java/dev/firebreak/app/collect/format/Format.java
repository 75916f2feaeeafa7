package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.core.inventory.Read;

/** One way machines' answers are written down. */
public interface Format {

    /** Whether the content is surely of this kind. Told by its content, never by the file's name; never throws. */
    boolean fits(DecodedFile content);

    /** Everything it tells. What cannot be used is a complaint; nothing in the input makes this throw. */
    Read<EvidencePart> read(DecodedFile content);
}
