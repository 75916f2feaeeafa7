package dev.firebreak.app.collect.format.json;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.table.HotfixColumns;
import dev.firebreak.app.collect.format.table.HotfixId;
import dev.firebreak.app.collect.format.table.RowProof;
import dev.firebreak.app.collect.format.value.ArchitectureNames;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rows of osquery's tables, gathered by the machine that they are of. A log tells of one machine many times: the newest
 * snapshot counts, and an update that was removed is not there because it had once been added.
 */
final class OsqueryTables {

    private static final Text EMPTY =
            new Text("the table \"patches\" is empty: the query may have failed", "「patches」表が空です。収集に失敗した可能性があります");
    private static final Text CHANGES = new Text("a log of changes, not a complete list", "変更の記録であり、一覧の全体ではありません");
    private static final Text CUT =
            new Text("a line of the log could not be read, so the list may lack rows", "読み取れない行があるため、一覧に抜けがあるおそれがあります");
    private static final Text WHEN = new Text(
            "lists of several times, some without their time: only what all of them hold counts",
            "複数時点の一覧があり、時刻のないものが含まれます。すべてに共通するものだけを数えます");
    private static final Text ODD = new Text("some rows name no update", "更新プログラムの番号がない行があります");
    private static final Text NO_VERSION =
            new Text("the osquery output has no version of Windows", "osquery の出力に Windows のバージョンがありません");

    /** What logs and the servers of osquery put beside the columns of a row. */
    private static final Set<String> OF_LOGS = Set.of(
            "hostIdentifier",
            "calendarTime",
            "unixTime",
            "epoch",
            "counter",
            "numerics",
            "logNumericsAsNumbers",
            "action",
            "decorations",
            "columns",
            "snapshot",
            "system_info",
            "os_version",
            "host_id",
            "host_name",
            "host_hostname",
            "host_display_name",
            "host_uuid",
            "uuid",
            "last_fetched");

    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NAMES_PATCHES = Pattern.compile("(?i)patch|hotfix");
    private static final long UNTIMED = Long.MIN_VALUE;

    /** Where a row stands: of which machine, when, and what became of it ({@code snapshot}, {@code added}, {@code removed}). */
    private record Place(
            @Nullable String machine, long time, @Nullable String action) {}

    /** What was told of one machine. */
    private static final class MachineRows {
        private @Nullable String name;
        private final TreeMap<Long, List<JsonNode>> systems = new TreeMap<>();
        private final TreeMap<Long, List<Kb>> lists = new TreeMap<>();
        private final Map<Kb, Long> added = new LinkedHashMap<>();
        private final Map<Kb, Long> removed = new LinkedHashMap<>();
        private boolean changes;
        private boolean odd;
        private @Nullable Text doubt;

        void add(MachineRows other) {
            other.systems.forEach((when, rows) ->
                    systems.computeIfAbsent(when, t -> new ArrayList<>()).addAll(rows));
            other.lists.forEach((when, ids) ->
                    lists.computeIfAbsent(when, t -> new ArrayList<>()).addAll(ids));
            other.added.forEach((kb, when) -> added.merge(kb, when, Math::max));
            other.removed.forEach((kb, when) -> removed.merge(kb, when, Math::max));
            changes |= other.changes;
            odd |= other.odd;
            doubt = doubt == null ? other.doubt : doubt;
        }
    }

    private final Source source;
    private final Map<String, MachineRows> machines = new LinkedHashMap<>();
    private final Map<String, Problem> columns = new LinkedHashMap<>();
    private boolean cut;

    OsqueryTables(Source source) {
        this.source = source;
    }

    /** The columns that are not known, each once. */
    List<Problem> problems() {
        return List.copyOf(columns.values());
    }

    /** Something that may have held rows was not readable: no list is whole. */
    void cut() {
        cut = true;
    }

    void take(JsonNode node) {
        take(node, new Place(null, UNTIMED, null));
    }

    private void take(JsonNode node, Place place) {
        if (node.isArray()) {
            node.forEach(n -> take(n, place));
        } else if (node.isObject()) {
            object(node, place);
        }
    }

    private void object(JsonNode node, Place outer) {
        String machine = outer.machine();
        for (String field : List.of("hostIdentifier", "hostname", "computer_name", "csname")) {
            machine = machine == null ? text(node, field) : machine;
        }
        // As an int: a time that needs more seconds is none, and could not be counted with.
        JsonNode unixTime = node.path("unixTime");
        long time = unixTime.isIntegralNumber() && unixTime.canConvertToInt() ? unixTime.intValue() : outer.time();
        String action = text(node, "action") == null ? outer.action() : text(node, "action");
        var place = new Place(machine, time, action);
        MachineRows told =
                machines.computeIfAbsent(machine == null ? "" : MachineName.key(machine), name -> new MachineRows());
        for (String field : List.of("csname", "computer_name", "hostname")) {
            told.name = told.name == null ? text(node, field) : told.name;
        }
        if (node.has("hotfix_id")) {
            patch(told, node, place);
        } else if (node.has("version") && (node.has("build") || node.has("major")) && !"removed".equals(action)) {
            told.systems.computeIfAbsent(time, t -> new ArrayList<>()).add(node);
        }
        String query = text(node, "name");
        if (node.path("patches").isArray()
                || (node.path("snapshot").isArray()
                        && query != null
                        && NAMES_PATCHES.matcher(query).find())) {
            // A look that found nothing is the newest look all the same.
            told.lists.computeIfAbsent(time, t -> new ArrayList<>());
        }
        for (String inside : List.of("columns", "decorations", "system_info", "os_version", "patches", "snapshot")) {
            take(node.path(inside), place);
        }
    }

    private void patch(MachineRows told, JsonNode row, Place place) {
        Kb kb = proven(told, row)
                ? HotfixId.update(row.path("hotfix_id").asString("")).orElse(null)
                : null;
        boolean listed = place.action() == null || place.action().equals("snapshot");
        told.changes |= !listed;
        told.odd |= HotfixId.parse(row.path("hotfix_id").asString("")) instanceof HotfixId.Unreadable;
        if (listed) {
            List<Kb> list = told.lists.computeIfAbsent(place.time(), t -> new ArrayList<>());
            if (kb != null) {
                list.add(kb);
            }
        } else if (kb != null) {
            // What is neither listed nor added proves no update, whatever its action is called.
            ("added".equals(place.action()) ? told.added : told.removed).merge(kb, place.time(), Math::max);
        }
    }

    /** Whether the row proves its update: queries may add columns of any meaning. */
    private boolean proven(MachineRows told, JsonNode row) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.forEachEntry((name, value) -> {
            if (!OF_LOGS.contains(name)) {
                cells.put(value.isContainer() ? name + "[]" : name, value.asString(""));
            }
        });
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            RowProof said = HotfixColumns.proofOf(cell.getKey(), cell.getValue(), cells, false);
            if (said != RowProof.PROVES) {
                Text why = HotfixColumns.why(said, cell.getKey(), cell.getValue());
                told.doubt = told.doubt == null ? why : told.doubt;
                if (said == RowProof.SAYS_NOTHING && columns.size() < HotfixColumns.MAX_TOLD) {
                    columns.putIfAbsent(HotfixColumns.key(cell.getKey()), new Problem(source, why));
                }
                return false;
            }
        }
        return true;
    }

    List<EvidencePart> pieces() {
        // Rows of os_version name no machine: where the file tells of one machine only, they are of that one.
        MachineRows nameless = machines.get("");
        if (nameless != null && machines.size() == 2) {
            machines.remove("");
            machines.values().iterator().next().add(nameless);
        }
        List<EvidencePart> pieces = new ArrayList<>();
        machines.forEach((key, told) -> {
            List<Evidence> evidence = evidence(told);
            if (!evidence.isEmpty()) {
                // osqueryd may go by a number of the hardware; people know the machine by its name.
                String name = told.name != null && UUID.matcher(key).matches() ? told.name : key;
                pieces.add(new EvidencePart(
                        name.isEmpty() ? null : name,
                        MachineIdentity.UNKNOWN,
                        time(told),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        evidence,
                        source));
            }
        });
        return pieces;
    }

    /** When the updates were looked at, else the system; other queries of a log say nothing of the age of these. */
    private static @Nullable Instant time(MachineRows told) {
        long listed = Stream.of(told.lists.keySet(), told.added.values(), told.removed.values())
                .flatMap(Collection::stream)
                .max(Comparator.naturalOrder())
                .orElse(UNTIMED);
        long time = listed == UNTIMED && !told.systems.isEmpty() ? told.systems.lastKey() : listed;
        return time == UNTIMED ? null : Instant.ofEpochSecond(time);
    }

    private List<Evidence> evidence(MachineRows told) {
        List<Evidence> evidence = new ArrayList<>();
        if (!told.systems.isEmpty()) {
            // Rows of one time that contradict each other are all told: which is true is not decided here.
            told.systems.lastEntry().getValue().stream()
                    .map(this::system)
                    .distinct()
                    .forEach(evidence::add);
        }
        if (!told.lists.isEmpty() || told.changes) {
            evidence.add(hotfixes(told));
        }
        return evidence;
    }

    private Evidence hotfixes(MachineRows told) {
        boolean mixed = told.lists.size() > 1 && told.lists.containsKey(UNTIMED);
        KbSet ids = KbSet.EMPTY;
        if (mixed) {
            ids = told.lists.values().stream().map(KbSet::of).reduce(KbSet::and).orElse(KbSet.EMPTY);
        } else if (!told.lists.isEmpty()) {
            ids = KbSet.of(told.lists.lastEntry().getValue());
        }
        if (ids.isEmpty() && !told.changes && told.doubt == null) {
            return new LookupFailed(LookupKind.HOTFIXES, EMPTY, source);
        }
        long listedAt = told.lists.isEmpty() ? UNTIMED : told.lists.lastKey();
        ids = ids.or(KbSet.of(told.added.entrySet().stream()
                .filter(e -> told.lists.isEmpty() || e.getValue() >= listedAt)
                .map(Map.Entry::getKey)
                .toList()));
        ids = ids.without(KbSet.of(told.removed.entrySet().stream()
                .filter(e -> !isNewer(told, e.getKey(), e.getValue()))
                .map(Map.Entry::getKey)
                .toList()));
        if (told.changes) {
            return HotfixesListed.partial(ids, CHANGES, source);
        }
        Text why = told.doubt != null ? told.doubt : cut ? CUT : mixed ? WHEN : told.odd ? ODD : null;
        return why == null ? HotfixesListed.whole(ids, source) : HotfixesListed.partial(ids, why, source);
    }

    /** Whether the update was surely seen after it had been removed. */
    private static boolean isNewer(MachineRows told, Kb kb, long removed) {
        if (removed == UNTIMED) {
            return false;
        }
        boolean listed = !told.lists.isEmpty()
                && told.lists.lastKey() > removed
                && told.lists.lastEntry().getValue().contains(kb);
        return listed || told.added.getOrDefault(kb, UNTIMED) > removed;
    }

    private Evidence system(JsonNode row) {
        Build build = Build.parse(row.path("version").asString("")).orElse(null);
        if (build == null) {
            build = Build.parse(row.path("major").asString("") + "."
                            + row.path("minor").asString("") + "."
                            + row.path("build").asString(""))
                    .orElse(null);
        }
        if (build == null
                || !row.path("platform")
                        .asString("windows")
                        .toLowerCase(Locale.ROOT)
                        .contains("windows")) {
            return new LookupFailed(LookupKind.OPERATING_SYSTEM, NO_VERSION, source);
        }
        String revision = row.path("revision").asString("");
        if (!build.hasRevision() && revision.matches("\\d{1,6}")) {
            build = build.withRevision(Integer.parseInt(revision));
        }
        String caption = row.path("name").asString("");
        return new OsObserved(
                caption.isBlank() ? null : caption,
                build,
                null,
                ArchitectureNames.of(row.path("arch").asString("")),
                null,
                source);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() && !value.stringValue().isBlank()
                ? value.stringValue().strip()
                : null;
    }
}
