package dev.firebreak.app.sinkhole;

import dev.firebreak.core.fleet.NetworkAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses of the command line: {@code 10.1.2.3:53}, {@code [::1]:53}, {@code *:53} for all addresses. Names are not looked up. */
public final class ListenAddress {

    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]+)]|([^:\\[\\]]*)):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private ListenAddress() {}

    /** An address with its port; empty where the text is none. */
    public static Optional<InetSocketAddress> of(String text) {
        Matcher match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(match.group(3));
        String host = match.group(1) == null ? match.group(2) : match.group(1);
        if (port > MAX_PORT) {
            return Optional.empty();
        }
        if (host.isEmpty() || host.equals("*")) {
            return Optional.of(new InetSocketAddress(port));
        }
        return address(host.equals("localhost") ? "127.0.0.1" : host).map(a -> new InetSocketAddress(a, port));
    }

    /** An address without a port; empty where the text is none. */
    public static Optional<InetAddress> address(String text) {
        byte[] bytes = NetworkAddress.bytes(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // Only for a wrong length.
        }
    }
}
