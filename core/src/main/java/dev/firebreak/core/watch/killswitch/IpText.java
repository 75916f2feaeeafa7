package dev.firebreak.core.watch.killswitch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** IP addresses as text, so that two spellings of one address compare equal. Host names are no addresses. */
public final class IpText {

    private static final Pattern V4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;
    private static final int MOST_CHARS = 64;
    private static final int MAPPED = 0xFFFF;

    private IpText() {}

    /** Whether the text is an IPv4 or IPv6 address, with or without a zone ({@code %eth0}). */
    public static boolean isAddress(String text) {
        String plain = unzoned(text);
        return plain.length() <= MOST_CHARS
                && (V4.matcher(plain).matches() || groups(plain).size() == GROUPS);
    }

    /** Whether the text is an IPv6 address that is not an IPv4 address in IPv6 clothing ({@code ::ffff:10.1.2.3}). */
    public static boolean isIpv6(String text) {
        return isAddress(text) && canonical(text).indexOf(':') >= 0;
    }

    /**
     * One spelling for one address: IPv4 dotted, IPv6 as eight groups in lower case without leading zeros, without its zone; IPv4 in IPv6
     * clothing as IPv4. Anything else stays as it is.
     */
    public static String canonical(String text) {
        String plain = unzoned(text);
        if (plain.length() > MOST_CHARS) {
            return text;
        }
        if (V4.matcher(plain).matches()) {
            var out = new StringBuilder();
            for (String part : plain.split("\\.")) {
                out.append(out.isEmpty() ? "" : ".").append(Integer.parseInt(part));
            }
            return out.toString();
        }
        List<Integer> groups = groups(plain);
        if (groups.size() != GROUPS) {
            return text;
        }
        if (groups.subList(0, 5).stream().allMatch(g -> g == 0) && groups.get(5) == MAPPED) {
            return v4(groups.get(6), groups.get(7));
        }
        var out = new StringBuilder();
        for (int group : groups) {
            out.append(out.isEmpty() ? "" : ":").append(Integer.toHexString(group));
        }
        return out.toString();
    }

    private static String v4(int high, int low) {
        return (high >> 8) + "." + (high & 0xFF) + "." + (low >> 8) + "." + (low & 0xFF);
    }

    private static String unzoned(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** The eight groups; fewer where it is no IPv6 address. */
    private static List<Integer> groups(String text) {
        if (text.indexOf(':') < 0) {
            return List.of();
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return part(text, true);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return List.of();
        }
        List<Integer> before = gap == 0 ? List.of() : part(text.substring(0, gap), false);
        List<Integer> after = gap + 2 == text.length() ? List.of() : part(text.substring(gap + 2), true);
        boolean broken = (gap > 0 && before.isEmpty()) || (gap + 2 < text.length() && after.isEmpty());
        if (broken || before.size() + after.size() >= GROUPS) {
            return List.of();
        }
        List<Integer> all = new ArrayList<>(before);
        while (all.size() < GROUPS - after.size()) {
            all.add(0);
        }
        all.addAll(after);
        return all;
    }

    /** Groups between colons; none where one of them is wrong. The last of an address may be dotted (RFC 4291, 2.2). */
    private static List<Integer> part(String text, boolean last) {
        String[] parts = text.split(":", -1);
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matcher(parts[i]).matches()) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else if (last && i == parts.length - 1 && V4.matcher(parts[i]).matches()) {
                String[] bytes = parts[i].split("\\.");
                groups.add(Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]));
                groups.add(Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]));
            } else {
                return List.of();
            }
        }
        return groups;
    }
}
