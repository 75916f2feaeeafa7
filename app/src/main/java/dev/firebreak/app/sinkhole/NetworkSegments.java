package dev.firebreak.app.sinkhole;

import dev.firebreak.core.fleet.NetworkAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which segment an address is in: the narrowest network that was named, else its /24 (IPv4) or /64 (IPv6). */
public final class NetworkSegments {

    private static final int USUAL_V4 = 24;
    private static final int USUAL_V6 = 64;

    private final List<Network> named;

    private NetworkSegments(List<Network> named) {
        this.named = named.stream()
                .sorted(Comparator.comparingInt(Network::bits).reversed())
                .toList();
    }

    /** A network by its first address and the length of its prefix. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Network(byte[] first, int bits) {

        boolean holds(byte[] address) {
            return address.length == first.length && Arrays.equals(masked(address, bits), first);
        }

        String text() {
            return NetworkSegments.text(first) + "/" + bits;
        }
    }

    /** Of no named networks. */
    public static NetworkSegments usual() {
        return new NetworkSegments(List.of());
    }

    /** Of networks such as {@code 10.1.2.0/23}; empty where one of the texts is none. */
    public static Optional<NetworkSegments> of(List<String> networks) {
        List<Optional<Network>> read =
                networks.stream().map(NetworkSegments::network).toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(new NetworkSegments(
                        read.stream().map(Optional::orElseThrow).toList()))
                : Optional.empty();
    }

    private static Optional<Network> network(String text) {
        String[] parts = text.strip().split("/", -1);
        String address = parts.length == 2 ? NetworkAddress.normalised(parts[0]) : null;
        if (address == null || !parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        byte[] bytes = bytes(address);
        int bits = Integer.parseInt(parts[1]);
        return bits > bytes.length * Byte.SIZE ? Optional.empty() : Optional.of(new Network(masked(bytes, bits), bits));
    }

    /** The segment of an address. */
    public String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Network network : named) {
            if (network.holds(bytes)) {
                return network.text();
            }
        }
        int bits = bytes.length == 4 ? USUAL_V4 : USUAL_V6;
        return new Network(masked(bytes, bits), bits).text();
    }

    /** An address in its one spelling, without a zone. */
    public static String text(InetAddress address) {
        return text(address.getAddress());
    }

    private static String text(byte[] address) {
        try {
            return Objects.requireNonNull(
                    NetworkAddress.normalised(InetAddress.getByAddress(address).getHostAddress()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // Only for a wrong length.
        }
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // A literal is never looked up.
        }
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
