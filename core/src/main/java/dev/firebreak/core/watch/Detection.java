package dev.firebreak.core.watch;

import dev.firebreak.core.text.Text;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * A rule's finding. At most one for each connection and rule.
 *
 * @param rule its id, a name of {@link Rules} or of a Sigma rule
 * @param time of the event that decided
 * @param flow source is who did it, target to whom
 * @param count of what the rule counts, such as targets of a scan or files; 1 where it counts nothing
 * @param because what was seen, the most telling first
 * @param origin the capture or log of the event that decided
 */
public record Detection(
        Instant time, String rule, Severity severity, Flow flow, long count, List<Text> because, String origin)
        implements Serializable {

    public Detection {
        because = List.copyOf(because);
    }

    /** What an event gave away by itself. */
    public static Detection of(Event event, String rule, Severity severity, Text... because) {
        return new Detection(event.time(), rule, severity, event.flow(), 1, List.of(because), event.origin());
    }
}
