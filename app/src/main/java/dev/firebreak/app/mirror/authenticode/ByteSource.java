package dev.firebreak.app.mirror.authenticode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Little-endian numbers and bytes at any place of a file; what lies beyond its end is a fault of its layout. */
final class ByteSource {

    private final FileChannel channel;
    private final long size;

    ByteSource(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    byte[] bytes(long at, int length) throws IOException, SignatureRefusal {
        if (at < 0 || length < 0 || at > size - length) {
            throw cut();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw cut();
            }
        }
        return buffer.array();
    }

    int word(long at) throws IOException, SignatureRefusal {
        return ByteBuffer.wrap(bytes(at, 2)).order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xFFFF;
    }

    long dword(long at) throws IOException, SignatureRefusal {
        return ByteBuffer.wrap(bytes(at, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFF_FFFFL;
    }

    private static SignatureRefusal cut() {
        return SignatureRefusal.layout("the file ends too early", "ファイルが途中で切れています");
    }

    /**
     * The DER value with which these bytes begin. At most seven zero bytes may follow, which align it: more, or others, is where installers
     * were told whom to fetch from without breaking the signature (MS13-098).
     */
    static byte[] exactDer(byte[] bytes) throws SignatureRefusal {
        int length = derLength(bytes);
        if (length > bytes.length) {
            throw cut();
        }
        if (bytes.length - length > 7) {
            throw SignatureRefusal.appended();
        }
        for (int i = length; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                throw SignatureRefusal.appended();
            }
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static int derLength(byte[] bytes) throws SignatureRefusal {
        if (bytes.length < 4 || bytes[0] != 0x30) {
            throw noCms();
        }
        int first = bytes[1] & 0xFF;
        if (first < 0x80) {
            return 2 + first;
        }
        int count = first & 0x7F;
        if (count < 1 || count > 4 || bytes.length < 2 + count) {
            throw noCms();
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | (bytes[2 + i] & 0xFF);
        }
        if (length > Integer.MAX_VALUE - 16) {
            throw noCms();
        }
        return (int) length + 2 + count;
    }

    private static SignatureRefusal noCms() {
        return new SignatureRefusal(
                SignatureRefusal.Kind.SIGNATURE,
                new dev.firebreak.core.text.Text("the signature is no CMS message", "署名が CMS の形式ではありません"));
    }
}
