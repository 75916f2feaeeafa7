package dev.firebreak.app.capture.net;

import static dev.firebreak.app.capture.net.Bytes.u16;
import static dev.firebreak.app.capture.net.Bytes.u8;

/**
 * Where an Ethernet frame lies in what carries it: the overlays of virtual machines (VXLAN, RFC 7348; GENEVE, RFC 8926) and the mirror ports
 * of switches that send copies to another place (ERSPAN).
 */
final class Encapsulation {

    private static final int ETHERNET_IN_GRE = 0x6558;
    private static final int ERSPAN = 0x88BE;
    private static final int ERSPAN_3 = 0x22EB;
    private static final int HAS_SEQUENCE = 0x1000;

    private static final int VXLAN = 4789;
    /** The port that Linux used before the standard had one. */
    private static final int VXLAN_OLD = 8472;

    private static final int GENEVE = 6081;
    private static final int UDP_HEADER = 8;

    private Encapsulation() {}

    /** The frame behind a header of GRE; -1 where there is none. */
    static int frameInTunnel(int type, int flags, int from) {
        return switch (type) {
            case ETHERNET_IN_GRE -> from;
            // Only the first version has no sequence number, and no header of its own.
            case ERSPAN -> (flags & HAS_SEQUENCE) == 0 ? from : from + 8;
            case ERSPAN_3 -> from + 12;
            default -> -1;
        };
    }

    /** The frame in a UDP datagram; -1 where there is none. */
    static int frameInDatagram(byte[] b, int udp, int end) {
        int port = u16(b, udp + 2);
        int from = udp + UDP_HEADER;
        if ((port != VXLAN && port != VXLAN_OLD && port != GENEVE) || end - from < 8) {
            return -1;
        }
        if (port == GENEVE) {
            boolean isEthernet = u8(b, from) >> 6 == 0 && u16(b, from + 2) == ETHERNET_IN_GRE;
            return isEthernet ? from + 8 + (b[from] & 0x3F) * 4 : -1;
        }
        // The flag that says that the network's number counts.
        return (b[from] & 0x08) != 0 ? from + 8 : -1;
    }

    /** Whether the type of what follows stands in a SNAP header. */
    static boolean isSnap(byte[] b, int from) {
        return u16(b, from) == 0xAAAA && u8(b, from + 2) == 3 && u16(b, from + 3) == 0 && u8(b, from + 5) == 0;
    }
}
