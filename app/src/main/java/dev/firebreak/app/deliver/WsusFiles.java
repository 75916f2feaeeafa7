package dev.firebreak.app.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.core.rollout.DistributionList;
import dev.firebreak.core.rollout.NeededPackage;
import dev.firebreak.core.text.SafeText;
import dev.firebreak.core.text.SpreadsheetCell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What WSUS needs: the updates to import and approve as CSV, the machines of the group, and a PowerShell script that approves. */
public final class WsusFiles {

    private WsusFiles() {}

    /** Writes {@code updates.csv}, {@code machines.txt} and the script into a folder; returns how many updates. */
    public static int write(Path folder, DistributionList list) throws IOException {
        Files.createDirectories(folder);
        Set<String> rows = new LinkedHashSet<>();
        Set<String> machines = new TreeSet<>();
        for (DistributionList.Item item : list.items()) {
            NeededPackage needed = item.needed();
            rows.add(row(List.of(
                    needed.kb().toString(),
                    needed.target().product(),
                    needed.target().architecture() == null
                            ? ""
                            : needed.target().architecture().id(),
                    needed.target().language() == null ? "" : needed.target().language(),
                    needed.step().id(),
                    Integer.toString(item.machines().size()),
                    String.valueOf(needed.search()))));
            item.machines().forEach(m -> machines.add(SafeText.name(m.name())));
        }
        String text = row(List.of("kb", "product", "architecture", "language", "step", "machines", "search"))
                + String.join("", rows);
        Files.write(folder.resolve("updates.csv"), ("\uFEFF" + text).getBytes(UTF_8));
        Files.write(folder.resolve("machines.txt"), (String.join("\r\n", machines) + "\r\n").getBytes(UTF_8));
        String script = "Import-FirebreakUpdates.ps1";
        try (InputStream in = WsusFiles.class.getResourceAsStream(script)) {
            Files.write(
                    folder.resolve(script), Objects.requireNonNull(in, script).readAllBytes());
        }
        return rows.size();
    }

    private static String row(List<String> cells) {
        return cells.stream().map(SpreadsheetCell::csv).collect(Collectors.joining(",")) + "\r\n";
    }
}
