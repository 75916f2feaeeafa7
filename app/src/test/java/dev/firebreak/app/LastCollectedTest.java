package dev.firebreak.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.app.server.AssessorCache;
import dev.firebreak.app.server.BoardList;
import dev.firebreak.app.server.WorkerPool;
import dev.firebreak.app.store.FleetDatabase;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.dashboard.CheckInResult;
import dev.firebreak.core.dashboard.FleetService;
import dev.firebreak.core.dashboard.ImportedEvidence;
import dev.firebreak.core.dashboard.Sender;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceDating;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was collected last counts, not what arrived last; and what could not be read is a state of its machine. */
class LastCollectedTest {

    private static final String ADVISORY = "MS17-010";
    private static final String FIX = "KB4012212";
    private static final Instant ARRIVAL = Instant.parse("2026-11-25T09:00:00Z");

    @TempDir
    Path data;

    private final AtomicReference<Instant> now = new AtomicReference<>(ARRIVAL);
    private FleetDatabase database;
    private FleetService fleet;

    @BeforeEach
    void open() {
        database = FleetDatabase.open(data, null, now::get);
        var assessors = new AssessorCache(
                new ShippedKnowledge()::knowledge,
                new ShippedKnowledge().lines(),
                () -> Catalogue.EMPTY,
                new BoardList(data));
        fleet = new FleetService(
                database.fleetStore(),
                new CheckInReader(),
                assessors,
                now::get,
                Duration.ofDays(3),
                Duration.ofDays(30),
                new WorkerPool(1),
                dev.firebreak.core.dashboard.Enrolments.none());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The server after a restart: what it knows is what it kept. */
    private void again() {
        close();
        open();
    }

    private static byte[] ndjson(@Nullable String collected, String... ids) {
        return "{\"machine\":\"PC1\",%s\"os\":{\"caption\":\"Microsoft Windows 7 Professional\",\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\"},\"hotfixes\":{\"complete\":true,\"ids\":[%s]}}\n"
                .formatted(
                        collected == null ? "" : "\"collectedAt\":\"" + collected + "\",",
                        ids.length == 0 ? "\"KB976902\"" : "\"KB976902\",\"" + String.join("\",\"", ids) + "\"")
                .getBytes(UTF_8);
    }

    private static byte[] systeminfo(String booted, String... ids) {
        var list = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            list.append("                           [%02d]: %s\n".formatted(i + 1, ids[i]));
        }
        return """
                Host Name:                 PC1
                OS Name:                   Microsoft Windows 7 Professional
                OS Version:                6.1.7601 Service Pack 1 Build 7601
                Product ID:                00371-OEM-8992671-00524
                Original Install Date:     1/22/2015, 9:00:00 AM
                System Boot Time:          %s
                System Type:               x64-based PC
                Hotfix(s):                 %d Hotfix(s) Installed.
                %s""".formatted(booted, ids.length, list).getBytes(UTF_8);
    }

    private CheckInRecords.Outcome checkIn(byte[] content) {
        return checkIn(content, null);
    }

    private CheckInRecords.Outcome checkIn(byte[] content, @Nullable Instant collected) {
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(5)));
        return ((CheckInResult.Accepted) fleet.checkIn("PC1", "Osaka", "evidence", content, "token:osaka", collected))
                .outcome();
    }

    private ImportedEvidence take(String file, byte[] content, @Nullable Instant modified) {
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(5)));
        return fleet.importEvidence(Sender.IMPORTER, "Osaka", file, content, "account:aiko", modified);
    }

    private MachineSummary line() {
        return fleet.line("PC1").orElseThrow();
    }

    private Verdict.Kind verdict() {
        return line().verdict(ADVISORY);
    }

    private MachineStatus light() {
        return fleet.status(line(), ADVISORY);
    }

    @Test
    void an_older_check_in_sent_again_is_history() {
        byte[] fixed = ndjson("2026-11-01T09:00:00Z", FIX);
        checkIn(fixed);
        assertThat(verdict()).isEqualTo(Verdict.Kind.FIXED);
        checkIn(ndjson("2026-11-20T09:00:00Z"));
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
        Instant seen = line().lastSeen();
        assertThat(checkIn(fixed)).isEqualTo(CheckInRecords.Outcome.OLDER);
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
        assertThat(line().lastSeen()).as("an older file changes nothing").isEqualTo(seen);
        fleet.reassess();
        again();
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
        assertThat(database.fleetStore().receipts("PC1", 10))
                .extracting(CheckInRecords.Receipt::rank)
                .containsExactly(
                        CheckInRecords.Rank.HISTORY, CheckInRecords.Rank.REPLACES, CheckInRecords.Rank.REPLACES);
        checkIn(ndjson("2026-11-24T09:00:00Z", FIX));
        assertThat(verdict()).as("what is newer counts").isEqualTo(Verdict.Kind.FIXED);
    }

    @Test
    void an_older_file_imported_is_history() {
        byte[] fixed = ndjson("2026-11-01T09:00:00Z", FIX);
        take("a.ndjson", fixed, null);
        take("b.ndjson", ndjson("2026-11-20T09:00:00Z"), null);
        ImportedEvidence third = take("a.ndjson", fixed, null);
        assertThat(third.older()).isEqualTo(1);
        assertThat(third.kept() + third.known()).isZero();
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
    }

    @Test
    void the_newest_may_arrive_first() {
        checkIn(ndjson("2026-11-20T09:00:00Z"));
        assertThat(checkIn(ndjson("2026-11-01T09:00:00Z", FIX))).isEqualTo(CheckInRecords.Outcome.OLDER);
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
    }

    @ParameterizedTest
    @CsvSource({
        // name of the first, its date, name of the second, its date, what the first's time rests on
        "PC1.ndjson, 2026-11-01T09:00:00Z, PC1.ndjson, 2026-11-20T09:00:00Z, FILE_DATE",
        "PC1_20261101.ndjson, , PC1_20261120.ndjson, , FILE_NAME",
        "PC1_2026-11-01.ndjson, 2026-11-01T09:00:00Z, PC1_2026-11-20.ndjson, 2026-11-20T09:00:00Z, FILE_DATE",
        "PC1_2026-11-01.ndjson, 2026-11-24T09:00:00Z, PC1_2026-11-20.ndjson, 2026-11-24T10:00:00Z, FILE_NAME",
    })
    void the_date_of_a_file_is_an_estimate(
            String first,
            @Nullable Instant ofFirst,
            String second,
            @Nullable Instant ofSecond,
            EvidenceDating.Basis basis) {
        byte[] fixed = ndjson(null, FIX);
        take(first, fixed, ofFirst);
        assertThat(line().dating().basis()).isEqualTo(basis);
        assertThat(line().dating().isEstimated()).isTrue();
        take(second, ndjson(null), ofSecond);
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
        assertThat(take(first, fixed, ofFirst).older()).isEqualTo(1);
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
    }

    @Test
    void lists_without_a_date_that_contradict_each_other_are_unknown() {
        checkIn(ndjson(null));
        assertThat(line().dating()).isEqualTo(EvidenceDating.UNKNOWN);
        checkIn(ndjson(null, FIX));
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
        checkIn(ndjson(null, FIX, "KB4019264"));
        assertThat(verdict()).as("more of the same").isEqualTo(Verdict.Kind.UNKNOWN);
        fleet.reassess();
        again();
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
        now.updateAndGet(at -> at.plus(Duration.ofDays(1)));
        checkIn(ndjson(now.get().toString(), FIX));
        assertThat(verdict()).as("collected after all of them arrived").isEqualTo(Verdict.Kind.FIXED);
    }

    @Test
    void a_list_without_a_date_may_say_worse_and_its_replay_nothing_better() {
        byte[] fixed = ndjson(null, FIX);
        checkIn(fixed);
        assertThat(verdict()).isEqualTo(Verdict.Kind.FIXED);
        checkIn(ndjson(null));
        assertThat(verdict()).isEqualTo(Verdict.Kind.VULNERABLE);
        checkIn(fixed);
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
    }

    @Test
    void a_list_without_a_date_does_not_outdo_a_dated_one() {
        checkIn(ndjson("2026-11-20T09:00:00Z"));
        checkIn(systeminfo("11/14/2026, 8:00:00 AM", "KB976902", FIX));
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
        checkIn(systeminfo("11/24/2026, 8:00:00 AM", "KB976902", FIX));
        assertThat(verdict()).as("started after the other was collected").isEqualTo(Verdict.Kind.FIXED);
    }

    @Test
    void the_start_of_a_machine_orders_what_carries_no_date() {
        byte[] before = systeminfo("11/14/2026, 8:00:00 AM", "KB976902");
        checkIn(before);
        checkIn(systeminfo("11/24/2026, 8:00:00 AM", "KB976902", FIX));
        assertThat(verdict()).isEqualTo(Verdict.Kind.FIXED);
        assertThat(checkIn(before)).isEqualTo(CheckInRecords.Outcome.OLDER);
        assertThat(verdict()).isEqualTo(Verdict.Kind.FIXED);
    }

    @Test
    void what_is_evidence_of_long_ago_is_no_sign_of_life() {
        checkIn(ndjson("1999-12-31T09:00:00Z", FIX));
        assertThat(light()).isEqualTo(MachineStatus.SILENT);
        assertThat(line().lastSeen()).isEqualTo(Instant.parse("1999-12-31T09:00:00Z"));
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        assertThat(light()).isEqualTo(MachineStatus.FIXED);
        now.set(Instant.parse("2026-12-19T09:00:00Z"));
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        assertThat(light()).as("29 days").isEqualTo(MachineStatus.FIXED);
        now.set(Instant.parse("2026-12-20T09:01:00Z"));
        assertThat(light()).as("30 days, although it spoke yesterday").isEqualTo(MachineStatus.SILENT);
        assertThat(fleet.past(ADVISORY, now.get()).all().of(MachineStatus.SILENT))
                .isEqualTo(1);
    }

    @Test
    void a_time_that_is_yet_to_come_is_not_believed() {
        checkIn(ndjson("2026-11-20T09:00:00Z"));
        checkIn(ndjson("2099-01-01T00:00:00Z", FIX));
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
        assertThat(line().dating().collectedAt()).isNotEqualTo(Instant.parse("2099-01-01T00:00:00Z"));
        checkIn(ndjson(null, FIX), Instant.parse("2099-01-01T00:00:00Z"));
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
    }

    @Test
    void a_machine_whose_evidence_cannot_be_read_is_unknown_until_it_can() {
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        var refused = (CheckInResult.Unreadable)
                fleet.checkIn("PC1", "Osaka", "qfe.txt", "Access denied.\r\n".getBytes(UTF_8), "token:osaka", null);
        assertThat(refused.machine()).isEqualTo("PC1");
        assertThat(light()).isEqualTo(MachineStatus.UNKNOWN);
        assertThat(fleet.board(ADVISORY).all().of(MachineStatus.UNKNOWN)).isEqualTo(1);
        assertThat(fleet.assessment("PC1", now.get()).orElseThrow().worst()).isEqualTo(Verdict.Kind.UNKNOWN);
        assertThat(line().unreadable()).satisfies(unreadable -> {
            assertThat(unreadable.file()).isEqualTo("qfe.txt");
            assertThat(unreadable.by()).isEqualTo("token:osaka");
            assertThat(unreadable.reason().ja())
                    .isNotEqualTo(unreadable.reason().en());
        });
        fleet.reassess();
        again();
        assertThat(light()).isEqualTo(MachineStatus.UNKNOWN);
        assertThat(fleet.past(ADVISORY, now.get()).all().of(MachineStatus.UNKNOWN))
                .isEqualTo(1);
        assertThat(checkIn(ndjson("2026-11-20T09:00:00Z", FIX)))
                .as("what was there before tells nothing of now")
                .isEqualTo(CheckInRecords.Outcome.KNOWN);
        assertThat(light()).isEqualTo(MachineStatus.UNKNOWN);
        checkIn(ndjson("2026-11-25T10:30:00Z", FIX));
        assertThat(light()).isEqualTo(MachineStatus.FIXED);
        assertThat(line().unreadable()).isNull();
    }

    @Test
    void what_was_there_before_it_failed_tells_nothing_of_now_however_short_before() {
        byte[] good = ndjson("2026-11-25T08:30:00Z", FIX);
        checkIn(good);
        fleet.checkIn("PC1", "Osaka", "qfe.txt", new byte[0], "token:osaka", null);
        checkIn(good);
        assertThat(light()).isEqualTo(MachineStatus.UNKNOWN);
        checkIn(ndjson("2026-11-25T08:40:00Z", FIX, "KB4019264"));
        assertThat(light()).as("new, by a clock that is behind").isEqualTo(MachineStatus.FIXED);
    }

    @Test
    void a_replay_without_a_date_makes_an_unknown_machine_no_safer() {
        byte[] fixed = ndjson(null, FIX);
        checkIn(fixed);
        checkIn(new String(ndjson(null), UTF_8)
                .replace("\"complete\":true", "\"complete\":false")
                .getBytes(UTF_8));
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
        checkIn(fixed);
        assertThat(verdict()).isEqualTo(Verdict.Kind.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Node - PC1\r\nERROR:\r\nDescription = Access is denied.\r\n",
                "HotFixID\r\n",
                "No Instance(s) Available.\r\n",
                "Access denied.",
                "[]",
                "",
            })
    void a_look_that_failed_is_told_of_its_machine_whatever_says_so(String content) {
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        fleet.checkIn("PC1", "Osaka", "qfe.txt", content.getBytes(UTF_8), "token:osaka", null);
        assertThat(light()).isEqualTo(MachineStatus.UNKNOWN);
        assertThat(line().unreadable()).isNotNull();
        checkIn(ndjson("2026-11-25T10:00:00Z", FIX));
        assertThat(light()).isEqualTo(MachineStatus.FIXED);
    }

    @Test
    void what_is_known_to_be_open_stays_open() {
        checkIn(ndjson("2026-11-20T09:00:00Z"));
        fleet.checkIn("PC1", "Osaka", "qfe.txt", new byte[0], "token:osaka", null);
        assertThat(light()).isEqualTo(MachineStatus.VULNERABLE);
        assertThat(line().unreadable()).isNotNull();
    }

    @Test
    void a_person_dismisses_what_could_not_be_read() {
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        take("PC1_qfe.txt", new byte[0], null);
        assertThat(light()).isEqualTo(MachineStatus.UNKNOWN);
        assertThat(fleet.dismiss("pc1")).isTrue();
        assertThat(light()).isEqualTo(MachineStatus.FIXED);
        again();
        assertThat(light()).isEqualTo(MachineStatus.FIXED);
        assertThat(fleet.dismiss("PC1")).isFalse();
        take("NEW7_systeminfo.txt", new byte[0], null);
        assertThat(fleet.line("NEW7")).isPresent();
        assertThat(fleet.dismiss("NEW7")).isTrue();
        assertThat(fleet.line("NEW7")).as("nothing else is known of it").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PC1_systeminfo.txt, true",
        "PC1.txt, true",
        "NEW7_qfe.txt, true",
        "NEW7.txt, true",
        "readme.txt, false",
        "systeminfo.txt, false",
        "NEW7.jpg, false",
        "議事録.txt, false"
    })
    void a_file_that_cannot_be_read_counts_for_the_machine_that_its_name_tells(String file, boolean counts) {
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        ImportedEvidence imported = take(file, "Access denied.".getBytes(UTF_8), null);
        assertThat(imported.unreadable()).hasSize(counts ? 1 : 0);
        assertThat(fleet.board(ADVISORY).all().of(MachineStatus.UNKNOWN)).isEqualTo(counts ? 1 : 0);
    }

    @Test
    void another_site_makes_no_machine_unknown() {
        checkIn(ndjson("2026-11-20T09:00:00Z", FIX));
        assertThat(fleet.checkIn("PC1", "Kyoto", "x", new byte[0], "token:kyoto", null))
                .isInstanceOf(CheckInResult.NotYours.class);
        assertThat(fleet.importEvidence(Sender.IMPORTER, "Kyoto", "PC1_qfe.txt", new byte[0], "account:aiko", null)
                        .unreadable())
                .isEmpty();
        assertThat(light()).isEqualTo(MachineStatus.FIXED);
    }
}
