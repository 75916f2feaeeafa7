package dev.firebreak.app.collect;

import dev.firebreak.core.inventory.Read;

/** One way machines' answers are written down. */
interface Format {

    /** Whether the content is surely of this kind. Told by its content, never by the file's name; never throws. */
    boolean fits(Content content);

    /** Everything it tells. What cannot be used is a complaint; nothing in the input makes this throw. */
    Read<Piece> read(Content content);
}
