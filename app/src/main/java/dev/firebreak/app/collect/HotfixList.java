package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of lists of installed updates, gathered by the machine they name. */
final class HotfixList {

    private static final Wording CUT =
            new Wording("the list ends in the middle of a line: it was cut", "一覧が行の途中で終わっています。途中で切れています");
    private static final Wording EMPTY = new Wording(
            "a list of hotfixes without a single entry proves nothing: the look may have failed",
            "更新プログラムが 1 件もない一覧です。採取に失敗した可能性があり、根拠になりません");
    private static final Wording UNREADABLE =
            new Wording("some entries of the list could not be read", "一覧に読み取れない項目があります");

    private record Rows(@Nullable String machine, int line, List<Kb> ids) {}

    private final Source file;
    private final Map<String, Rows> byMachine = new LinkedHashMap<>();
    private boolean unreadable;

    HotfixList(Source file) {
        this.file = file;
    }

    /** @param id as printed; what names no update ({@code File 1}) counts as read */
    void row(@Nullable String machine, String id, int line) {
        String key = machine == null ? "" : machine.toLowerCase(java.util.Locale.ROOT);
        Rows rows = byMachine.computeIfAbsent(key, k -> new Rows(machine, line, new ArrayList<>()));
        Kb.parse(id).ifPresent(rows.ids()::add);
        unreadable |= id.isBlank() || id.endsWith("...") || id.endsWith("…");
    }

    /** @param closed whether the text ends where a list ends */
    List<Piece> pieces(boolean closed) {
        if (byMachine.isEmpty()) {
            return List.of(Piece.of(null, List.of(new LookFailed(Look.HOTFIXES, EMPTY, file)), file));
        }
        return byMachine.values().stream()
                .map(rows -> Piece.of(rows.machine(), List.of(evidence(rows, closed)), file.at(rows.line())))
                .toList();
    }

    private Evidence evidence(Rows rows, boolean closed) {
        KbSet ids = KbSet.of(rows.ids());
        Source at = file.at(rows.line());
        if (!closed) {
            return HotfixesListed.partial(ids, CUT, at);
        }
        return unreadable ? HotfixesListed.partial(ids, UNREADABLE, at) : HotfixesListed.whole(ids, at);
    }
}
