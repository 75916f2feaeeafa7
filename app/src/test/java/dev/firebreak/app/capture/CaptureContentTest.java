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

    /** The answer to SET_INFO has two bytes after its header, no more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x1000_0000})
    void a_file_that_is_renamed_or_deleted_over_smb2_is_told(int dfs) {
        byte[] name = (dfs == 0 ? "d\\a.docx" : "srv\\share\\d\\a.docx").getBytes(StandardCharsets.UTF_16LE);
        byte[] renamed = "d\\a.docx.locked".getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer create = body(56 + name.length).putShort(0, (short) 57);
        create.putShort(44, (short) 120).putShort(46, (short) name.length).put(56, name);
        ByteBuffer opened =
                body(88).putShort(0, (short) 89).putInt(4, 1).putLong(64, 7).putLong(72, 8);
        ByteBuffer rename = setInfo(10, 20 + renamed.length);
        rename.putInt(48, renamed.length).put(52, renamed);
        ByteBuffer delete = setInfo(13, 1).put(32, (byte) 1);
        var capture = TestCapture.smb()
                .open()
                .client(smb2(5, dfs, 1, create))
                .server(smb2(5, 1 | dfs, 1, opened))
                .client(smb2(17, 0, 2, rename))
                .server(smb2(17, 1, 2, body(2).putShort(0, (short) 2)))
                .client(smb2(17, 0, 3, delete))
                .server(smb2(17, 1, 3, body(2).putShort(0, (short) 2)));
        assertThat(WatchedInput.of(capture.pcap()).events(Event.FileOperation.class))
                .extracting(e -> e.action() + " " + e.path() + " " + e.newPath())
                .containsExactly("RENAME d\\a.docx d\\a.docx.locked", "DELETE d\\a.docx null");
    }

    private static ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer setInfo(int kind, int bytes) {
        return body(32 + bytes)
                .putShort(0, (short) 33)
                .put(2, (byte) 1)
                .put(3, (byte) kind)
                .putInt(4, bytes)
                .putShort(8, (short) 96)
                .putLong(16, 7)
                .putLong(24, 8);
    }

    /** An SMB2 message with its session header. */
    private static byte[] smb2(int command, int flags, int id, ByteBuffer body) {
        byte[] content = body.array();
        return ByteBuffer.allocate(68 + content.length)
                .putInt(64 + content.length)
                .put(new byte[] {(byte) 0xFE, 'S', 'M', 'B'})
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(8, (short) 64)
                .putShort(16, (short) command)
                .putInt(20, flags)
                .putLong(28, id)
                .put(68, content)
                .array();
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
