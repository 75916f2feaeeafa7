// One contract in one piece: what both databases are held against.
package dev.firebreak.app.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.core.access.AccountStore;
import dev.firebreak.core.access.ApprovedException;
import dev.firebreak.core.access.AuditLog;
import dev.firebreak.core.access.Role;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.CheckInRecords.Outcome;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.FleetStore;
import dev.firebreak.core.fleet.GapDecision;
import dev.firebreak.core.fleet.GapStore;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.fleet.StatusTally;
import dev.firebreak.core.fleet.UnreadableEvidence;
import dev.firebreak.core.rollout.Order;
import dev.firebreak.core.rollout.OrderState;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.OrderTask;
import dev.firebreak.core.rollout.PackageFile;
import dev.firebreak.core.text.Text;
import dev.firebreak.core.watch.Detection;
import dev.firebreak.core.watch.Flow;
import dev.firebreak.core.watch.KeptState;
import dev.firebreak.core.watch.Severity;
import dev.firebreak.core.watch.incident.StreamState;
import dev.firebreak.core.watch.incident.WatchedFile;
import dev.firebreak.core.watch.incident.WatchedFileStore;
import dev.firebreak.core.watch.infection.InfectionState;
import dev.firebreak.core.watch.infection.InfectionStore;
import dev.firebreak.core.watch.infection.OwnProbe;
import dev.firebreak.core.watch.killswitch.KeptProbe;
import dev.firebreak.core.watch.killswitch.KillSwitchProbe;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, whatever database is under it. */
abstract class FleetDatabaseContract {

    static final Instant NINE = Instant.parse("2017-05-14T09:00:00.123456Z");

    FleetDatabase database;
    FleetStore store;

    abstract FleetDatabase open() throws Exception;

    /** Runs a statement past the store, as somebody with other tools would. */
    abstract void tamper(String sql) throws Exception;

    @BeforeEach
    void begin() throws Exception {
        database = open();
        store = database.fleetStore();
    }

    @AfterEach
    void end() {
        database.close();
    }

    private void again() throws Exception {
        database.close();
        begin();
    }

    static Instant after(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }

    static MachineSummary line(String name, Instant seen, Verdict.Kind verdict) {
        return new MachineSummary(
                name,
                new MachineSummary.Place("大阪", "10.1.2.0/24", List.of("10.1.2.3", "fe80::1")),
                new MachineSummary.Windows(
                        "Windows 7 for x64-based Systems Service Pack 1",
                        "6.1.7601",
                        "x64",
                        null,
                        "extended",
                        LocalDate.of(2020, 1, 14)),
                new MachineSummary.Outcome(
                        Map.of("MS17-010", verdict), List.of(new Kb(4019264), new Kb(4012215)), null, 7),
                seen);
    }

    static CheckInRecords.CheckIn checkIn(String name, String kind, String content, Instant at, Verdict.Kind verdict) {
        return new CheckInRecords.CheckIn(
                new CheckInRecords.Content(kind, name + ".txt", content.getBytes(UTF_8), at),
                line(name, at, verdict),
                "token:osaka-1");
    }

    private Outcome keep(String name, String kind, String content, Instant at, Verdict.Kind verdict) {
        return store.keep(List.of(checkIn(name, kind, content, at, verdict))).getFirst();
    }

    private List<MachineSummary> lines() {
        List<MachineSummary> lines = new ArrayList<>();
        store.lines(lines::add);
        return lines;
    }

    private Map<String, CheckInRecords.PastState> past(Instant at) {
        Map<String, CheckInRecords.PastState> past = new java.util.HashMap<>();
        store.past(at, one -> past.put(one.machine(), one));
        return past;
    }

    private static String text(CheckInRecords.Content content) {
        return new String(content.content(), UTF_8);
    }

    @Test
    void decisions_and_probes_of_the_kill_switch_are_kept() throws Exception {
        InfectionStore infections = database.infectionStore();
        var isolated = new InfectionState.Decided(
                InfectionState.Kind.ISOLATED, new InfectionState.Decision(NINE, "account:aiko", "cable\u0000 out"));
        var cleaned = new InfectionState.Decided(
                InfectionState.Kind.CLEANED,
                new InfectionState.Decision(NINE.plusSeconds(1), "account:aiko", "new disk"));
        infections.decide("machine:PC1", cleaned);
        infections.decide("machine:PC1", isolated);
        infections.remember(
                List.of(new OwnProbe("0123456789abcdef0123456789abcdef", "PC1", NINE), new OwnProbe(null, null, NINE)));
        infections.remember(List.of(new OwnProbe(null, null, NINE)));
        database.killSwitchProbeStore()
                .keep(List.of(kept("PC1", NINE), kept("pc1", NINE.plusSeconds(5)), kept("PC1", NINE.plusSeconds(2))));
        database.close();
        database = open();
        List<InfectionState.Decided> decisions =
                database.infectionStore().decisions().get("machine:PC1");
        assertThat(decisions)
                .extracting(InfectionState.Decided::kind)
                .containsExactly(InfectionState.Kind.ISOLATED, InfectionState.Kind.CLEANED);
        assertThat(decisions.getFirst().decision().at()).isEqualTo(NINE);
        assertThat(decisions.getFirst().decision().reason()).isEqualTo("cable\uFFFD out");
        assertThat(database.infectionStore().probes())
                .containsExactlyInAnyOrder(
                        new OwnProbe("0123456789abcdef0123456789abcdef", "PC1", NINE), new OwnProbe(null, null, NINE));
        assertThat(database.killSwitchProbeStore().latest())
                .as("the latest of a machine, whatever the case of its name")
                .containsExactly(kept("pc1", NINE.plusSeconds(5)));
    }

    private static KeptProbe kept(String machine, Instant at) {
        return new KeptProbe(
                "Osaka",
                "token:1",
                NINE,
                new KillSwitchProbe(
                        "a.example",
                        new KillSwitchProbe.Origin(machine, "10.1.2.0/24", at, null),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        SinkholeSight.NOT_ASKED));
    }

    @Test
    void a_second_server_is_refused_while_the_first_runs() throws Exception {
        database.hold();
        try (FleetDatabase second = open()) {
            assertThatThrownBy(second::hold)
                    .isInstanceOfSatisfying(
                            FleetDatabase.CannotOpen.class,
                            e -> assertThat(e.why()).isEqualTo(FleetDatabase.Why.IN_USE));
        }
        again();
        database.hold();
    }

    @Test
    void a_line_comes_back_as_it_was_also_after_a_restart() throws Exception {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.FIXED);
        again();
        assertThat(lines()).containsExactly(line("PC1", NINE, Verdict.Kind.FIXED));
    }

    @Test
    void the_same_content_again_is_known_and_only_the_machine_was_seen() {
        assertThat(keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.FIXED)).isEqualTo(Outcome.KEPT);
        assertThat(keep("pc1", "systeminfo", "one", after(10), Verdict.Kind.FIXED))
                .isEqualTo(Outcome.KNOWN);
        assertThat(store.receipts("PC1", 10)).hasSize(1);
        assertThat(store.turns("PC1", 10)).hasSize(1);
        assertThat(lines())
                .singleElement()
                .satisfies(l -> assertThat(l.lastSeen()).isEqualTo(after(10)));
        assertThat(keep("PC1", "systeminfo", "two", after(20), Verdict.Kind.FIXED))
                .isEqualTo(Outcome.KEPT);
        // What was true once and is true again is news.
        assertThat(keep("PC1", "systeminfo", "one", after(30), Verdict.Kind.FIXED))
                .isEqualTo(Outcome.KEPT);
        assertThat(store.receipts("PC1", 2))
                .extracting(CheckInRecords.Receipt::at)
                .containsExactly(after(30), after(20));
    }

    @Test
    void the_newest_of_each_kind_counted_at_its_time() {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.VULNERABLE);
        keep("PC1", "osquery", "other", after(5), Verdict.Kind.VULNERABLE);
        keep("PC1", "systeminfo", "two", after(10), Verdict.Kind.FIXED);
        assertThat(store.held("PC1", NINE.minusSeconds(1))).isEmpty();
        assertThat(store.held("PC1", NINE).orElseThrow().contents())
                .extracting(FleetDatabaseContract::text)
                .containsExactly("one");
        assertThat(store.held("pc1", after(9)).orElseThrow().contents())
                .extracting(FleetDatabaseContract::text)
                .containsExactly("one", "other");
        assertThat(store.held("PC1", Instant.MAX).orElseThrow().contents())
                .extracting(FleetDatabaseContract::text)
                .containsExactlyInAnyOrder("other", "two");
        List<CheckInRecords.StoredEvidence> all = new ArrayList<>();
        store.held(all::add);
        assertThat(all)
                .singleElement()
                .satisfies(held -> assertThat(held.contents()).hasSize(2));
    }

    @Test
    void verdicts_are_history() {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.VULNERABLE);
        keep("PC2", "systeminfo", "one", after(1), Verdict.Kind.UNKNOWN);
        keep("PC1", "systeminfo", "two", after(60), Verdict.Kind.FIXED);
        store.restate(List.of(line("PC2", after(1), Verdict.Kind.VULNERABLE)), after(90));
        assertThat(store.turns("PC1", 9))
                .containsExactly(
                        new CheckInRecords.VerdictChange(after(60), "MS17-010", Verdict.Kind.FIXED),
                        new CheckInRecords.VerdictChange(NINE, "MS17-010", Verdict.Kind.VULNERABLE));
        assertThat(past(NINE)).containsOnlyKeys("PC1");
        assertThat(past(after(59)).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.VULNERABLE);
        assertThat(past(after(60)).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.FIXED);
        assertThat(past(after(60)).get("PC1").lastSeen()).isEqualTo(after(60));
        assertThat(past(after(89)).get("PC2").verdicts()).containsEntry("MS17-010", Verdict.Kind.UNKNOWN);
        assertThat(past(after(90)).get("PC2").verdicts()).containsEntry("MS17-010", Verdict.Kind.VULNERABLE);
        assertThat(past(after(90)).get("PC2").lastSeen()).isEqualTo(after(1));
    }

    @Test
    void the_time_of_the_last_report_is_never_too_late() {
        for (int minute = 0; minute < 300; minute += 7) {
            keep("PC1", "systeminfo", "one", after(minute), Verdict.Kind.FIXED);
        }
        for (int minute = 0; minute < 300; minute += 11) {
            assertThat(past(after(minute)).get("PC1").lastSeen())
                    .isBeforeOrEqualTo(after(minute - minute % 7))
                    .isAfterOrEqualTo(after(Math.max(0, minute - 67)));
        }
    }

    @Test
    void a_restated_line_does_not_undo_what_was_sent_meanwhile() {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.VULNERABLE);
        keep("PC1", "systeminfo", "two", after(5), Verdict.Kind.FIXED);
        store.restate(List.of(line("PC1", NINE, Verdict.Kind.UNKNOWN)), after(6));
        store.restate(List.of(line("NOBODY", NINE, Verdict.Kind.FIXED)), after(6));
        assertThat(lines()).containsExactly(line("PC1", after(5), Verdict.Kind.FIXED));
    }

    @Test
    void a_verdict_nobody_states_any_more_is_unknown() {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.FIXED);
        MachineSummary l = line("PC1", NINE, Verdict.Kind.FIXED);
        store.restate(
                List.of(new MachineSummary(
                        l.name(),
                        new MachineSummary.Place(l.site(), null, List.of()),
                        new MachineSummary.Windows(null, null, null, null, "unknown", null),
                        new MachineSummary.Outcome(Map.of(), List.of(), null, null),
                        NINE)),
                after(5));
        assertThat(past(after(5)).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.UNKNOWN);
        assertThat(lines().getFirst().verdict("MS17-010")).isEqualTo(Verdict.Kind.UNKNOWN);
    }

    @Test
    void a_scrapped_machine_leaves_its_history_and_may_return() {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.FIXED);
        assertThat(store.retire("pc1", after(10))).isTrue();
        assertThat(store.retire("PC1", after(11))).isFalse();
        assertThat(store.retire("PC9", after(11))).isFalse();
        assertThat(lines()).isEmpty();
        assertThat(past(after(9))).containsKey("PC1");
        assertThat(past(after(10))).isEmpty();
        assertThat(store.turns("PC1", 9)).isNotEmpty();
        keep("PC1", "systeminfo", "one", after(20), Verdict.Kind.FIXED);
        assertThat(lines()).hasSize(1);
        assertThat(past(after(15))).isEmpty();
        assertThat(past(after(20))).containsKey("PC1");
    }

    private Outcome keep(
            String content, Instant at, EvidenceDating dating, CheckInRecords.Rank rank, MachineSummary line) {
        return store.keep(List.of(new CheckInRecords.CheckIn(
                        new CheckInRecords.Content("ndjson", "f.ndjson", content.getBytes(UTF_8), at, dating, rank),
                        line,
                        "token:osaka-1")))
                .getFirst();
    }

    private List<String> held(Instant at) {
        return store.held("PC1", at).map(CheckInRecords.StoredEvidence::contents).orElse(List.of()).stream()
                .map(FleetDatabaseContract::text)
                .toList();
    }

    @Test
    void what_is_older_is_kept_and_never_counts_and_what_nothing_orders_counts_beside() {
        var line = line("PC1", NINE, Verdict.Kind.VULNERABLE);
        var other = line("PC1", after(3), Verdict.Kind.FIXED);
        EvidenceDating told = EvidenceDating.collected(NINE);
        EvidenceDating estimated =
                new EvidenceDating(NINE.minusSeconds(60), EvidenceDating.Basis.FILE_DATE, NINE.minusSeconds(600));
        assertThat(keep("new", NINE, told, CheckInRecords.Rank.REPLACES, line)).isEqualTo(Outcome.KEPT);
        assertThat(keep("old", after(1), estimated, CheckInRecords.Rank.HISTORY, other))
                .isEqualTo(Outcome.KEPT);
        assertThat(keep("old", after(2), estimated, CheckInRecords.Rank.HISTORY, other))
                .isEqualTo(Outcome.KNOWN);
        assertThat(lines()).as("history changes no line").containsExactly(line);
        assertThat(held(after(2))).containsExactly("new");
        keep(
                "beside",
                after(3),
                EvidenceDating.UNKNOWN,
                CheckInRecords.Rank.BESIDE,
                line("PC1", after(3), Verdict.Kind.UNKNOWN));
        assertThat(held(after(3))).containsExactly("new", "beside");
        assertThat(store.held("PC1", after(3)).orElseThrow().contents())
                .extracting(CheckInRecords.Content::rank)
                .containsExactly(CheckInRecords.Rank.REPLACES, CheckInRecords.Rank.BESIDE);
        assertThat(keep("new", after(4), told, CheckInRecords.Rank.KNOWN, line("PC1", after(4), Verdict.Kind.UNKNOWN)))
                .isEqualTo(Outcome.KNOWN);
        assertThat(held(after(4))).as("sent again it replaces nothing").containsExactly("new", "beside");
        keep("last", after(5), told, CheckInRecords.Rank.REPLACES, line("PC1", after(5), Verdict.Kind.FIXED));
        assertThat(held(after(5))).containsExactly("last");
        assertThat(held(after(4))).as("as of then").containsExactly("new", "beside");
        assertThat(store.receipts("PC1", 9))
                .extracting(CheckInRecords.Receipt::dating)
                .containsExactly(told, EvidenceDating.UNKNOWN, estimated, told);
        assertThat(store.wasReceived("pc1", "ndjson", "old".getBytes(UTF_8))).isTrue();
        assertThat(store.wasReceived("PC1", "ndjson", "else".getBytes(UTF_8))).isFalse();
        assertThat(store.prune(Instant.MAX)).as("what counts no more").isEqualTo(3);
        assertThat(held(after(5))).containsExactly("last");
    }

    private static MachineSummary unread(MachineSummary line, Instant at) {
        return new MachineSummary(
                line.name(),
                new MachineSummary.Place(line.site(), line.segment(), line.addresses()),
                new MachineSummary.Windows(
                        line.product(),
                        line.build(),
                        line.architecture(),
                        line.language(),
                        line.support(),
                        line.supportEnds()),
                new MachineSummary.Outcome(line.verdicts(), line.needs(), line.openCves(), line.exploitedCves()),
                line.lastSeen(),
                new EvidenceDating(NINE, EvidenceDating.Basis.FILE_NAME, null),
                new UnreadableEvidence(at, "qfe.txt", "account:aiko", new Text("is empty", "空です")));
    }

    @Test
    void what_could_not_be_read_is_kept_with_its_machine_until_it_is_dismissed() throws Exception {
        var fixed = line("PC1", NINE, Verdict.Kind.FIXED);
        var unknown = unread(line("PC1", NINE, Verdict.Kind.UNKNOWN), after(1));
        keep("good", NINE, EvidenceDating.collected(NINE), CheckInRecords.Rank.REPLACES, fixed);
        keep("", after(1), EvidenceDating.UNKNOWN, CheckInRecords.Rank.UNREAD, unknown);
        again();
        assertThat(lines()).containsExactly(unknown);
        assertThat(held(after(1))).containsExactly("good");
        assertThat(past(after(1)).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.UNKNOWN);
        assertThat(past(NINE).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.FIXED);
        store.restate(List.of(fixed), after(2));
        assertThat(lines()).as("worked out before that arrived").containsExactly(unknown);
        store.dismiss(fixed, after(3));
        assertThat(lines()).containsExactly(fixed);
        assertThat(past(after(3)).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.FIXED);
    }

    @Test
    void a_database_from_before_times_of_collection_opens_and_counts_as_it_did() throws Exception {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.VULNERABLE);
        keep("PC1", "systeminfo", "two", after(1), Verdict.Kind.FIXED);
        for (String column : List.of("counts", "collected", "collected_by", "booted", "product_id", "hardware_id")) {
            tamper("ALTER TABLE receipt DROP COLUMN " + column);
        }
        for (String column : List.of(
                "collected",
                "collected_by",
                "unread_at",
                "unread_file",
                "unread_by",
                "unread_en",
                "unread_ja",
                "renewed")) {
            tamper("ALTER TABLE machine DROP COLUMN " + column);
        }
        tamper("DROP TABLE rollout_order");
        tamper("DROP TABLE infection");
        tamper("DROP TABLE detection");
        tamper("DROP TABLE watched_file");
        tamper("DROP TABLE watch_state");
        tamper("DROP TABLE own_probe");
        tamper("DROP TABLE killswitch_probe");
        tamper("DROP TABLE gap_list");
        tamper("DROP TABLE gap_decision");
        tamper("DELETE FROM flyway_schema_history WHERE version NOT IN ('1', '2', '3', '4')");
        again();
        assertThat(lines()).containsExactly(line("PC1", after(1), Verdict.Kind.FIXED));
        assertThat(held(after(1))).containsExactly("two");
        assertThat(held(NINE)).containsExactly("one");
    }

    @Test
    void old_evidence_goes_and_what_counts_stays() {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.VULNERABLE);
        keep("PC1", "osquery", "other", NINE, Verdict.Kind.VULNERABLE);
        keep("PC1", "systeminfo", "two", after(10), Verdict.Kind.FIXED);
        assertThat(store.prune(after(10))).isZero();
        assertThat(store.prune(after(11))).isEqualTo(1);
        assertThat(store.prune(Instant.MAX)).isZero();
        // Half of what was there might look better than all of it.
        assertThat(store.held("PC1", after(5))).isEmpty();
        assertThat(store.held("PC1", after(10)).orElseThrow().contents()).hasSize(2);
        assertThat(store.receipts("PC1", 9)).hasSize(3);
        assertThat(past(after(5)).get("PC1").verdicts()).containsEntry("MS17-010", Verdict.Kind.VULNERABLE);
    }

    @Test
    void tallies_of_sites_and_of_all() {
        StatusTally osaka = StatusTally.of(1, 2, 3, 4, 5, 6);
        StatusTally tokyo = StatusTally.of(10, 0, 0, 0, 0, 0);
        store.tally(
                NINE,
                List.of(
                        new CheckInRecords.SiteTally("MS17-010", "Osaka", osaka),
                        new CheckInRecords.SiteTally("MS17-010", "Tokyo", tokyo)));
        store.tally(after(60), List.of(new CheckInRecords.SiteTally("MS17-010", "Osaka", osaka)));
        store.tally(after(60), List.of(new CheckInRecords.SiteTally("MS17-010", "Osaka", tokyo)));
        assertThat(store.tallies("MS17-010", null, NINE))
                .containsExactly(
                        new CheckInRecords.Point(NINE, osaka.plus(tokyo)), new CheckInRecords.Point(after(60), tokyo));
        assertThat(store.tallies("MS17-010", "ＯＳＡＫＡ", after(1)))
                .containsExactly(new CheckInRecords.Point(after(60), tokyo));
        assertThat(store.tallies("MS08-067", null, Instant.MIN)).isEmpty();
    }

    @Test
    void hostile_texts_are_kept_as_texts() {
        String name = "x'; DROP TABLE machine; --\u0000\uD800<script>";
        keep(name, "systeminfo", "\u0000\u0001'\"", NINE, Verdict.Kind.FIXED);
        assertThat(lines())
                .singleElement()
                .satisfies(l -> assertThat(l.name()).isEqualTo("x'; DROP TABLE machine; --\uFFFD\uFFFD<script>"));
        assertThat(store.held(name, Instant.MAX).orElseThrow().contents())
                .extracting(FleetDatabaseContract::text)
                .containsExactly("\u0000\u0001'\"");
    }

    @Test
    void many_at_once_lose_nothing() throws Exception {
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        List<Thread> senders = IntStream.range(0, 16)
                .mapToObj(sender -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 25; i++) {
                        String name = "PC-" + sender + "-" + i;
                        keep(name, "systeminfo", name, NINE, Verdict.Kind.FIXED);
                        acknowledged.add(name);
                    }
                }))
                .toList();
        for (Thread sender : senders) {
            sender.join();
        }
        again();
        assertThat(lines()).hasSize(400).extracting(MachineSummary::name).containsAll(acknowledged);
        for (String name : acknowledged) {
            assertThat(store.held(name, Instant.MAX).orElseThrow().contents())
                    .extracting(FleetDatabaseContract::text)
                    .containsExactly(name);
        }
    }

    @Test
    void a_failed_write_leaves_the_others_of_its_group_alone() {
        List<Thread> good = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> keep("PC" + i, "s", "x", NINE, Verdict.Kind.FIXED)))
                .toList();
        assertThatThrownBy(() -> store.keep(List.of(new CheckInRecords.CheckIn(
                        new CheckInRecords.Content("s", "n", new byte[1], Instant.MAX.minusSeconds(1)),
                        line("BAD", NINE, Verdict.Kind.FIXED),
                        "token:x"))))
                .isInstanceOf(ArithmeticException.class);
        good.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(lines()).hasSize(8);
    }

    private AccountStore.Account account(String name, Role role, boolean locked) {
        return new AccountStore.Account(name, role, "ja", locked, NINE, null);
    }

    @Test
    void accounts_and_their_sessions() throws Exception {
        AccountStore accounts = database.accountStore();
        assertThat(accounts.any()).isFalse();
        assertThat(accounts.add(account("Aiko", Role.ADMIN, false), "$argon2id$1"))
                .isTrue();
        assertThat(accounts.add(account("AIKO", Role.VIEWER, false), "$argon2id$2"))
                .isFalse();
        assertThat(accounts.add(new AccountStore.Account("sso", Role.VIEWER, "en", false, NINE, "https://id|7"), null))
                .isTrue();
        assertThat(accounts.any()).isTrue();
        assertThat(accounts.account("aiko")).contains(account("Aiko", Role.ADMIN, false));
        assertThat(accounts.passwordHash("aiko")).contains("$argon2id$1");
        assertThat(accounts.passwordHash("sso")).isEmpty();
        assertThat(accounts.accounts()).extracting(AccountStore.Account::name).containsExactly("Aiko", "sso");
        var session = new AccountStore.Session("abc", "Aiko", NINE, after(60), "127.0.0.1");
        accounts.open(session);
        assertThat(accounts.session("abc", after(59))).contains(session);
        assertThat(accounts.session("abc", after(60))).isEmpty();
        accounts.change(new AccountStore.Account("aiko", Role.ADMIN, "en", false, NINE, null));
        assertThat(accounts.session("abc", NINE)).isPresent();
        accounts.change(account("aiko", Role.VIEWER, false));
        assertThat(accounts.session("abc", NINE)).isEmpty();
        accounts.open(session);
        accounts.password("aiko", "$argon2id$3");
        assertThat(accounts.session("abc", NINE)).isEmpty();
        assertThat(accounts.passwordHash("AIKO")).contains("$argon2id$3");
        accounts.open(session);
        accounts.close("abc");
        assertThat(accounts.session("abc", NINE)).isEmpty();
        database.close();
        database = open();
        assertThat(database.accountStore().account("aiko").orElseThrow().role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void tokens() {
        AccountStore accounts = database.accountStore();
        var site = new AccountStore.Token(
                "t1", AccountStore.TokenKind.SITE, "PCs of 大阪", "大阪", null, Set.of(), NINE, null);
        var key = new AccountStore.Token(
                "t2", AccountStore.TokenKind.API, "script", null, null, Set.of("read", "import"), after(1), null);
        accounts.issue(site, "h1");
        accounts.issue(key, "h2");
        assertThat(accounts.token("h1")).contains(site);
        assertThat(accounts.token("h3")).isEmpty();
        assertThat(accounts.tokens()).containsExactly(site, key);
        assertThat(accounts.revoke("t1", after(5))).isTrue();
        assertThat(accounts.revoke("t1", after(6))).isFalse();
        assertThat(accounts.revoke("t9", after(6))).isFalse();
        assertThat(accounts.token("h1").orElseThrow().revokedAt()).isEqualTo(after(5));
    }

    @Test
    void waivers() {
        var waiver = new ApprovedException(
                "MRI-1", "MS17-010", "vendor forbids it", LocalDate.of(2017, 6, 30), "account:x", NINE);
        database.exceptionStore().grant(waiver);
        database.exceptionStore()
                .grant(new ApprovedException(
                        "mri-1", "MS17-010", "asked again", waiver.until(), "account:y", after(1)));
        assertThat(database.exceptionStore().of("MS17-010"))
                .extracting(ApprovedException::reason)
                .containsExactly("asked again");
        assertThat(database.exceptionStore().end("Mri-1", "MS17-010")).isTrue();
        assertThat(database.exceptionStore().end("Mri-1", "MS17-010")).isFalse();
    }

    @Test
    void one_name_in_any_spelling_is_one_machine() {
        keep("PC-İ", "systeminfo", "one", NINE, Verdict.Kind.FIXED);
        keep("ｐｃ-ı.", "systeminfo", "two", after(1), Verdict.Kind.VULNERABLE);
        assertThat(lines())
                .singleElement()
                .satisfies(l -> assertThat(l.verdict("MS17-010")).isEqualTo(Verdict.Kind.VULNERABLE));
        assertThat(store.receipts("PC-I", 9)).hasSize(2);
        assertThat(store.turns("pc-i", 9)).hasSize(2);
        database.exceptionStore()
                .grant(new ApprovedException("PC-I", "MS17-010", "x", LocalDate.EPOCH, "account:x", NINE));
        assertThat(database.exceptionStore().end("pc-ı", "MS17-010")).isTrue();
        assertThat(store.retire("ＰＣ-i", after(2))).isTrue();
    }

    /** As version 1 kept it: names were compared in upper case and nothing else. */
    private void asKeptByAnOlderRule() throws Exception {
        keep("OTHER", "systeminfo", "x", NINE, Verdict.Kind.FIXED);
        keep("PC7", "systeminfo", "old", NINE, Verdict.Kind.VULNERABLE);
        keep("Y", "systeminfo", "wide", after(70), Verdict.Kind.FIXED);
        keep("Y", "osquery", "wide too", after(71), Verdict.Kind.FIXED);
        keep("Z", "systeminfo", "alone", NINE, Verdict.Kind.FIXED);
        tamper("UPDATE machine SET name = 'ＰＣ７', machine_key = 'ＰＣ７' WHERE name = 'Y'");
        tamper("UPDATE machine SET name = 'Straße.', machine_key = 'STRASSE.' WHERE name = 'Z'");
        database.exceptionStore()
                .grant(new ApprovedException("PC7", "A", "later", LocalDate.of(2017, 7, 1), "account:x", NINE));
        database.exceptionStore()
                .grant(new ApprovedException("W1", "A", "sooner", LocalDate.of(2017, 6, 1), "account:x", NINE));
        database.exceptionStore()
                .grant(new ApprovedException("W2", "B", "alone", LocalDate.of(2017, 6, 1), "account:x", NINE));
        database.exceptionStore()
                .grant(new ApprovedException("PC7", "C", "sooner", LocalDate.of(2017, 6, 1), "account:x", NINE));
        database.exceptionStore()
                .grant(new ApprovedException("W3", "C", "later", LocalDate.of(2017, 7, 1), "account:x", NINE));
        tamper("UPDATE waiver SET machine = 'ｐｃ７', machine_key = 'ＰＣ７' WHERE machine LIKE 'W%'");
        tamper("DELETE FROM setting WHERE name = 'names.rule'");
    }

    @Test
    void machines_that_an_older_rule_kept_apart_are_one_with_all_that_was_received_of_either() throws Exception {
        asKeptByAnOlderRule();
        List<CheckInRecords.Point> none = store.tallies("MS17-010", null, Instant.MIN);
        again();
        assertThat(lines())
                .extracting(MachineSummary::name, MachineSummary::lastSeen)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("OTHER", NINE),
                        org.assertj.core.groups.Tuple.tuple("ＰＣ７", after(71)),
                        org.assertj.core.groups.Tuple.tuple("Straße.", NINE));
        assertThat(store.held("pc7", Instant.MAX).orElseThrow().contents())
                .extracting(FleetDatabaseContract::text)
                .containsExactly("wide", "wide too");
        assertThat(store.held("pc7", after(1)).orElseThrow().contents())
                .extracting(FleetDatabaseContract::text)
                .containsExactly("old");
        assertThat(store.receipts("PC7", 9)).hasSize(3);
        assertThat(store.turns("PC7", 9)).hasSize(2);
        assertThat(store.held("STRASSE", Instant.MAX)).isPresent();
        assertThat(past(after(5)).get("ＰＣ７").lastSeen()).isEqualTo(NINE);
        assertThat(database.exceptionStore().of("A"))
                .extracting(ApprovedException::reason)
                .containsExactly("sooner");
        assertThat(database.exceptionStore().of("B"))
                .extracting(ApprovedException::reason)
                .containsExactly("alone");
        assertThat(database.exceptionStore().of("C"))
                .extracting(ApprovedException::reason)
                .containsExactly("sooner");
        assertThat(database.exceptionStore().end("PC7", "A")).isTrue();
        assertThat(database.auditLog().entries(Long.MAX_VALUE, 9))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.what()).isEqualTo("machine.merge");
                    assertThat(entry.about() + entry.detail())
                            .contains("ＰＣ７")
                            .contains("PC7")
                            .contains("大阪");
                });
        assertThat(database.auditLog().verify()).isEmpty();
        assertThat(store.tallies("MS17-010", null, Instant.MIN)).isEqualTo(none);
        again();
        assertThat(database.auditLog().entries(Long.MAX_VALUE, 9)).as("once").hasSize(1);
        assertThat(keep("pc7", "systeminfo", "wide", after(80), Verdict.Kind.FIXED))
                .isEqualTo(Outcome.KNOWN);
    }

    @Test
    void data_of_a_newer_version_are_refused_and_left_alone() throws Exception {
        keep("PC1", "systeminfo", "one", NINE, Verdict.Kind.FIXED);
        tamper("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, "
                + "installed_by, execution_time, success) SELECT 99, '99', 'later', type, 'V99__later.sql', 1, "
                + "installed_by, 1, success FROM flyway_schema_history WHERE version = '1'");
        database.close();
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        FleetDatabase.CannotOpen.class, e -> assertThat(e.why()).isEqualTo(FleetDatabase.Why.NEWER))
                .hasMessageContaining("99");
        tamper("DELETE FROM flyway_schema_history WHERE version = '99'");
        tamper("UPDATE setting SET setting = '99' WHERE name = 'names.rule'");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        FleetDatabase.CannotOpen.class, e -> assertThat(e.why()).isEqualTo(FleetDatabase.Why.NEWER));
        tamper("UPDATE setting SET setting = '2' WHERE name = 'names.rule'");
        begin();
        assertThat(lines()).hasSize(1);
        database.check();
    }

    @Test
    void an_entry_is_found_by_its_hash() {
        audits(3);
        AuditLog.Entry second = database.auditLog().entries(3, 1).getFirst();
        assertThat(database.auditLog().entry(second.hash())).contains(second);
        assertThat(database.auditLog().entry("0".repeat(64))).isEmpty();
    }

    @Test
    void every_session_can_be_ended() {
        AccountStore accounts = database.accountStore();
        accounts.add(account("aiko", Role.ADMIN, false), "x");
        accounts.open(new AccountStore.Session("a", "aiko", NINE, after(60), "-"));
        accounts.open(new AccountStore.Session("b", "aiko", NINE, after(60), "-"));
        assertThat(accounts.closeAll()).isEqualTo(2);
        assertThat(accounts.session("a", NINE)).isEmpty();
    }

    private void audits(int entries) {
        AuditLog audit = database.auditLog();
        for (int i = 1; i <= entries; i++) {
            assertThat(audit.add(after(i), "account:aiko", "account.add", "ボブ" + i, "viewer")
                            .number())
                    .isEqualTo(i);
        }
    }

    @Test
    void the_audit_log_grows_and_holds() throws Exception {
        audits(5);
        again();
        assertThat(database.auditLog().verify()).isEmpty();
        assertThat(database.auditLog().entries(4, 2))
                .extracting(AuditLog.Entry::number)
                .containsExactly(3L, 2L);
        assertThat(database.auditLog().add(after(9), "system", "x", "", "").number())
                .isEqualTo(6);
        assertThat(database.auditLog().verify()).isEmpty();
    }

    @Test
    void the_audit_log_refuses_to_be_changed() {
        audits(2);
        assertThatThrownBy(() -> tamper("UPDATE audit SET who = 'account:eve'")).hasMessageContaining("only grows");
        assertThatThrownBy(() -> tamper("DELETE FROM audit")).hasMessageContaining("only grows");
    }

    abstract void unguard() throws Exception;

    private @Nullable Long broken(String sql) throws Exception {
        tamper(sql);
        return database.auditLog().verify().map(AuditLog.Break::number).orElse(null);
    }

    @Test
    void a_change_past_the_triggers_breaks_the_hash_chain() throws Exception {
        audits(5);
        unguard();
        assertThat(broken("UPDATE audit SET detail = 'admin' WHERE number = 3")).isEqualTo(3L);
        assertThat(broken("UPDATE audit SET detail = 'viewer' WHERE number = 3"))
                .isNull();
        assertThat(broken("UPDATE audit SET about = about || 'v', detail = 'iewer' WHERE number = 3"))
                .isEqualTo(3L);
        assertThat(broken("DELETE FROM audit WHERE number = 3")).isEqualTo(3L);
    }

    @Test
    void a_truncated_audit_log_is_detected() throws Exception {
        audits(5);
        unguard();
        assertThat(broken("DELETE FROM audit WHERE number > 3")).isEqualTo(4L);
    }

    @Test
    void settings_and_health() throws Exception {
        assertThat(database.setting("a")).isEmpty();
        database.setting("a", "1");
        database.setting("a", "2");
        again();
        assertThat(database.setting("a")).contains("2");
        assertThatCode(database::probe).doesNotThrowAnyException();
    }

    private static Order proposal(String id, String machine, OrderTask task) {
        return new Order(
                id.repeat(32),
                "b".repeat(32),
                machine,
                "大阪",
                "MS17-010",
                task,
                new OrderState.Proposed("account:aya", NINE));
    }

    private static OrderStore.Entry noted(String what) {
        return new OrderStore.Entry(NINE, "account:aya", what, "PC1", "");
    }

    @Test
    void an_order_is_kept_as_it_is_and_never_twice() throws Exception {
        OrderTask install = new OrderTask.Install(
                new Kb(4012598),
                List.of(
                        new PackageFile(
                                new Kb(936929), "WindowsXP-KB936929-SP3-x86-ENU.exe", 331_805_736L, "c".repeat(64)),
                        new PackageFile(
                                new Kb(4012598), "WindowsXP-KB4012598-x86-Custom-ENU.exe", 665_096, "d".repeat(64))));
        OrderTask apply = new OrderTask.Apply("smb1-server-off");
        OrderStore orders = database.orderStore();
        List<Order> first =
                List.of(proposal("1", "PC1", install), proposal("2", "PC1", apply), proposal("3", "ＰＣ2", install));
        assertThat(orders.propose(first, noted("order.propose"))).isEqualTo(first);
        assertThat(orders.propose(
                        List.of(proposal("4", "pc1", install), proposal("5", "PC2", install)), noted("order.propose")))
                .as("names are compared without case and width")
                .isEmpty();
        Order order = first.getFirst();
        Instant booted = Instant.parse("2017-05-13T08:00:00Z");
        var approved = ((OrderState.Proposed) order.state())
                .approve("account:ken", after(1))
                .orElseThrow();
        assertThat(orders.move(order, approved, noted("order.approve"))).isTrue();
        assertThat(orders.move(order, approved, noted("order.approve")))
                .as("of two who move it, one does")
                .isFalse();
        order = order.in(approved);
        for (OrderState next : List.of(
                approved.offer(after(2)),
                approved.offer(after(2)).fetch(after(3)),
                approved.offer(after(2)).report(dev.firebreak.core.rollout.Outcome.of(3010), after(4), booted),
                new OrderState.Closed(approved.approval(), after(5)))) {
            again();
            orders = database.orderStore();
            assertThat(orders.order(order.id())).contains(order);
            assertThat(orders.move(order, next, noted("order.move"))).isTrue();
            order = order.in(next);
        }
        again();
        orders = database.orderStore();
        assertThat(orders.order(order.id())).contains(order);
        assertThat(orders.open("PC1")).extracting(Order::task).containsExactly(apply);
        assertThat(orders.batch("b".repeat(32))).hasSize(3);
        assertThat(orders.claimed(10)).isEmpty();
        assertThat(orders.batches(10)).singleElement().satisfies(batch -> {
            assertThat(batch.of(OrderState.Kind.CLOSED)).isEqualTo(1);
            assertThat(batch.of(OrderState.Kind.PROPOSED)).isEqualTo(2);
            assertThat(batch.orders()).isEqualTo(3);
        });
        assertThat(orders.propose(List.of(proposal("6", "PC1", install)), noted("order.propose")))
                .as("what is closed can be ordered again")
                .hasSize(1);
        assertThat(database.auditLog().entries(Long.MAX_VALUE, 50)).hasSize(7);
        assertThat(database.auditLog().verify()).isEmpty();
        for (OrderState end : List.of(
                new OrderState.Withdrawn("account:ken", after(6)),
                new OrderState.Failed(
                        approved.approval(), dev.firebreak.core.rollout.Outcome.of(0x80240017L), after(6)))) {
            Order other = orders.order((end.kind() == OrderState.Kind.FAILED ? "2" : "3").repeat(32))
                    .orElseThrow();
            if (end.kind() == OrderState.Kind.FAILED) {
                orders.move(other, approved, noted("order.approve"));
                other = other.in(approved);
            }
            assertThat(orders.move(other, end, noted("order.end"))).isTrue();
            assertThat(orders.order(other.id())).contains(other.in(end));
        }
    }

    @Test
    void lists_of_machines_and_decisions_about_them_are_kept() {
        GapStore gaps = database.gapStore();
        var first = new GapStore.ImportedList("ad.csv", true, null, NINE, "account:aiko");
        gaps.keep(first, "Name\nPC1\n");
        gaps.keep(new GapStore.ImportedList("arp.txt", false, NINE, NINE, "account:aiko"), "x");
        var again = new GapStore.ImportedList("ad.csv", true, NINE, NINE.plusSeconds(1), "account:sato");
        gaps.keep(again, "Name\nPC2 端末\n");
        assertThat(gaps.lists()).hasSize(2).startsWith(again);
        assertThat(gaps.text("ad.csv")).contains("Name\nPC2 端末\n");
        assertThat(gaps.drop("arp.txt")).isTrue();
        assertThat(gaps.drop("arp.txt")).isFalse();
        assertThat(gaps.text("arp.txt")).isEmpty();
        var tied = new GapDecision(GapDecision.Kind.EXPECTED, "PC1", "PC7", "renamed", "account:aiko", NINE);
        var dismissed =
                new GapDecision(GapDecision.Kind.EXPECTED, "PC1", null, "gone", "account:sato", NINE.plusSeconds(1));
        var other = new GapDecision(GapDecision.Kind.UNMANAGED, "PC1", null, "a printer", "account:aiko", NINE);
        gaps.decide(tied);
        gaps.decide(other);
        gaps.decide(dismissed);
        assertThat(gaps.decisions()).containsExactly(dismissed, other);
        assertThat(gaps.withdraw(GapDecision.Kind.EXPECTED, "PC1")).isTrue();
        assertThat(gaps.withdraw(GapDecision.Kind.EXPECTED, "PC1")).isFalse();
        assertThat(gaps.decisions()).containsExactly(other);
    }

    private static Detection detection(int second, String source, String target) {
        return new Detection(
                NINE.plusSeconds(second),
                "eternalblue",
                Severity.CRITICAL,
                Flow.of(source, 50_000, target, 445),
                1,
                List.of(new Text("one", "一")),
                "a.pcap");
    }

    @Test
    void detections_are_found_by_the_hosts_that_they_name() throws Exception {
        var one = detection(1, "10.0.0.1", "PC2");
        var two = detection(2, "PC2", "10.0.0.3");
        var three = detection(3, "10.0.0.1", "10.0.0.4");
        assertThat(database.detectionStore().add(List.of(one, two), NINE)).containsExactly(one, two);
        assertThat(database.detectionStore().add(List.of(two, three), NINE)).containsExactly(three);
        again();
        assertThat(database.detectionStore().of(Set.of("PC2", "10.0.0.3"), 10)).containsExactly(two, one);
        assertThat(database.detectionStore().of(Set.of("10.0.0.1"), 1)).containsExactly(three);
        assertThat(database.detectionStore().of(Set.of("pc2' OR '1'='1"), 10)).isEmpty();
        List<Detection> all = new ArrayList<>();
        database.detectionStore().each(all::add);
        assertThat(all).containsExactlyInAnyOrder(one, two, three);
    }

    @Test
    void files_that_were_watched_are_listed_and_bounded() throws Exception {
        WatchedFileStore files = database.watchedFileStore();
        assertThat(files.readUntil()).isEmpty();
        var bad = new WatchedFile(
                "<x>\u0000.pcap",
                "ab",
                NINE,
                "system:drop",
                null,
                false,
                0,
                List.of(new Text("no", "いいえ"), new Text("a\nb", "い\nろ")));
        var good = new WatchedFile(
                "conn.log",
                "cd",
                NINE.plusSeconds(60),
                "account:a",
                new WatchedFile.Span(NINE.minusSeconds(9), NINE.minusSeconds(3)),
                true,
                7,
                List.of());
        // Its clock is wrong: nothing was read of a time that had not come when it arrived.
        var future = new WatchedFile(
                "f.log",
                "ef",
                NINE,
                "account:a",
                new WatchedFile.Span(NINE, NINE.plusSeconds(86_400)),
                true,
                0,
                List.of());
        files.add(bad);
        files.add(good);
        assertThat(files.readUntil()).contains(NINE.minusSeconds(3));
        files.add(future);
        again();
        files = database.watchedFileStore();
        assertThat(files.readUntil()).contains(NINE);
        assertThat(files.newest(10)).hasSize(3).first().isEqualTo(good);
        WatchedFile kept = files.newest(10).get(1);
        assertThat(kept.problems()).containsExactly(new Text("no", "いいえ"), new Text("a b", "い ろ"));
        assertThat(kept.isKnown()).isFalse();
        assertThat(kept.span()).isNull();
        assertThat(files.wasRead("cd")).isTrue();
        assertThat(files.wasRead("ab"))
                .as("what could not be read is tried again")
                .isFalse();
    }

    @Test
    void what_detectors_remember_survives_and_a_damaged_one_begins_anew() throws Exception {
        var kept = new KeptState("smb-scan", "10.0.0.5", NINE, new long[] {1, -2, Long.MAX_VALUE});
        database.watchedFileStore().keep(new StreamState("Osaka/conn.log", NINE, List.of()), NINE);
        database.watchedFileStore().keep(new StreamState("Osaka/conn.log", NINE.plusSeconds(1), List.of(kept)), NINE);
        again();
        StreamState state = database.watchedFileStore().state("Osaka/conn.log").orElseThrow();
        assertThat(state.until()).isEqualTo(NINE.plusSeconds(1));
        assertThat(state.states()).hasSize(1);
        assertThat(state.states().getFirst()).usingRecursiveComparison().isEqualTo(kept);
        assertThat(database.watchedFileStore().state("Nagoya/conn.log")).isEmpty();
        for (int i = 0; i < WatchedFileStore.MOST_STREAMS + 3; i++) {
            database.watchedFileStore().keep(new StreamState("s" + i, NINE, List.of()), NINE.plusSeconds(10 + i));
        }
        assertThat(database.watchedFileStore().state("Osaka/conn.log"))
                .as("the oldest")
                .isEmpty();
        assertThat(database.watchedFileStore().state("s202")).isPresent();
        tamper("UPDATE watch_state SET states = " + damagedBytes() + " WHERE stream = 's202'");
        assertThat(database.watchedFileStore().state("s202")).isEmpty();
    }

    /** Three bytes as a literal of the database. */
    abstract String damagedBytes();
}
