package dev.firebreak.core.fleet;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one reader and writer of network addresses: IPv4 in four decimal numbers, IPv6 as RFC 4291 writes it, one spelling for each (RFC 5952),
 * and hardware addresses, so that lists of several programs can be joined. Host names are no addresses, and nothing is looked up.
 */
public final class NetworkAddress {

    private static final Pattern MAC = Pattern.compile(
            "[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\\1[0-9a-f]{2}){4}|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}|[0-9a-f]{12}");

    /** Solaris, macOS and dhcpd leave out leading zeros. */
    private static final Pattern SHORT_MAC = Pattern.compile("[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}");

    private static final int MAX_CHARS = 64;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** The first bytes of an IPv4 address that is mapped into IPv6 (RFC 4291, 2.5.5.2). */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF};

    private NetworkAddress() {}

    /**
     * The address as 4 or 16 bytes; null where the text is none. A mapped IPv4 address ({@code ::ffff:10.1.2.3}) is the IPv4 address; the
     * zone of an IPv6 address ({@code %eth0}) is dropped; a leading zero in IPv4 is refused: "010" is 8 to some programs and 10 to others.
     */
    public static byte @Nullable [] bytes(String text) {
        String address = text.strip();
        if (address.length() > MAX_CHARS) {
            return null;
        }
        if (address.indexOf(':') < 0) {
            return ipv4(address);
        }
        int zone = address.indexOf('%');
        if (zone == address.length() - 1) {
            return null;
        }
        byte[] bytes = ipv6(zone < 0 ? address : address.substring(0, zone));
        return bytes != null && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                ? Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES)
                : bytes;
    }

    /** Whether the text is an IPv4 or IPv6 address, with or without a zone. */
    public static boolean isAddress(String text) {
        return bytes(text) != null;
    }

    /** Whether the text is an IPv4 address, also where it is mapped into IPv6. */
    public static boolean isIpv4(String text) {
        byte[] bytes = bytes(text);
        return bytes != null && bytes.length == IPV4_BYTES;
    }

    /** Whether the text is an IPv6 address and no IPv4 address that is mapped into IPv6. */
    public static boolean isIpv6(String text) {
        byte[] bytes = bytes(text);
        return bytes != null && bytes.length == IPV6_BYTES;
    }

    /** The address in its one spelling; null where the text is none. */
    public static @Nullable String normalised(String text) {
        byte[] bytes = bytes(text);
        return bytes == null ? null : text(bytes);
    }

    /** The address in its one spelling; any other text as it is. */
    public static String normalisedOrSame(String text) {
        String address = normalised(text);
        return address == null ? text : address;
    }

    /** The one spelling of an address of 4 or 16 bytes. */
    public static String text(byte[] address) {
        return switch (address.length) {
            case IPV4_BYTES -> dotted(address, 0);
            case IPV6_BYTES ->
                Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                        ? dotted(address, MAPPED.length)
                        : colons(address);
            default -> throw new IllegalArgumentException("not 4 or 16 bytes: " + address.length);
        };
    }

    /** A hardware address as {@code 00:0c:29:11:22:33}, however a program wrote it; null where the text is none, or all zero or all one. */
    public static @Nullable String hardware(String text) {
        String mac = text.strip().toLowerCase(Locale.ROOT);
        if (mac.length() > MAX_CHARS) {
            return null;
        }
        if (SHORT_MAC.matcher(mac).matches()) {
            var padded = new StringBuilder();
            for (String part : mac.split(":")) {
                padded.append(part.length() == 1 ? "0" : "").append(part);
            }
            mac = padded.toString();
        } else if (!MAC.matcher(mac).matches()) {
            return null;
        }
        String hex = mac.replaceAll("[^0-9a-f]", "");
        return hex.equals("000000000000") || hex.equals("ffffffffffff") ? null : hex.replaceAll("(..)(?!$)", "$1:");
    }

    /**
     * Whether the text is an address of one machine of one network: not loopback, link-local (RFC 3927, RFC 4291), multicast, broadcast or
     * none.
     */
    public static boolean isOfOneMachine(String address) {
        byte[] bytes = bytes(address);
        if (bytes == null) {
            return false;
        }
        int first = bytes[0] & 0xFF;
        if (bytes.length == IPV4_BYTES) {
            return first != 0 && first != 127 && first < 224 && !isLinkLocal(bytes);
        }
        return first != 0xFF
                && !isLinkLocal(bytes)
                && !isLoopback(bytes)
                && !Arrays.equals(bytes, new byte[IPV6_BYTES]);
    }

    /** Whether the text is a private address or this machine's own: RFC 1918, RFC 3927, RFC 4193, loopback, link-local. */
    public static boolean isPrivate(String address) {
        byte[] bytes = bytes(address);
        if (bytes == null) {
            return false;
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (bytes.length == IPV4_BYTES) {
            return first == 10
                    || first == 127
                    || (first == 172 && second >= 16 && second <= 31)
                    || (first == 192 && second == 168)
                    || isLinkLocal(bytes);
        }
        return (first & 0xFE) == 0xFC || isLinkLocal(bytes) || isLoopback(bytes);
    }

    /** 169.254.0.0/16 and fe80::/10. */
    private static boolean isLinkLocal(byte[] address) {
        int first = address[0] & 0xFF;
        int second = address[1] & 0xFF;
        return address.length == IPV4_BYTES ? first == 169 && second == 254 : first == 0xFE && (second & 0xC0) == 0x80;
    }

    private static boolean isLoopback(byte[] ipv6) {
        byte[] loopback = new byte[IPV6_BYTES];
        loopback[IPV6_BYTES - 1] = 1;
        return Arrays.equals(ipv6, loopback);
    }

    private static byte @Nullable [] ipv4(String text) {
        byte[] address = new byte[IPV4_BYTES];
        int at = 0;
        for (int i = 0; i < IPV4_BYTES; i++) {
            int end = i == IPV4_BYTES - 1 ? text.length() : text.indexOf('.', at);
            int octet = end < 0 ? -1 : octet(text, at, end);
            if (octet < 0) {
                return null;
            }
            address[i] = (byte) octet;
            at = end + 1;
        }
        return address;
    }

    /** A number up to 255 without a leading zero; -1 where it is none. */
    private static int octet(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int octet = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            octet = 10 * octet + digit;
        }
        return octet > 0xFF ? -1 : octet;
    }

    private static byte @Nullable [] ipv6(String text) {
        byte[] address = new byte[IPV6_BYTES];
        int length = text.length();
        int gap = text.startsWith("::") ? 0 : -1;
        int at = gap < 0 ? 0 : 2;
        int filled = 0;
        while (at < length) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? length : colon;
            byte[] part = colon < 0 && text.indexOf('.', at) >= 0 ? ipv4(text.substring(at)) : group(text, at, end);
            if (part == null || filled + part.length > IPV6_BYTES || end == length - 1) {
                return null;
            }
            System.arraycopy(part, 0, address, filled, part.length);
            filled += part.length;
            at = end + 1;
            if (at < length && text.charAt(at) == ':') {
                // One "::" may stand for any number of groups, two could not be told apart.
                if (gap >= 0) {
                    return null;
                }
                gap = filled;
                at++;
            }
        }
        if (gap < 0) {
            return filled == IPV6_BYTES ? address : null;
        }
        if (filled == IPV6_BYTES) {
            return null;
        }
        System.arraycopy(address, gap, address, IPV6_BYTES - (filled - gap), filled - gap);
        Arrays.fill(address, gap, IPV6_BYTES - (filled - gap), (byte) 0);
        return address;
    }

    /** Two bytes of one to four hexadecimal digits; null where they are none. */
    private static byte @Nullable [] group(String text, int from, int to) {
        if (to == from || to - from > 4) {
            return null;
        }
        int group = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            // Only ASCII: Character.digit knows digits of other scripts, too.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return null;
            }
            group = group << 4 | digit;
        }
        return new byte[] {(byte) (group >> Byte.SIZE), (byte) group};
    }

    private static String dotted(byte[] address, int from) {
        return (address[from] & 0xFF) + "." + (address[from + 1] & 0xFF) + "." + (address[from + 2] & 0xFF) + "."
                + (address[from + 3] & 0xFF);
    }

    /** RFC 5952: the longest run of two or more zero groups, the first of equals, is left out. */
    private static String colons(byte[] address) {
        int best = IPV6_BYTES;
        int longest = 2;
        for (int i = 0; i < IPV6_BYTES; i += 2) {
            int end = i;
            while (end < IPV6_BYTES && groupAt(address, end) == 0) {
                end += 2;
            }
            if (end - i > longest) {
                best = i;
                longest = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < IPV6_BYTES; i += 2) {
            if (i == best) {
                text.append("::");
                i += longest - 2;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groupAt(address, i)));
            }
        }
        return text.toString();
    }

    private static int groupAt(byte[] address, int index) {
        return (address[index] & 0xFF) << Byte.SIZE | (address[index + 1] & 0xFF);
    }
}
