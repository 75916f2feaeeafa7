package dev.firebreak.app.feed.fetch;

import java.time.Duration;

/**
 * How long and how much is fetched before giving up.
 *
 * @param bytes of one document, as it comes
 * @param tries in all
 * @param connect until a connection stands and an answer begins
 * @param idle without a single byte
 * @param whole for one document
 * @param pause after the first failure; each further one doubles it
 */
record FetchLimits(long bytes, int tries, Duration connect, Duration idle, Duration whole, Duration pause) {

    static final FetchLimits USUAL = new FetchLimits(
            2L << 30, 5, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(1));
}
