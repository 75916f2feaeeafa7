package dev.firebreak.app.feed.fetch;

import java.net.URI;
import java.util.List;

/**
 * Where vendors publish.
 *
 * @param months list of the months for which MSRC has a document
 * @param month beginning of the address of one month's document; the month's name follows
 * @param documents what is fetched as it is
 */
public record PublisherAddresses(URI months, String month, List<URI> documents) {

    public PublisherAddresses {
        documents = List.copyOf(documents);
    }

    /** The public addresses. */
    public static PublisherAddresses usual() {
        return new PublisherAddresses(
                URI.create("https://api.msrc.microsoft.com/cvrf/v3.0/updates"),
                "https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/",
                List.of(
                        URI.create(
                                "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"),
                        URI.create("https://epss.empiricalsecurity.com/epss_scores-current.csv.gz")));
    }
}
