package dev.firebreak.app.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.Estates;
import dev.firebreak.app.fuzz.FuzzTarget;
import dev.firebreak.app.fuzz.Law;
import dev.firebreak.core.assess.Assessment;
import dev.firebreak.core.assess.Assessor;
import dev.firebreak.core.fleet.CheckInRecords;
import dev.firebreak.core.fleet.EvidenceReader;
import dev.firebreak.core.inventory.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What machines report, of every format ({@code systeminfo}, {@code wmic}, PowerShell, scripts, NDJSON ..): never a fault, and no machine is
 * green without a proof. Every proof has digits (an update's number, a build, a version), so the same input with every digit made a
 * zero proves nothing.
 */
public final class EvidenceTarget implements FuzzTarget {

    private static final LocalDate DAY = LocalDate.of(2017, 5, 14);
    private static final Instant RECEIVED = Instant.parse("2017-05-14T09:00:00Z");
    private static final Assessor ASSESSOR = new Assessor(Estates.KNOWLEDGE, Estates.KNOWLEDGE.advisories(), DAY);
    private static final List<String> NAMES = List.of(
            "PC7_systeminfo.txt",
            "PC7_qfe.txt",
            "PC7.csv",
            "PC7.json",
            "fleet.ndjson",
            "PC7.xml",
            "x.txt",
            "PC7_updates.txt");

    private final CheckInReader reader = new CheckInReader();

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public List<byte[]> seeds() {
        String english =
                "\r\nHost Name:                 PC7\r\nOS Name:                   Microsoft Windows 7 Professional \r\n"
                        + "OS Version:                6.1.7601 Service Pack 1 Build 7601\r\nSystem Type:               x64-based PC\r\n"
                        + "Hotfix(s):                 2 Hotfix(s) Installed.\r\n                           [01]: KB2534111\r\n"
                        + "                           [02]: KB4012212\r\n";
        String japanese = "\r\nホスト名:               PC7\r\nOS 名:                  Microsoft Windows 10 Pro\r\n"
                + "OS バージョン:          10.0.14393 N/A ビルド 14393\r\nシステムの種類:         x64-based PC\r\n"
                + "ホットフィックス:       2 ホットフィックスがインストールされています。\r\n                        [01]: KB4013429\r\n"
                + "                        [02]: KB3211320\r\nネットワーク カード:    N/A\r\n";
        String qfe = "Caption  CSName  Description  FixComments  HotFixID  InstallDate  InstalledBy  InstalledOn\r\n"
                + "http://support.microsoft.com/?kbid=4012212  PC7  Security Update    KB4012212    NT AUTHORITY\\SYSTEM  3/15/2017\r\n";
        String list =
                "Node,Caption,Description,HotFixID,InstalledOn\r\nPC7,http://x,Security Update,KB4012212,3/15/2017\r\n";
        String record =
                "{\"machine\":\"PC-0001\",\"collectedAt\":\"2017-05-14T09:00:00Z\",\"os\":{\"caption\":\"Microsoft Windows 7 Professional\","
                        + "\"version\":\"6.1.7601\",\"servicePack\":1,\"architecture\":\"x64\",\"revision\":23689},\"hotfixes\":{\"complete\":true,"
                        + "\"ids\":[\"KB4012212\"]},\"files\":[{\"path\":\"C:\\\\Windows\\\\System32\\\\drivers\\\\srv.sys\",\"version\":\"6.1.7601.23689\"}],"
                        + "\"smb1\":\"enabled\"}\n";
        String hotfixes = "\r\nSource        Description      HotFixID      InstalledBy          InstalledOn\r\n"
                + "------        -----------      --------      -----------          -----------\r\n"
                + "PC7           Security Update  KB4012212     NT AUTHORITY\\SYSTEM  3/15/2017 12:00:00 AM\r\n";
        return List.of(
                seed(0, english.getBytes(UTF_8)),
                seed(0, japanese.getBytes(java.nio.charset.Charset.forName("windows-31j"))),
                seed(1, ("\uFEFF" + qfe).getBytes(UTF_16LE)),
                seed(2, list.getBytes(UTF_8)),
                seed(4, record.getBytes(UTF_8)),
                seed(1, hotfixes.getBytes(UTF_8)),
                seed(3, "[{\"HotFixID\":\"KB4012212\",\"CSName\":\"PC7\",\"Description\":\"Update\"}]".getBytes(UTF_8)),
                seed(6, (english + qfe).getBytes(UTF_8)));
    }

    private static byte[] seed(int name, byte[] content) {
        byte[] seed = new byte[content.length + 1];
        seed[0] = (byte) name;
        System.arraycopy(content, 0, seed, 1, content.length);
        return seed;
    }

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String name = NAMES.get((input[0] & 0xFF) % NAMES.size());
        byte[] content = java.util.Arrays.copyOfRange(input, 1, input.length);
        List<String> green = green(name, content);
        if (!green.isEmpty()) {
            byte[] zeros = content.clone();
            for (int i = 0; i < zeros.length; i++) {
                zeros[i] = zeros[i] >= '0' && zeros[i] <= '9' ? (byte) '0' : zeros[i];
            }
            Law.same(
                    List.of(),
                    green(name, zeros),
                    "what has no digits proves nothing: " + new String(content, ISO_8859_1));
        }
    }

    /** The machines that come out as safe. */
    private List<String> green(String name, byte[] content) {
        List<String> green = new ArrayList<>();
        for (EvidenceReader.Part part : reader.parts(null, name, content).parts()) {
            var kept = new CheckInRecords.Content(part.kind(), name, part.content(), RECEIVED);
            Optional<Snapshot> snapshot = reader.snapshot(part.machine(), List.of(kept));
            if (snapshot.isPresent()) {
                Assessment assessment = ASSESSOR.assess(snapshot.get());
                if (assessment.findings().stream()
                        .anyMatch(f -> f.verdict().kind().isGreen())) {
                    green.add(part.machine());
                }
            }
        }
        return green;
    }
}
