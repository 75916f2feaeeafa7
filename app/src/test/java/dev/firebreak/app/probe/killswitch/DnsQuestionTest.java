package dev.firebreak.app.probe.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.watch.killswitch.DnsObservation;
import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import dev.firebreak.core.watch.killswitch.DnsObservation.RecordType;
import dev.firebreak.core.watch.killswitch.DnsObservation.Transport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Each way in which a resolver answers, or does not, stays apart; nonsense from the network is nonsense and no more. */
class DnsQuestionTest {

    private static final ProbeTimes SHORT = new ProbeTimes(150, 150, 150);
    private static final String HOST = "www.a.test";

    private final ScriptedNetwork network = new ScriptedNetwork();

    @AfterEach
    void close() {
        network.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        good       | ADDRESS
        alias      | ADDRESS
        loop       | NO_DATA
        empty      | NO_DATA
        aliasOnly  | NO_DATA
        otherName  | NO_DATA
        otherType  | NO_DATA
        nxdomain   | NXDOMAIN
        servfail   | SERVFAIL
        refused    | REFUSED
        notimp     | OTHER_CODE
        junk       | MALFORMED
        short      | MALFORMED
        nothing    | MALFORMED
        query      | MALFORMED
        otherId    | MALFORMED
        otherAsked | MALFORMED
        silent     | TIMEOUT
        """)
    void over_udp_and_tcp(String answer, Outcome expected) throws IOException {
        int port = network.dns(answering(answer), answering(answer));
        DnsObservation udp = ask(port, RecordType.A, Transport.UDP);
        DnsObservation tcp = ask(port, RecordType.A, Transport.TCP);
        assertThat(udp.outcome()).isEqualTo(expected);
        assertThat(tcp.outcome()).isEqualTo(expected);
        if (expected == Outcome.ADDRESS) {
            assertThat(udp.addresses()).containsExactly("10.9.0.80");
        }
        assertThat(udp.resolver()).isEqualTo("127.0.0.1:" + port);
    }

    @Test
    void a_cut_answer_over_udp_is_told_as_such() throws IOException {
        int port = network.dns(answering("cut"), answering("good"));
        assertThat(ask(port, RecordType.A, Transport.UDP).outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(ask(port, RecordType.A, Transport.TCP).outcome()).isEqualTo(Outcome.ADDRESS);
    }

    @Test
    void a_forged_datagram_before_the_answer_is_passed_over() throws IOException {
        boolean[] first = {true};
        int port = network.dns(
                query -> {
                    boolean forge = first[0];
                    first[0] = false;
                    return answering(forge ? "otherId" : "good").apply(query);
                },
                query -> null);
        // The forged one keeps the question waiting until its second try.
        assertThat(ask(port, RecordType.A, Transport.UDP).outcome()).isIn(Outcome.ADDRESS, Outcome.MALFORMED);
    }

    @Test
    void ipv6_addresses_are_asked_for() throws IOException {
        int port = network.dns(answering("six"), answering("six"));
        DnsObservation observation = ask(port, RecordType.AAAA, Transport.UDP);
        assertThat(observation.addresses()).containsExactly("fd00::80");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_closed_port_is_unreachable(Transport transport) throws IOException {
        int port;
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(ask(port, RecordType.A, transport).outcome()).isEqualTo(Outcome.UNREACHABLE);
    }

    /** Answers that are nearly right: whatever the bytes, there is an outcome, in time. */
    @Test
    void mutated_answers_never_throw() throws IOException {
        var random = new Random(20_170_512);
        UnaryOperator<byte[]> mutated = query -> {
            byte[] answer = answering(random.nextBoolean() ? "good" : "alias").apply(query);
            for (int i = random.nextInt(6); i >= 0; i--) {
                // The id stays, or the answer would only be passed over.
                answer[2 + random.nextInt(answer.length - 2)] = (byte) random.nextInt(256);
            }
            return answer;
        };
        int port = network.dns(mutated, mutated);
        var question = new DnsQuestion(new HostAndPort("127.0.0.1", port), new ProbeTimes(3, 50, 50));
        for (int i = 0; i < 300; i++) {
            assertThat(question.ask(HOST, RecordType.A, i % 2 == 0 ? Transport.UDP : Transport.TCP))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"www..test", "www.", "", "a..b.test", "www.\\", "localhost"})
    void what_is_no_name(String host) {
        assertThat(DnsQuestion.isName(host)).isFalse();
    }

    @Test
    void what_is_a_name() {
        assertThat(DnsQuestion.isName(HOST)).isTrue();
        assertThat(DnsQuestion.isName("a".repeat(64) + ".test")).isFalse();
    }

    private static DnsObservation ask(int port, RecordType type, Transport transport) {
        return new DnsQuestion(new HostAndPort("127.0.0.1", port), SHORT).ask(HOST, type, transport);
    }

    private static UnaryOperator<byte[]> answering(String kind) {
        return bytes -> {
            try {
                return answer(kind, new Message(bytes));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static byte[] answer(String kind, Message query) throws IOException {
        Record question = query.getQuestion();
        Name name = question.getName();
        Name alias = Name.fromString("sinkhole.corp.");
        InetAddress good = InetAddress.getByName("10.9.0.80");
        var answer = new Message(
                kind.equals("otherId")
                        ? query.getHeader().getID() ^ 1
                        : query.getHeader().getID());
        if (!kind.equals("query")) {
            answer.getHeader().setFlag(Flags.QR);
        }
        answer.addRecord(
                kind.equals("otherAsked") ? Record.newRecord(alias, question.getType(), DClass.IN) : question,
                Section.QUESTION);
        switch (kind) {
            case "good", "otherId", "otherAsked", "query" ->
                answer.addRecord(new ARecord(name, DClass.IN, 60, good), Section.ANSWER);
            case "six" ->
                answer.addRecord(
                        new AAAARecord(name, DClass.IN, 60, InetAddress.getByName("fd00::80")), Section.ANSWER);
            case "alias" -> {
                answer.addRecord(new CNAMERecord(name, DClass.IN, 60, alias), Section.ANSWER);
                answer.addRecord(new ARecord(alias, DClass.IN, 60, good), Section.ANSWER);
            }
            case "loop" -> answer.addRecord(new CNAMERecord(name, DClass.IN, 60, name), Section.ANSWER);
            case "aliasOnly" -> answer.addRecord(new CNAMERecord(name, DClass.IN, 60, alias), Section.ANSWER);
            case "otherName" -> answer.addRecord(new ARecord(alias, DClass.IN, 60, good), Section.ANSWER);
            case "otherType" ->
                answer.addRecord(
                        new AAAARecord(name, DClass.IN, 60, InetAddress.getByName("fd00::80")), Section.ANSWER);
            case "nxdomain" -> answer.getHeader().setRcode(3);
            case "servfail" -> answer.getHeader().setRcode(2);
            case "refused" -> answer.getHeader().setRcode(5);
            case "notimp" -> answer.getHeader().setRcode(4);
            case "cut" -> answer.getHeader().setFlag(Flags.TC);
            case "junk" -> {
                return "not DNS at all, but long enough for a header".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            }
            case "short" -> {
                return new byte[] {1, 2, 3};
            }
            case "nothing" -> {
                return new byte[0];
            }
            case "silent" -> {
                return null;
            }
            default -> {
                // empty
            }
        }
        return answer.toWire();
    }
}
