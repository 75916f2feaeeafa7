package dev.firebreak.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One spelling for each network address (RFC 5952 for IPv6) and hardware address, so that lists of several programs can be joined. */
public final class NetworkAddress {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");
    private static final Pattern MAC = Pattern.compile(
            "[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\\1[0-9a-f]{2}){4}|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}|[0-9a-f]{12}");

    /** Solaris, macOS and dhcpd leave out leading zeros. */
    private static final Pattern SHORT_MAC = Pattern.compile("[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}");

    private static final int LONGEST = 64;
    private static final int GROUPS = 8;

    private NetworkAddress() {}

    /** The address in its one spelling; null where the text is none. A zone ({@code %eth0}) is dropped; a leading zero is refused. */
    public static @Nullable String normalised(String text) {
        String address = text.strip().toLowerCase(Locale.ROOT);
        if (address.length() > LONGEST) {
            return null;
        }
        int zone = address.indexOf('%');
        if (zone > 0) {
            address = address.substring(0, zone);
        }
        int[] octets = octets(address);
        if (octets != null) {
            return "%d.%d.%d.%d".formatted(octets[0], octets[1], octets[2], octets[3]);
        }
        return address.indexOf(':') < 0 ? null : ipv6(address);
    }

    /** A hardware address as {@code 00:0c:29:11:22:33}, however a program wrote it; null where the text is none, or all zero or all one. */
    public static @Nullable String hardware(String text) {
        String mac = text.strip().toLowerCase(Locale.ROOT);
        if (mac.length() > LONGEST) {
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
     * Whether an address in its one spelling belongs to one machine of one network: not loopback, link-local (RFC 3927, RFC 4291),
     * multicast, broadcast or none.
     */
    public static boolean isOfOneMachine(String address) {
        int[] octets = octets(address);
        if (octets != null) {
            return octets[0] != 0 && octets[0] != 127 && octets[0] < 224 && !(octets[0] == 169 && octets[1] == 254);
        }
        return !(address.equals("::") || address.equals("::1") || address.matches("fe[89ab].:.*|ff..:.*"));
    }

    /** Whether an address in its one spelling is private or this machine's own: RFC 1918, RFC 3927, RFC 4193, loopback, link-local. */
    public static boolean isPrivate(String address) {
        int[] octets = octets(address);
        if (octets != null) {
            return octets[0] == 10
                    || octets[0] == 127
                    || (octets[0] == 172 && octets[1] >= 16 && octets[1] <= 31)
                    || (octets[0] == 192 && octets[1] == 168)
                    || (octets[0] == 169 && octets[1] == 254);
        }
        return address.equals("::1") || address.matches("f[cd]..:.*|fe[89ab].:.*");
    }

    private static int @Nullable [] octets(String text) {
        Matcher match = IPV4.matcher(text);
        if (!match.matches()) {
            return null;
        }
        int[] octets = new int[4];
        for (int i = 0; i < octets.length; i++) {
            String digits = match.group(i + 1);
            octets[i] = Integer.parseInt(digits);
            // "010" is 8 to some programs and 10 to others.
            if (octets[i] > 255 || (digits.length() > 1 && digits.charAt(0) == '0')) {
                return null;
            }
        }
        return octets;
    }

    private static @Nullable String ipv6(String text) {
        String address = text;
        int last = address.lastIndexOf(':');
        if (address.indexOf('.') > last) {
            int[] octets = octets(address.substring(last + 1));
            if (octets == null) {
                return null;
            }
            address = address.substring(0, last + 1)
                    + Integer.toHexString(octets[0] << 8 | octets[1])
                    + ":"
                    + Integer.toHexString(octets[2] << 8 | octets[3]);
        }
        int gap = address.indexOf("::");
        List<Integer> groups;
        if (gap < 0) {
            groups = groups(address);
        } else {
            groups = groups(address.substring(0, gap));
            List<Integer> after = groups(address.substring(gap + 2));
            if (groups == null || after == null || groups.size() + after.size() >= GROUPS) {
                return null;
            }
            while (groups.size() + after.size() < GROUPS) {
                groups.add(0);
            }
            groups.addAll(after);
        }
        return groups == null || groups.size() != GROUPS ? null : written(groups);
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        for (String group : text.split(":", -1)) {
            if (groups.size() == GROUPS || !GROUP.matcher(group).matches()) {
                return null;
            }
            groups.add(Integer.parseInt(group, 16));
        }
        return groups;
    }

    /** RFC 5952: the longest run of zero groups, the first of equals, is left out; an IPv4 address that is mapped is written as such. */
    private static String written(List<Integer> groups) {
        if (groups.subList(0, 5).stream().allMatch(g -> g == 0) && groups.get(5) == 0xFFFF) {
            int high = groups.get(6);
            int low = groups.get(7);
            return "%d.%d.%d.%d".formatted(high >> 8, high & 0xFF, low >> 8, low & 0xFF);
        }
        int best = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups.get(end) == 0) {
                end++;
            }
            if (end - i > longest) {
                best = i;
                longest = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == best) {
                text.append("::");
                i += longest - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups.get(i)));
            }
        }
        return text.toString();
    }
}
