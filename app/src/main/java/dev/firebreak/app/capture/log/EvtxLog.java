package dev.firebreak.app.capture.log;

import dev.firebreak.app.capture.evtx.EvtxReader;
import dev.firebreak.app.capture.evtx.EvtxRecord;
import dev.firebreak.core.watch.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A Windows event log in its binary form. */
final class EvtxLog implements LogReader {

    private final EvtxReader records;
    private final LogContext context;
    private final Deque<Event> ready = new ArrayDeque<>();

    EvtxLog(EvtxReader records, LogContext context) {
        this.records = records;
        this.context = context;
    }

    @Override
    public @Nullable Event next() throws IOException {
        while (ready.isEmpty()) {
            EvtxRecord record = records.next();
            if (record == null) {
                return null;
            }
            WindowsEvents.Fields event = WindowsEvents.of(record.event(), context);
            if (event == null) {
                continue;
            }
            WindowsEvents.Fields dated = event.time() != null
                    ? event
                    : new WindowsEvents.Fields(
                            record.written(),
                            event.channel(),
                            event.provider(),
                            event.id(),
                            event.computer(),
                            event.fields());
            WindowsEvents.accept(dated, context, ready::add);
        }
        return ready.poll();
    }
}
