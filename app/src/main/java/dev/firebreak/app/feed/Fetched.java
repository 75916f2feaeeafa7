package dev.firebreak.app.feed;

import dev.firebreak.core.advisory.Wording;
import java.nio.file.Path;

/** What became of an address that was to be fetched. */
sealed interface Fetched {

    /** The document is there: fetched now, or kept from before where the vendor says that it has not changed. */
    record Here(Path file) implements Fetched {}

    /** It could not be had. */
    record Failed(Wording why) implements Fetched {}
}
