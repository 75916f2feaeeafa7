package dev.firebreak.app.collect;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a row of a list of updates says besides the number. Windows lists what is installed and leaves the state empty; inventories
 * write lists with the same headings that also name what is missing, and being named there proves nothing.
 */
final class Besides {

    /** Who and what a row is about, in lower case: names hold any word. */
    private static final Set<String> NAMES = Set.of(
            "pscomputername",
            "csname",
            "__server",
            "node",
            "source",
            "machinename",
            "hotfixid",
            "caption",
            "installedby",
            "name",
            "fixcomments",
            "__path",
            "__relpath");

    private static final Pattern STATE = Pattern.compile(
            "(?:ps)?(?:status|state|result)|(?:is|install|installation|update|patch|deployment|compliance|detection)[ _-]?(?:installed|status|state)"
                    + "|installed|compliance|compliant|applicab.*|.*(?:状態|状況|適用|結果).*");
    private static final Pattern INSTALLED = Pattern.compile(
            "ok|installed|success(?:ful)?|succeeded|true|yes|compliant|complete|completed|適用済み?|インストール済み?|成功|完了|はい");
    private static final Pattern DENIES = Pattern.compile(
            "\\bnot[ _-]?(?:yet[ _-]?)?(?:installed|applied|applicable|present|found|compliant)|\\bun-?install|\\bnon-?compliant"
                    + "|\\b(?:missing|required|needed|failed|failure|pending|declined|removed|rolled[ _-]?back)\\b"
                    + "|未適用|未インストール|適用外|適用対象|適用待ち|失敗|アンインストール|再起動待ち");

    private Besides() {}

    /** Whether any part of the row says, or may mean, that the update is not installed. */
    static boolean denies(Map<String, String> row) {
        return row.entrySet().stream().anyMatch(cell -> denies(cell.getKey(), cell.getValue()));
    }

    private static boolean denies(String heading, String cell) {
        String name = heading.strip().toLowerCase(Locale.ROOT);
        String said = cell.strip().toLowerCase(Locale.ROOT);
        if (said.isEmpty() || NAMES.contains(name)) {
            return false;
        }
        return STATE.matcher(name).matches() && !INSTALLED.matcher(said).matches() || denies(said);
    }

    /** Whether a text says that an update is not installed. */
    static boolean denies(String text) {
        return DENIES.matcher(text.toLowerCase(Locale.ROOT)).find();
    }
}
