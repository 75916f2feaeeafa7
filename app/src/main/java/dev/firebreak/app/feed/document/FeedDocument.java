package dev.firebreak.app.feed.document;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One document, unpacked.
 *
 * @param name its own name, for documents that carry no other identity
 * @param in its bytes; never more than the limits allow
 * @param charset what its byte order mark says, else UTF-8
 * @param file where it lies unpacked, for readers that must jump; null where it is only a stream
 */
public record FeedDocument(
        String name,
        InputStream in,
        Charset charset,
        @Nullable Path file) {

    /** The name with its digits put aside: editions of a list differ by a date in their names. */
    public String series() {
        return name.replaceAll("\\d+", "#");
    }

    /** The bytes as text; what is not in the encoding comes as U+FFFD. */
    public Reader text() {
        return new InputStreamReader(in, charset);
    }
}
