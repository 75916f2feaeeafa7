package dev.firebreak.app.collect.format.table;

import dev.firebreak.app.collect.evidence.HostNames;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns that Windows itself writes into lists of installed updates, and what a row of them proves. Inventories and scripts
 * write lists with the same headings that also name what is missing, what failed or what was removed; being named there proves
 * nothing, so this is a list of what is known: Win32_QuickFixEngineering, WMI's system properties, the properties that PowerShell
 * adds, and columns of a state whose value is known.
 */
public final class HotfixColumns {

    public static final String ID = "HotFixID";

    /** So many columns of one file are told; a hostile heading may have a million. */
    public static final int MAX_TOLD = 20;

    private static final int MAX_SHOWN_LENGTH = 60;
    private static final String ID_KEY = "hotfixid";
    private static final Text DENIED =
            new Text("the list also names updates that are not installed", "一覧に、適用されていない更新プログラムも含まれています");

    /** What the machine itself wrote as its name: it outweighs every name that others gave it. */
    private static final List<String> OWN_NAMES = List.of("csname", "__server");

    private static final List<String> GIVEN_NAMES = List.of(
            "pscomputername",
            "computername",
            "computer",
            "hostname",
            "host",
            "machinename",
            "systemname",
            "devicename",
            "server",
            "node",
            "dnshostname");

    /** Get-HotFix prints the machine under this name; inventories print the tool that found the update. */
    private static final String SOURCE = "source";

    /** Free texts, names and numbers that say nothing of whether the update is installed. */
    private static final Set<String> NEUTRAL = Set.of(
            "__genus",
            "__class",
            "__superclass",
            "__dynasty",
            "__relpath",
            "__property_count",
            "__derivation",
            "__namespace",
            "__path",
            "runspaceid",
            "psshowcomputername",
            "pssourcejobinstanceid");

    /** What PowerShell shows of the objects behind a row, by their type or as objects. */
    private static final Set<String> SYSTEM = Set.of(
            "__derivation",
            "scope",
            "path",
            "options",
            "classpath",
            "properties",
            "systemproperties",
            "qualifiers",
            "site",
            "container",
            "cimclass",
            "ciminstanceproperties",
            "cimsystemproperties");

    /** An account, which may be called anything: but a sentence is none. */
    private static final String INSTALLED_BY = "installedby";

    private static final Pattern ACCOUNT =
            Pattern.compile("\\S*|[^\\\\]{1,64}\\\\[^\\\\]{1,256}|.{1,40}(?:\\.\\.\\.|…)");
    private static final Set<String> TEXTS = Set.of("caption", "fixcomments", "name", "servicepackineffect");
    private static final Set<String> DATES = Set.of("installedon", "installdate");
    private static final String DESCRIPTION = "description";
    private static final String STATUS = "status";
    private static final Set<String> STATES =
            Set.of(STATUS, "state", "installstate", "installationstate", "packagestate");

    /** Columns that no script writes: their row comes from WMI, which may fill its status. */
    private static final Set<String> ONLY_WMI = Set.of("servicepackineffect", "fixcomments", "__class", "cimclass");

    private static final Set<String> INSTALLED = Set.of("installed", "インストール済み", "インストール済", "適用済み", "適用済");

    private static final Pattern DENIES = Pattern.compile(
            "\\bnot[ _-]?(?:yet[ _-]?)?(?:installed|applied|applicable|present|found|compliant)|\\bun-?install|\\bnon-?compliant"
                    + "|\\b(?:missing|required|needed|fail|failed|failure|error|pending|declined|removed|superseded|staged|resolved"
                    + "|absent|rolled[ _-]?back)\\b|\\b(?:install|uninstall)pending\\b|\\bpartially ?installed\\b|\\b0x[0-9a-f]{8}\\b"
                    + "|未適用|未インストール|適用外|適用対象|適用待ち|失敗|アンインストール|再起動待ち|保留|エラー");

    private static final Pattern TO_DO = Pattern.compile(
            "\\bto (?:be )?install|\\bto[ -]?do\\b|\\bstill\\b|\\bplease install|\\boutstanding\\b|\\bnot\\b|\\bwithout\\b|\\bremov"
                    + "|\\bfehl|\\bnicht\\b|\\bmanqu|\\bnon\\b|\\bfalt|\\bmanca|\\bontbre|\\bне\\b|отсутств|未|不足|必要|予定|待ち|缺|필요|없");

    /** A date in any order and language, a FILETIME of Vista ({@code 01d4dfd0fb4eb361}), or a time of WMI. */
    private static final Pattern DATE = Pattern.compile(
            "[^\\d]{0,20}\\d{1,4}[^\\d]{1,12}\\d{1,4}(?:[^\\d].*)?|\\d{8}(?:\\d{6}.*)?|[0-9a-fA-F]{15,16}|/Date\\(-?\\d+.*\\)/");

    /** Kinds of packages, besides those of {@link HotfixId#KINDS}. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "software update",
            "servicing stack update",
            "rollup",
            "feature pack",
            "language pack",
            "local pack",
            "ondemand pack",
            "on demand pack",
            "foundation",
            "product",
            "driver");

    /** XP and Server 2003 write a title there, in the language of the package: it names what it is for, and the update. */
    private static final Pattern TITLE = Pattern.compile(
            "(?i).*(?:\\bwindows\\b|\\bmicrosoft\\b|internet explorer|\\.net\\b|\\bmsxml|\\boutlook\\b|\\boffice\\b).*\\d.*");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern NAME = Pattern.compile("[^\\s\\\\/:*?\"<>|,;\\p{Cntrl}]{1,255}");
    private static final Set<String> NO_NAMES = Set.of(
            "", ".", "localhost", "localhost.localdomain", "(local)", "local", "127.0.0.1", "::1", "-", "n/a", "null");

    private HotfixColumns() {}

    /** Of whom a row is. */
    sealed interface Owner {

        /** The machine of this name. */
        record Machine(String name) implements Owner {}

        /** The row names no machine. */
        record Unnamed() implements Owner {}

        /** The row names several machines, or something that is none. */
        record Unclear() implements Owner {}
    }

    /** A column as names are compared: {@code Install_State} and {@code InstallState} are one. */
    public static String key(String column) {
        String name = column.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("__")) {
            return name;
        }
        var letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-' && !Character.isWhitespace(c)) {
                letters.append(c);
            }
        }
        return letters.toString();
    }

    /** The same names, where one comes twice with its number: which of both is meant nobody knows, so it is no known column. */
    static List<String> distinct(List<String> columns) {
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            String name = columns.get(c).strip();
            names.add(seen.add(key(name)) ? name : name + " (" + (c + 1) + ")");
        }
        return names;
    }

    public static boolean isId(String column) {
        return key(column).equals(ID_KEY);
    }

    /** Whether the column is one of those whose meaning is known. */
    public static boolean isKnown(String column) {
        String key = key(column);
        return key.equals(ID_KEY)
                || key.equals(DESCRIPTION)
                || key.equals(INSTALLED_BY)
                || key.equals(SOURCE)
                || OWN_NAMES.contains(key)
                || GIVEN_NAMES.contains(key)
                || NEUTRAL.contains(key)
                || SYSTEM.contains(key)
                || TEXTS.contains(key)
                || DATES.contains(key)
                || STATES.contains(key);
    }

    /** Whether PowerShell shows an object in this column. */
    public static boolean isSystem(String column) {
        return SYSTEM.contains(key(column));
    }

    public static boolean isDate(String column) {
        return DATES.contains(key(column));
    }

    static boolean isState(String column) {
        return STATES.contains(key(column));
    }

    /** Whether the text can be the date of a column of dates. */
    static boolean isDateText(String text) {
        return DATE.matcher(text.strip()).matches();
    }

    /**
     * What one cell contributes to the proof of its row.
     *
     * @param row all cells of the row, by the names of their columns
     * @param statusIsUsed whether any row of the table has a status, which WMI leaves empty
     */
    public static RowProof proofOf(String column, String value, Map<String, String> row, boolean statusIsUsed) {
        String key = key(column);
        String said = value.strip().toLowerCase(Locale.ROOT);
        if (!isKnown(column)) {
            return RowProof.SAYS_NOTHING;
        }
        if (STATES.contains(key)) {
            return state(key, said, row, statusIsUsed);
        }
        boolean mayDeny = TEXTS.contains(key) || DATES.contains(key) || key.equals(DESCRIPTION);
        if (mayDeny && DENIES.matcher(said).find()) {
            return RowProof.DENIES;
        }
        boolean odd = !said.isEmpty()
                && ((DATES.contains(key) && !isDateText(said))
                        || (key.equals(INSTALLED_BY) && !ACCOUNT.matcher(said).matches())
                        || (key.equals(DESCRIPTION)
                                && !DESCRIPTIONS.contains(said)
                                && !HotfixId.KINDS.contains(said)
                                && !isTitle(said, row)));
        return odd ? RowProof.SAYS_NOTHING : RowProof.PROVES;
    }

    private static boolean isTitle(String said, Map<String, String> row) {
        return TITLE.matcher(said).matches()
                && row.entrySet().stream()
                        .filter(cell -> isId(cell.getKey()))
                        .map(cell -> cell.getValue().strip().toLowerCase(Locale.ROOT))
                        .anyMatch(id -> HotfixId.update(id).isEmpty()
                                || said.contains(id.replaceFirst("[^0-9]*([0-9]+).*", "$1")));
    }

    private static RowProof state(String key, String said, Map<String, String> row, boolean statusIsUsed) {
        if (INSTALLED.contains(said)) {
            return RowProof.PROVES;
        }
        if (DENIES.matcher(said).find()) {
            return RowProof.DENIES;
        }
        boolean wmis = row.keySet().stream().anyMatch(column -> ONLY_WMI.contains(key(column)));
        boolean neutral = key.equals(STATUS) && ((said.isEmpty() && !statusIsUsed) || (said.equals("ok") && wmis));
        return neutral ? RowProof.PROVES : RowProof.SAYS_NOTHING;
    }

    /** Whether a text above a list says that it is one of updates that are not installed. */
    public static boolean titleDenies(String title) {
        String said = title.strip().toLowerCase(Locale.ROOT);
        return DENIES.matcher(said).find() || TO_DO.matcher(said).find();
    }

    /** Why a list below such a text says nothing. */
    static Text deniedBy(String title) {
        return Text.format(
                "the text above the list, \"%s\", may say that these updates are not installed: the list was not used",
                "一覧の上の「%s」が、適用されていない更新プログラムの一覧であることを示している可能性があるため、この一覧は使っていません", shown(title));
    }

    /** Whether the cell is a status that WMI does not write. */
    static boolean usesStatus(String column, String value) {
        String said = value.strip();
        return key(column).equals(STATUS) && !said.isEmpty() && !said.equalsIgnoreCase("ok");
    }

    /** The machine that the row is of. */
    static Owner owner(Map<String, String> row) {
        List<String> own = new ArrayList<>();
        List<String> given = new ArrayList<>();
        @Nullable String source = null;
        for (Map.Entry<String, String> cell : row.entrySet()) {
            String key = key(cell.getKey());
            String name = name(cell.getValue());
            if (name.isEmpty()) {
                continue;
            }
            if (OWN_NAMES.contains(key)) {
                own.add(name);
            } else if (GIVEN_NAMES.contains(key)) {
                given.add(name);
            } else if (key.equals(SOURCE)) {
                source = name;
            }
        }
        if (!own.isEmpty()) {
            return one(own);
        }
        if (!given.isEmpty()) {
            return one(given);
        }
        return source == null ? new Owner.Unnamed() : one(List.of(source));
    }

    /** All names of the row that may be those of its machine, by their first labels: {@code PC1}, {@code pc1.corp.example}. */
    static Set<String> names(Map<String, String> row, String machine) {
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, String> cell : row.entrySet()) {
            String key = key(cell.getKey());
            String name = name(cell.getValue());
            boolean isOwner = OWN_NAMES.contains(key) || GIVEN_NAMES.contains(key) || key.equals(SOURCE);
            if (isOwner
                    && NAME.matcher(name).matches()
                    && MachineName.same(HostNames.firstLabel(name), HostNames.firstLabel(machine))) {
                names.add(name);
            }
        }
        return names;
    }

    private static String name(String cell) {
        String name = cell.strip();
        while (name.startsWith("\\")) {
            name = name.substring(1);
        }
        return NO_NAMES.contains(name.toLowerCase(Locale.ROOT)) ? "" : name;
    }

    /** The one machine of these names; an address is a name only where there is no other. */
    private static Owner one(List<String> names) {
        List<String> words =
                names.stream().filter(n -> !ADDRESS.matcher(n).matches()).toList();
        List<String> asked = words.isEmpty() ? names : words;
        Set<String> different = new HashSet<>();
        for (String name : asked) {
            if (!ADDRESS.matcher(name).matches() && !NAME.matcher(name).matches()) {
                return new Owner.Unclear();
            }
            different.add(words.isEmpty() ? name : MachineName.key(name).replaceFirst("\\..*", ""));
        }
        return different.size() == 1 ? new Owner.Machine(asked.getFirst()) : new Owner.Unclear();
    }

    /** Why a cell keeps its row from proving its update. */
    public static Text why(RowProof proof, String column, String value) {
        return switch (proof) {
            case DENIES -> DENIED;
            case SAYS_NOTHING, PROVES -> isKnown(column) ? unknownValue(column, value) : unknownColumn(column);
        };
    }

    static Text unknownColumn(String column) {
        return Text.format(
                "column %s is not known, so its rows count neither as installed nor as missing",
                "列 %s は未対応です。この列のある一覧は、適用済みの根拠にも未適用の根拠にもしません", shown(column));
    }

    private static Text unknownValue(String column, String value) {
        return Text.format(
                "column %1$s: the value \"%2$s\" is not known, so such rows count neither as installed nor as missing",
                "列 %1$s の値「%2$s」は未対応です。この値のある行は、適用済みの根拠にも未適用の根拠にもしません", shown(column), shown(value));
    }

    private static String shown(String text) {
        String shown = MachineName.shown(text);
        return shown.length() > MAX_SHOWN_LENGTH ? shown.substring(0, MAX_SHOWN_LENGTH) + "…" : shown;
    }
}
