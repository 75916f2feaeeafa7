package dev.firebreak.app.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;

/** Evidence as it is kept: packed where that makes it smaller. The first byte says which. */
final class CompressedEvidence {

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    /** Each has a quarter of a megabyte of its own, which takes longer to get than to use. */
    private static final BlockingQueue<Deflater> IDLE = new ArrayBlockingQueue<>(4);

    private static final MessageDigest SHA_256 = make();

    private CompressedEvidence() {}

    private static Deflater idle() {
        Deflater again = IDLE.poll();
        return again == null ? new Deflater(Deflater.BEST_SPEED, true) : again;
    }

    static byte[] of(byte[] content) {
        // What does not get smaller is kept as it is: no more room is needed.
        byte[] packed = new byte[content.length + 1];
        packed[0] = DEFLATED;
        Deflater deflater = idle();
        deflater.setInput(content);
        deflater.finish();
        int size = 1 + deflater.deflate(packed, 1, content.length);
        boolean smaller = deflater.finished();
        deflater.reset();
        if (!IDLE.offer(deflater)) {
            deflater.end();
        }
        if (smaller) {
            return Arrays.copyOf(packed, size);
        }
        packed[0] = PLAIN;
        System.arraycopy(content, 0, packed, 1, content.length);
        return packed;
    }

    /**
     * What was packed.
     *
     * @param size of what comes out
     * @throws IllegalStateException where it is damaged
     */
    static byte[] unpacked(byte[] packed, long size) {
        byte[] content;
        if (packed.length > 0 && packed[0] == DEFLATED) {
            var inflater = new java.util.zip.Inflater(true);
            try (var in = new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1), inflater)) {
                content = in.readNBytes((int) Math.min(size + 1, Integer.MAX_VALUE - 8));
            } catch (IOException e) {
                throw new IllegalStateException("evidence is damaged", e);
            } finally {
                inflater.end();
            }
        } else {
            content = Arrays.copyOfRange(packed, Math.min(1, packed.length), packed.length);
        }
        if (content.length != size) {
            throw new IllegalStateException("evidence is damaged");
        }
        return content;
    }

    /** SHA-256, hexadecimal. */
    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    static MessageDigest digest() {
        try {
            // Looking for who can do it takes as long as doing it for a line.
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own can be copied", e);
        }
    }

    private static MessageDigest make() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
