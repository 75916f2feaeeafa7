package dev.firebreak.core.exposure;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the vendor still makes security updates for a machine on a day. Only {@link Kind#FREE} says that what is known
 * is all there is.
 *
 * @param ended last day on which everybody got updates; null where not known or still to come
 */
public record Servicing(Kind kind, @Nullable LocalDate ended) {

    public enum Kind {
        /** Everybody gets updates. */
        FREE,
        /** Only who pays gets them (ESU); that a machine belongs to those has to be shown by one of them. */
        PAID,
        /** Nobody gets any. */
        ENDED,
        /** The product's dates are not known, or depend on an edition that is not known. */
        UNKNOWN
    }

    public static final Servicing FREE = new Servicing(Kind.FREE, null);
    public static final Servicing UNKNOWN = new Servicing(Kind.UNKNOWN, null);
}
