package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows of lists of installed updates, gathered by the machine they name. */
final class HotfixList {

    private static final Wording CUT = new Wording(
            "the list does not end as wmic or Get-HotFix end it: it may be cut",
            "一覧の終わり方が wmic や Get-HotFix の出力と異なります。途中で切れている可能性があります");
    private static final Wording EMPTY = new Wording(
            "a list of hotfixes without a single entry proves nothing: the look may have failed",
            "更新プログラムが 1 件もない一覧です。採取に失敗した可能性があり、根拠になりません");
    private static final Wording UNREADABLE =
            new Wording("some entries of the list could not be read", "一覧に読み取れない項目があります");

    /** With seven digits no id is the beginning of another. */
    private static final Pattern SURELY_WHOLE = Pattern.compile("(?i)KB\\d{7}(?!\\d).*");

    private record Row(String id, int line) {}

    private final Source file;
    private final Map<String, List<Row>> byMachine = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private boolean unreadable;
    private int last;

    HotfixList(Source file) {
        this.file = file;
    }

    /**
     * Adds an entry.
     *
     * @param id as printed; what names no update ({@code File 1}) counts as read
     */
    void row(@Nullable String machine, String id, int line) {
        String key = machine == null ? "" : MachineName.key(machine);
        byMachine.computeIfAbsent(key, k -> new ArrayList<>()).add(new Row(id, line));
        if (machine != null) {
            names.putIfAbsent(key, machine);
        }
        unreadable |= id.isBlank() || id.endsWith("...") || id.endsWith("…");
        last = line;
    }

    /** Adds an entry of a list whose rows say more; where that denies that it is installed, it counts as not read. */
    void row(@Nullable String machine, String id, int line, Map<String, String> besides) {
        row(machine, Besides.denies(besides) ? "..." : id, line);
    }

    /** @param closed whether the text ends where a list ends */
    List<Piece> pieces(boolean closed) {
        if (byMachine.isEmpty()) {
            return List.of(Piece.of(null, List.of(new LookFailed(Look.HOTFIXES, EMPTY, file)), file));
        }
        List<Row> nameless = byMachine.get("");
        if (nameless != null && names.size() == 1 && byMachine.size() == 2) {
            // One record without a name among those of one machine is that machine's.
            byMachine.remove("");
            byMachine.values().iterator().next().addAll(nameless);
        }
        return byMachine.entrySet().stream()
                .map(e -> Piece.of(
                        names.get(e.getKey()),
                        List.of(evidence(e.getValue(), closed)),
                        file.at(e.getValue().getFirst().line())))
                .toList();
    }

    private Evidence evidence(List<Row> rows, boolean closed) {
        KbSet ids = KbSet.of(rows.stream()
                .filter(r -> closed
                        || r.line() != last
                        || SURELY_WHOLE.matcher(r.id()).matches())
                .map(r -> Kb.parse(r.id()))
                .flatMap(Optional::stream)
                .toList());
        Source at = file.at(rows.getFirst().line());
        if (!closed) {
            return HotfixesListed.partial(ids, CUT, at);
        }
        return unreadable ? HotfixesListed.partial(ids, UNREADABLE, at) : HotfixesListed.whole(ids, at);
    }
}
