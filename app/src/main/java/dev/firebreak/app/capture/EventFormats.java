package dev.firebreak.app.capture;

import dev.firebreak.app.capture.event.EventFormat;
import java.util.List;

/** The formats of captures and logs, the more particular first. Nothing else keeps a list of them. */
final class EventFormats {

    static final List<EventFormat> SHIPPED = List.of();

    private EventFormats() {}
}
