package dev.firebreak.app.collect;

import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.KbSet;
import dev.firebreak.core.advisory.Wording;
import dev.firebreak.core.inventory.Complaint;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.HotfixesListed;
import dev.firebreak.core.inventory.Evidence.Look;
import dev.firebreak.core.inventory.Evidence.LookFailed;
import dev.firebreak.core.inventory.Evidence.OsSeen;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * osquery's tables {@code os_version} and {@code patches} as JSON: rows as {@code osqueryi --json} prints them, both tables
 * in one object, or the result log of {@code osqueryd}. Rows are told by their columns. A differential log shows changes and
 * is never a whole list.
 */
final class OsqueryFormat implements Format {

    private static final Wording EMPTY =
            new Wording("the table \"patches\" is empty: the query may have failed", "「patches」表が空です。採取に失敗した可能性があります");
    private static final Wording CHANGES = new Wording("a log of changes, not a whole list", "変更の記録であり、一覧の全体ではありません");
    private static final Wording NO_VERSION =
            new Wording("osquery told no version of Windows", "osquery の出力に Windows のバージョンがありません");

    @Override
    public boolean fits(Content content) {
        String head =
                content.text().substring(0, Math.min(1 << 16, content.text().length()));
        String trimmed = head.stripLeading();
        return (trimmed.startsWith("{") || trimmed.startsWith("["))
                && (head.contains("\"hotfix_id\"")
                        || head.contains("\"os_version\"")
                        || head.contains("\"patches\"")
                        || head.contains("\"hostIdentifier\"")
                        || head.contains("\"install_date\"") && head.contains("\"platform\""));
    }

    @Override
    public Read<Piece> read(Content content) {
        var tables = new Tables(content.source());
        List<Complaint> complaints = new ArrayList<>();
        try {
            tables.take(Json.tree(content.text()), null);
        } catch (JacksonException whole) {
            lines(content, tables, complaints, whole);
        }
        return new Read<>(tables.pieces(), complaints);
    }

    /** A result log: one object a line. */
    private static void lines(Content content, Tables tables, List<Complaint> complaints, JacksonException whole) {
        List<String> lines = content.lines();
        boolean log = lines.stream().limit(5).anyMatch(l -> l.contains("\"hostIdentifier\""));
        if (!log) {
            complaints.add(new Complaint(content.source().at(Json.line(whole)), Words.notJson(whole)));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (!lines.get(i).isBlank()) {
                    tables.take(Json.tree(lines.get(i)), null);
                }
            } catch (JacksonException wrong) {
                complaints.add(new Complaint(content.source().at(i + 1), Words.notJson(wrong)));
                tables.cut = true;
            }
        }
    }

    /** What was told of one machine. */
    private static final class Told {
        private final List<Kb> ids = new ArrayList<>();
        private @Nullable JsonNode system;
        private @Nullable Instant time;
        private boolean patches;
        private boolean rows;
        private boolean changes;
    }

    private static final class Tables {
        private final Source source;
        private final Map<String, Told> machines = new LinkedHashMap<>();
        private boolean cut;

        Tables(Source source) {
            this.source = source;
        }

        void take(JsonNode node, @Nullable String machine) {
            if (node.isArray()) {
                node.forEach(n -> take(n, machine));
            } else if (node.isObject()) {
                object(node, machine);
            }
        }

        private void object(JsonNode node, @Nullable String outer) {
            String machine = outer;
            for (String field : List.of("hostIdentifier", "hostname", "computer_name", "csname")) {
                if (machine == null
                        && node.path(field).isString()
                        && !node.path(field).stringValue().isBlank()) {
                    machine = node.path(field).stringValue().strip();
                }
            }
            Told told = machines.computeIfAbsent(
                    machine == null ? "" : machine.toUpperCase(Locale.ROOT), name -> new Told());
            // As an int: a time that needs more seconds is none, and could not be counted with.
            if (node.path("unixTime").isIntegralNumber()
                    && node.path("unixTime").canConvertToInt()) {
                told.time = Instant.ofEpochSecond(node.path("unixTime").intValue());
            }
            if (node.has("hotfix_id")) {
                told.patches = true;
                told.rows = true;
                Kb.parse(node.path("hotfix_id").asString("")).ifPresent(told.ids::add);
            } else if (node.has("version") && (node.has("build") || node.has("major"))) {
                told.system = node;
            }
            if (node.path("columns").isObject()) {
                told.changes |= !"snapshot".equals(node.path("action").asString(""));
                if (!"removed".equals(node.path("action").asString(""))) {
                    take(node.path("columns"), machine);
                }
            }
            if (node.path("patches").isArray()) {
                told.patches = true;
            }
            for (String table : List.of("system_info", "os_version", "patches", "snapshot")) {
                take(node.path(table), machine);
            }
        }

        List<Piece> pieces() {
            // Rows of os_version name no machine: where the file tells of one machine only, they are of that one.
            Told nameless = machines.get("");
            if (nameless != null && machines.size() == 2) {
                machines.remove("");
                Told named = machines.values().iterator().next();
                named.system = named.system != null ? named.system : nameless.system;
                named.patches |= nameless.patches;
                named.rows |= nameless.rows;
                named.ids.addAll(nameless.ids);
            }
            List<Piece> pieces = new ArrayList<>();
            machines.forEach((name, told) -> {
                List<Evidence> evidence = evidence(told);
                if (!evidence.isEmpty()) {
                    pieces.add(new Piece(
                            name.isEmpty() ? null : name,
                            null,
                            told.time,
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

        private List<Evidence> evidence(Told told) {
            List<Evidence> evidence = new ArrayList<>();
            if (told.system != null) {
                evidence.add(system(told.system));
            }
            if (told.patches && !told.rows) {
                evidence.add(new LookFailed(Look.HOTFIXES, EMPTY, source));
            } else if (told.rows) {
                KbSet ids = KbSet.of(told.ids);
                evidence.add(
                        told.changes || cut
                                ? HotfixesListed.partial(ids, CHANGES, source)
                                : HotfixesListed.whole(ids, source));
            }
            return evidence;
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
                return new LookFailed(Look.OPERATING_SYSTEM, NO_VERSION, source);
            }
            String revision = row.path("revision").asString("");
            if (!build.hasRevision() && revision.matches("\\d{1,6}")) {
                build = build.withRevision(Integer.parseInt(revision));
            }
            String caption = row.path("name").asString("");
            return new OsSeen(
                    caption.isBlank() ? null : caption,
                    build,
                    null,
                    Architectures.of(row.path("arch").asString("")),
                    null,
                    source);
        }
    }
}
