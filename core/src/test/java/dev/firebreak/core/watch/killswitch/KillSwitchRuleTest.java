package dev.firebreak.core.watch.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.text.Language;
import dev.firebreak.core.watch.killswitch.DnsObservation.Outcome;
import dev.firebreak.core.watch.killswitch.DnsObservation.RecordType;
import dev.firebreak.core.watch.killswitch.DnsObservation.Transport;
import dev.firebreak.core.watch.killswitch.KillSwitchReason.Weight;
import dev.firebreak.core.watch.killswitch.WebObservation.Answer;
import dev.firebreak.core.watch.killswitch.WebObservation.Connect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe means, written from what the worm does: resolve as Windows does, connect directly to port 80, stop at any HTTP answer. */
class KillSwitchRuleTest {

    private static final Instant NOW = Instant.parse("2017-05-15T12:00:00Z");
    private static final String NAME = "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";
    private static final String NONCE = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_NONCE = "ffffffffffffffffffffffffffffffff";
    private static final String OWN = "10.1.2.3";

    /**
     * Resolvers: {@code 1=good/tcp}, where an outcome is {@code good}, {@code bad}, {@code 6good} .. for addresses and else an outcome's name. Web:
     * {@code good=seen}: what became of the request at that address.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # what is observed                        | resolvers: udp A / tcp A / AAAA            | hosts | web                        | verdict         | segment
        the whole way works                       | good/good/NO_DATA                          |       | good=seen                  | protected       | protected
        without an answer over TCP                | good/TIMEOUT/NO_DATA                       |       | good=seen                  | protected       | protected
        TCP was not asked                         | good                                       |       | good=seen                  | protected       | protected
        two resolvers agree                       | good/good good/good                        |       | good=seen                  | protected       | protected
        two good addresses                        | good,bad/good,bad                          |       | good=seen bad=seen         | protected       | protected
        no resolver                               |                                            |       | good=seen                  | unknown         | unknown
        the name does not exist                   | NXDOMAIN/NXDOMAIN                          |       |                            | not_protected   | not_protected
        no A record                               | NO_DATA/NO_DATA                            |       |                            | not_protected   | not_protected
        an IPv6 address only                      | NO_DATA/NO_DATA/six                        |       | six=seen                   | not_protected   | not_protected
        the only resolver refuses                 | REFUSED/REFUSED                            |       |                            | not_protected   | not_protected
        the only resolver fails                   | SERVFAIL/SERVFAIL                          |       |                            | not_protected   | not_protected
        the only resolver is silent               | TIMEOUT/TIMEOUT                            |       |                            | not_protected   | not_protected
        nobody at the resolver's address          | UNREACHABLE/UNREACHABLE                    |       |                            | not_protected   | not_protected
        no DNS answer                             | MALFORMED/MALFORMED                        |       |                            | not_protected   | not_protected
        another code                              | OTHER_CODE/OTHER_CODE                      |       |                            | not_protected   | not_protected
        all resolvers silent                      | TIMEOUT/TIMEOUT SERVFAIL/SERVFAIL          |       |                            | not_protected   | not_protected
        the resolver was not asked                | FAILED/FAILED                              |       |                            | unknown         | unknown
        TCP knows it, UDP does not                | NXDOMAIN/good                              |       | good=seen                  | not_protected   | not_protected
        only TCP answers                          | TIMEOUT/good                               |       | good=seen                  | not_protected   | not_protected
        UDP is cut, TCP tells                     | TRUNCATED/good                             |       | good=seen                  | protected       | protected
        UDP is cut, TCP says no                   | TRUNCATED/NXDOMAIN                         |       |                            | not_protected   | not_protected
        UDP is cut, TCP is not asked              | TRUNCATED                                  |       |                            | unknown         | unknown
        UDP knows it, TCP denies                  | good/NXDOMAIN                              |       | good=seen                  | unknown         | unknown
        UDP knows it, TCP has none                | good/NO_DATA                               |       | good=seen                  | unknown         | unknown
        other addresses over TCP                  | good/bad                                   |       | good=seen bad=seen         | unknown         | unknown
        one of two resolvers says NXDOMAIN        | good/good NXDOMAIN/NXDOMAIN                |       | good=seen                  | not_protected   | not_protected
        one of two resolvers is wrong             | good/good bad/bad                          |       | good=seen bad=refused      | not_protected   | not_protected
        one of two resolvers leads elsewhere      | good/good bad/bad                          |       | good=seen bad=other        | protected_blind | protected_blind
        one of two resolvers is silent            | good/good TIMEOUT/TIMEOUT                  |       | good=seen                  | unknown         | unknown
        one of two resolvers fails                | good/good SERVFAIL/SERVFAIL                |       | good=seen                  | unknown         | unknown
        one of two resolvers refuses              | REFUSED/REFUSED good/good                  |       | good=seen                  | unknown         | unknown
        one was not asked                         | good/good FAILED/FAILED                    |       | good=seen                  | unknown         | unknown
        NXDOMAIN for IPv6                         | good/good/NXDOMAIN                         |       | good=seen                  | unknown         | unknown
        IPv6 fails in DNS                         | good/good/SERVFAIL                         |       | good=seen                  | protected       | protected
        IPv6 answers too                          | good/good/six                              |       | good=seen six=seen         | protected       | protected
        IPv6 has no route here                    | good/good/six                              |       | good=seen six=unreachable  | protected       | protected
        IPv6 is refused                           | good/good/six                              |       | good=seen six=refused      | unknown         | unknown
        IPv6 is answered by others                | good/good/six                              |       | good=seen six=other        | protected_blind | protected_blind
        IPv6 was not probed                       | good/good/six                              |       | good=seen                  | unknown         | unknown
        port 80 is reset                          | good/good                                  |       | good=refused               | not_protected   | not_protected
        port 80 is dropped                        | good/good                                  |       | good=timeout               | not_protected   | not_protected
        no route                                  | good/good                                  |       | good=unreachable           | not_protected   | not_protected
        the connection could not be tried         | good/good                                  |       | good=failed                | unknown         | unknown
        connected, not asked                      | good/good                                  |       | good=unasked               | unknown         | unknown
        connected, closed without an answer       | good/good                                  |       | good=closed                | not_protected   | not_protected
        connected, silent                         | good/good                                  |       | good=silent                | not_protected   | not_protected
        not HTTP                                  | good/good                                  |       | good=nothttp               | unknown         | unknown
        the answer could not be read              | good/good                                  |       | good=unread                | unknown         | unknown
        the request was not made                  | good/good                                  |       |                            | unknown         | unknown
        one of two addresses is dead              | good,bad/good,bad                          |       | good=seen bad=timeout      | unknown         | unknown
        both addresses are dead                   | good,bad/good,bad                          |       | good=refused bad=timeout   | not_protected   | not_protected
        one of two addresses was not probed       | good,bad/good,bad                          |       | good=seen                  | unknown         | unknown
        asked twice, once reset                   | good/good                                  |       | good=seen good=refused     | not_protected   | not_protected
        something else answers                    | good/good                                  |       | good=other                 | protected_blind | protected_blind
        something else answers with an error      | good/good                                  |       | good=error                 | protected_blind | protected_blind
        an answer to another request              | good/good                                  |       | good=replayed              | protected_blind | protected_blind
        the sinkhole saw another address          | good/good                                  |       | good=natted                | protected_blind | protected_blind
        own address not known                     | good/good                                  |       | good=nolocal               | protected_blind | protected_blind
        hosts file only                           | NXDOMAIN/NXDOMAIN                          | good  | good=seen                  | protected       | not_protected
        hosts file, silent resolvers              | TIMEOUT/TIMEOUT                            | good  | good=seen                  | protected       | not_protected
        hosts file and DNS                        | good/good                                  | good  | good=seen                  | protected       | protected
        hosts file, port 80 dropped               | TIMEOUT/TIMEOUT                            | good  | good=timeout               | not_protected   | not_protected
        hosts file blocks the name                | good/good                                  | null  | good=seen null=refused     | not_protected   | protected
        hosts file without resolvers              |                                            | good  | good=seen                  | protected       | unknown
        hosts file with IPv6 only                 | good/good                                  | six   | good=seen six=seen         | unknown         | protected
        """)
    void the_verdict_is_what_the_worm_would_do(
            String what, String resolvers, String hosts, String web, String verdict, String segment) {
        KillSwitchResult result = judge(probe(resolvers, hosts, web, SinkholeSight.NOT_ASKED), Duration.ZERO);
        assertThat(result.verdict().id()).as(what).isEqualTo(verdict);
        assertThat(result.segmentVerdict().id()).as(what).isEqualTo(segment);
        assertThat(result.because()).as("says why").isNotEmpty();
        assertThat(result.because()).isSortedAccordingTo(java.util.Comparator.comparing(KillSwitchReason::weight));
        if (result.verdict() == KillSwitchVerdict.NOT_PROTECTED) {
            assertThat(result.because().getFirst().weight()).isEqualTo(Weight.ALERT);
        }
        if (result.verdict() == KillSwitchVerdict.PROTECTED && hosts == null) {
            assertThat(result.because()).extracting(KillSwitchReason::weight).containsOnly(Weight.NOTE);
        }
    }

    @ParameterizedTest(name = "{0}, answer {1}")
    @CsvSource({
        "SEEN own,    seen,    protected",
        "SEEN own,    other,   protected",
        "SEEN own,    natted,  protected_blind",
        "SEEN proxy,  seen,    protected_blind",
        "SEEN proxy,  other,   protected_blind",
        "NOT_SEEN,    seen,    protected_blind",
        "NOT_SEEN,    other,   protected_blind",
        "UNREADABLE,  seen,    protected",
        "UNREADABLE,  other,   protected_blind",
        "NOT_SEEN,    refused, not_protected",
        "SEEN own,    refused, not_protected",
    })
    void the_sinkholes_log_counts(String log, String web, String verdict) {
        SinkholeSight sight = switch (log) {
            case "SEEN own" -> SinkholeSight.seen(List.of("::ffff:" + OWN));
            case "SEEN proxy" -> SinkholeSight.seen(List.of("10.9.9.9"));
            case "NOT_SEEN" -> SinkholeSight.NOT_SEEN;
            default -> SinkholeSight.UNREADABLE;
        };
        assertThat(judge(probe("good/good", null, "good=" + web, sight), Duration.ZERO)
                        .verdict()
                        .id())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, protected",
        "PT24H, protected",
        "PT24H1S, unknown",
        "P30D, unknown",
        "-PT5M, protected",
        "-PT5M1S, unknown"
    })
    void an_old_probe_proves_nothing(String age, String verdict) {
        KillSwitchResult result =
                judge(probe("good/good", null, "good=seen", SinkholeSight.NOT_ASKED), Duration.parse(age));
        assertThat(result.verdict().id()).isEqualTo(verdict);
        assertThat(result.segmentVerdict().id()).isEqualTo(verdict);
    }

    @Test
    void an_old_failure_is_unknown_too() {
        assertThat(judge(probe("NXDOMAIN/NXDOMAIN", null, null, SinkholeSight.NOT_ASKED), Duration.ofDays(2))
                        .verdict())
                .isEqualTo(KillSwitchVerdict.UNKNOWN);
    }

    @Test
    void a_probe_of_another_port_says_nothing_of_port_80() {
        KillSwitchProbe probe = probe("good/good", null, "good=seen", SinkholeSight.NOT_ASKED);
        assertThat(new KillSwitchRule(NOW, Duration.ofHours(1), 8080)
                        .judge(probe)
                        .verdict())
                .isEqualTo(KillSwitchVerdict.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "good=refused, ANSWERED, EXPLICIT,  true",
        "good=timeout, ANSWERED, PAC_PROXY, true",
        "good=refused, REFUSED,  EXPLICIT,  false",
        "good=refused, NONE,     EXPLICIT,  false",
        "good=refused, ANSWERED, PAC,       false",
        "good=seen,    ANSWERED, EXPLICIT,  false",
        "hosts,        ANSWERED, EXPLICIT,  false",
    })
    void a_proxy_that_works_where_direct_access_does_not_is_told_first_and_in_red(
            String web, ProxyObservation.Outcome outcome, ProxyObservation.Kind kind, boolean trap) {
        KillSwitchProbe plain = web.equals("hosts")
                ? probe("TIMEOUT/TIMEOUT", "good", "good=seen", SinkholeSight.NOT_ASKED)
                : probe("good/good", null, web, SinkholeSight.NOT_ASKED);
        KillSwitchProbe probe = new KillSwitchProbe(
                plain.name(),
                plain.origin(),
                plain.hosts(),
                plain.dns(),
                plain.web(),
                List.of(new ProxyObservation(kind, "10.0.0.1:3128", outcome, 200, "")),
                plain.sinkhole());
        KillSwitchResult with = judge(probe, Duration.ZERO);
        assertThat(with.verdict())
                .as("a proxy changes no verdict")
                .isEqualTo(judge(plain, Duration.ZERO).verdict());
        assertThat(with.because().stream()
                        .anyMatch(r -> r.weight() == Weight.ALERT
                                && r.text().in(Language.EN).contains("10.0.0.1:3128")))
                .isEqualTo(trap);
    }

    @Test
    void names_compare_without_case_and_final_dot() {
        assertThat(KillSwitchProbe.host("AYYLMAOTJHSSTASDFASDFASDFASDFASDFASDFASDF.com."))
                .isEqualTo("www.ayylmaotjhsstasdfasdfasdfasdfasdfasdfasdf.com");
        assertThat(KillSwitchProbe.host("www.a.test")).isEqualTo("www.a.test");
    }

    private static KillSwitchResult judge(KillSwitchProbe probe, Duration age) {
        return new KillSwitchRule(NOW.plus(age), KillSwitchRule.USUAL_AGE, 80).judge(probe);
    }

    private static KillSwitchProbe probe(String resolvers, String hosts, String web, SinkholeSight sight) {
        List<DnsObservation> dns = new ArrayList<>();
        int number = 1;
        for (String resolver : words(resolvers)) {
            String[] answers = resolver.split("/");
            String at = "10.0.0." + number++;
            dns.add(dns(at, Transport.UDP, RecordType.A, answers[0]));
            if (answers.length > 1) {
                dns.add(dns(at, Transport.TCP, RecordType.A, answers[1]));
            }
            if (answers.length > 2) {
                dns.add(dns(at, Transport.UDP, RecordType.AAAA, answers[2]));
            }
        }
        return new KillSwitchProbe(
                NAME,
                new KillSwitchProbe.Origin("PC-1", "10.1.2.0/24", NOW, NONCE),
                words(hosts).stream().map(KillSwitchRuleTest::address).toList(),
                dns,
                words(web).stream().map(KillSwitchRuleTest::web).toList(),
                List.of(),
                sight);
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.strip().split(" +"));
    }

    private static DnsObservation dns(String resolver, Transport transport, RecordType type, String answer) {
        boolean outcome = answer.equals(answer.toUpperCase(Locale.ROOT));
        return new DnsObservation(
                resolver,
                transport,
                type,
                outcome ? Outcome.valueOf(answer) : Outcome.ADDRESS,
                outcome
                        ? List.of()
                        : List.of(answer.split(",")).stream()
                                .map(KillSwitchRuleTest::address)
                                .toList());
    }

    private static String address(String word) {
        return switch (word) {
            case "good" -> "10.9.0.80";
            case "bad" -> "10.9.0.66";
            case "null" -> "0.0.0.0";
            case "six" -> "fd00::80";
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static WebObservation web(String word) {
        String address = address(word.substring(0, word.indexOf('=')));
        return switch (word.substring(word.indexOf('=') + 1)) {
            case "seen" -> http(address, OWN, 200, new SinkholeReceipt(NONCE, "::ffff:" + OWN));
            case "nolocal" -> http(address, null, 200, new SinkholeReceipt(NONCE, OWN));
            case "natted" -> http(address, OWN, 200, new SinkholeReceipt(NONCE, "10.9.9.9"));
            case "replayed" -> http(address, OWN, 200, new SinkholeReceipt(OTHER_NONCE, OWN));
            case "other" -> http(address, OWN, 200, null);
            case "error" -> http(address, OWN, 503, null);
            case "refused" -> WebObservation.unconnected(address, 80, Connect.REFUSED);
            case "timeout" -> WebObservation.unconnected(address, 80, Connect.TIMEOUT);
            case "unreachable" -> WebObservation.unconnected(address, 80, Connect.UNREACHABLE);
            case "failed" -> WebObservation.unconnected(address, 80, Connect.FAILED);
            case "unasked" -> open(address, Answer.NOT_ASKED);
            case "closed" -> open(address, Answer.CLOSED);
            case "silent" -> open(address, Answer.TIMEOUT);
            case "nothttp" -> open(address, Answer.NOT_HTTP);
            case "unread" -> open(address, Answer.FAILED);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static WebObservation http(String address, String local, int status, SinkholeReceipt receipt) {
        return new WebObservation(address, 80, Connect.OPEN, local, Answer.HTTP, status, List.of(), receipt);
    }

    private static WebObservation open(String address, Answer answer) {
        return new WebObservation(address, 80, Connect.OPEN, OWN, answer, 0, List.of(), null);
    }
}
