package dev.firebreak.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.dashboard.MachineIndex;
import dev.firebreak.core.fleet.MachineStatus;
import dev.firebreak.core.fleet.MachineSummary;
import dev.firebreak.core.text.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who hears of what, and how often. */
class NoticeSchedulerTest {

    private static final String BUG = "MS17-010";
    private static final Instant START = Instant.parse("2026-11-23T01:00:00Z"); // 10:00 in Tokyo
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final NoticeScheduler editor = new NoticeScheduler(NoticeScheduler.Rules.usual(TOKYO), TODAY);

    @Test
    void the_first_look_gives_no_notice() {
        editor.look(BUG, START, machines(50, MachineStatus.VULNERABLE));
        assertThat(editor.due(at(60))).isEmpty();
    }

    @Test
    void ten_thousand_changes_are_one_notice_to_each_audience() {
        editor.look(BUG, START, machines(10_000, MachineStatus.FIXED));
        for (int i = 1; i <= 25; i++) {
            editor.look(BUG, at(i), exposed(10_000, i * 400));
            assertThat(editor.due(at(i))).isEmpty();
        }
        List<Notice> due = editor.due(at(31));
        assertThat(due)
                .extracting(Notice::audience)
                .containsExactly(Audience.ADMINISTRATORS, Audience.HELP_DESK, Audience.MANAGEMENT, Audience.ALL_STAFF);
        Notice first = due.getFirst();
        assertThat(first.figures()).containsEntry("vulnerable_again", 10_000);
        assertThat(first.subject().en())
                .isEqualTo("[Firebreak] MS17-010: first vulnerable machine at 2 site(s), 10,000 vulnerable again");
        assertThat(first.subject().ja()).isEqualTo("【Firebreak】MS17-010: 2 拠点で初の未適用端末、再び未適用 10,000 台");
        assertThat(first.body().en())
                .contains("10,000 machines")
                .contains("and 9,980 more")
                .hasSizeLessThan(2_000);
        assertThat(editor.due(at(32))).isEmpty();
    }

    @Test
    void while_it_does_not_stop_the_windows_grow_to_an_hour() {
        editor.look(BUG, START, machines(10_000, MachineStatus.FIXED));
        List<Integer> sentAt = new ArrayList<>();
        for (int minute = 1; minute <= 360; minute++) {
            editor.look(BUG, at(minute * 60), exposed(10_000, minute));
            if (editor.due(at(minute * 60)).stream().anyMatch(n -> n.audience() == Audience.ADMINISTRATORS)) {
                sentAt.add(minute);
            }
        }
        assertThat(sentAt).startsWith(2, 7, 17, 37, 77, 137).hasSizeLessThan(11);
    }

    @Test
    void a_machine_that_was_unknown_is_newly_vulnerable_and_not_again() {
        editor.look(
                BUG,
                START,
                List.of(found("PC1", "Osaka", MachineStatus.UNKNOWN), found("PC2", "Osaka", MachineStatus.VULNERABLE)));
        editor.look(
                BUG,
                at(1),
                List.of(
                        found("PC1", "Osaka", MachineStatus.VULNERABLE),
                        found("PC2", "Osaka", MachineStatus.VULNERABLE)));
        List<Notice> due = editor.due(at(40));
        assertThat(due).extracting(Notice::audience).containsExactly(Audience.ADMINISTRATORS, Audience.HELP_DESK);
        assertThat(due.getFirst().figures()).isEqualTo(Map.of("vulnerable", 1));
        assertThat(due.getFirst().body().ja()).contains("PC1（Osaka）");
        assertThat(due.get(1).body().ja()).doesNotContain("PC1");
    }

    @Test
    void silent_machines_are_counted_and_those_that_never_reported_are_not() {
        editor.look(BUG, START, List.of(found("PC1", "Osaka", MachineStatus.FIXED)));
        editor.look(
                BUG,
                at(1),
                List.of(found("PC1", "Osaka", MachineStatus.SILENT), found("PC2", "Osaka", MachineStatus.SILENT)));
        assertThat(editor.due(at(40))).singleElement().satisfies(n -> {
            assertThat(n.audience()).isEqualTo(Audience.ADMINISTRATORS);
            assertThat(n.figures()).isEqualTo(Map.of("fell_silent", 1));
        });
    }

    @Test
    void the_knowledge_notice_counts_vulnerable_machines() {
        editor.look(BUG, START, machines(10, MachineStatus.NOT_AFFECTED));
        editor.knowledgeChanged(12);
        editor.look(BUG, at(5), exposed(10, 4));
        editor.due(at(6));
        List<Notice> due = editor.due(at(40));
        assertThat(due.getFirst().figures())
                .containsEntry("knowledge", 4)
                .containsEntry("advisories_learned", 12)
                .doesNotContainKey("vulnerable_again");
        assertThat(due.getFirst().body().ja()).contains("アドバイザリ 12 件、これにより新たに未適用と判定された端末 4 台");
    }

    @Test
    void knowledge_without_vulnerable_machines_is_a_notice_to_administrators_only() {
        editor.look(BUG, START, machines(10, MachineStatus.NOT_AFFECTED));
        editor.knowledgeChanged(12);
        editor.due(at(6));
        assertThat(editor.due(at(40))).extracting(Notice::audience).containsExactly(Audience.ADMINISTRATORS);
    }

    @Test
    void the_all_clear_notice_needs_proof_for_every_machine_and_can_be_withdrawn() {
        editor.look(
                BUG,
                START,
                List.of(found("PC1", "Osaka", MachineStatus.VULNERABLE), found("PC2", "Osaka", MachineStatus.SILENT)));
        editor.look(
                BUG,
                at(1),
                List.of(found("PC1", "Osaka", MachineStatus.FIXED), found("PC2", "Osaka", MachineStatus.SILENT)));
        assertThat(editor.due(at(40))).isEmpty();
        editor.look(
                BUG,
                at(41),
                List.of(found("PC1", "Osaka", MachineStatus.FIXED), found("PC2", "Osaka", MachineStatus.FIXED)));
        editor.look(
                BUG,
                at(42),
                List.of(found("PC1", "Osaka", MachineStatus.FIXED), found("PC2", "Osaka", MachineStatus.UNKNOWN)));
        assertThat(editor.due(at(100))).isEmpty();
        editor.look(
                BUG,
                at(101),
                List.of(found("PC1", "Osaka", MachineStatus.FIXED), found("PC2", "Osaka", MachineStatus.FIXED)));
        assertThat(editor.due(at(140))).extracting(Notice::audience).containsExactly(Audience.values());
    }

    @Test
    void the_report_goes_once_a_day_at_eight_where_the_administrators_are() {
        editor.look(BUG, START, exposed(10, 3));
        assertThat(editor.due(Instant.parse("2026-11-23T22:59:59Z"))).isEmpty();
        List<Notice> reports = editor.due(Instant.parse("2026-11-23T23:00:00Z"));
        assertThat(reports)
                .extracting(Notice::audience)
                .containsExactly(Audience.ADMINISTRATORS, Audience.HELP_DESK, Audience.MANAGEMENT);
        assertThat(reports.getFirst().subject().ja()).isEqualTo("【Firebreak】対応状況の日次報告（2026/11/24）");
        assertThat(reports.getLast().body().in(Language.JA)).contains("全 10 台のうち、未適用が 3 台");
        assertThat(editor.due(Instant.parse("2026-11-24T10:00:00Z"))).isEmpty();
        assertThat(editor.due(Instant.parse("2026-11-24T23:00:00Z"))).hasSize(3);
    }

    @Test
    void what_is_muted_is_not_told() {
        var quiet = new NoticeScheduler(
                new NoticeScheduler.Rules(
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        LocalTime.of(8, 0),
                        TOKYO,
                        Set.of(NoticeTopic.values()),
                        null),
                null);
        quiet.look(BUG, START, machines(10, MachineStatus.FIXED));
        quiet.look(BUG, at(60), machines(10, MachineStatus.VULNERABLE));
        quiet.knowledgeChanged(1);
        assertThat(quiet.due(at(120))).isEmpty();
    }

    @Test
    void a_name_cannot_add_lines_or_headers() {
        String evil = "PC1\r\nBcc: all@example.jp\u202Egpj";
        editor.look(BUG, START, List.of(found(evil, "Osaka\nX: y", MachineStatus.FIXED)));
        editor.look(BUG, at(1), List.of(found(evil, "Osaka\nX: y", MachineStatus.VULNERABLE)));
        for (Notice notice : editor.due(at(40))) {
            assertThat(notice.subject().en()).doesNotContainPattern("\\p{Cntrl}");
            assertThat(notice.body().en()).doesNotContain("\nBcc", "\nX:", "\u202E", "\r");
        }
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static List<MachineIndex.Found> machines(int count, MachineStatus status) {
        return IntStream.range(0, count)
                .mapToObj(i -> found("PC" + i, i % 2 == 0 ? "Osaka" : "Nagoya", status))
                .toList();
    }

    private static List<MachineIndex.Found> exposed(int count, int exposed) {
        return IntStream.range(0, count)
                .mapToObj(i -> found(
                        "PC" + i,
                        i % 2 == 0 ? "Osaka" : "Nagoya",
                        i < exposed ? MachineStatus.VULNERABLE : MachineStatus.FIXED))
                .toList();
    }

    private static MachineIndex.Found found(String name, String site, MachineStatus status) {
        var line = new MachineSummary(
                name,
                new MachineSummary.Place(site, null, List.of()),
                new MachineSummary.Windows(null, null, null, null, "unknown", null),
                new MachineSummary.Outcome(Map.of(BUG, Verdict.Kind.UNKNOWN), List.of(), null, null),
                START);
        return new MachineIndex.Found(line, status);
    }
}
