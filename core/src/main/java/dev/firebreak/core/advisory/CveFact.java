package dev.firebreak.core.advisory;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a feed says of a CVE itself, whatever the product.
 *
 * @param exploitedSince day it was listed as exploited (CISA KEV); null where this feed does not say so
 * @param due day by which CISA wants it closed; null where none is said
 * @param epss probability of exploitation in the next 30 days, 0 to 1 (FIRST EPSS); null where not said
 * @param cvss base score and vector; null where not said
 */
public record CveFact(
        String cve,
        @Nullable LocalDate exploitedSince,
        @Nullable LocalDate due,
        @Nullable Double epss,
        @Nullable Cvss cvss) {}
