package dev.firebreak.app.collect.format.table;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.app.collect.format.table.HotfixColumns.Owner;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the lists of installed updates in one file, gathered by the machine they name. A row proves its update by the rules of
 * {@link HotfixColumns}; a row that names no machine beside rows that do belongs to nobody, whatever the file is called.
 */
public final class HotfixRows {

    private static final Text CUT = new Text(
            "the list does not end like the output of wmic or Get-HotFix: it may be incomplete",
            "一覧の終わり方が wmic や Get-HotFix の出力と異なります。途中で切れている可能性があります");
    private static final Text EMPTY = new Text(
            "a list of hotfixes without a single entry proves nothing: the look may have failed",
            "更新プログラムが 1 件もない一覧です。収集に失敗した可能性があり、根拠になりません");
    private static final Text UNREADABLE = new Text("some entries of the list could not be read", "一覧に読み取れない項目があります");
    private static final Text SEVERAL = new Text(
            "several lists that name no machine and differ: only what all of them hold counts",
            "端末名のない一覧が複数あり、内容が異なります。すべてに共通するものだけを数えます");
    private static final Text NOBODYS = new Text(
            "rows without a machine name are mixed with rows or answers of other machines: they count for no machine",
            "端末名のない行が、ほかの端末の行または出力と同じファイルにあります。どの端末の情報としても扱いません");

    /** With seven digits no id is the beginning of another. */
    private static final Pattern SURELY_WHOLE = Pattern.compile("(?i)KB\\d{7}(?!\\d).*");

    /** Columns by their names, and the line they were first seen in. */
    private static final class Table {
        private final Map<String, Integer> columns = new LinkedHashMap<>();
        private final List<Row> rows = new ArrayList<>();
        private boolean statusIsUsed;
        private @Nullable String denial;
    }

    private record Row(Map<String, String> cells, int line) {
        String id() {
            return cells.entrySet().stream()
                    .filter(e -> HotfixColumns.isId(e.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }
    }

    /** What the rows of one machine, or of no named one, say. */
    private static final class MachineHotfixes {
        private final @Nullable String name;
        private final int line;
        private final Map<Integer, Set<Kb>> byTable = new TreeMap<>();
        private final Set<String> names = new LinkedHashSet<>();
        private int rows;
        private final Set<Kb> denied = new HashSet<>();
        private @Nullable Text doubt;

        MachineHotfixes(@Nullable String name, int line) {
            this.name = name;
            this.line = line;
        }

        void doubt(Text why) {
            doubt = doubt == null ? why : doubt;
        }
    }

    private final Source file;
    private final List<Table> tables = new ArrayList<>();
    private boolean unreadable;
    private boolean cut;
    private boolean nobodys;
    private boolean lost;
    private @Nullable String denial;
    private int last;

    public HotfixRows(Source file) {
        this.file = file;
    }

    /** Begins a table; what follows may be another machine's. */
    void table(List<String> columns, int line) {
        var table = new Table();
        columns.forEach(column -> table.columns.putIfAbsent(column, line));
        table.denial = denial;
        denial = null;
        tables.add(table);
    }

    /** The next table stands below a text that says what its updates are: missing, to be installed, removed. */
    public void denied(String title) {
        denial = title;
    }

    /**
     * Adds a row.
     *
     * @param cells by the names of their columns, with that of the id
     */
    public void row(Map<String, String> cells, int line) {
        if (tables.isEmpty()) {
            tables.add(new Table());
        }
        Table table = tables.getLast();
        cells.forEach((column, value) -> {
            table.columns.putIfAbsent(column, line);
            table.statusIsUsed |= HotfixColumns.usesStatus(column, value);
        });
        table.rows.add(new Row(cells, line));
        last = line;
    }

    /** Something stands where a row should, and cannot be read: the list is not known to be read. */
    public void unreadable(int line) {
        unreadable = true;
        last = line;
    }

    /** Rows were lost. */
    void cut() {
        cut = true;
    }

    /**
     * What the rows tell of each machine.
     *
     * @param closed whether the text ends where a list ends
     * @param beside what else the same file tells: rows without a machine are of the only one there, or of nobody
     */
    public Read<EvidencePart> read(boolean closed, List<EvidencePart> beside) {
        List<Problem> problems = new ArrayList<>();
        if (tables.stream().allMatch(t -> t.rows.isEmpty()) && !unreadable) {
            problems(problems, Map.of());
            return new Read<>(
                    List.of(EvidencePart.of(
                            beside.size() == 1 ? beside.getFirst().machine() : null,
                            List.of(new LookupFailed(LookupKind.HOTFIXES, EMPTY, file)),
                            file)),
                    problems);
        }
        Map<String, Problem> odd = new LinkedHashMap<>();
        Map<String, MachineHotfixes> machines = machines(closed && !cut, odd);
        problems(problems, odd);
        List<EvidencePart> pieces = new ArrayList<>();
        for (MachineHotfixes listed : machines.values()) {
            String name = listed.name != null || beside.size() != 1
                    ? listed.name
                    : beside.getFirst().machine();
            if (name == null && beside.size() > 1) {
                nobodys = true;
                continue;
            }
            pieces.add(EvidencePart.of(name, List.of(evidence(listed, closed && !cut)), file.at(listed.line))
                    .withAliases(List.copyOf(listed.names))
                    .counting(listed.rows));
        }
        if (nobodys) {
            problems.add(new Problem(file, NOBODYS));
        }
        return new Read<>(pieces, problems);
    }

    /**
     * What the rows tell of the one machine that the list is known to be of.
     *
     * @param why why entries that cannot be read are none
     */
    public Evidence evidence(Text why, List<Problem> problems) {
        Map<String, Problem> odd = new LinkedHashMap<>();
        var listed = new MachineHotfixes(null, 0);
        for (Table table : tables) {
            @Nullable Text unknown = unknown(table);
            listed.byTable.put(0, new HashSet<>());
            table.rows.forEach(row -> add(row, table, unknown, true, listed, 0, odd));
        }
        problems(problems, odd);
        if (unreadable) {
            listed.doubt(why);
        }
        listed.byTable.putIfAbsent(0, new HashSet<>());
        return evidence(listed, true);
    }

    private static @Nullable Text unknown(Table table) {
        return table.columns.keySet().stream()
                .filter(c -> !HotfixColumns.isKnown(c))
                .findFirst()
                .map(HotfixColumns::unknownColumn)
                .orElse(null);
    }

    private void problems(List<Problem> problems, Map<String, Problem> odd) {
        Map<String, Problem> columns = new LinkedHashMap<>();
        for (Table table : tables) {
            String title = table.denial;
            if (title != null) {
                problems.add(new Problem(file, HotfixColumns.deniedBy(title)));
                continue;
            }
            table.columns.forEach((column, line) -> {
                if (!HotfixColumns.isKnown(column)) {
                    columns.putIfAbsent(
                            HotfixColumns.key(column), new Problem(file.at(line), HotfixColumns.unknownColumn(column)));
                }
            });
        }
        columns.values().stream().limit(HotfixColumns.MAX_TOLD).forEach(problems::add);
        odd.values().stream().limit(HotfixColumns.MAX_TOLD).forEach(problems::add);
    }

    private Map<String, MachineHotfixes> machines(boolean closed, Map<String, Problem> odd) {
        Set<String> owners = new HashSet<>();
        for (Table table : tables) {
            table.rows.forEach(row -> {
                if (HotfixColumns.owner(row.cells()) instanceof Owner.Machine machine) {
                    owners.add(MachineName.key(machine.name()));
                }
            });
        }
        Map<String, MachineHotfixes> machines = new LinkedHashMap<>();
        for (int t = 0; t < tables.size(); t++) {
            Table table = tables.get(t);
            if (table.denial != null) {
                continue;
            }
            boolean owned = table.rows.stream().anyMatch(r -> HotfixColumns.owner(r.cells()) instanceof Owner.Machine);
            @Nullable Text unknown = unknown(table);
            for (Row row : table.rows) {
                MachineHotfixes listed = listed(row, owned, owners, machines);
                if (listed != null) {
                    listed.rows++;
                    listed.byTable.computeIfAbsent(t, x -> new HashSet<>());
                    add(row, table, unknown, closed, listed, t, odd);
                }
            }
        }
        return machines;
    }

    /** Where the row counts; null where it belongs to nobody. */
    private @Nullable MachineHotfixes listed(
            Row row, boolean owned, Set<String> owners, Map<String, MachineHotfixes> machines) {
        return switch (HotfixColumns.owner(row.cells())) {
            case Owner.Machine machine -> listed(row, machine.name(), machines);
            case Owner.Unnamed _
            when owners.isEmpty() -> machines.computeIfAbsent("", k -> new MachineHotfixes(null, row.line()));
            case Owner.Unnamed _, Owner.Unclear _ -> {
                nobodys = true;
                // It may be a row that another machine of this table lacks; a table of its own takes nothing from
                // others.
                lost |= owned || owners.isEmpty();
                yield null;
            }
        };
    }

    /** Two domains may both have a PC1: a row that tells the full name is of the machine of that name. */
    private static MachineHotfixes listed(Row row, String owner, Map<String, MachineHotfixes> machines) {
        Set<String> names = HotfixColumns.names(row.cells(), owner);
        List<String> full = names.stream().filter(HostNames::isFull).distinct().toList();
        String name = full.size() == 1 ? full.getFirst() : owner;
        MachineHotfixes listed =
                machines.computeIfAbsent(MachineName.key(name), k -> new MachineHotfixes(name, row.line()));
        listed.names.addAll(names);
        return listed;
    }

    private void add(
            Row row,
            Table table,
            @Nullable Text unknown,
            boolean closed,
            MachineHotfixes listed,
            int number,
            Map<String, Problem> odd) {
        if (unknown != null) {
            listed.doubt(unknown);
            return;
        }
        Kb kb = null;
        switch (HotfixId.parse(row.id())) {
            case HotfixId.Update update -> kb = update.kb();
            case HotfixId.NoUpdate _ -> {}
            case HotfixId.Unreadable _ -> unreadable = true;
        }
        RowProof proof = RowProof.PROVES;
        boolean state = false;
        for (Map.Entry<String, String> cell : row.cells().entrySet()) {
            state |= HotfixColumns.isState(cell.getKey()) && !cell.getValue().isBlank();
            RowProof said = HotfixColumns.proofOf(cell.getKey(), cell.getValue(), row.cells(), table.statusIsUsed);
            if (said != RowProof.PROVES) {
                Text why = HotfixColumns.why(said, cell.getKey(), cell.getValue());
                listed.doubt(why);
                if (said == RowProof.SAYS_NOTHING) {
                    odd.putIfAbsent(HotfixColumns.key(cell.getKey()), new Problem(file.at(row.line()), why));
                }
            }
            proof = said == RowProof.DENIES || proof == RowProof.PROVES ? said : proof;
        }
        if (kb == null) {
            return;
        }
        // The end of the last line may be missing, and with it the end of the number or of a state.
        boolean whole = closed
                || row.line() != last
                || (!state && SURELY_WHOLE.matcher(row.id()).matches());
        if (proof == RowProof.DENIES) {
            listed.denied.add(kb);
        } else if (proof == RowProof.PROVES && whole) {
            listed.byTable.computeIfAbsent(number, x -> new HashSet<>()).add(kb);
        }
    }

    private Evidence evidence(MachineHotfixes listed, boolean closed) {
        Set<Kb> ids = new HashSet<>();
        boolean differ = false;
        // Lists without a name one after the other may be of several machines.
        if (listed.name == null) {
            ids.addAll(listed.byTable.values().iterator().next());
            for (Set<Kb> table : listed.byTable.values()) {
                differ |= !table.equals(ids);
                ids.retainAll(table);
            }
        } else {
            listed.byTable.values().forEach(ids::addAll);
        }
        ids.removeAll(listed.denied);
        KbSet set = KbSet.of(List.copyOf(ids));
        Source at = file.at(listed.line);
        Text why = listed.doubt != null
                ? listed.doubt
                : !closed ? CUT : unreadable ? UNREADABLE : lost ? NOBODYS : differ ? SEVERAL : null;
        return why == null ? HotfixesListed.whole(set, at) : HotfixesListed.partial(set, why, at);
    }
}
