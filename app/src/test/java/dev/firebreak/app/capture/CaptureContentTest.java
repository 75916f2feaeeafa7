package dev.firebreak.app.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.Event;
import dev.firebreak.core.watch.Rules;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single messages within captures: requests, transactions. */
class CaptureContentTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void a_request_in_small_segments_is_seen(int bytes) {
        byte[] two = ("GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
                        + "HEAD /a HTTP/1.1\r\nHost: example.org\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        var capture = new TestCapture(50_000, 80).open().client(two).with(CaptureFormatTest.cut(bytes));
        assertThat(WatchedInput.of(capture.pcap()).events(Event.HttpRequest.class))
                .extracting(e -> e.method() + " " + e.host() + " " + e.path())
                .containsExactly("GET www.example.com /", "HEAD example.org /a");
    }

    /** The UNIX extensions (level 0x200) are ordinary, an undefined level is not. */
    @ParameterizedTest
    @ValueSource(ints = {0x200, 0x203, 1006, 0, 0x102})
    void setting_a_property_of_a_volume_is_ordinary_with_a_level_that_is_in_use(int level) {
        byte[] words = ByteBuffer.allocate(30)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 4)
                .putShort((short) 12)
                .putShort(18, (short) 4)
                .putShort(20, (short) 68)
                .putShort(22, (short) 12)
                .putShort(24, (short) 72)
                .putShort(26, (short) 1)
                .putShort(28, (short) 4)
                .array();
        byte[] data = ByteBuffer.allocate(19)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(5, (short) level)
                .array();
        var capture = TestCapture.smb().open().client(TestCapture.smb1(0x32, false, 0, 64, words, data));
        assertThat(WatchedInput.of(capture.pcap()).rules())
                .isEqualTo(level < 0x200 ? List.of(Rules.SMB1_UNUSED_TRANS2) : List.of());
    }

    /** The capture begins while the server sends a long answer; then the client asks for something else. */
    @Test
    void a_request_in_a_connection_whose_beginning_is_missing_is_seen() {
        var capture = new TestCapture(50_000, 80);
        for (int i = 0; i < 20; i++) {
            capture.server(new byte[1000]);
        }
        capture.client("GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(WatchedInput.of(capture.pcap()).events(Event.HttpRequest.class))
                .extracting(Event.HttpRequest::host)
                .containsExactly("www.example.com");
    }
}
