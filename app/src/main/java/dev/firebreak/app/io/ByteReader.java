package dev.firebreak.app.io;

import dev.firebreak.core.catalogue.ProductUpdates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads numbers and words from a part of a file, and never past its end, whatever counts the file claims. */
public final class ByteReader {

    private final byte[] file;
    private final int from;
    private final int length;
    private final ByteBuffer in;

    public ByteReader(byte[] file, int from, int length) {
        Objects.checkFromIndexSize(from, length, file.length);
        this.file = file;
        this.from = from;
        this.length = length;
        this.in = ByteBuffer.wrap(file, from, length);
    }

    /** The same part from its beginning: each reader needs a place of its own. */
    public ByteReader again() {
        return new ByteReader(file, from, length);
    }

    /** Place in the file. */
    public int at() {
        return in.position();
    }

    public int int8() {
        need(1);
        return in.get() & 0xFF;
    }

    public int int32() {
        need(Integer.BYTES);
        return in.getInt();
    }

    public long int64() {
        need(Long.BYTES);
        return in.getLong();
    }

    public double float64() {
        need(Double.BYTES);
        return in.getDouble();
    }

    @Nullable
    public LocalDate day() {
        int day = int32();
        return day == ProductUpdates.NO_DAY ? null : LocalDate.ofEpochDay(day);
    }

    /** A count of things of at least one byte each. */
    public int count() {
        int count = int32();
        Objects.checkFromIndexSize(0, count, in.remaining());
        return count;
    }

    public int[] ints() {
        int count = int32();
        Objects.checkFromIndexSize(0, count, in.remaining() / Integer.BYTES);
        int[] numbers = new int[count];
        in.asIntBuffer().get(numbers);
        in.position(in.position() + count * Integer.BYTES);
        return numbers;
    }

    /** A text in UTF-8 after its length in two bytes. */
    public String text() {
        int bytes = (int8() << 8) | int8();
        need(bytes);
        int at = in.position();
        in.position(at + bytes);
        return new String(file, at, bytes, StandardCharsets.UTF_8);
    }

    private void need(int bytes) {
        Objects.checkFromIndexSize(0, bytes, in.remaining());
    }
}
