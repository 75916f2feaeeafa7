package dev.firebreak.app.capture.log;

import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.app.io.XmlElement;
import dev.firebreak.app.io.XmlRecordReader;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows events as XML: the event viewer's export, {@code wevtutil qe /f:xml}, which has no root element, and one event alone. */
final class WindowsXmlLog implements LogReader {

    private static final String ROOT = "firebreak-events";

    private final XmlRecordReader xml;
    private final LogContext context;
    private final LineProblems problems;
    private final Deque<Event> ready = new ArrayDeque<>();
    private boolean atEnd;

    /** @param hasRoot whether the events stand within one element */
    WindowsXmlLog(InputStream in, boolean hasRoot, LogContext context) throws IOException {
        InputStream document = hasRoot
                ? in
                : new SequenceInputStream(
                        Collections.enumeration(List.of(bytes("<" + ROOT + ">"), in, bytes("</" + ROOT + ">"))));
        this.xml = new XmlRecordReader(document, "Events", ROOT);
        this.context = context;
        this.problems = new LineProblems(context);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Event next() throws IOException {
        while (ready.isEmpty() && !atEnd) {
            try {
                XmlElement element = xml.next();
                if (element == null) {
                    atEnd = true;
                    problems.end();
                    continue;
                }
                WindowsEvents.Fields event = element.name().equals("Event") ? WindowsEvents.of(element, context) : null;
                if (event == null || !WindowsEvents.accept(event, context, ready::add)) {
                    problems.add(
                            element.line(), new Text("not a Windows event; not used", "Windows イベントではないため、使用しません"));
                }
            } catch (InputTooLarge damaged) {
                problems.end();
                context.problem(xml.line(), damaged.what());
                atEnd = true;
            }
        }
        return ready.poll();
    }
}
