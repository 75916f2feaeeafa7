package dev.firebreak.app.cli.watch;

import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Rules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many mails were read and how many of them carry an indicator. Readers hand over the parts of one mail one after the other. */
final class MailCount {

    private long mails;
    private long carrying;
    private boolean isCarrying;
    private @Nullable String place;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /** Takes an event and what the detectors found in it. */
    void accept(Event event, List<Detection> found) {
        if (!(event instanceof Event.MailPart part)) {
            return;
        }
        String message = part.origin() + " " + part.message();
        if (!message.equals(place)) {
            place = message;
            mails++;
            isCarrying = false;
            date(part.time());
        }
        if (!isCarrying && found.stream().anyMatch(d -> d.rule().equals(Rules.INDICATOR))) {
            isCarrying = true;
            carrying++;
        }
    }

    /** A mail without a date says nothing about the days that were read. */
    private void date(Instant time) {
        if (time.equals(Instant.EPOCH)) {
            return;
        }
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
    }

    long mails() {
        return mails;
    }

    long carrying() {
        return carrying;
    }

    /** Date of the oldest mail; null where none has one. */
    @Nullable
    Instant first() {
        return first;
    }

    /** Date of the youngest mail; null where none has one. */
    @Nullable
    Instant last() {
        return last;
    }
}
