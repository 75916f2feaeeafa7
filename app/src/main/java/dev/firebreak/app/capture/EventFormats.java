package dev.firebreak.app.capture;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.log.LogFormats;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.capture.mail.MailFormats;
import java.util.List;
import java.util.stream.Stream;

/** The formats of captures and logs, the more particular first. Nothing else keeps a list of them. */
final class EventFormats {

    /** Captures. */
    static final List<EventFormat> SHIPPED = List.of(new CaptureFormat());

    private EventFormats() {}

    /** Captures, logs and mail. */
    static List<EventFormat> all(LogOptions logs) {
        return Stream.of(SHIPPED, LogFormats.all(logs), MailFormats.all())
                .flatMap(List::stream)
                .toList();
    }
}
