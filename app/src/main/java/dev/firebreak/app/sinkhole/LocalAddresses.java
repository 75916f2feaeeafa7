package dev.firebreak.app.sinkhole;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** By which address of this machine others reach it. */
public final class LocalAddresses {

    private LocalAddresses() {}

    /** The addresses of listeners that are bound to one of their own; where all are bound to any, the first of this machine. */
    static List<InetAddress> of(List<InetSocketAddress> bound) {
        List<InetAddress> own = new ArrayList<>(bound.stream()
                .map(InetSocketAddress::getAddress)
                .filter(address -> !address.isAnyLocalAddress())
                .distinct()
                .toList());
        if (own.isEmpty()) {
            first().ifPresent(own::add);
        }
        return own;
    }

    /** The first IPv4 address of this machine that others can reach. */
    public static Optional<InetAddress> first() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(card -> Collections.list(card.getInetAddresses()).stream())
                    .filter(address -> address instanceof Inet4Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
