package dev.firebreak.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events and detections travel between processes as they are. */
class SerialisableTest {

    private static final Instant AT = Instant.parse("2017-05-18T08:12:10.218786Z");
    private static final Flow FLOW = Flow.of("192.0.2.1", 49_472, "192.0.2.2", 445);

    static Stream<Serializable> values() {
        return Stream.of(
                new Event.ConnectionAttempt(AT, "a.pcap", FLOW, ConnectionOutcome.REFUSED),
                new Event.SmbCommand(
                        AT, "a.pcap", FLOW, SmbPhase.RESPONSE, 0x32, 0x0e, 0, new Event.SmbKey(1, 81, 3, 4)),
                new Event.DnsQuery(AT, "a.pcap", FLOW, "example.org", "A", null, List.of("192.0.2.9")),
                new Event.HttpRequest(AT, "a.pcap", FLOW, "GET", "example.org", "/", null),
                new Event.FileOperation(AT, "a.log", FLOW, FileAction.RENAME, "sato", "a.doc", "a.doc.WNCRY", 0),
                new Event.LogRecord(AT, "a.evtx", Flow.at("PC-1"), "Security", 4688, Map.of("Image", "cmd.exe")),
                new Event.MailPart(
                        AT, "a.eml", Flow.at("x@example.org"), "1", Event.MailPartKind.LINK, "http://a/", null, null),
                new Detection(
                        AT, Rules.DOUBLEPULSAR, Severity.CRITICAL, FLOW, 1, List.of(new Text("a", "あ")), "a.pcap"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_the_same_after_a_way_through_bytes(Serializable value) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(value);
        }
    }

    @Test
    void every_kind_of_event_is_among_the_values() {
        var kinds = Arrays.stream(Event.class.getPermittedSubclasses()).collect(Collectors.toSet());
        kinds.removeAll(values().map(Object::getClass).collect(Collectors.toSet()));
        assertThat(kinds).isEmpty();
    }
}
