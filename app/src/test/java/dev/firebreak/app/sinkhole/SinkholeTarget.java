package dev.firebreak.app.sinkhole;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.watch.Indicators;
import dev.firebreak.core.watch.killswitch.SeenProbe;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * What callers send to the sinkhole: a byte that chooses DNS over UDP, DNS over TCP or HTTP, then the message. Every answer has the form of
 * its protocol and is no longer than the caller may be sent; DNS tells addresses only of names of indicators; nothing of a request gets into the
 * head of an answer but a nonce.
 */
public final class SinkholeTarget implements FuzzTarget {

    private static final Instant NOW = Instant.parse("2017-05-14T09:00:00Z");
    private static final InstantSource CLOCK = () -> NOW;
    private static final int LARGEST_UDP = 1232;

    private final InetAddress source;
    private final Indicators indicators = new ShippedKnowledge().indicators();
    private final DnsAnswers dns;
    private final HttpAnswers http;

    public SinkholeTarget() {
        try {
            source = InetAddress.getByName("10.1.2.3");
            dns = new DnsAnswers(
                    indicators,
                    List.of(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::7")),
                    NetworkSegments.usual(),
                    CLOCK);
            http = new HttpAnswers(indicators, NetworkSegments.usual(), CLOCK);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "sinkhole";
    }

    @Override
    public List<byte[]> seeds() {
        byte[] question = HexFormat.of()
                .parseHex("0012340100000100000000000103777777"
                        + "29"
                        + HexFormat.of().formatHex("iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea".getBytes(US_ASCII))
                        + "03636f6d0000010001" + "00002904d0000080000000");
        byte[] tcp = question.clone();
        tcp[0] = 1;
        return List.of(
                question,
                tcp,
                ("\2GET /a HTTP/1.1\r\nHost: www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com:80\r\n"
                                + "User-Agent: Firebreak-Probe/1 (nonce=0123456789abcdef0123456789abcdef)\r\nVia: 1.1 p\r\n\r\n")
                        .getBytes(ISO_8859_1),
                "\2HEAD http://a.example/x HTTP/1.0\nX-Forwarded-For: 10.0.0.1\n\n".getBytes(ISO_8859_1));
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] message = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0] % 3) {
            case 0 -> dns(message, false);
            case 1 -> dns(message, true);
            default -> http(message);
        }
    }

    private void dns(byte[] query, boolean tcp) throws IOException {
        DnsAnswers.Reply reply = dns.answer(query, source, tcp);
        if (reply.wire() == null) {
            Law.holds(reply.call() == null, "what is not answered is no call");
            return;
        }
        Law.holds(tcp || reply.wire().length <= LARGEST_UDP, "an answer over UDP is short");
        var answer = new Message(reply.wire());
        Law.holds(answer.getHeader().getFlag(Flags.QR), "an answer says that it is one");
        Law.holds(
                reply.wire()[0] == query[0] && reply.wire()[1] == query[1], "an answer has the number of its question");
        boolean hasAnswer = !answer.getSection(Section.ANSWER).isEmpty();
        Law.holds(!hasAnswer || reply.call() != null, "only calls of indicators' names get an address");
        if (reply.call() != null) {
            Law.holds(answer.getRcode() == Rcode.NOERROR, "a name of an indicator exists");
            Law.holds(indicators.ofDomain(reply.call().name()).isPresent(), "a call is of an indicator's name");
        }
        DnsAnswers.truncated(reply.wire());
    }

    private void http(byte[] request) throws IOException {
        int end = HttpHead.end(request, 0);
        int found = -1;
        // The same byte by byte, as from a caller that is slow.
        for (int have = 1; have <= request.length && found < 0; have++) {
            found = HttpHead.end(Arrays.copyOf(request, have), have - 1);
        }
        Law.same(end, found, "the end of a head does not depend on the pieces in which it comes");
        HttpHead head = HttpHead.parse(request, end < 0 ? request.length : end);
        SinkholeCall call = http.call(head, source);
        String answer = new String(http.answer(head, call), ISO_8859_1);
        String top = answer.substring(0, answer.indexOf("\r\n\r\n"));
        Law.holds(
                top.lines().count()
                        == (call.nonce() == null
                                        && SeenProbe.asked(head.target()).isEmpty()
                                ? 7
                                : 8),
                "a request adds no line to the head of its answer");
        Law.holds(
                head.target().length() <= 1024 && head.host().length() <= 255,
                "what is logged of a request is bounded");
        byte[] line = CallLines.line(call);
        Law.holds(indexOf(line, '\n') == line.length - 1, "a call is one line of the log");
        Law.same(call, CallLines.read(line, 0, line.length - 1).orElse(null), "a call is read as it was logged");
    }

    private static int indexOf(byte[] bytes, char what) {
        int at = 0;
        while (at < bytes.length && bytes[at] != what) {
            at++;
        }
        return at;
    }
}
