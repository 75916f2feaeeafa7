package dev.firebreak.app.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Evidence as it is kept: packed where that makes it smaller. The first byte says which. */
final class Packed {

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    private Packed() {}

    static byte[] of(byte[] content) {
        var out = new ByteArrayOutputStream(content.length / 2 + 64);
        out.write(DEFLATED);
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try (var packing = new DeflaterOutputStream(out, deflater)) {
            packing.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        if (out.size() <= content.length) {
            return out.toByteArray();
        }
        byte[] plain = new byte[content.length + 1];
        plain[0] = PLAIN;
        System.arraycopy(content, 0, plain, 1, content.length);
        return plain;
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
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
