package dev.firebreak.app.capture.mail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files in a winmail.dat, Outlook's own packing of attachments (MS-OXTNEF): names and contents as they lie in it. */
final class TnefFiles {

    private static final int SIGNATURE = 0x223E_9F78;
    private static final int RENDERING = 0x0006_9002;
    private static final int TITLE = 0x0001_8010;
    private static final int DATA = 0x0006_800F;
    private static final int PROPERTIES = 0x0006_9005;
    private static final int LONG_NAME = 0x3707;
    private static final int UNICODE = 0x001F;
    private static final int EIGHT_BIT = 0x001E;
    private static final int MAX = 1_000;

    private TnefFiles() {}

    /**
     * One file.
     *
     * @param name as the sender's program wrote it, not the one of eight characters where there are both
     * @param content null where it holds none
     */
    record TnefFile(String name, byte @Nullable [] content) {}

    static boolean fits(byte[] bytes) {
        return bytes.length > 6
                && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() == SIGNATURE;
    }

    /** What can be read of it; a record that is cut ends it. */
    static List<TnefFile> of(byte[] bytes) {
        List<TnefFile> files = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        in.position(6);
        String name = null;
        byte[] content = null;
        while (in.remaining() >= 9 && files.size() < MAX) {
            in.get();
            int id = in.getInt();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                break;
            }
            if (id == RENDERING) {
                // Each file begins with how it is shown.
                add(name, content, files);
                name = null;
                content = null;
            }
            byte[] value = new byte[length];
            in.get(value);
            in.position(Math.min(in.limit(), in.position() + 2));
            switch (id) {
                case TITLE -> name = name == null ? text(value, Charset.forName("windows-31j")) : name;
                case DATA -> content = value;
                case PROPERTIES -> {
                    String whole = longName(value);
                    name = whole == null ? name : whole;
                }
                default -> {
                    // Of the message itself.
                }
            }
        }
        add(name, content, files);
        return files;
    }

    private static void add(@Nullable String name, byte @Nullable [] content, List<TnefFile> files) {
        if (name != null && !name.isEmpty()) {
            files.add(new TnefFile(name, content));
        }
    }

    /** The property PR_ATTACH_LONG_FILENAME, by its tag: one value, its length and its characters. */
    private static @Nullable String longName(byte[] properties) {
        ByteBuffer in = ByteBuffer.wrap(properties).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 12 <= properties.length; at++) {
            int type = in.getShort(at) & 0xFFFF;
            boolean isTag = (in.getShort(at + 2) & 0xFFFF) == LONG_NAME && (type == UNICODE || type == EIGHT_BIT);
            int length = isTag ? in.getInt(at + 8) : 0;
            if (isTag
                    && in.getInt(at + 4) == 1
                    && length > 0
                    && length <= Math.min(1024, properties.length - at - 12)) {
                byte[] value = new byte[length];
                in.get(at + 12, value);
                return text(value, type == UNICODE ? StandardCharsets.UTF_16LE : Charset.forName("windows-31j"));
            }
        }
        return null;
    }

    private static String text(byte[] value, Charset charset) {
        String text = new String(value, charset);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
