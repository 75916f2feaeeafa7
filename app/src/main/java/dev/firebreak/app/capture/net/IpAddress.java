package dev.firebreak.app.capture.net;

/** An IP address as two numbers; IPv4 as in IPv4-mapped IPv6. */
public final class IpAddress {

    /** Lower half of an IPv4 address but for its 32 bits. */
    static final long MAPPED = 0x0000_FFFF_0000_0000L;

    private IpAddress() {}

    /** Dotted for IPv4, else as RFC 5952 writes it. */
    public static String text(long high, long low) {
        if (high == 0 && low >>> 32 == 0xFFFF) {
            return (low >> 24 & 0xFF) + "." + (low >> 16 & 0xFF) + "." + (low >> 8 & 0xFF) + "." + (low & 0xFF);
        }
        int[] words = new int[8];
        for (int i = 0; i < 4; i++) {
            words[i] = (int) (high >>> (48 - 16 * i)) & 0xFFFF;
            words[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xFFFF;
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && words[end] == 0) {
                end++;
            }
            // The first of the longest runs of two zeros or more is left out.
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(words[i]));
            }
        }
        return text.toString();
    }
}
