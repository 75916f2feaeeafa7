package dev.firebreak.app.store;

import dev.firebreak.core.watch.KeptState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** States of detectors as bytes: numbers and names, never objects. What is read is bounded, whatever the bytes say. */
final class KeptStates {

    private static final int FORM = 1;
    private static final int MAX_STATES = 100_000;
    private static final int MAX_NUMBERS = 1 << 16;

    private KeptStates() {}

    static byte[] packed(List<KeptState> states) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(FORM);
            out.writeInt(states.size());
            for (KeptState state : states) {
                out.writeUTF(state.detector());
                out.writeUTF(state.key());
                out.writeLong(Timestamps.of(state.last()));
                out.writeInt(state.numbers().length);
                for (long number : state.numbers()) {
                    out.writeLong(number);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException where the bytes are not of this form */
    static List<KeptState> unpacked(byte[] packed) throws IOException {
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
            if (in.readByte() != FORM) {
                throw new IOException("another form");
            }
            int count = bounded(in.readInt(), MAX_STATES);
            List<KeptState> states = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String detector = in.readUTF();
                String key = in.readUTF();
                Instant last = Timestamps.at(in.readLong());
                long[] numbers = new long[bounded(in.readInt(), MAX_NUMBERS)];
                for (int j = 0; j < numbers.length; j++) {
                    numbers[j] = in.readLong();
                }
                states.add(new KeptState(detector, key, last, numbers));
            }
            return states;
        }
    }

    private static int bounded(int number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw new IOException("too many: " + number);
        }
        return number;
    }
}
