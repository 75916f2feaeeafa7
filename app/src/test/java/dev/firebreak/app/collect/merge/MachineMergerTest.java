package dev.firebreak.app.collect.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.collect.Collector;
import dev.firebreak.core.inventory.Snapshot;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of one machine come together, snapshots replace each other, and what cannot be told apart stays apart. */
class MachineMergerTest {

    @TempDir
    Path folder;

    private static String systeminfo(String name, String boot, int fixes, int listed) {
        return "Host Name: " + name + "\nOS Name: Microsoft Windows 7 Professional\n"
                + "OS Version: 6.1.7601 Service Pack 1 Build 7601\nProduct ID: 00371-OEM-8992671-00524\n"
                + "Original Install Date: 2014/03/14, 9:01:22\nSystem Boot Time: " + boot + "\n"
                + "Hotfix(s): " + fixes + " Hotfix(s) Installed.\n"
                + Stream.iterate(1, i -> i <= listed, i -> i + 1)
                        .map(i -> "   [0" + i + "]: KB400000" + i + "\n")
                        .collect(Collectors.joining())
                + "Network: 0\n";
    }

    private static String record(String name, String time, int kb) {
        return "{\"machine\":\"" + name + "\"" + (time.isEmpty() ? "" : ",\"collectedAt\":\"" + time + "\"")
                + ",\"os\":{\"version\":\"6.1.7601\"},\"hotfixes\":{\"complete\":true,\"ids\":[\"KB" + kb + "\"]}}\n";
    }

    private static final String QFE =
            "Caption   CSName  Description  HotFixID   InstalledOn\nhttp://x  PC7     Update       KB4012212  5/13/2017\n";
    private static final String NAMELESS = "HotFixID\nKB4012212\n";

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "by the name inside",
                        List.of("a.txt", systeminfo("PC7", "-", 1, 1), "b.txt", QFE),
                        "PC7 a.txt,b.txt"),
                Arguments.of(
                        "by the name of the file",
                        List.of("PC7_systeminfo.txt", systeminfo("PC7", "-", 1, 1), "PC7_qfe.txt", NAMELESS),
                        "PC7 PC7_qfe.txt,PC7_systeminfo.txt"),
                Arguments.of(
                        "by a file's name that the machine itself does not have",
                        List.of("desk-12_systeminfo.txt", systeminfo("PC7", "-", 1, 1), "desk-12_hotfix.txt", NAMELESS),
                        "PC7 desk-12_hotfix.txt,desk-12_systeminfo.txt"),
                Arguments.of(
                        "in any case",
                        List.of("a.txt", systeminfo("pc7", "-", 1, 1), "b.txt", QFE),
                        "PC7|pc7 a.txt,b.txt"),
                Arguments.of(
                        "the newest of two snapshots",
                        List.of(
                                "a.txt", systeminfo("PC7", "2017/05/12, 8:00:00", 1, 1),
                                "b.txt", systeminfo("PC7", "2017/05/13, 8:00:00", 2, 2)),
                        "PC7 b.txt (a.txt)"),
                Arguments.of(
                        "a list goes with the snapshot of its day",
                        List.of(
                                "PC7_20170512_systeminfo.txt", systeminfo("PC7", "2017/05/12, 8:00:00", 1, 1),
                                "PC7_20170512_qfe.txt", QFE,
                                "PC7_20170513_systeminfo.txt", systeminfo("PC7", "2017/05/13, 8:00:00", 2, 2)),
                        "PC7 PC7_20170513_systeminfo.txt (PC7_20170512_qfe.txt,PC7_20170512_systeminfo.txt)"),
                Arguments.of(
                        "snapshots that no time orders stay two",
                        List.of("a.txt", systeminfo("PC7", "-", 1, 1), "b.txt", systeminfo("PC7", "-", 2, 2)),
                        "PC7 a.txt; PC7 b.txt !"),
                Arguments.of(
                        "two machines of one name stay two",
                        List.of(
                                "a.txt", systeminfo("PC7", "2017/05/12, 8:00:00", 1, 1),
                                "b.txt",
                                        systeminfo("PC7", "2017/05/13, 8:00:00", 2, 2)
                                                .replace("00371-OEM", "55555-OEM")),
                        "PC7 a.txt; PC7 b.txt !"),
                Arguments.of(
                        "the newest of many records",
                        List.of(
                                "fleet.ndjson",
                                record("A", "2017-05-12T00:00:00Z", 1000001)
                                        + record("B", "", 1000001)
                                        + record("a", "2017-05-14T00:00:00Z", 4012212)
                                        + record("A", "2017-05-13T00:00:00Z", 1000001)),
                        "B fleet.ndjson; a fleet.ndjson (fleet.ndjson:1,fleet.ndjson:4)"),
                Arguments.of(
                        "a record and a file of one machine",
                        List.of("fleet.ndjson", record("PC7", "", 1000001), "b.txt", QFE),
                        "PC7 b.txt,fleet.ndjson"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void pieces_come_together(String story, List<String> files, String expected) throws Exception {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < files.size(); i += 2) {
            paths.add(Files.writeString(folder.resolve(files.get(i)), files.get(i + 1)));
        }
        for (List<Path> order : List.of(paths, paths.reversed(), List.of(folder))) {
            List<Snapshot> machines = new ArrayList<>();
            List<String> complaints = new ArrayList<>();
            new Collector(folder)
                    .collect(
                            order,
                            InputStream.nullInputStream(),
                            (read, of) -> {},
                            machines::add,
                            c -> complaints.add(c.toString()));
            String told = machines.stream().map(this::told).sorted().collect(Collectors.joining("; "))
                    + (complaints.isEmpty() ? "" : " !");
            assertThat(told).as(story).matches(expected.replace("(", "\\(").replace(")", "\\)"));
        }
    }

    private String told(Snapshot s) {
        String old = names(s.superseded());
        return s.machine() + " " + names(s.sources()) + (old.isEmpty() ? "" : " (" + old + ")");
    }

    private static String names(List<String> files) {
        return files.stream()
                .map(f -> f.substring(f.lastIndexOf('/') + 1))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
