package dev.firebreak.app.capture.evtx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A value of a record: bytes of the chunk with their type (MS-EVEN6 2.2.12 "BinXml", value types).
 *
 * @param type with 0x80 for an array
 * @param at offset in the chunk
 */
@SuppressWarnings("ByteBufferBackingArray") // EvtxReader wraps a whole array
record BinaryXmlValue(int type, int at, int size) {

    static final int BINARY_XML = 0x21;
    private static final int ARRAY = 0x80;
    private static final int STRING = 0x01;

    /** Steps of 100 ns between 1601-01-01 and 1970-01-01. */
    private static final long TO_1970 = 116_444_736_000_000_000L;

    private static final int STEPS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_STEP = 100;

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A FILETIME: steps of 100 ns since 1601-01-01. */
    static Instant time(long filetime) {
        long steps = filetime - TO_1970;
        return Instant.ofEpochSecond(
                Math.floorDiv(steps, STEPS_PER_SECOND), (long) Math.floorMod(steps, STEPS_PER_SECOND) * NANOS_PER_STEP);
    }

    boolean isArray() {
        return (type & ARRAY) != 0;
    }

    boolean isNull() {
        return type == 0 || size == 0;
    }

    /** The elements of an array as texts, or one text. */
    List<String> texts(ByteBuffer chunk) {
        if (isNull()) {
            return List.of();
        }
        if (!isArray()) {
            return List.of(text(chunk, type, at, size));
        }
        int element = type & ~ARRAY;
        if (element == STRING) {
            return List.of(string(chunk, at, size).split("\0", -1)).stream()
                    .filter(s -> !s.isEmpty())
                    .toList();
        }
        int width = width(element);
        if (width == 0) {
            return List.of(text(chunk, element, at, size));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i + width <= size; i += width) {
            texts.add(text(chunk, element, at + i, width));
        }
        return texts;
    }

    private static int width(int type) {
        return switch (type) {
            case 0x03, 0x04 -> 1;
            case 0x05, 0x06 -> 2;
            case 0x07, 0x08, 0x0B, 0x0D, 0x14 -> 4;
            case 0x09, 0x0A, 0x0C, 0x11, 0x15 -> 8;
            case 0x0F, 0x12 -> 16;
            default -> 0;
        };
    }

    private static String text(ByteBuffer chunk, int type, int at, int size) {
        if (size < width(type)) {
            throw new BinaryXml.Damaged();
        }
        return switch (type) {
            case STRING -> trimmed(string(chunk, at, size));
            case 0x02 -> trimmed(new String(chunk.array(), at, size, StandardCharsets.ISO_8859_1));
            case 0x03 -> Byte.toString(chunk.get(at));
            case 0x04 -> Integer.toString(chunk.get(at) & 0xFF);
            case 0x05 -> Short.toString(chunk.getShort(at));
            case 0x06 -> Integer.toString(chunk.getShort(at) & 0xFFFF);
            case 0x07 -> Integer.toString(chunk.getInt(at));
            case 0x08 -> Integer.toUnsignedString(chunk.getInt(at));
            case 0x09 -> Long.toString(chunk.getLong(at));
            case 0x0A -> Long.toUnsignedString(chunk.getLong(at));
            case 0x0B -> Float.toString(chunk.getFloat(at));
            case 0x0C -> Double.toString(chunk.getDouble(at));
            case 0x0D -> Boolean.toString(chunk.getInt(at) != 0);
            case 0x0F -> guid(chunk, at);
            case 0x10 -> size == 4 ? "0x" + Integer.toHexString(chunk.getInt(at)) : hexLong(chunk, at, size);
            case 0x11 -> WRITTEN.format(time(chunk.getLong(at)));
            case 0x12 -> systemTime(chunk, at);
            case 0x13 -> sid(chunk, at, size);
            case 0x14 -> "0x" + Integer.toHexString(chunk.getInt(at));
            case 0x15 -> "0x" + Long.toHexString(chunk.getLong(at));
            default -> HexFormat.of().withUpperCase().formatHex(chunk.array(), at, at + size);
        };
    }

    private static String hexLong(ByteBuffer chunk, int at, int size) {
        if (size < Long.BYTES) {
            throw new BinaryXml.Damaged();
        }
        return "0x" + Long.toHexString(chunk.getLong(at));
    }

    private static String string(ByteBuffer chunk, int at, int size) {
        return new String(chunk.array(), at, size & ~1, StandardCharsets.UTF_16LE);
    }

    /** Without the characters NUL that some providers count into their texts. */
    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String guid(ByteBuffer chunk, int at) {
        return String.format(
                Locale.ROOT,
                "{%08x-%04x-%04x-%04x-%012x}",
                chunk.getInt(at),
                chunk.getShort(at + 4),
                chunk.getShort(at + 6),
                Short.reverseBytes(chunk.getShort(at + 8)),
                Long.reverseBytes(chunk.getLong(at + 8)) & 0xFFFF_FFFF_FFFFL);
    }

    private static String systemTime(ByteBuffer chunk, int at) {
        try {
            return WRITTEN.format(LocalDateTime.of(
                            chunk.getShort(at),
                            chunk.getShort(at + 2),
                            chunk.getShort(at + 6),
                            chunk.getShort(at + 8),
                            chunk.getShort(at + 10),
                            chunk.getShort(at + 12),
                            chunk.getShort(at + 14) * 1_000_000)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noSuchDay) {
            return "";
        }
    }

    /** MS-DTYP 2.4.2.1: revision, count of sub-authorities, authority in big endian, sub-authorities in little endian. */
    private static String sid(ByteBuffer chunk, int at, int size) {
        int count = size < 8 ? 0 : chunk.get(at + 1) & 0xFF;
        if (size < 8 || size < 8 + 4 * count) {
            throw new BinaryXml.Damaged();
        }
        long authority = Long.reverseBytes(chunk.getLong(at)) & 0xFFFF_FFFF_FFFFL;
        var text =
                new StringBuilder("S-").append(chunk.get(at) & 0xFF).append('-').append(authority);
        for (int i = 0; i < count; i++) {
            text.append('-').append(Integer.toUnsignedString(chunk.getInt(at + 8 + 4 * i)));
        }
        return text.toString();
    }
}
