package dev.firebreak.app.probe.killswitch;

import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import dev.firebreak.core.watch.killswitch.DnsObservation.RecordType;
import dev.firebreak.core.watch.killswitch.DnsObservation.Transport;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One question to one resolver, over our own socket, so that each way to fail stays apart: silence, reset, code, nonsense. */
final class DnsQuestion {

    static final int PORT = 53;

    private static final int TRIES = 2;
    private static final int MAX_BYTES = 65_535;
    private static final int MAX_ALIASES = 16;
    private static final int MAX_ADDRESSES = 16;

    private final HostAndPort resolver;
    private final ProbeTimes times;

    DnsQuestion(HostAndPort resolver, ProbeTimes times) {
        this.resolver = resolver;
        this.times = times;
    }

    /** Whether DNS can be asked for it at all: labels of at most 63 bytes, 255 in all. */
    static boolean isName(String host) {
        try {
            Name name = Name.fromString(host, Name.root);
            return name.labels() > 2;
        } catch (TextParseException e) {
            return false;
        }
    }

    DnsObservation ask(String host, RecordType type, Transport transport) {
        try {
            Message query = Message.newQuery(Record.newRecord(
                    Name.fromString(host, Name.root), type == RecordType.A ? Type.A : Type.AAAA, DClass.IN));
            Message answer = transport == Transport.UDP ? udp(query) : tcp(query);
            return answer == null
                    ? observed(transport, type, Outcome.MALFORMED, List.of())
                    : read(query, answer, transport, type);
        } catch (IOException e) {
            return observed(transport, type, outcome(e), List.of());
        }
    }

    private DnsObservation observed(Transport transport, RecordType type, Outcome outcome, List<String> addresses) {
        return new DnsObservation(resolver.shown(PORT), transport, type, outcome, addresses);
    }

    private static Outcome outcome(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> Outcome.TIMEOUT;
            case PortUnreachableException _, NoRouteToHostException _, ConnectException _ -> Outcome.UNREACHABLE;
            case EOFException _ -> Outcome.MALFORMED;
            case SocketException s
            when String.valueOf(s.getMessage()).toLowerCase(Locale.ROOT).contains("unreachable") -> Outcome.UNREACHABLE;
            case SocketException s
            when String.valueOf(s.getMessage()).toLowerCase(Locale.ROOT).contains("reset") -> Outcome.MALFORMED;
            default -> Outcome.FAILED;
        };
    }

    /** The answer; null where what came back is none. Datagrams that do not belong to the question are passed over. */
    private @Nullable Message udp(Message query) throws IOException {
        byte[] bytes = query.toWire();
        InetSocketAddress to = resolver.socketAddress();
        try (var socket = new DatagramSocket()) {
            socket.connect(to);
            for (int i = 1; ; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length));
                try {
                    return receive(socket, query);
                } catch (SocketTimeoutException e) {
                    if (i == TRIES) {
                        throw e;
                    }
                }
            }
        }
    }

    private @Nullable Message receive(DatagramSocket socket, Message query) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(times.dnsMillis());
        boolean nonsense = false;
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                if (nonsense) {
                    return null;
                }
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            var packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException _) {
                continue;
            }
            Message answer = parsed(packet.getData(), packet.getLength(), query);
            if (answer != null) {
                return answer;
            }
            nonsense = true;
        }
    }

    private @Nullable Message tcp(Message query) throws IOException {
        byte[] bytes = query.toWire();
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(resolver.socketAddress(), times.dnsMillis());
            OutputStream out = socket.getOutputStream();
            byte[] framed = new byte[bytes.length + 2];
            framed[0] = (byte) (bytes.length >> 8);
            framed[1] = (byte) bytes.length;
            System.arraycopy(bytes, 0, framed, 2, bytes.length);
            out.write(framed);
            var in = new DataInputStream(new TimedInput(socket, times.dnsMillis()));
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return parsed(answer, answer.length, query);
        }
    }

    private static @Nullable Message parsed(byte[] bytes, int length, Message query) {
        byte[] exact = java.util.Arrays.copyOf(bytes, length);
        try {
            var answer = new Message(exact);
            boolean ours = answer.getHeader().getID() == query.getHeader().getID()
                    && answer.getHeader().getFlag(Flags.QR)
                    && query.getQuestion().equals(answer.getQuestion());
            return ours ? answer : null;
        } catch (IOException | RuntimeException _) {
            // Bytes from the network: whatever the library makes of them is no fault of ours.
            return null;
        }
    }

    private DnsObservation read(Message query, Message answer, Transport transport, RecordType type) {
        if (answer.getHeader().getFlag(Flags.TC)) {
            return observed(
                    transport, type, transport == Transport.UDP ? Outcome.TRUNCATED : Outcome.MALFORMED, List.of());
        }
        int code = answer.getHeader().getRcode();
        if (code != Rcode.NOERROR) {
            Outcome outcome = switch (code) {
                case Rcode.NXDOMAIN -> Outcome.NXDOMAIN;
                case Rcode.SERVFAIL -> Outcome.SERVFAIL;
                case Rcode.REFUSED -> Outcome.REFUSED;
                default -> Outcome.OTHER_CODE;
            };
            return observed(transport, type, outcome, List.of());
        }
        List<String> addresses = addresses(query.getQuestion().getName(), answer, type);
        return observed(transport, type, addresses.isEmpty() ? Outcome.NO_DATA : Outcome.ADDRESS, addresses);
    }

    /** Addresses of the name and of those it is an alias of, as far as this answer holds them. */
    private static List<String> addresses(Name asked, Message answer, RecordType type) {
        Name name = asked;
        for (int i = 0; i < MAX_ALIASES; i++) {
            List<String> addresses = new ArrayList<>();
            Name alias = null;
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (!record.getName().equals(name)) {
                    continue;
                }
                switch (record) {
                    case ARecord a
                    when type == RecordType.A -> addresses.add(a.getAddress().getHostAddress());
                    case AAAARecord a
                    when type == RecordType.AAAA -> addresses.add(a.getAddress().getHostAddress());
                    case CNAMERecord c -> alias = c.getTarget();
                    default -> {
                        // A record that nobody asked for.
                    }
                }
            }
            if (!addresses.isEmpty() || alias == null) {
                return addresses.stream().distinct().limit(MAX_ADDRESSES).toList();
            }
            name = alias;
        }
        return List.of();
    }
}
