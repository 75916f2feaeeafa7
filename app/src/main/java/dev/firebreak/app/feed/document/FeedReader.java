package dev.firebreak.app.feed.document;

import java.io.IOException;

/** One kind of document. */
public interface FeedReader {

    /** Whether the document begins as this kind does. Told by content, never by the file's name; never throws. */
    boolean fits(DocumentHead head);

    /**
     * Hands over everything the document tells. What cannot be used is a complaint; nothing in the content makes this
     * throw but a stream that ends early or grows too large, which is the caller's to tell.
     */
    void read(FeedDocument leaf, FeedSink sink) throws IOException;
}
