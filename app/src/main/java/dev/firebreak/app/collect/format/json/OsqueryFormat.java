package dev.firebreak.app.collect.format.json;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * osquery's tables {@code os_version} and {@code patches} as JSON: rows as {@code osqueryi --json} prints them, both tables
 * in one object, or the result log of {@code osqueryd}. Rows are told by their columns. A differential log shows changes and
 * is never a whole list.
 */
public final class OsqueryFormat implements Format {

    static final FormatDescription DESCRIPTION = new FormatDescription(
            "osquery", Text.same("osquery"), List.of("patches", "os_version"), List.of("json"), true);

    @Override
    public FormatDescription description() {
        return DESCRIPTION;
    }

    @Override
    public boolean fits(DecodedFile content) {
        String head =
                content.text().substring(0, Math.min(1 << 16, content.text().length()));
        String trimmed = head.stripLeading();
        return (trimmed.startsWith("{") || trimmed.startsWith("["))
                && (head.contains("\"hotfix_id\"")
                        || head.contains("\"os_version\"")
                        || head.contains("\"patches\"")
                        || head.contains("\"hostIdentifier\"")
                        || (head.contains("\"install_date\"") && head.contains("\"platform\"")));
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        var tables = new OsqueryTables(content.source());
        List<Problem> problems = new ArrayList<>();
        try {
            tables.take(BoundedJson.tree(content.text()));
        } catch (JacksonException whole) {
            lines(content, tables, problems, whole);
        }
        problems.addAll(tables.problems());
        return new Read<>(tables.pieces(), problems);
    }

    /** A result log: one object a line. */
    private static void lines(
            DecodedFile content, OsqueryTables tables, List<Problem> problems, JacksonException whole) {
        List<String> lines = content.lines();
        boolean log = lines.stream().limit(5).anyMatch(l -> l.contains("\"hostIdentifier\""));
        if (!log) {
            problems.add(new Problem(content.source().at(BoundedJson.line(whole)), CollectTexts.notJson(whole)));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (!lines.get(i).isBlank()) {
                    tables.take(BoundedJson.tree(lines.get(i)));
                }
            } catch (JacksonException wrong) {
                problems.add(new Problem(content.source().at(i + 1), CollectTexts.notJson(wrong)));
                tables.cut();
            }
        }
    }
}
