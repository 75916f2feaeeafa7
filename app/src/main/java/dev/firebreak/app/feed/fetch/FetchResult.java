package dev.firebreak.app.feed.fetch;

import dev.firebreak.core.text.Text;
import java.nio.file.Path;

/** What became of an address that was to be fetched. */
sealed interface FetchResult {

    /** The document is there: fetched now, or kept from before where the vendor says that it has not changed. */
    record Fetched(Path file) implements FetchResult {}

    /** It could not be had. */
    record Failed(Text why) implements FetchResult {}
}
