package dev.firebreak.app.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.app.capture.event.EventSink;
import dev.firebreak.app.capture.log.LogOptions;
import dev.firebreak.app.fuzz.ChunkedInput;
import dev.firebreak.core.inventory.BugReports;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Indicators;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Nobody waits for more packets, or for the end: what has come is read. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_live_stream_is_read_as_it_comes(boolean isPacked) throws Exception {
        byte[] capture = TestCapture.eternalBlue().pcap();
        var pipe = new PipedInputStream(1 << 16);
        var writer = new PipedOutputStream(pipe);
        var seen = new LinkedBlockingQueue<Event>();
        Thread reader = Thread.ofVirtual()
                .start(() -> new EventReader(WatchedInput.LOGS, BugReports.THROW).read(pipe, "-", new EventSink() {
                    @Override
                    public void event(Event event) {
                        seen.add(event);
                    }

                    @Override
                    public void problem(Problem problem) {
                        throw new AssertionError(problem);
                    }
                }));
        try (OutputStream out = isPacked ? new GZIPOutputStream(writer, 512, true) : writer) {
            // The connection's opening, and a part of the next packet.
            out.write(capture, 0, 200);
            out.flush();
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isInstanceOf(Event.ConnectionAttempt.class);
            out.write(capture, 200, capture.length - 200);
        }
        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
        assertThat(seen).hasSize(8);
    }

    @Test
    void a_small_compressed_log_is_recognised() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(LOG.getBytes(StandardCharsets.UTF_8));
        }
        for (InputStream in :
                List.of(new ByteArrayInputStream(packed.toByteArray()), new ChunkedInput(packed.toByteArray()))) {
            WatchedInput watched = WatchedInput.of(in, "log.gz", new Indicators(List.of()));
            assertThat(watched.events).hasSize(1);
            assertThat(watched.problems).isEmpty();
        }
    }

    /** Damage late in a file hides nothing that stands before it. */
    @Test
    void what_stands_before_damage_in_compressed_data_is_read() throws IOException {
        byte[] capture = TestCapture.eternalBlue().pcap();
        var packed = new ByteArrayOutputStream();
        var gzip = new GZIPOutputStream(packed, 512, true);
        gzip.write(capture);
        gzip.flush();
        packed.write(7); // The last block, of the type that does not exist (RFC 1951 3.2.3).
        WatchedInput damaged = WatchedInput.of(
                new ByteArrayInputStream(packed.toByteArray()), "capture.pcap.gz", new Indicators(List.of()));

        assertThat(damaged.events)
                .hasSameSizeAs(
                        WatchedInput.of(new ByteArrayInputStream(capture), "capture.pcap", new Indicators(List.of()))
                                .events);
        assertThat(damaged.detections).isNotEmpty();
        assertThat(damaged.problems).hasSize(1);
    }
}
