package dev.firebreak.app.sinkhole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsAnswersTest {

    private static final String KILL = "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.";
    private static final Instant NOW = Instant.parse("2017-05-14T09:00:00Z");

    private static DnsAnswers answers(String... addresses) throws IOException {
        List<InetAddress> all = new java.util.ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return new DnsAnswers(new ShippedKnowledge().indicators(), all, NetworkSegments.usual(), () -> NOW);
    }

    private static InetAddress source() throws IOException {
        return InetAddress.getByName("10.1.2.3");
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # name                                               | type | rcode   | answer                       | AA    | logged
        iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.       | A    | NOERROR | 192.0.2.7                    | true  | true
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | A    | NOERROR | 192.0.2.7                    | true  | true
        WWW.IUQERFSODP9IFJAPOSDFJHGOSURIJFAEWRWERGWEA.COM.   | A    | NOERROR | 192.0.2.7                    | true  | true
        a.b.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | A    | NOERROR | 192.0.2.7                    | true  | true
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | AAAA | NOERROR |                              | true  | true
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | MX   | NOERROR |                              | true  | true
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | TXT  | NOERROR |                              | true  | true
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | ANY  | NOERROR | 192.0.2.7                    | true  | true
        iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.       | NS   | NOERROR | ns.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com. | true | true
        www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.   | NS   | NOERROR |                              | true  | true
        iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.       | AXFR | REFUSED |                              | false | false
        notiuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com.    | A    | REFUSED |                              | false | false
        com.                                                 | A    | REFUSED |                              | false | false
        .                                                    | NS   | REFUSED |                              | false | false
        www.example.com.                                     | A    | REFUSED |                              | false | false
        """)
    void only_names_of_indicators_are_answered(
            String name, String type, String rcode, String answer, boolean authoritative, boolean logged)
            throws IOException {
        DnsAnswers.Reply reply =
                answers("192.0.2.7").answer(query(name, Type.value(type)).toWire(), source(), false);
        var message = new Message(reply.wire());
        assertThat(Rcode.string(message.getRcode())).isEqualTo(rcode);
        assertThat(message.getHeader().getFlag(Flags.AA)).isEqualTo(authoritative);
        assertThat(message.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(message.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(message.getSection(Section.ANSWER).stream().map(Record::rdataToString))
                .isEqualTo(answer == null ? List.of() : List.of(answer));
        // No answer of ours without data lacks the record that says for how long that holds (RFC 2308).
        assertThat(message.getSection(Section.AUTHORITY).stream().map(Record::getType))
                .isEqualTo(answer == null && authoritative ? List.of(Type.SOA) : List.of());
        assertThat(reply.call() != null).isEqualTo(logged);
        if (logged) {
            assertThat(reply.call().name() + ".").isEqualTo(name);
            assertThat(reply.call().source()).isEqualTo("10.1.2.3");
            assertThat(reply.call().segment()).isEqualTo("10.1.2.0/24");
            assertThat(reply.call().indicator()).isEqualTo("wannacry-killswitch");
        }
    }

    @Test
    void both_families_are_answered_where_both_are_given() throws IOException {
        var message = new Message(answers("192.0.2.7", "2001:db8::7")
                .answer(query(KILL, Type.AAAA).toWire(), source(), false)
                .wire());
        assertThat(message.getSection(Section.ANSWER).getFirst().rdataToString())
                .isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # recursion desired | EDNS  | DNSSEC | looks like a resolver
        true                | false | false  | false
        false               | false | false  | true
        true                | true  | false  | false
        true                | true  | true   | true
        """)
    void a_resolver_is_recognised_by_how_it_asks(boolean rd, boolean edns, boolean dnssec, boolean resolver)
            throws IOException {
        Message query = query(KILL, Type.A);
        if (!rd) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        if (edns) {
            query.addRecord(new OPTRecord(1232, 0, 0, dnssec ? 0x8000 : 0), Section.ADDITIONAL);
        }
        var call = answers("192.0.2.7").answer(query.toWire(), source(), true).call();
        assertThat(call.request()).isEqualTo(new SinkholeCall.Dns("A", "tcp", resolver));
    }

    @Test
    void other_classes_opcodes_and_versions_are_refused_and_answers_never_answered() throws IOException {
        DnsAnswers answers = answers("192.0.2.7");
        Message chaos = Message.newQuery(Record.newRecord(Name.fromString(KILL), Type.A, DClass.CH));
        assertThat(new Message(answers.answer(chaos.toWire(), source(), false).wire()).getRcode())
                .isEqualTo(Rcode.REFUSED);
        Message update = query(KILL, Type.A);
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(new Message(answers.answer(update.toWire(), source(), false).wire()).getRcode())
                .isEqualTo(Rcode.NOTIMP);
        Message version = query(KILL, Type.A);
        version.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertThat(new Message(answers.answer(version.toWire(), source(), false).wire()).getRcode())
                .isEqualTo(Rcode.BADVERS);
        Message response = query(KILL, Type.A);
        response.getHeader().setFlag(Flags.QR);
        assertThat(answers.answer(response.toWire(), source(), false)).isEqualTo(DnsAnswers.Reply.NONE);
        Message two = query(KILL, Type.A);
        two.addRecord(Record.newRecord(Name.fromString("a."), Type.A, DClass.IN), Section.QUESTION);
        assertThat(new Message(answers.answer(two.toWire(), source(), false).wire()).getRcode())
                .isEqualTo(Rcode.FORMERR);
    }

    @Test
    void an_answer_is_at_most_three_times_its_query() throws IOException {
        DnsAnswers answers = answers("192.0.2.7", "2001:db8::7");
        for (String name : List.of(KILL, "www." + KILL, "x".repeat(63) + "." + "y".repeat(63) + "." + KILL)) {
            for (int type : new int[] {Type.A, Type.AAAA, Type.ANY, Type.SOA, Type.NS, Type.MX, Type.TXT, Type.RRSIG}) {
                byte[] query = query(name, type).toWire();
                byte[] answer = answers.answer(query, source(), false).wire();
                assertThat(answer.length).isLessThanOrEqualTo(3 * query.length).isLessThanOrEqualTo(512);
            }
        }
    }

    @Test
    void a_source_over_the_limit_gets_truncated_answers() throws IOException {
        byte[] query = query(KILL, Type.A).toWire();
        var cut = new Message(DnsAnswers.truncated(
                answers("192.0.2.7").answer(query, source(), false).wire()));
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.getQuestion().getName().toString()).isEqualTo(KILL);
        assertThat(cut.getSection(Section.ANSWER)).isEmpty();
        var limiter = new SourceLimiter(100);
        int allowed = 0;
        for (int i = 0; i < 1000; i++) {
            allowed += limiter.allows(source(), 1) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(200);
        assertThat(limiter.refused()).isEqualTo(800);
        assertThat(limiter.allows(source(), 10_000_001)).isTrue();
        assertThat(limiter.allows(InetAddress.getByName("10.1.2.4"), 1)).isTrue();
    }

    @Test
    void no_bytes_harm_it() throws IOException {
        DnsAnswers answers = answers("192.0.2.7");
        var random = new Random(20170512);
        byte[] whole = query("www." + KILL, Type.A).toWire();
        // A name that points at itself, one that points on, and one that ends in the middle.
        for (String hex : List.of("c00c", "c00e", "c0ff", "3f61", "40", "ffff", "00")) {
            byte[] loop = java.util.Arrays.copyOf(whole, 12 + hex.length() / 2 + 4);
            System.arraycopy(java.util.HexFormat.of().parseHex(hex), 0, loop, 12, hex.length() / 2);
            answers.answer(loop, source(), false);
        }
        for (int i = 0; i < 15_000; i++) {
            byte[] query = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 40));
            for (int flips = random.nextInt(6); flips > 0 && query.length > 0; flips--) {
                query[random.nextInt(query.length)] = (byte) random.nextInt(256);
            }
            DnsAnswers.Reply reply = answers.answer(query, source(), random.nextBoolean());
            if (reply.call() != null) {
                byte[] line = CallLines.line(reply.call());
                assertThat(CallLines.read(line, 0, line.length - 1)).contains(reply.call());
                assertThat(new String(line, java.nio.charset.StandardCharsets.US_ASCII).indexOf('\n'))
                        .isEqualTo(line.length - 1);
            }
        }
    }
}
