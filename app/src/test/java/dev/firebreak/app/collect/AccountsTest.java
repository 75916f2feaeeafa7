package dev.firebreak.app.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.Evidence.ProbeAnswered;
import dev.firebreak.core.inventory.Evidence.SettingObserved;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of several accounts of one machine the newest counts, and where no time tells, none lends its proofs to another. */
class AccountsTest {

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();

    /**
     * What is told of PC7: records separated by semicolons, each a day of May and what was seen: a list of KBs
     * ({@code =} a whole one, {@code ~} a partial one), {@code r} a revision, {@code off} and {@code on} SMBv1, {@code s} a
     * site, {@code os} the system and nothing else, {@code noos} no system.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # records                     | what counts, a machine each, separated by semicolons
        1 =1 ; 2 =2                   | =2
        2 =2 ; 1 =1                   | =2
        # One batch, one time, two machines of one name: the fix of one is not the other's.
        1 =1 ; 1 =2                   | =1 ; =2
        1 =1 sA ; 1 =1 sB             | =1 ; =1
        # A copy is no second machine.
        1 =1 ; 1 =1                   | =1
        - =1 ; - =1                   | =1
        - =1 ; - =2                   | =1 ; =2
        - =1 ; 1 =2                   | =1 ; =2
        # A revision of last week does not make this week's machine newer.
        1 r9 ; 2 =1                   | =1
        1 r9 ; 2 r1                   | r1
        1 r9 ; 2 r9                   | r9
        1 off ; 2 on                  | on
        1 off ; 2 =1                  | =1
        1 off ; 2 os                  |
        # A list cut short that is newer says what is not known any more.
        1 =1 ; 2 ~2                   | ~2
        # The system alone complements what was looked at.
        1 =1 ; 2 os                   | =1
        # A whole list without a system replaces an older list; one without a time only adds to it.
        1 =1 ; 2 noos =2              | =2
        2 =1 ; 1 noos =2              | =1
        1 =1 ; - noos =2              | =1,=2
        # A complement of two accounts is given to neither.
        - =1 ; - =2 ; - noos off      | =1 ; =2 ; off
        """)
    void the_newest_account_counts(String records, String expected) throws Exception {
        List<String> lines =
                Stream.of(records.split(";")).map(AccountsTest::record).toList();
        for (List<String> order : List.of(lines, lines.reversed())) {
            Path file = Files.writeString(folder.resolve("fleet.ndjson"), String.join("\n", order));
            assertThat(collect(file).stream().map(AccountsTest::told).sorted())
                    .containsExactlyElementsOf(Stream.of((expected == null ? "" : expected).split(";"))
                            .map(String::strip)
                            .sorted()
                            .toList());
        }
    }

    private static String record(String words) {
        var json = new StringBuilder("{\"machine\":\"PC7\"");
        boolean system = true;
        String revision = "";
        for (String word : words.strip().split(" ")) {
            String rest = word.substring(1);
            switch (word) {
                case "-", "os" -> {}
                case "noos" -> system = false;
                case "on" -> json.append(",\"smb1\":\"enabled\"");
                case "off" -> json.append(",\"smb1\":\"disabled\"");
                default -> {
                    switch (word.charAt(0)) {
                        case '=', '~' ->
                            json.append(",\"hotfixes\":{\"complete\":%s,\"ids\":[\"KB400000%s\"]}"
                                    .formatted(word.charAt(0) == '=', rest));
                        case 'r' -> revision = ",\"revision\":" + rest;
                        case 's' -> json.append(",\"site\":\"%s\"".formatted(rest));
                        default -> json.append(",\"collectedAt\":\"2017-05-0%sT00:00:00Z\"".formatted(word));
                    }
                }
            }
        }
        if (system) {
            json.append(",\"os\":{\"version\":\"10.0.14393\"").append(revision).append("}");
        }
        return json.append("}").toString();
    }

    private static String told(Snapshot snapshot) {
        return snapshot.evidence().stream()
                .map(AccountsTest::word)
                .filter(word -> !word.isEmpty())
                .sorted()
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String word(Evidence evidence) {
        return switch (evidence) {
            case HotfixesListed list ->
                (list.complete() ? "=" : "~") + list.ids().toList().getFirst().number() % 10;
            case OsObserved os -> os.build().hasRevision() ? "r" + os.build().revision() : "";
            case SettingObserved smb1 -> smb1.value().equals("disabled") ? "off" : "on";
            case Evidence.IndicatorObserved trace -> trace.trace().id();
            case ProbeAnswered probe -> "probe";
            case Evidence.FileObserved file -> "file";
            case Evidence.ComponentObserved part -> "part";
            case Evidence.LanguageObserved language -> "";
            case Evidence.Contested contest -> "";
            case Evidence.LookupFailed look -> "";
        };
    }

    @Test
    void every_folder_may_hold_a_systeminfo_without_a_name() throws Exception {
        for (String name : List.of("PC1", "PC2")) {
            Path own = Files.createDirectory(folder.resolve(name));
            Files.writeString(own.resolve("systeminfo.txt"), """
                OS Name: Microsoft Windows 7 Professional
                OS Version: 6.1.7601 Service Pack 1 Build 7601
                System Boot Time: 2017/05/1%s, 8:00:00
                Hotfix(s): 1 Hotfix(s) Installed.
                           [01]: KB4012212
                Network Card(s): N/A
                """.formatted(name.substring(2)));
        }
        assertThat(collect(folder)).extracting(Snapshot::machine).containsExactly("PC1", "PC2");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_list_that_is_named_by_its_file_meets_a_record_in_its_folder_only() throws Exception {
        Files.writeString(folder.resolve("fleet.ndjson"), record("=1"));
        Files.writeString(folder.resolve("PC7_qfe.txt"), "HotFixID\r\nKB4000002\r\n");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("PC7_qfe.txt"), "HotFixID\r\nKB4000003\r\n");
        assertThat(collect(folder).stream().map(AccountsTest::told)).containsExactlyInAnyOrder("=1,=2", "=3");
    }

    @Test
    void times_at_the_end_of_all_time_are_times() throws Exception {
        Files.writeString(folder.resolve("fleet.ndjson"), """
                {"machine":"A","collectedAt":"+999999999-12-31T23:59:59Z","os":{"version":"10.0.14393"}}
                {"machine":"A","collectedAt":"-999999999-01-01T00:00:00Z","os":{"version":"10.0.14393","bootedAt":"+999999999-12-31T23:59:59Z"}}
                """);
        Files.writeString(
                folder.resolve("osquery.log"),
                "{\"name\":\"x\",\"hostIdentifier\":\"B\",\"unixTime\":99999999999999999999,\"columns\":"
                        + "{\"name\":\"Microsoft Windows 10 Pro\",\"version\":\"10.0.14393\",\"build\":\"14393\"}}\n");
        assertThat(collect(folder)).extracting(Snapshot::machine).contains("A");
    }

    private List<Snapshot> collect(Path path) {
        List<Snapshot> machines = new ArrayList<>();
        complaints.clear();
        new Collector(folder)
                .collect(
                        List.of(path),
                        InputStream.nullInputStream(),
                        (read, of) -> {},
                        machines::add,
                        c -> complaints.add(c.toString()));
        return machines;
    }
}
