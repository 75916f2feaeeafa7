package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.killswitch.ProbeNonce;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What the sinkhole answers to a query: with authority for the domains of the indicators and every name below them, and refused for all others
 * (RFC 1034, RFC 2308, RFC 6891, RFC 8482). It asks nobody, and no answer is much larger than its query.
 */
final class DnsAnswers {

    /** Seconds; short, so that a caller comes back and is seen again. */
    private static final int TTL = 60;

    private static final int SMALLEST_UDP = 512;
    private static final int LARGEST_UDP = 1232;
    private static final int HEADER = 12;
    private static final int DNSSEC_OK = 0x8000;
    private static final Name HOSTMASTER = Name.fromConstantString("hostmaster");
    private static final Name NAME_SERVER = Name.fromConstantString("ns");

    private final Indicators indicators;
    private final List<InetAddress> addresses;
    private final NetworkSegments segments;
    private final InstantSource clock;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();

    /** @param addresses that the names have here, IPv4 and IPv6 */
    DnsAnswers(Indicators indicators, List<InetAddress> addresses, NetworkSegments segments, InstantSource clock) {
        this.indicators = indicators;
        this.addresses = List.copyOf(addresses);
        this.segments = segments;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param wire the message; null where nothing is sent
     * @param call what the log keeps first; null for queries of no indicator, which are only counted
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(byte @Nullable [] wire, @Nullable SinkholeCall call) {
        static final Reply NONE = new Reply(null, null);
    }

    /** The answer to a message from a source. Any bytes may come. */
    Reply answer(byte[] query, InetAddress source, boolean tcp) {
        Header header;
        try {
            header = new Header(query);
        } catch (IOException e) {
            malformed.incrementAndGet();
            return Reply.NONE;
        }
        if (header.getFlag(Flags.QR)) {
            // Two servers that answer each other's answers never stop.
            malformed.incrementAndGet();
            return Reply.NONE;
        }
        if (header.getOpcode() != Opcode.QUERY) {
            refused.incrementAndGet();
            return new Reply(bare(header, Rcode.NOTIMP), null);
        }
        Message message;
        try {
            message = new Message(query);
        } catch (IOException | RuntimeException e) {
            // The library throws more than it declares for bytes that are no message.
            malformed.incrementAndGet();
            return new Reply(bare(header, Rcode.FORMERR), null);
        }
        Record question = message.getQuestion();
        if (question == null
                || header.getCount(Section.QUESTION) != 1
                || header.getCount(Section.ANSWER) != 0
                || header.getCount(Section.AUTHORITY) != 0) {
            malformed.incrementAndGet();
            return new Reply(bare(header, Rcode.FORMERR), null);
        }
        return answer(message, question, source, tcp);
    }

    private Reply answer(Message query, Record question, InetAddress source, boolean tcp) {
        Message reply = reply(query, question);
        OPTRecord edns = query.getOPT();
        if (edns != null && edns.getVersion() > 0) {
            refused.incrementAndGet();
            reply.addRecord(new OPTRecord(LARGEST_UDP, Rcode.BADVERS >> 4, 0), Section.ADDITIONAL);
            // The code is larger than the header's four bits, which stay 0; the rest is in the OPT record (RFC 6891
            // 6.1.3).
            reply.getHeader().setRcode(0);
            return new Reply(wire(reply, edns, tcp), null);
        }
        if (edns != null) {
            reply.addRecord(new OPTRecord(LARGEST_UDP, 0, 0), Section.ADDITIONAL);
        }
        String name = question.getName().toString(true);
        Optional<Indicator> found = indicators.ofDomain(name);
        boolean isTransfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
        if (found.isEmpty() || question.getDClass() != DClass.IN || isTransfer) {
            refused.incrementAndGet();
            reply.getHeader().setRcode(Rcode.REFUSED);
            return new Reply(wire(reply, edns, tcp), null);
        }
        fill(reply, question, found.get());
        // Machines ask for recursion and, up to Windows 10, without EDNS; resolvers ask without, or for DNSSEC.
        boolean isResolver =
                !query.getHeader().getFlag(Flags.RD) || (edns != null && (edns.getFlags() & DNSSEC_OK) != 0);
        var call = new SinkholeCall(
                clock.instant(),
                NetworkSegments.text(source),
                segments.of(source),
                name,
                found.get().id(),
                nonce(question.getName()),
                new SinkholeCall.Dns(Type.string(question.getType()), tcp ? "tcp" : "udp", isResolver));
        return new Reply(wire(reply, edns, tcp), call);
    }

    /** A probe may put its nonce before the name, to see which resolver asks for it. */
    private static @Nullable String nonce(Name name) {
        String first = name.getLabelString(0);
        return ProbeNonce.isNonce(first) ? first : null;
    }

    private void fill(Message reply, Record question, Indicator indicator) {
        reply.getHeader().setFlag(Flags.AA);
        Name asked = question.getName();
        Name apex = new Name(asked, asked.labels() - labels(indicator));
        int type = question.getType();
        boolean isApex = asked.equals(apex);
        if (isApex && type == Type.SOA) {
            reply.addRecord(soa(apex), Section.ANSWER);
        } else if (isApex && type == Type.NS) {
            reply.addRecord(new NSRecord(apex, DClass.IN, TTL, below(NAME_SERVER, apex)), Section.ANSWER);
        } else {
            addresses.forEach(address -> address(reply, asked, type, address));
        }
        if (reply.getSection(Section.ANSWER).isEmpty()) {
            // The name exists, this type of it does not: NXDOMAIN would tell a caller that there is no such name.
            reply.addRecord(soa(apex), Section.AUTHORITY);
        }
    }

    /** ANY gets one set of records (RFC 8482): more would pay whoever forges the source. */
    private static void address(Message reply, Name asked, int type, InetAddress address) {
        if (address instanceof Inet4Address) {
            if (type == Type.A || type == Type.ANY) {
                reply.addRecord(new ARecord(asked, DClass.IN, TTL, address), Section.ANSWER);
            }
        } else if (type == Type.AAAA) {
            reply.addRecord(new AAAARecord(asked, DClass.IN, TTL, address), Section.ANSWER);
        }
    }

    /** With the root's empty one. */
    private static int labels(Indicator indicator) {
        return (int) indicator.value().chars().filter(c -> c == '.').count() + 2;
    }

    private static SOARecord soa(Name apex) {
        return new SOARecord(
                apex, DClass.IN, TTL, below(NAME_SERVER, apex), below(HOSTMASTER, apex), 1, 3600, 600, 86_400, TTL);
    }

    private static Name below(Name label, Name apex) {
        try {
            return Name.concatenate(label, apex);
        } catch (NameTooLongException e) {
            return apex;
        }
    }

    private static Message reply(Message query, Record question) {
        var reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        reply.addRecord(question, Section.QUESTION);
        return reply;
    }

    private static byte[] wire(Message reply, @Nullable OPTRecord edns, boolean tcp) {
        int most = tcp
                ? Message.MAXLENGTH
                : edns == null ? SMALLEST_UDP : Math.clamp(edns.getPayloadSize(), SMALLEST_UDP, LARGEST_UDP);
        // Where it does not fit, the library sets TC and the caller asks again over TCP.
        return reply.toWire(most);
    }

    /** Only the header, for queries whose question nobody could read. */
    private static byte[] bare(Header query, int rcode) {
        var header = new Header(query.getID());
        header.setFlag(Flags.QR);
        header.setOpcode(query.getOpcode());
        header.setRcode(rcode);
        return header.toWire();
    }

    /** An answer cut to its question, with TC: who is no forgery asks again over TCP. */
    static byte[] truncated(byte[] wire) {
        int end = HEADER;
        while (end < wire.length && wire[end] != 0) {
            end += (wire[end] & 0xFF) + 1;
        }
        byte[] cut = Arrays.copyOf(wire, Math.min(wire.length, end + 5));
        cut[2] |= 0x02;
        Arrays.fill(cut, 6, HEADER, (byte) 0);
        return cut;
    }

    /** Queries for names of no indicator, and others that are refused. */
    long refused() {
        return refused.get();
    }

    /** Messages that are no queries. */
    long malformed() {
        return malformed.get();
    }
}
