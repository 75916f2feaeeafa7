package dev.firebreak.app.collect.format;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.table.HotfixTables;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.List;

/**
 * Installed updates as {@code wmic qfe} and {@code Get-HotFix} print and export them: table, list, CSV. Their headings are
 * the names of WMI's properties, English in every language. What Windows Update found missing ({@code KB1: title}) has
 * none of these headings, and is no list of what is installed.
 */
public final class HotfixTableFormat implements Format {

    static final FormatDescription DESCRIPTION = new FormatDescription(
            "hotfixes",
            new Text("a list of hotfixes", "更新プログラムの一覧"),
            List.of("hotfix", "get-hotfix", "gethotfix", "qfe", "wmic_qfe", "wmicqfe"),
            List.of("csv"),
            false);

    private static final int LOOKED_AT = 40;
    private static final int MAX_FAILURE_LENGTH = 3;

    private static final String NODE = "Node - ";
    private static final Text NOTHING_TOLD = new Text("wmic failed or printed nothing", "wmic が失敗したか、何も出力していません");

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        List<String> lines = content.lines();
        if (failed(lines)) {
            return true;
        }
        // What also holds an answer of systeminfo is read there, both parts of it.
        return !SysteminfoFormat.isIn(content)
                && content.namesHotfixId()
                && HotfixTables.heading(lines, LOOKED_AT) >= 0;
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<String> lines = content.lines();
        if (failed(lines)) {
            String machine = lines.stream()
                    .filter(l -> l.startsWith(NODE))
                    .map(l -> l.substring(NODE.length()).strip())
                    .findFirst()
                    .orElse(null);
            var look = new LookupFailed(LookupKind.HOTFIXES, NOTHING_TOLD, content.source());
            return new Read<>(List.of(EvidencePart.of(machine, List.of(look), content.source())), List.of());
        }
        boolean closed = SysteminfoFormat.isClosed(content);
        return HotfixTables.in(lines, content.source(), closed).rows().read(closed, List.of());
    }

    /** Whether wmic says that it has nothing, or failed, and nothing else: {@code Node - PC7}, {@code ERROR:}, why. */
    private static boolean failed(List<String> lines) {
        List<String> said = lines.stream()
                .filter(l -> !l.isBlank())
                .limit(MAX_FAILURE_LENGTH + 1)
                .map(String::strip)
                .toList();
        return said.size() <= MAX_FAILURE_LENGTH
                && (said.contains("No Instance(s) Available.")
                        || (said.contains("ERROR:") && said.stream().anyMatch(l -> l.startsWith("Description = "))));
    }
}
