package dev.firebreak.core.watch.sigma;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network of IPv4 or IPv6 in the notation of RFC 4632 and RFC 4291, such as {@code 10.0.0.0/8} or {@code fe80::/10}. */
public final class SigmaNetwork {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_GROUPS = 8;

    private final byte[] prefix;
    private final int bits;

    private SigmaNetwork(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** The network; empty where the text is none. An address without a length is a network of one. */
    public static Optional<SigmaNetwork> parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        if (slash < 0) {
            return Optional.of(new SigmaNetwork(address, address.length * Byte.SIZE));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > address.length * Byte.SIZE) {
            return Optional.empty();
        }
        return Optional.of(new SigmaNetwork(address, Integer.parseInt(length)));
    }

    /** Whether an address is in it; false for a text that is no address. */
    public boolean contains(String text) {
        byte[] address = address(text);
        if (address == null || address.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
    }

    private static byte @Nullable [] address(String text) {
        String plain = text.startsWith("::ffff:") && text.indexOf('.') > 0 ? text.substring("::ffff:".length()) : text;
        return plain.indexOf(':') < 0 ? ipv4(plain) : ipv6(plain);
    }

    private static byte @Nullable [] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_BYTES) {
            return null;
        }
        byte[] address = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 0xFF) {
                return null;
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return address;
    }

    private static byte @Nullable [] ipv6(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        int gap = plain.indexOf("::");
        int[] head = groups(gap < 0 ? plain : plain.substring(0, gap));
        int[] tail = gap < 0 ? new int[0] : groups(plain.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int given = head.length + tail.length;
        if (gap < 0 ? given != IPV6_GROUPS : given >= IPV6_GROUPS) {
            return null;
        }
        byte[] address = new byte[IPV6_BYTES];
        for (int i = 0; i < head.length; i++) {
            put(address, i, head[i]);
        }
        for (int i = 0; i < tail.length; i++) {
            put(address, IPV6_GROUPS - tail.length + i, tail[i]);
        }
        return address;
    }

    private static void put(byte[] address, int group, int value) {
        address[2 * group] = (byte) (value >> Byte.SIZE);
        address[2 * group + 1] = (byte) value;
    }

    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        int[] groups = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            groups[i] = Integer.parseInt(parts[i], 16);
        }
        return parts.length > IPV6_GROUPS ? null : groups;
    }
}
