package dev.firebreak.app.collect.format.json;

import dev.firebreak.app.collect.evidence.EvidencePart;
import dev.firebreak.app.collect.format.CollectTexts;
import dev.firebreak.app.collect.format.DecodedFile;
import dev.firebreak.app.collect.format.Format;
import dev.firebreak.app.collect.format.FormatDescription;
import dev.firebreak.app.collect.format.table.HotfixColumns;
import dev.firebreak.app.collect.format.table.HotfixId;
import dev.firebreak.app.collect.format.table.HotfixRows;
import dev.firebreak.app.collect.format.value.ArchitectureNames;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.advisory.Build;
import dev.firebreak.core.advisory.Platform;
import dev.firebreak.core.inventory.Evidence;
import dev.firebreak.core.inventory.Evidence.LanguageObserved;
import dev.firebreak.core.inventory.Evidence.LookupFailed;
import dev.firebreak.core.inventory.Evidence.LookupKind;
import dev.firebreak.core.inventory.Evidence.OsObserved;
import dev.firebreak.core.inventory.MachineIdentity;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code Get-ComputerInfo} and {@code Get-HotFix} through {@code ConvertTo-Json}, of Windows PowerShell and PowerShell 7:
 * one object or an array. At its usual depth ConvertTo-Json writes the hotfixes of a computer as texts; KB numbers in
 * them are taken, and what has none makes the list incomplete.
 */
public final class PowerShellJsonFormat implements Format {

    static final FormatDescription DESCRIPTION = new FormatDescription(
            "computerinfo",
            new Text("Get-ComputerInfo or Get-HotFix as JSON", "Get-ComputerInfo または Get-HotFix の JSON"),
            List.of("computer-info"),
            List.of("json"),
            true);

    private static final Pattern PRINTED = Pattern.compile("@\\{(.*)\\}");
    private static final Pattern DOTNET_DATE = Pattern.compile("/Date\\((-?\\d{1,15})(?:[+-]\\d{4})?\\)/");
    private static final Pattern LAB = Pattern.compile("\\.(x86|amd64|arm64|ia64)(?:fre|chk)\\.");
    private static final int MAX_MINUTES = 14 * 60;
    private static final Text NOT_LISTED =
            new Text("Get-ComputerInfo could not list the hotfixes", "Get-ComputerInfo が更新プログラムの一覧を取得できていません");
    private static final Text CUT = new Text(
            "ConvertTo-Json wrote some hotfixes without their number: use -Depth 4",
            "ConvertTo-Json の出力に番号のない更新プログラムがあります。-Depth 4 を付けて収集してください");
    private static final Text NO_VERSION = new Text(
            "the Get-ComputerInfo output has no version of Windows", "Get-ComputerInfo の出力に Windows のバージョンがありません");

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
                && (head.contains("\"OsVersion\"")
                        || head.contains("\"WindowsProductName\"")
                        || head.contains("\"HotFixID\""));
    }

    @Override
    public Read<EvidencePart> read(DecodedFile content) {
        List<EvidencePart> pieces = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        var hotfixes = new HotfixRows(content.source());
        boolean any = false;
        boolean objects = true;
        try {
            JsonNode tree = BoundedJson.tree(content.text());
            for (JsonNode object : tree.isArray() ? tree : List.of(tree)) {
                objects &= object.isObject();
                if (object.has("HotFixID")) {
                    any = true;
                    hotfixes.row(cells(object), 0);
                } else if (object.isObject()) {
                    pieces.add(computer(object, content.source(), problems));
                }
            }
            if (any) {
                Read<EvidencePart> listed = hotfixes.read(objects, pieces);
                pieces.addAll(listed.items());
                problems.addAll(listed.problems());
            }
        } catch (JacksonException wrong) {
            problems.add(new Problem(content.source().at(BoundedJson.line(wrong)), CollectTexts.notJson(wrong)));
        }
        return new Read<>(pieces, problems);
    }

    private static EvidencePart computer(JsonNode info, Source source, List<Problem> problems) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(system(info, source));
        String locale = tag(text(info, "OsLocale"));
        String display = tag(info.path("OsMuiLanguages").path(0).asString(""));
        display = display == null ? tag(text(info, "OsLanguage")) : display;
        if (locale != null || display != null) {
            evidence.add(new LanguageObserved(locale, display, source));
        }
        evidence.add(hotfixes(info.path("OsHotFixes"), source, problems));
        String serial = text(info, "OsSerialNumber");
        return new EvidencePart(
                name(info, "CsName", "CsDNSHostName", "PSComputerName"),
                MachineIdentity.product(serial),
                time(text(info, "OsLocalDateTime")),
                wallClock(info),
                null,
                null,
                List.of(),
                List.of(),
                evidence,
                source);
    }

    private static Evidence system(JsonNode info, Source source) {
        Build build = Build.parse(text(info, "OsVersion")).orElse(null);
        if (build == null) {
            return new LookupFailed(LookupKind.OPERATING_SYSTEM, NO_VERSION, source);
        }
        JsonNode revision = info.path("WindowsUBR");
        if (!build.hasRevision()
                && revision.isIntegralNumber()
                && revision.canConvertToInt()
                && revision.intValue() >= 0) {
            build = build.withRevision(revision.intValue());
        }
        String caption = text(info, "OsName");
        JsonNode pack = info.path("OsServicePackMajorVersion");
        return new OsObserved(
                caption.isEmpty() ? null : caption,
                build,
                pack.isIntegralNumber() && pack.canConvertToInt() && pack.intValue() >= 0 && pack.intValue() < 10
                        ? pack.intValue()
                        : null,
                architecture(info),
                platform(info.path("OsProductType")),
                source);
    }

    private static dev.firebreak.core.advisory.@Nullable Architecture architecture(JsonNode info) {
        Matcher lab = LAB.matcher(text(info, "WindowsBuildLabEx"));
        return ArchitectureNames.of(lab.find() ? lab.group(1) : text(info, "OsArchitecture"));
    }

    /** 1 is a workstation, 2 a domain controller, 3 a server; PowerShell 7 writes the words. */
    private static @Nullable Platform platform(JsonNode type) {
        return switch (type.asString("").toLowerCase(Locale.ROOT)) {
            case "1", "workstation" -> Platform.CLIENT;
            case "2", "3", "domaincontroller", "server" -> Platform.SERVER;
            default -> null;
        };
    }

    private static Evidence hotfixes(JsonNode list, Source source, List<Problem> problems) {
        if (!list.isArray() || list.isEmpty()) {
            return new LookupFailed(LookupKind.HOTFIXES, NOT_LISTED, source);
        }
        // The list is the machine's own: the names in it are not asked.
        var rows = new HotfixRows(source);
        for (JsonNode entry : list) {
            Map<String, String> cells = entry.isObject() ? cells(entry) : printed(entry.asString(""));
            if (cells.isEmpty()) {
                rows.unreadable(0);
            } else {
                rows.row(cells, 0);
            }
        }
        return rows.evidence(CUT, problems);
    }

    /** {@code @{HotFixID=KB4013429; Description=Update}}, or the number alone. */
    private static Map<String, String> printed(String text) {
        Map<String, String> cells = new LinkedHashMap<>();
        String stripped = text.strip();
        if (HotfixId.update(stripped).isPresent() || stripped.startsWith("File ")) {
            cells.put(HotfixColumns.ID, stripped);
            return cells;
        }
        Matcher object = PRINTED.matcher(stripped);
        if (object.matches()) {
            for (String property : object.group(1).split(";", -1)) {
                int equals = property.indexOf('=');
                String name = (equals < 0 ? property : property.substring(0, equals)).strip();
                if (!name.isEmpty()
                        && cells.put(
                                        name,
                                        equals < 0
                                                ? ""
                                                : property.substring(equals + 1).strip())
                                != null) {
                    return Map.of();
                }
            }
        }
        return cells.keySet().stream().anyMatch(HotfixColumns::isId) ? cells : Map.of();
    }

    /** The properties of an object as cells; what lies within an object has a name of its own, which no column is known by. */
    private static Map<String, String> cells(JsonNode object) {
        Map<String, String> cells = new LinkedHashMap<>();
        object.forEachEntry((name, value) -> {
            boolean twice =
                    cells.keySet().stream().anyMatch(n -> HotfixColumns.key(n).equals(HotfixColumns.key(name)));
            cell(twice ? name + " (2)" : name, value, cells);
        });
        return cells;
    }

    private static void cell(String name, JsonNode value, Map<String, String> cells) {
        boolean whatever = !HotfixColumns.isKnown(name)
                || (HotfixColumns.isSystem(name) && !HotfixColumns.key(name).equals("properties"));
        if (whatever) {
            cells.put(name, "");
        } else if (value.isObject() && HotfixColumns.isDate(name)) {
            // {"value":"/Date(1489935600000)/","DateTime":"Monday, March 20, 2017 12:00:00 AM"}
            value.forEachEntry((part, inside) -> {
                boolean known = List.of("value", "datetime", "displayhint").contains(part.toLowerCase(Locale.ROOT));
                if (!known || inside.isContainer()) {
                    cells.put(name + "." + part, "");
                } else if (!inside.isNumber()) {
                    cells.put(name, inside.asString(""));
                }
            });
            cells.putIfAbsent(name, "");
        } else if (value.isContainer()) {
            inside(name, value, cells);
        } else {
            cells.put(name, value.isNull() ? "" : value.asString(""));
        }
    }

    /** What WMI's own properties hold ({@code Name}, {@code Value}) repeats the columns; anything else may deny the row. */
    private static void inside(String name, JsonNode value, Map<String, String> cells) {
        boolean properties = HotfixColumns.isSystem(name);
        cells.put(name, "");
        for (JsonNode part : value.isArray() ? value : List.of(value)) {
            String called = text(part, "Name");
            boolean known = properties
                    && (part.isString() || (part.isObject() && !called.isEmpty() && HotfixColumns.isKnown(called)));
            if (!known) {
                String first = part.isObject() && !part.isEmpty()
                        ? part.propertyNames().iterator().next()
                        : "";
                cells.put(name + "." + (called.isEmpty() ? first : called), "");
            }
        }
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("").strip();
    }

    private static @Nullable String name(JsonNode object, String... fields) {
        for (String field : fields) {
            if (!text(object, field).isEmpty()) {
                return text(object, field);
            }
        }
        return null;
    }

    private static @Nullable String tag(String text) {
        return text.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}") ? text.toLowerCase(Locale.ROOT) : null;
    }

    /** Its last start by its own clock, read as UTC: Windows PowerShell tells UTC, and the time zone in minutes beside it. */
    private static @Nullable Instant wallClock(JsonNode info) {
        String text = text(info, "OsLastBootUpTime");
        try {
            return OffsetDateTime.parse(text).toLocalDateTime().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            JsonNode zone = info.path("OsCurrentTimeZone");
            Instant start = time(text);
            return start != null
                            && zone.isIntegralNumber()
                            && zone.canConvertToInt()
                            && Math.abs(zone.longValue()) <= MAX_MINUTES
                    ? start.plusSeconds(60L * zone.intValue())
                    : null;
        }
    }

    private static @Nullable Instant time(String text) {
        Matcher match = DOTNET_DATE.matcher(text);
        try {
            return match.matches()
                    ? Instant.ofEpochMilli(Long.parseLong(match.group(1)))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
