package dev.firebreak.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.collect.CheckInReader;
import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Advisory;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceReader.Part;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Snapshot;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small fleet: what machines sent, read as it is everywhere and judged by the knowledge that ships. Some have names that attack
 * whoever reads the report; these are put on after reading, so that a report has to stand what a reader might let through.
 */
final class Estate {

    static final LocalDate AS_OF = LocalDate.of(2017, 5, 14);
    static final Instant GENERATED = Instant.parse("2017-05-14T09:30:00Z");

    private static final Knowledge KNOWLEDGE = new ShippedKnowledge().knowledge();
    private static final Advisory MS17_010 = KNOWLEDGE.advisory("MS17-010").orElseThrow();
    private static final Assessor ASSESSOR = new Assessor(KNOWLEDGE, List.of(MS17_010), AS_OF);
    private static final CheckInReader READER = new CheckInReader();

    static final List<Lifecycle> LIFECYCLES = Stream.of("windows-xp-sp3", "windows-7-sp1")
            .map(id -> KNOWLEDGE.lifecycle(id).orElseThrow())
            .toList();

    private static final String SEVEN = """
            "os":{"caption":"Microsoft Windows 7 Professional","version":"6.1.7601","servicePack":1,"architecture":"x64","language":"ja-JP"}""";

    /** Updates of years before 2017, none of which carries the fix. */
    private static final String TWO_HUNDRED_AND_TEN = IntStream.range(0, 210)
            .mapToObj(i -> "\"KB" + (2_900_000 + i) + "\"")
            .collect(Collectors.joining(",", "\"hotfixes\":{\"complete\":true,\"ids\":[", "]}"));

    private Estate() {}

    static List<Assessment> machines() {
        return List.of(
                windows7("PC-0001", "pc1_systeminfo.txt", "Osaka"),
                windows7("PC-0010", "pc10_systeminfo.txt", "Osaka"),
                windows7("経理部-端末02", "keiri/端末02.txt", "東京本社"),
                xpEnglish(),
                xpJapanese(),
                truncated("SRV-FILE01"),
                fixed("PC-NEW-7"),
                notAffected("LAPTOP-22"),
                mitigated("SRV-PRINT"),
                windows7("\u001B[31mroot\u001B[0m\u009B2J", "evil/esc.txt", "\u202Egnihsihp"),
                windows7("=cmd|'/C calc'!A0", "evil/csv.txt", "@SUM(A1)"),
                windows7("<script>alert(1)</script>\"'&", "evil/html.txt", "</td><img src=x onerror=alert(1)>"),
                windows7("half\uD83D\nname", "evil/surrogate\uDE00.txt", null));
    }

    /** A fixed machine with traces of a worm in places whose names attack, and the same machine without them. */
    static List<Assessment> suspected() {
        String fixed = "\"hotfixes\":{\"complete\":true,\"ids\":[\"KB4012212\"]}";
        String traces = "\"indicators\":{\"complete\":true,\"found\":[{\"trace\":\"wannacry-service\"},"
                + "{\"trace\":\"wannacry-note\",\"place\":\"C:/<script>\\u001B[31m\\u202E=cmd\",\"count\":3}]}";
        return List.of(
                assess("PC-WORM", "worm.txt", "Osaka", record(SEVEN, fixed, traces)),
                assess("PC-WORM", "worm.txt", "Osaka", record(SEVEN, fixed)));
    }

    /** A record that is broken on its twelfth line, and a file that is no text, whose name attacks as machines' names do. */
    static List<Problem> problems() {
        return List.of(
                problem("broken.ndjson", ("\n".repeat(11) + "{\"machine\":").getBytes(UTF_8)),
                problem("evil/\u001B]0;owned\u0007.bin", new byte[] {'M', 'Z', 0, 1, 2, 3, 0, 0}));
    }

    private static Problem problem(String file, byte[] content) {
        Problem problem = READER.parts(null, file, content).problems().getFirst();
        return new Problem(new Source(file, problem.source().line()), problem.what());
    }

    static Assessment windows7(String machine, String file, @Nullable String site) {
        return assess(machine, file, site, record(SEVEN, TWO_HUNDRED_AND_TEN));
    }

    /** Its service pack is not known: the update needs the third. */
    static Assessment xpEnglish() {
        return assess("XP-LAB-EN", "lab/xp_en.txt", "Osaka", record(xp("en-US", ""), driver("5.1.2600.5512")));
    }

    static Assessment xpJapanese() {
        return assess(
                "XP-受付", "lab/xp_ja.txt", "東京本社", record(xp("ja-JP", "\"servicePack\":3,"), driver("5.1.2600.5512")));
    }

    /** As systeminfo prints it into a file that ends too early: 128 are announced, 41 are there. */
    static Assessment truncated(String machine) {
        String list = IntStream.rangeClosed(1, 41)
                .mapToObj(i -> "                           [%02d]: KB%d\n".formatted(i, 2_900_000 + i))
                .collect(Collectors.joining());
        return assess(machine, "srv/file01.txt", "Osaka", """
                Host Name:                 %s
                OS Name:                   Microsoft Windows 7 Professional
                OS Version:                6.1.7601 Service Pack 1 Build 7601
                System Locale:             en-us;English (United States)
                System Type:               x64-based PC
                Hotfix(s):                 128 Hotfix(s) Installed.
                """.formatted("FILE01") + list);
    }

    static Assessment fixed(String machine) {
        return assess(
                machine, "new7.txt", "東京本社", record(SEVEN, "\"hotfixes\":{\"complete\":true,\"ids\":[\"KB5001335\"]}"));
    }

    static Assessment notAffected(String machine) {
        return assess(machine, "laptop.txt", null, record("""
                "os":{"caption":"Microsoft Windows 10 Pro","version":"10.0.15063","architecture":"x64","language":"en-US"}"""));
    }

    static Assessment mitigated(String machine) {
        return assess(machine, "print.txt", "Osaka", record(SEVEN, TWO_HUNDRED_AND_TEN, "\"smb1\":\"disabled\""));
    }

    private static String xp(String language, String servicePack) {
        return "\"os\":{\"caption\":\"Microsoft Windows XP Professional\",\"version\":\"5.1.2600\"," + servicePack
                + "\"architecture\":\"x86\",\"language\":\"" + language + "\"}";
    }

    private static String driver(String version) {
        return "\"files\":[{\"path\":\"C:\\\\WINDOWS\\\\system32\\\\drivers\\\\srv.sys\",\"version\":\"" + version
                + "\"}]";
    }

    private static String record(String... fields) {
        return "{\"machine\":\"ANY\",\"collectedAt\":\"2017-05-13T23:00:00Z\",\"addresses\":[\"10.1.2.3\"],\"roles\":[\"file-server\"],"
                + String.join(",", fields) + "}\n";
    }

    private static Assessment assess(String machine, String file, @Nullable String site, String content) {
        Part part = READER.parts(null, file, content.getBytes(UTF_8)).parts().getFirst();
        Snapshot told = READER.snapshot(
                        part.machine(),
                        List.of(new CheckInRecords.Content(part.kind(), file, part.content(), GENERATED)))
                .orElseThrow();
        return ASSESSOR.assess(new Snapshot(
                machine,
                told.collectedAt(),
                site,
                told.segment(),
                told.addresses(),
                told.roles(),
                told.evidence(),
                told.sources(),
                told.superseded()));
    }
}
