package dev.firebreak.core.fleet;

import java.util.Arrays;
import java.util.Optional;

/** A network of IPv4 or IPv6 addresses in the notation of RFC 4632 and RFC 4291, such as {@code 10.0.0.0/8} or {@code fe80::/10}. */
public final class NetworkPrefix {

    private static final int MAPPED_BITS = 96;

    private final byte[] first;
    private final int bits;

    private NetworkPrefix(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /** The network; empty where the text is none. An address without a length is a network of one. */
    public static Optional<NetworkPrefix> parse(String text) {
        String plain = text.strip();
        int slash = plain.indexOf('/');
        String base = slash < 0 ? plain : plain.substring(0, slash);
        byte[] address = NetworkAddress.bytes(base);
        if (address == null) {
            return Optional.empty();
        }
        int all = address.length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(of(address, all));
        }
        String digits = plain.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        // ::ffff:10.0.0.0/104 is 10.0.0.0/8.
        boolean isMapped = address.length == 4 && base.indexOf(':') >= 0;
        int bits = Integer.parseInt(digits) - (isMapped ? MAPPED_BITS : 0);
        return bits < 0 || bits > all ? Optional.empty() : Optional.of(of(address, bits));
    }

    /**
     * The network that an address is in.
     *
     * @param address 4 or 16 bytes
     * @param bits length of the prefix, up to 32 or 128
     */
    public static NetworkPrefix of(byte[] address, int bits) {
        if (bits < 0 || bits > address.length * Byte.SIZE) {
            throw new IllegalArgumentException("no length of a prefix: " + bits);
        }
        return new NetworkPrefix(masked(address, bits), bits);
    }

    /** Whether an address is in it; false for a text that is no address. */
    public boolean contains(String text) {
        byte[] address = NetworkAddress.bytes(text);
        return address != null && contains(address);
    }

    /** Whether an address of 4 or 16 bytes is in it. */
    public boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, first, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ first[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
    }

    /** Its first address: 4 or 16 bytes. */
    public byte[] first() {
        return first.clone();
    }

    /** Length of the prefix. */
    public int bits() {
        return bits;
    }

    /** How many bits tell its addresses apart. */
    public int freeBits() {
        return first.length * Byte.SIZE - bits;
    }

    @Override
    public String toString() {
        return NetworkAddress.text(first) + "/" + bits;
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int keep = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] = (byte) (masked[i] & (0xFF << (Byte.SIZE - keep)));
        }
        return masked;
    }
}
