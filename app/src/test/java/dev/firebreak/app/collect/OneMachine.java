package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.Estates;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.assess.Verdict;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceReader.Part;
import dev.firebreak.core.inventory.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PC1, a Windows 7 whose answer of systeminfo has no list of updates, with a list of another tool beside it: read from a folder, and
 * as the server reads what was sent.
 */
public final class OneMachine {

    static final String SYSTEMINFO = """

            Host Name:                 PC1
            OS Name:                   Microsoft Windows 7 Professional
            OS Version:                6.1.7601 Service Pack 1 Build 7601
            Product ID:                00371-OEM-8992671-00524
            Original Install Date:     3/2/2016, 10:01:10 AM
            System Boot Time:          5/12/2017, 8:01:10 AM
            System Type:               x64-based PC
            Processor(s):              1 Processor(s) Installed.
                                       [01]: Intel64 Family 6 Model 42 Stepping 7 GenuineIntel ~3101 Mhz
            """;

    private static final LocalDate DAY = LocalDate.of(2017, 5, 14);
    private static final Instant NOON = Instant.parse("2017-05-14T12:00:00Z");

    /** Verdicts on MS17-010 by machine, and every complaint. */
    public record Told(Map<String, Verdict.Kind> verdicts, List<Problem> problems) {}

    private OneMachine() {}

    /** The name of the file beside the answer of systeminfo, by an ending of any name: what names no machine is PC1's. */
    public static String file(String name) {
        return "PC1_hotfix" + name.substring(name.lastIndexOf('.'));
    }

    public static Told inFolder(Path folder, String name, String text) throws IOException {
        String file = file(name);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("PC1_systeminfo.txt"), SYSTEMINFO);
        Files.writeString(folder.resolve(file), text);
        Estates.Result result = Estates.assess(DAY, folder);
        return new Told(verdicts(result.machines()), result.problems());
    }

    public static Told onServer(String name, String text) {
        String file = file(name);
        var evidences = new CheckInReader();
        List<Problem> problems = new ArrayList<>();
        Map<String, List<CheckInRecords.Content>> kept = new TreeMap<>();
        for (Map.Entry<String, String> sent :
                Map.of("PC1_systeminfo.txt", SYSTEMINFO, file, text).entrySet()) {
            var parts = evidences.parts("PC1", sent.getKey(), sent.getValue().getBytes(UTF_8));
            problems.addAll(parts.problems());
            for (Part part : parts.parts()) {
                kept.computeIfAbsent(part.machine(), m -> new ArrayList<>())
                        .add(new CheckInRecords.Content(part.kind(), sent.getKey(), part.content(), NOON));
            }
        }
        var assessor = new Assessor(Estates.KNOWLEDGE, Estates.KNOWLEDGE.advisories(), DAY);
        List<Assessment> machines = new ArrayList<>();
        kept.forEach((machine, contents) ->
                evidences.snapshot(machine, contents).ifPresent(s -> machines.add(assessor.assess(s))));
        return new Told(verdicts(machines), problems);
    }

    private static Map<String, Verdict.Kind> verdicts(List<Assessment> machines) {
        Map<String, Verdict.Kind> verdicts = new TreeMap<>();
        machines.forEach(m -> verdicts.merge(
                m.snapshot().machine(),
                m.findings().getFirst().verdict().kind(),
                // Of two answers under one name the greener is the one to be afraid of.
                (a, b) -> a.compareTo(b) > 0 ? a : b));
        return verdicts;
    }
}
