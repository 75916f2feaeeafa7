package dev.firebreak.core.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All evidence of one machine that counts at one time.
 *
 * @param machine its name as it gave it, else the name of its file
 * @param collectedAt when; null where unknown
 * @param site where it stands, as the inventory says; null where unknown
 * @param segment its network, as the inventory says; null where unknown
 * @param addresses its network addresses
 * @param roles what it is for ({@code file-server})
 * @param evidence all that was seen or looked for in vain
 * @param sources the files it was read from
 * @param superseded files of older snapshots of this machine, which do not count any more
 */
public record Snapshot(
        String machine,
        @Nullable Instant collectedAt,
        @Nullable String site,
        @Nullable String segment,
        List<String> addresses,
        List<String> roles,
        List<Evidence> evidence,
        List<String> sources,
        List<String> superseded) {

    public Snapshot {
        addresses = List.copyOf(addresses);
        roles = List.copyOf(roles);
        evidence = List.copyOf(evidence);
        sources = List.copyOf(sources);
        superseded = List.copyOf(superseded);
    }

    /** A snapshot that only has evidence. */
    public static Snapshot of(String machine, String source, List<Evidence> evidence) {
        return new Snapshot(machine, null, null, null, List.of(), List.of(), evidence, List.of(source), List.of());
    }

    /** Traces of a worm that were found on it. */
    public List<Evidence.IndicatorObserved> traces() {
        return evidence.stream()
                .filter(Evidence.IndicatorObserved.class::isInstance)
                .map(Evidence.IndicatorObserved.class::cast)
                .toList();
    }

    /** The same machine and time with other evidence. */
    public Snapshot withEvidence(List<Evidence> other) {
        return new Snapshot(machine, collectedAt, site, segment, addresses, roles, other, sources, superseded);
    }
}
