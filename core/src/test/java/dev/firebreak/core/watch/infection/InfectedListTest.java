package dev.firebreak.core.watch.infection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.AddressLeases;
import dev.firebreak.core.watch.killswitch.SinkholeCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InfectedListTest {

    private static final Instant T0 = Instant.parse("2017-05-14T09:00:00Z");
    private static final String NAME = "www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";
    private static final String NONCE = "0123456789abcdef0123456789abcdef";

    private final CallTally tally = new CallTally();

    private static Instant at(int seconds) {
        return T0.plusSeconds(seconds);
    }

    private void dns(String source, int seconds, boolean resolver) {
        tally.add(new SinkholeCall(
                at(seconds),
                source,
                "s",
                NAME,
                "wannacry-killswitch",
                null,
                new SinkholeCall.Dns("A", "udp", resolver)));
    }

    private void http(
            String source, int seconds, @Nullable String agent, @Nullable String via, @Nullable String nonce) {
        tally.add(new SinkholeCall(
                at(seconds),
                source,
                "s",
                NAME,
                "wannacry-killswitch",
                nonce,
                new SinkholeCall.Http("GET", "/", agent, via)));
    }

    private static AddressBook.Report report(String machine, String address, int seconds, String... roles) {
        return new AddressBook.Report(machine, List.of(address), List.of(roles), at(seconds));
    }

    private static AddressBook book(AddressBook.Report... reports) {
        return new AddressBook(List.of(reports), AddressLeases.NONE, List.of());
    }

    private static OwnProbe probe(String machine, int seconds, @Nullable String nonce) {
        return new OwnProbe(nonce, machine, at(seconds));
    }

    private List<Lead> leads(AddressBook book, OwnProbe... probes) {
        return InfectedList.of(tally.counts(), book, List.of(probes), Map.of());
    }

    private Lead only(AddressBook book, OwnProbe... probes) {
        List<Lead> leads = leads(book, probes);
        assertThat(leads).hasSize(1);
        return leads.getFirst();
    }

    /** d = DNS, r = DNS as a resolver asks, h = HTTP without agent, b = browser, n = nmap, p = HTTP through a proxy; each with its second. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # calls        | urgency
        d0             | RUNNING
        d0 d1          | RUNNING
        d0 h1          | STOPPED
        h1             | STOPPED
        h0 d3          | STOPPED
        d0 h1 d100     | RUNNING
        d0 h1 d100 h101| STOPPED
        d0 b1          | VISIT
        n1             | VISIT
        d0 b1 h200     | STOPPED
        d0 b1 d100     | RUNNING
        r0             | BEHIND
        r0 r60 r120    | BEHIND
        r0 d1          | RUNNING
        p0             | BEHIND
        """)
    void urgency_follows_from_the_kinds_of_calls(String calls, Lead.Urgency urgency) {
        for (String call : calls.split(" ")) {
            int second = Integer.parseInt(call.substring(1));
            switch (call.charAt(0)) {
                case 'd' -> dns("10.1.2.3", second, false);
                case 'r' -> dns("10.1.2.3", second, true);
                case 'h' -> http("10.1.2.3", second, null, null, null);
                case 'b' -> http("10.1.2.3", second, "Mozilla/5.0 (Windows NT 10.0) Firefox/1", null, null);
                case 'n' -> http("10.1.2.3", second, "Mozilla/5.0 (compatible; Nmap Scripting Engine)", null, null);
                case 'p' -> http("10.1.2.3", second, null, "1.1 squid", null);
                default -> throw new IllegalArgumentException(call);
            }
        }
        Lead lead = only(book(report("PC-1", "10.1.2.3", -10)));
        assertThat(lead.urgency()).isEqualTo(urgency);
        assertThat(lead.state().kind()).isEqualTo(InfectionState.Kind.SUSPECTED);
        assertThat(lead.urgency().isLead()).isTrue();
    }

    @Test
    void the_most_urgent_comes_first() {
        http("10.0.0.1", 50, "curl/8", null, null);
        http("10.0.0.2", 40, null, null, null);
        dns("10.0.0.3", 0, false);
        dns("10.0.0.4", 5, true);
        assertThat(leads(book()))
                .extracting(Lead::urgency)
                .containsExactly(Lead.Urgency.RUNNING, Lead.Urgency.STOPPED, Lead.Urgency.BEHIND, Lead.Urgency.VISIT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # at | caller
        -50  | address:10.1.2.3
        10   | machine:PC-OLD
        59   | machine:PC-OLD
        60   | machine:PC-NEW
        500  | machine:PC-NEW
        """)
    void a_lease_tells_whose_an_address_was_then(int seconds, String key) {
        var leases = AddressLeases.of(List.of(
                new AddressLease("10.1.2.3", "00:0c:29:00:00:01", "pc-old", at(0), at(1000)),
                new AddressLease("10.1.2.3", "00:0c:29:00:00:02", "pc-new.corp.local", at(60), at(1000))));
        var book = new AddressBook(
                List.of(
                        new AddressBook.Report("PC-OLD", List.of(), List.of(), null),
                        new AddressBook.Report("PC-NEW", List.of(), List.of(), null)),
                leases,
                List.of());
        dns("10.1.2.3", seconds, false);
        assertThat(only(book).origin().key()).isEqualTo(key);
    }

    @Test
    void a_lease_is_believed_before_an_inventory_of_another_time() {
        var leases = AddressLeases.of(List.of(new AddressLease("10.1.2.3", null, "PC-2", at(0), at(1000))));
        var book = new AddressBook(List.of(report("PC-1", "10.1.2.3", -10)), leases, List.of());
        dns("10.1.2.3", 10, false);
        dns("10.1.2.3", 5000, false);
        assertThat(leads(book))
                .extracting(lead -> lead.origin().key())
                .containsExactlyInAnyOrder("machine:PC-2", "machine:PC-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # call at | caller
        0         | address:10.1.2.3
        150       | machine:A
        250       | machine:B
        """)
    void of_two_machines_that_reported_an_address_the_last_before_the_call_had_it(int seconds, String key) {
        dns("10.1.2.3", seconds, false);
        Lead lead = only(book(report("A", "10.1.2.3", 100), report("B", "10.1.2.3", 200)));
        assertThat(lead.origin().key()).isEqualTo(key);
        if (lead.origin() instanceof CallOrigin.Address address) {
            assertThat(address.candidates()).containsExactly("A", "B");
        }
    }

    @Test
    void one_machine_with_several_addresses_is_one_lead() {
        dns("10.1.2.3", 0, false);
        http("10.1.2.4", 1, null, null, null);
        var book = new AddressBook(
                List.of(new AddressBook.Report("PC", List.of("10.1.2.3", "10.1.2.4"), List.of(), at(-1))),
                AddressLeases.NONE,
                List.of());
        Lead lead = only(book);
        assertThat(lead.addresses()).containsExactly("10.1.2.3", "10.1.2.4");
        assertThat(lead.urgency()).isEqualTo(Lead.Urgency.STOPPED);
    }

    @Test
    void machines_behind_a_proxy_are_counted_and_not_named() {
        http("10.1.2.3", 0, null, "10.9.9.1", null);
        http("10.1.2.3", 1, null, "10.9.9.2", null);
        dns("10.1.2.4", 0, false);
        var book = new AddressBook(
                List.of(report("PX", "10.1.2.3", -1), report("DC", "10.1.2.4", -1, "domain-controller")),
                AddressLeases.NONE,
                List.of());
        assertThat(leads(book))
                .extracting(lead -> lead.origin().shown().en())
                .containsExactlyInAnyOrder(
                        "2 or more unknown behind PX 10.1.2.3", "1 or more unknown behind DC 10.1.2.4");
    }

    @Test
    void a_probe_of_ours_is_subtracted_by_its_nonce_and_its_questions_by_machine_and_time() {
        dns("10.1.2.3", 0, false);
        http("10.1.2.3", 1, "Firebreak-Probe/1 (nonce=" + NONCE + ")", null, NONCE);
        AddressBook book = book(report("PC", "10.1.2.3", -1));
        Lead own = only(book, probe("pc", 5, NONCE));
        assertThat(own.urgency()).isEqualTo(Lead.Urgency.PROBE);
        assertThat(own.calls().probes()).isEqualTo(2);
        assertThat(own.calls().dns() + own.calls().http()).isZero();
        // The same calls where nobody knows that nonce, or the probe was made elsewhere, explain nothing.
        assertThat(only(book).urgency()).isEqualTo(Lead.Urgency.STOPPED);
        assertThat(only(book).agents()).contains(AgentKind.UNKNOWN_PROBE);
        // By the address alone, where nobody knows whose it is; by the machine alone, where its request never came.
        assertThat(only(book(), probe("pc", 5, NONCE)).urgency()).isEqualTo(Lead.Urgency.PROBE);
        dns("10.1.2.3", 300, false);
        assertThat(only(book, probe("pc", 5, NONCE)).urgency()).isEqualTo(Lead.Urgency.RUNNING);
    }

    @Test
    void questions_of_a_probe_whose_request_never_came_are_its_own_by_machine_and_time() {
        dns("10.1.2.3", 0, false);
        AddressBook book = book(report("PC", "10.1.2.3", -1));
        assertThat(only(book, probe("pc", 5, NONCE)).urgency()).isEqualTo(Lead.Urgency.PROBE);
        assertThat(only(book, probe("pc", 5, null)).urgency()).isEqualTo(Lead.Urgency.PROBE);
        assertThat(only(book, probe("other", 5, NONCE)).urgency()).isEqualTo(Lead.Urgency.RUNNING);
        assertThat(only(book, probe("pc", 500, NONCE)).urgency()).isEqualTo(Lead.Urgency.RUNNING);
        assertThat(only(book, probe("pc", -90, NONCE)).urgency()).isEqualTo(Lead.Urgency.RUNNING);
    }

    @Test
    void a_call_after_a_decision_is_seen_again() {
        dns("10.1.2.3", 100, false);
        AddressBook book = book(report("PC", "10.1.2.3", -1));
        for (InfectionState.Kind kind : InfectionState.Kind.values()) {
            if (!kind.isDecision()) {
                continue;
            }
            assertThat(state(book, kind, 50))
                    .isEqualTo(kind == InfectionState.Kind.CONFIRMED ? kind : InfectionState.Kind.SEEN_AGAIN);
            assertThat(state(book, kind, 150)).isEqualTo(kind);
        }
    }

    private InfectionState.Kind state(AddressBook book, InfectionState.Kind kind, int seconds) {
        var decided = new InfectionState.Decided(kind, new InfectionState.Decision(at(seconds), "account:aiko", "why"));
        return InfectedList.of(tally.counts(), book, List.of(), Map.of("machine:PC", List.of(decided)))
                .getFirst()
                .state()
                .kind();
    }

    @ParameterizedTest
    @EnumSource(Verdict.Kind.class)
    void patched_needs_proof(Verdict.Kind verdict) {
        assertThat(InfectionState.refusal(InfectionState.Kind.PATCHED, verdict).isEmpty())
                .isEqualTo(verdict == Verdict.Kind.FIXED);
        assertThat(InfectionState.refusal(InfectionState.Kind.PATCHED, null)).isPresent();
        assertThat(InfectionState.refusal(InfectionState.Kind.ISOLATED, verdict))
                .isEmpty();
        assertThat(InfectionState.refusal(InfectionState.Kind.SEEN_AGAIN, verdict))
                .isPresent();
        var decision = new InfectionState.Decision(T0, "account:aiko", "why");
        assertThatThrownBy(() -> new InfectionState.Decided(InfectionState.Kind.SUSPECTED, decision))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        NONE          |
        NONE          | ''
        BROWSER       | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36
        SCANNER       | Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)
        TOOL          | curl/7.88.1
        TOOL          | Mozilla/5.0 (Windows NT; Windows NT 10.0; ja-JP) WindowsPowerShell/5.1
        UNKNOWN_PROBE | Firebreak-Probe/1 (nonce=0123456789abcdef0123456789abcdef)
        OTHER         | Microsoft Internet Explorer
        """)
    void what_an_agent_says_it_is(AgentKind kind, @Nullable String agent) {
        assertThat(AgentKind.of(agent)).isEqualTo(kind);
    }

    @Test
    void memory_is_bounded_and_no_counted_call_is_lost() {
        for (int i = 0; i < 250_000; i++) {
            dns("10." + (i % 50) + ".2.3", 60 * i, false);
        }
        assertThat(tally.counts().size()).isLessThanOrEqualTo(CallTally.MOST);
        assertThat(tally.counts().stream().mapToLong(CallTally.Count::dns).sum())
                .isEqualTo(250_000);
        assertThat(tally.uncounted()).isZero();
        var many = new CallTally();
        for (int i = 0; i < 150_000; i++) {
            many.add(new SinkholeCall(
                    T0, "s" + i, "s", NAME, "wannacry-killswitch", null, new SinkholeCall.Dns("A", "udp", false)));
        }
        assertThat(many.counts()).hasSize(CallTally.MOST);
        assertThat(many.uncounted()).isEqualTo(50_000);
        List<SinkholeCall> none = new ArrayList<>();
        none.add(new SinkholeCall(T0, "a", "s", "b", null, null, new SinkholeCall.Dns("A", "udp", false)));
        none.forEach(many::add);
        assertThat(many.others()).isEqualTo(1);
    }
}
