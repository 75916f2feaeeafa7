package dev.firebreak.app.probe.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host and a port as people write them: {@code 10.0.0.53}, {@code 10.0.0.53:5353}, {@code fd00::53}, {@code [fd00::53]:53}, {@code proxy.example:8080}. */
public record HostAndPort(String host, int port) {

    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]{1,253})(?::(\\d{1,5}))?");
    private static final Pattern BRACKETED =
            Pattern.compile("\\[([0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?)](?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;

    /** @param usualPort the port where none is named; 0 where one must be */
    public static Optional<HostAndPort> parse(String text, int usualPort) {
        String plain = text.strip();
        if (NetworkAddress.isIpv6(plain) && !plain.startsWith("[")) {
            return usualPort == 0 ? Optional.empty() : Optional.of(new HostAndPort(plain, usualPort));
        }
        Matcher match = plain.startsWith("[") ? BRACKETED.matcher(plain) : NAMED.matcher(plain);
        if (!match.matches() || (plain.startsWith("[") && !NetworkAddress.isAddress(match.group(1)))) {
            return Optional.empty();
        }
        int port = match.group(2) == null ? usualPort : Integer.parseInt(match.group(2));
        return port < 1 || port > MAX_PORT ? Optional.empty() : Optional.of(new HostAndPort(match.group(1), port));
    }

    /** An address only, as resolvers are named: a resolver's name could not be resolved without a resolver. */
    public static Optional<HostAndPort> parseAddress(String text, int usualPort) {
        return parse(text, usualPort).filter(at -> NetworkAddress.isAddress(at.host));
    }

    /** Resolves a host name by the system; an address is taken as it is. */
    InetSocketAddress socketAddress() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** Without the port where it is the usual one. */
    String shown(int usualPort) {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == usualPort ? host : shown + ":" + port;
    }

    @Override
    public String toString() {
        return shown(0);
    }
}
