package dev.firebreak.app.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static final String LOG = "[1495095130] unbound[1:0] info: 10.0.0.5 a.example. A IN\n";

    /** A pipe that nobody reads ends the command; it is no fault in reading the log. */
    @Test
    void a_failure_of_the_consumer_is_passed_on() {
        List<Throwable> bugs = new ArrayList<>();
        var reader = new EventReader(new LogOptions(ZoneOffset.UTC, LocalDate.EPOCH, false), bug -> {
            bugs.add(bug);
            return "report";
        });
        var failure = new IllegalStateException("closed");
        InputStream log = new ByteArrayInputStream(LOG.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> reader.read(log, "log", new EventSink() {
                    @Override
                    public void event(Event event) {
                        throw failure;
                    }

                    @Override
                    public void problem(Problem problem) {
                        throw new AssertionError(problem);
                    }
                }))
                .isSameAs(failure);
        assertThat(bugs).isEmpty();
    }
}
