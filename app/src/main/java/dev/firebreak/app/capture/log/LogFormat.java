package dev.firebreak.app.capture.log;

import dev.firebreak.app.capture.event.EventFormat;
import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.core.watch.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/** One kind of log. */
final class LogFormat implements EventFormat {

    /** Makes a reader of a log from its first byte. */
    interface Opener {
        LogReader open(InputStream in, LogContext context) throws IOException;
    }

    private final String id;
    private final Predicate<byte[]> fits;
    private final Opener opener;
    private final LogOptions options;

    LogFormat(String id, Predicate<byte[]> fits, Opener opener, LogOptions options) {
        this.id = id;
        this.fits = fits;
        this.opener = opener;
        this.options = options;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean fits(byte[] head) {
        return fits.test(head);
    }

    @Override
    public void read(InputStream in, String origin, EventSink sink) throws IOException {
        var context = new LogContext(origin, options.zone(), options.latest(), options.withRecords(), sink::problem);
        LogReader reader = opener.open(in, context);
        for (Event event = reader.next(); event != null; event = reader.next()) {
            sink.event(event);
        }
    }
}
