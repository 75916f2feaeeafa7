package dev.firebreak.app.deliver;

import dev.firebreak.core.advisory.Language;
import dev.firebreak.core.guidance.Audience;
import java.time.Duration;
import java.util.Set;

/** One way out. */
interface Channel {

    /** Shown to people; also the folder in which notices wait. */
    String name();

    Set<Audience> audiences();

    Language language();

    /** What one attempt may take altogether. */
    Duration patience();

    /**
     * Sends; returns when the other side has taken it. The thread is interrupted when its patience ends.
     *
     * @throws Undelivered in every other case
     */
    void send(Parcel parcel) throws Undelivered;
}
