package dev.firebreak.app.notify;

import dev.firebreak.core.notice.Audience;
import dev.firebreak.core.text.Language;
import java.time.Duration;
import java.util.Set;

/** One way out. */
interface NoticeChannel {

    /** Shown to people; also the folder in which notices wait. */
    String name();

    Set<Audience> audiences();

    Language language();

    /** What one attempt may take altogether. */
    Duration patience();

    /**
     * Sends; returns when the other side has taken it. The thread is interrupted when its patience ends.
     *
     * @throws DeliveryFailure in every other case
     */
    void send(OutgoingNotice outgoing) throws DeliveryFailure;
}
