package dev.firebreak.app.collect.evidence;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of hosts, short and with their domain, and their network addresses. */
public final class HostNames {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-f:.]{2,45}(?:%\\w+)?");

    /** None, this host, link-local (RFC 3927, RFC 4291), multicast and broadcast: any machine may have them. */
    private static final Pattern OF_ANYBODY =
            Pattern.compile("0\\..*|127\\..*|169\\.254\\..*|22[4-9]\\..*|2[3-5]\\d\\..*|::1?|fe[89ab].*|ff.*");

    private HostNames() {}

    /** Whether a name has a domain; an address is no name. */
    public static boolean isFull(String name) {
        return name.indexOf('.') > 0 && !isAddress(name);
    }

    /** The name without its domain. */
    public static String firstLabel(String name) {
        return isFull(name) ? name.substring(0, name.indexOf('.')) : name;
    }

    /** Whether a text is an address and not a name. */
    public static boolean isAddress(String text) {
        String address = addressKey(text);
        return IPV4.matcher(address).matches() || IPV6.matcher(address).matches();
    }

    /** Whether at most one machine of a network has it. */
    public static boolean isOfOne(String text) {
        return isAddress(text) && !OF_ANYBODY.matcher(addressKey(text)).matches();
    }

    /** One spelling for what is one address as programs print it. */
    public static String addressKey(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
