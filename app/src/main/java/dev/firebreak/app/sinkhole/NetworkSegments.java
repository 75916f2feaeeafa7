package dev.firebreak.app.sinkhole;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.fleet.NetworkPrefix;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which segment an address is in: the narrowest network that was named, else its /24 (IPv4) or /64 (IPv6). */
public final class NetworkSegments {

    private static final int USUAL_V4 = 24;
    private static final int USUAL_V6 = 64;

    private final List<NetworkPrefix> named;

    private NetworkSegments(List<NetworkPrefix> named) {
        this.named = named.stream()
                .sorted(Comparator.comparingInt(NetworkPrefix::bits).reversed())
                .toList();
    }

    /** Of no named networks. */
    public static NetworkSegments usual() {
        return new NetworkSegments(List.of());
    }

    /** Of networks such as {@code 10.1.2.0/23}; empty where one of the texts is none. */
    public static Optional<NetworkSegments> of(List<String> networks) {
        List<Optional<NetworkPrefix>> read =
                networks.stream().map(NetworkSegments::network).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(new NetworkSegments(
                        read.stream().map(Optional::orElseThrow).toList()))
                : Optional.empty();
    }

    /** With its length: a single address is a mistake here. */
    private static Optional<NetworkPrefix> network(String text) {
        return text.contains("/") ? NetworkPrefix.parse(text) : Optional.empty();
    }

    /** The segment of an address. */
    public String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (NetworkPrefix network : named) {
            if (network.contains(bytes)) {
                return network.toString();
            }
        }
        return NetworkPrefix.of(bytes, bytes.length == 4 ? USUAL_V4 : USUAL_V6).toString();
    }

    /** An address in its one spelling, without a zone. */
    public static String text(InetAddress address) {
        return NetworkAddress.text(address.getAddress());
    }
}
