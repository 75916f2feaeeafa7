package dev.firebreak.app.feed.document;

/**
 * How much of hostile input is taken before it is refused.
 *
 * @param documentBytes one document, unpacked
 * @param ratio times a packed document may grow, once it is larger than {@link #FREE_BYTES}
 * @param entries documents in one archive
 * @param depth archives in archives
 * @param rows statements, facts, packages and support dates of one import
 */
public record FeedLimits(long documentBytes, int ratio, int entries, int depth, int rows) {

    /** Below this much a document may be packed as well as it likes: small texts repeat themselves. */
    static final long FREE_BYTES = 16L << 20;

    public static final FeedLimits USUAL = new FeedLimits(4L << 30, 200, 10_000, 3, 20_000_000);
}
