package dev.firebreak.app.collect.network;

import dev.firebreak.app.collect.format.value.WindowsDates;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.fleet.ExpectedMachine;
import dev.firebreak.core.inventory.MachineName;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads which machines there should be: {@code Get-ADComputer} as CSV or JSON, {@code csvde}, {@code dsquery computer}, {@code
 * Get-WsusComputer} as CSV or JSON, or a plain list of names. A row that is damaged still names its machine: leaving it out would make the
 * count look better. What cannot be read is a problem; nothing makes it throw.
 */
public final class ExpectedReader {

    private static final Text NOT_KNOWN = new Text(
            "not recognised: neither an export of Active Directory or WSUS nor a list of names",
            "判別できません（Active Directory や WSUS のエクスポート、名前の一覧のいずれでもありません）");
    private static final Text NO_NAME = new Text("a row without the name of a machine", "端末名のない行です");
    private static final Text DAMAGED =
            new Text("a damaged row: only the name of the machine is read", "壊れた行のため、端末名だけを読み取ります");
    private static final Text NO_JSON = new Text("no valid JSON: not read", "正しい JSON ではないため読み取りません");

    private static final Set<String> NAMES = Set.of(
            "name",
            "cn",
            "computername",
            "computer",
            "hostname",
            "machine",
            "machinename",
            "samaccountname",
            "コンピューター名",
            "コンピュータ名",
            "コンピューター",
            "端末名",
            "ホスト名",
            "名前",
            "имя",
            "nom",
            "nombre",
            "nome");
    private static final Set<String> FULL_NAMES = Set.of("dnshostname", "fulldomainname", "fqdn", "dnsname");
    private static final Set<String> SYSTEMS = Set.of("operatingsystem", "osdescription", "os");
    private static final Set<String> VERSIONS = Set.of("operatingsystemversion", "osversion", "clientversion");
    private static final Set<String> LOGONS =
            Set.of("lastlogondate", "lastlogontimestamp", "lastlogon", "lastreportedstatustime", "lastsynctime");
    private static final Set<String> ENABLED = Set.of("enabled");
    private static final Set<String> CONTROL = Set.of("useraccountcontrol");

    private static final Pattern DISTINGUISHED = Pattern.compile("(?i)\"?CN=((?:[^,\\\\]|\\\\.)+),.*\"?");
    private static final Pattern TICKS = Pattern.compile("/Date\\((-?\\d{1,15})(?:[+-]\\d{4})?\\)/");

    /** ACCOUNTDISABLE of userAccountControl (MS-ADTS 2.2.16). */
    private static final int DISABLED = 2;

    /** Seconds from 1601 to 1970, for FILETIME. */
    private static final long FILETIME_EPOCH = 11_644_473_600L;

    private final Source source;
    private final ZoneId zone;
    private final ListProblems problems;
    private final List<ExpectedMachine> machines = new ArrayList<>();

    private ExpectedReader(Source source, ZoneId zone) {
        this.source = source;
        this.zone = zone;
        this.problems = new ListProblems(source);
    }

    /** @param zone of the machine that wrote the file: Windows prints wall-clock time */
    public static Read<ExpectedMachine> read(Source source, byte[] content, ZoneId zone) {
        if (content.length > NetworkText.LARGEST_BYTES) {
            return new Read<>(List.of(), List.of(new Problem(source, NetworkText.TOO_LARGE)));
        }
        String text = NetworkText.decode(content);
        return text == null
                ? new Read<>(List.of(), List.of(new Problem(source, NetworkText.NO_TEXT)))
                : read(source, text, zone);
    }

    /** The same of a text that is decoded. */
    public static Read<ExpectedMachine> read(Source source, String text, ZoneId zone) {
        var reader = new ExpectedReader(source, zone);
        reader.read(text);
        return new Read<>(reader.machines, reader.problems.list());
    }

    private void read(String text) {
        String begin = text.stripLeading();
        if (begin.startsWith("[") || begin.startsWith("{")) {
            json(text);
            return;
        }
        ListTable table = ListTable.of(text);
        if (table != null && (table.column(NAMES) >= 0 || table.column(FULL_NAMES) >= 0)) {
            table(table);
        } else {
            names(text);
        }
        if (machines.isEmpty() && problems.list().isEmpty()) {
            problems.add(new Problem(source, NOT_KNOWN));
        }
    }

    private void table(ListTable table) {
        int name = table.column(NAMES);
        int fullName = table.column(FULL_NAMES);
        int logon = table.column(LOGONS);
        List<String> dates = table.rows().stream().map(row -> row.cell(logon)).toList();
        for (ListTable.Row row : table.rows()) {
            if (!row.whole()) {
                if (add(row.line(), row.cell(name), row.cell(fullName), null, null, null)) {
                    problems.add(row.line(), DAMAGED);
                }
                continue;
            }
            add(
                    row.line(),
                    row.cell(name),
                    row.cell(fullName),
                    system(row.cell(table.column(SYSTEMS)), row.cell(table.column(VERSIONS))),
                    moment(row.cell(logon), dates),
                    enabled(row.cell(table.column(ENABLED)), row.cell(table.column(CONTROL))));
        }
    }

    private void json(String text) {
        JsonNode tree;
        try {
            tree = BoundedJson.tree(text);
        } catch (JacksonException wrong) {
            problems.add(BoundedJson.line(wrong), NO_JSON);
            return;
        }
        List<JsonNode> rows = tree.isArray() ? tree.valueStream().toList() : List.of(tree);
        BiFunction<JsonNode, Set<String>, String> field = ExpectedReader::text;
        List<String> dates = rows.stream().map(row -> field.apply(row, LOGONS)).toList();
        for (JsonNode row : rows) {
            if (row.isString()) {
                add(0, row.stringValue(), "", null, null, null);
                continue;
            }
            add(
                    0,
                    field.apply(row, NAMES),
                    field.apply(row, FULL_NAMES),
                    system(field.apply(row, SYSTEMS), field.apply(row, VERSIONS)),
                    moment(field.apply(row, LOGONS), dates),
                    enabled(field.apply(row, ENABLED), field.apply(row, CONTROL)));
        }
    }

    /** The first field of one of these names, in the order of the object. */
    private static String text(JsonNode row, Set<String> names) {
        for (var property : row.properties()) {
            if (names.contains(ListTable.key(property.getKey()))) {
                JsonNode value = property.getValue();
                JsonNode inner = value.isObject() ? value.path("DateTime") : value;
                if (inner.isString() || inner.isNumber() || inner.isBoolean()) {
                    return inner.isString() ? inner.stringValue().strip() : inner.toString();
                }
            }
        }
        return "";
    }

    /** A name a line: plain, as {@code dsquery} or {@code net view} prints it, or as an account ({@code PC7$}). */
    private void names(String text) {
        int line = 0;
        for (String row : (Iterable<String>) text.lines()::iterator) {
            line++;
            String bare = row.strip();
            if (bare.isEmpty() || bare.startsWith("#")) {
                continue;
            }
            Matcher distinguished = DISTINGUISHED.matcher(bare);
            String name = distinguished.matches() ? distinguished.group(1).replaceAll("\\\\(.)", "$1") : bare;
            if (name.startsWith("\\\\")) {
                name = name.substring(2).split("\\s", 2)[0];
            }
            name = name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
                    ? name.substring(1, name.length() - 1)
                    : name;
            if (name.matches(".*[\\s,;|{}<>=:].*")) {
                problems.add(line, NO_NAME);
            } else {
                add(line, name, "", null, null, null);
            }
        }
    }

    private boolean add(
            int line,
            String name,
            String fullName,
            @Nullable String system,
            @Nullable Instant logon,
            @Nullable Boolean enabled) {
        String account = name.endsWith("$") ? name.substring(0, name.length() - 1) : name;
        String dns = ListProblems.host(fullName);
        // WSUS calls a machine of a workgroup by its short name here.
        dns = dns == null || dns.indexOf('.') <= 0 ? null : dns;
        String shown = ListProblems.host(account.isEmpty() ? fullName : account);
        if (shown == null || MachineName.of(shown).isEmpty()) {
            problems.add(line, NO_NAME);
            return false;
        }
        if (dns == null && shown.indexOf('.') > 0) {
            dns = shown;
        }
        if (machines.size() < LeaseReader.MOST) {
            machines.add(new ExpectedMachine(shown, dns, system, logon, enabled, source.at(line)));
        }
        return true;
    }

    private static @Nullable String system(String name, String version) {
        String both = (name + " " + version).strip();
        return both.isEmpty() ? null : both.substring(0, Math.min(200, both.length()));
    }

    private static @Nullable Boolean enabled(String enabled, String control) {
        switch (enabled.toLowerCase(Locale.ROOT)) {
            case "true" -> {
                return true;
            }
            case "false" -> {
                return false;
            }
            default -> {}
        }
        return control.matches("\\d{1,10}") ? (Long.parseLong(control) & DISABLED) == 0 : null;
    }

    /** The logon; null where unknown, or where nothing tells whether 3/5 is March or May. */
    private @Nullable Instant moment(String text, List<String> others) {
        Matcher ticks = TICKS.matcher(text);
        if (ticks.matches()) {
            return Instant.ofEpochMilli(Long.parseLong(ticks.group(1)));
        }
        if (text.matches("\\d{17,19}")) {
            return Instant.ofEpochSecond(Long.parseLong(text) / 10_000_000 - FILETIME_EPOCH);
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            Instant wall = WindowsDates.read(text.replace('T', ' '), others, null);
            return wall == null
                    ? null
                    : LocalDateTime.ofInstant(wall, ZoneOffset.UTC).atZone(zone).toInstant();
        }
    }
}
