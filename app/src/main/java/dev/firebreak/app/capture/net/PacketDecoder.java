package dev.firebreak.app.capture.net;

import static dev.firebreak.app.capture.net.Bytes.i32;
import static dev.firebreak.app.capture.net.Bytes.i64;
import static dev.firebreak.app.capture.net.Bytes.u16;
import static dev.firebreak.app.capture.net.Bytes.u8;

import dev.firebreak.core.text.Text;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes packets apart: link (Ethernet with VLAN tags, MPLS and PPPoE, raw IP, Linux cooked, loopback, PPP), IPv4 and IPv6 with extension
 * headers and fragments, tunnels of IP in IP and GRE, frames in tunnels, UDP, ICMP and TCP. A packet that contradicts itself is passed over.
 */
public final class PacketDecoder {

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int VLAN = 0x8100;
    private static final int VLAN_OUTER = 0x88A8;
    private static final int VLAN_OLD = 0x9100;
    private static final int MPLS = 0x8847;
    private static final int PPPOE = 0x8864;

    private static final int IP_IN_IP = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int AUTHENTICATION = 51;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    /** Tags, labels, headers and tunnels in one packet; real ones have less than ten. */
    private static final int MAX_LAYERS = 24;

    private final TrafficSink sink;
    private final ConnectionTable connections;
    private final FragmentTable fragments = new FragmentTable();
    private final Set<Integer> unknownLinks = new HashSet<>();

    // The packet at hand: fields, for a packet a second costs nothing and a million of them do.
    private long nanos;
    private int layers;
    private long srcHigh;
    private long srcLow;
    private long dstHigh;
    private long dstLow;

    public PacketDecoder(TrafficSink sink) {
        this.sink = sink;
        this.connections = new ConnectionTable(sink);
    }

    /** Nothing more comes: attempts without an answer are told, and what waits for missing segments is read. */
    public void end() {
        connections.end();
    }

    /** A packet with its link's header. */
    public void packet(long time, int linkType, byte[] b, int from, int length) {
        nanos = time;
        layers = 0;
        connections.tick(time);
        int end = from + length;
        switch (linkType) {
            case 0, 108 -> loopback(b, from, end);
            case 1 -> ethernet(b, from, end);
            case 9 -> {
                if (length >= 4) {
                    ppp(b, from + (u16(b, from) == 0xFF03 ? 2 : 0), end);
                }
            }
            case 12, 14, 101, 228, 229 -> ip(b, from, end);
            case 113 -> {
                if (length >= 16) {
                    network(u16(b, from + 14), b, from + 16, end);
                }
            }
            case 276 -> {
                if (length >= 20) {
                    network(u16(b, from), b, from + 20, end);
                }
            }
            default -> {
                if (unknownLinks.size() < 16 && unknownLinks.add(linkType)) {
                    sink.problem(
                            Text.format("packets of link type %d are not read", "リンクタイプ %d のパケットは読み取れません", linkType));
                }
            }
        }
    }

    /** An address family in the byte order of the machine that captured, or of the network; the version tells more surely. */
    private void loopback(byte[] b, int from, int end) {
        if (end - from > 4) {
            ip(b, from + 4, end);
        }
    }

    private void ppp(byte[] b, int from, int end) {
        if (end - from < 2) {
            return;
        }
        int protocol = u16(b, from);
        if (protocol == 0x0021 || protocol == 0x0057) {
            ip(b, from + 2, end);
        }
    }

    private void network(int first, byte[] b, int first0, int end) {
        int type = first;
        int from = first0;
        while (layers++ < MAX_LAYERS) {
            switch (type) {
                case IPV4, IPV6 -> {
                    ip(b, from, end);
                    return;
                }
                case VLAN, VLAN_OUTER, VLAN_OLD -> {
                    if (end - from < 4) {
                        return;
                    }
                    type = u16(b, from + 2);
                    from += 4;
                }
                case MPLS -> {
                    if (end - from < 5) {
                        return;
                    }
                    boolean isBottom = (b[from + 2] & 1) != 0;
                    from += 4;
                    if (isBottom) {
                        ip(b, from, end);
                        return;
                    }
                }
                case PPPOE -> {
                    ppp(b, from + 6, end);
                    return;
                }
                default -> {
                    // A length instead of a type: the type follows in a SNAP header (IEEE 802).
                    if (type > 1500 || end - from < 8 || !Encapsulation.isSnap(b, from)) {
                        return;
                    }
                    type = u16(b, from + 6);
                    from += 8;
                }
            }
        }
    }

    private void ip(byte[] b, int from, int end) {
        if (from < end && layers++ < MAX_LAYERS) {
            int version = u8(b, from) >> 4;
            if (version == 4) {
                ipv4(b, from, end);
            } else if (version == 6) {
                ipv6(b, from, end);
            }
        }
    }

    private void ipv4(byte[] b, int from, int end) {
        int header = (b[from] & 0x0F) * 4;
        if (end - from < 20 || header < 20 || end - from < header) {
            return;
        }
        int total = u16(b, from + 2);
        // Zero: the card cuts the segment later (segmentation offload), so the capture has it whole.
        int wireEnd = total == 0 ? end : from + total;
        if (total != 0 && total < header) {
            return;
        }
        srcHigh = 0;
        srcLow = IpAddress.MAPPED | (i32(b, from + 12) & 0xFFFF_FFFFL);
        dstHigh = 0;
        dstLow = IpAddress.MAPPED | (i32(b, from + 16) & 0xFFFF_FFFFL);
        int capturedEnd = Math.min(end, wireEnd);
        int fragment = u16(b, from + 6);
        int protocol = u8(b, from + 9);
        if ((fragment & 0x3FFF) != 0) {
            fragment(
                    protocol,
                    u16(b, from + 4),
                    (fragment & 0x1FFF) * 8,
                    (fragment & 0x2000) == 0,
                    b,
                    from + header,
                    capturedEnd,
                    wireEnd);
            return;
        }
        transport(protocol, b, from + header, capturedEnd, wireEnd);
    }

    private void ipv6(byte[] b, int from, int end) {
        if (end - from < 40) {
            return;
        }
        int payload = u16(b, from + 4);
        int wireEnd = payload == 0 ? end : from + 40 + payload;
        int capturedEnd = Math.min(end, wireEnd);
        srcHigh = i64(b, from + 8);
        srcLow = i64(b, from + 16);
        dstHigh = i64(b, from + 24);
        dstLow = i64(b, from + 32);
        int next = u8(b, from + 6);
        int at = from + 40;
        while (layers++ < MAX_LAYERS) {
            switch (next) {
                case 0, 43, 60, 135, 139, 140 -> {
                    if (capturedEnd - at < 8) {
                        return;
                    }
                    next = u8(b, at);
                    at += (u8(b, at + 1) + 1) * 8;
                }
                case AUTHENTICATION -> {
                    if (capturedEnd - at < 8) {
                        return;
                    }
                    next = u8(b, at);
                    at += (u8(b, at + 1) + 2) * 4;
                }
                case 44 -> {
                    if (capturedEnd - at < 8) {
                        return;
                    }
                    int inner = u8(b, at);
                    int fragment = u16(b, at + 2);
                    if ((fragment & 0xFFF9) != 0) {
                        boolean isLast = (fragment & 1) == 0;
                        fragment(inner, i32(b, at + 4), fragment & 0xFFF8, isLast, b, at + 8, capturedEnd, wireEnd);
                        return;
                    }
                    next = inner;
                    at += 8;
                }
                default -> {
                    transport(next, b, at, capturedEnd, wireEnd);
                    return;
                }
            }
        }
    }

    private void fragment(int protocol, int id, int offset, boolean isLast, byte[] b, int from, int end, int wireEnd) {
        // A fragment that the snapshot length cut cannot be put together.
        if (end < wireEnd || end <= from) {
            return;
        }
        var key = new FragmentTable.Key(srcHigh, srcLow, dstHigh, dstLow, protocol, id);
        byte[] whole = fragments.add(key, offset, isLast, b, from, end - from);
        if (whole != null) {
            transport(protocol, whole, 0, whole.length, whole.length);
        }
    }

    private void transport(int protocol, byte[] b, int from, int end, int wireEnd) {
        switch (protocol) {
            case TCP -> tcp(b, from, end, wireEnd);
            case UDP -> udp(b, from, end);
            case ICMP -> {
                // Destination unreachable, with the header of what did not arrive.
                if (end - from >= 8 && u8(b, from) == 3) {
                    unreachable(b, from + 8, end);
                }
            }
            case ICMPV6 -> {
                if (end - from >= 8 && u8(b, from) == 1) {
                    unreachable(b, from + 8, end);
                }
            }
            case IP_IN_IP, IPV6_IN_IP -> ip(b, from, end);
            case GRE -> gre(b, from, end);
            default -> {
                // Nothing of ours travels in it.
            }
        }
    }

    private void tcp(byte[] b, int from, int end, int wireEnd) {
        if (end - from < 20) {
            return;
        }
        int header = (u8(b, from + 12) >> 4) * 4;
        if (header < 20 || wireEnd - from < header) {
            return;
        }
        int data = Math.min(from + header, end);
        connections.segment(
                nanos,
                srcHigh,
                srcLow,
                dstHigh,
                dstLow,
                b,
                from,
                data,
                Math.max(0, end - data),
                Math.max(end - data, wireEnd - from - header));
    }

    private void udp(byte[] b, int from, int end) {
        if (end - from > 8) {
            int length = u16(b, from + 4);
            int last = length > 8 ? Math.min(end, from + length) : end;
            int frame = Encapsulation.frameInDatagram(b, from, last);
            if (frame >= 0) {
                ethernet(b, frame, last);
                return;
            }
            sink.datagram(
                    nanos,
                    new TrafficSink.UdpEnds(srcHigh, srcLow, u16(b, from), dstHigh, dstLow, u16(b, from + 2)),
                    b,
                    from + 8,
                    last - from - 8);
        }
    }

    private void gre(byte[] b, int from, int end) {
        if (end - from < 4) {
            return;
        }
        int flags = u16(b, from);
        int header =
                4 + ((flags & 0xC000) != 0 ? 4 : 0) + ((flags & 0x2000) != 0 ? 4 : 0) + ((flags & 0x1000) != 0 ? 4 : 0);
        int type = u16(b, from + 2);
        if ((flags & 7) == 0 && end - from > header) {
            int frame = Encapsulation.frameInTunnel(type, flags, from + header);
            if (frame >= 0) {
                ethernet(b, frame, end);
            } else {
                network(type, b, from + header, end);
            }
        }
    }

    private void ethernet(byte[] b, int from, int end) {
        if (end - from >= 14) {
            network(u16(b, from + 12), b, from + 14, end);
        }
    }

    private void unreachable(byte[] b, int from, int end) {
        if (end - from < 1) {
            return;
        }
        if (u8(b, from) >> 4 == 4 && end - from >= 20) {
            int tcp = from + (b[from] & 0x0F) * 4;
            if (u8(b, from + 9) == TCP && end - tcp >= 4) {
                connections.unreachable(
                        nanos,
                        0,
                        IpAddress.MAPPED | (i32(b, from + 12) & 0xFFFF_FFFFL),
                        u16(b, tcp),
                        0,
                        IpAddress.MAPPED | (i32(b, from + 16) & 0xFFFF_FFFFL),
                        u16(b, tcp + 2));
            }
        } else if (u8(b, from) >> 4 == 6 && end - from >= 44 && u8(b, from + 6) == TCP) {
            connections.unreachable(
                    nanos,
                    i64(b, from + 8),
                    i64(b, from + 16),
                    u16(b, from + 40),
                    i64(b, from + 24),
                    i64(b, from + 32),
                    u16(b, from + 42));
        }
    }
}
