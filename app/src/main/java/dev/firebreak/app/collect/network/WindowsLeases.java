package dev.firebreak.app.collect.network;

import dev.firebreak.app.collect.format.value.WindowsDates;
import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Leases of a DHCP server of Windows: {@code Get-DhcpServerv4Lease} as CSV or JSON, the list that the console exports (headings in the
 * language of Windows), {@code netsh dhcp server scope .. show clients 1} of Server 2003 and 2008. They tell the end and never the begin.
 */
final class WindowsLeases {

    private static final Text NO_ROW = new Text("a row that is no lease is not read", "リースではない行は読み取りません");
    private static final Text NO_COLUMN =
            new Text("no column holds the addresses of clients", "クライアントの IP アドレスの列がありません");
    private static final Text NO_JSON = new Text("no valid JSON: not read", "正しい JSON ではないため読み取りません");

    private static final Set<String> ADDRESSES = Set.of(
            "ipaddress",
            "clientipaddress",
            "クライアントipアドレス",
            "クライアントのipアドレス",
            "clientip",
            "clientipadresse",
            "adresseipduclient",
            "adresseipclient",
            "direcciónipdelcliente",
            "direccionipdelcliente",
            "indirizzoipclient",
            "ipадресклиента",
            "客户端ip地址",
            "用戶端ip位址",
            "클라이언트ip주소");
    private static final Set<String> CLIENTS = Set.of(
            "clientid",
            "uniqueid",
            "一意のid",
            "一意id",
            "固有のid",
            "eindeutigekennung",
            "eindeutigeid",
            "idunique",
            "identificateurunique",
            "idúnico",
            "idunivoco",
            "уникальныйкод",
            "唯一id",
            "唯一的識別碼",
            "고유id");
    private static final Set<String> NAMES =
            Set.of("hostname", "name", "名前", "ホスト名", "nom", "nombre", "nome", "имя", "名称", "名稱", "이름");
    private static final Set<String> ENDS = Set.of(
            "leaseexpirytime",
            "leaseexpiration",
            "リースの有効期限",
            "リース有効期限",
            "リースの期限",
            "leaseablauf",
            "leaseablaufdatum",
            "expirationdubail",
            "expiracióndelaconcesión",
            "scadenzalease",
            "истечениесрокааренды",
            "租约截止日期",
            "租用到期日",
            "임대만료");
    private static final Set<String> STATES = Set.of("addressstate");

    /** States in which a client has, or last had, the address. */
    private static final Set<String> HELD = Set.of("", "active", "activereservation", "expired");

    /** {@code 10.1.2.3 - 255.255.255.0 - 00-0c-29-11-22-33 - 5/18/2017 8:00:00 PM -D- PC7.example.org}. */
    private static final Pattern NETSH =
            Pattern.compile("^\\s*(\\d+\\.\\d+\\.\\d+\\.\\d+)\\s*- *\\d+\\.\\d+\\.\\d+\\.\\d+\\s*- *"
                    + "([0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2})*)\\s*-(.{0,40}?)-\\s*[DBRNU]\\s*(?:-\\s*(\\S{1,255}))?\\s*$");

    private static final Pattern TICKS = Pattern.compile("/Date\\((-?\\d{1,15})(?:[+-]\\d{4})?\\)/");
    private static final int HEAD_LINES = 40;

    private final ZoneId zone;
    private final ListProblems problems;
    private final List<AddressLease> leases = new ArrayList<>();

    private WindowsLeases(Source source, ZoneId zone) {
        this.zone = zone;
        this.problems = new ListProblems(source);
    }

    static boolean fits(String text) {
        if (isJson(text)) {
            return text.contains("\"LeaseExpiryTime\"") && text.contains("\"IPAddress\"");
        }
        if (text.lines().limit(HEAD_LINES).anyMatch(line -> NETSH.matcher(line).matches())) {
            return true;
        }
        ListTable table = ListTable.of(head(text));
        return table != null && table.column(ENDS) >= 0 && table.column(ADDRESSES) >= 0;
    }

    private static boolean isJson(String text) {
        String begin = text.stripLeading();
        return begin.startsWith("[") || begin.startsWith("{");
    }

    private static String head(String text) {
        return text.lines()
                .limit(HEAD_LINES)
                .reduce((one, other) -> one + "\n" + other)
                .orElse("");
    }

    static Read<AddressLease> read(Source source, String text, ZoneId zone) {
        var reader = new WindowsLeases(source, zone);
        if (isJson(text)) {
            reader.json(text);
        } else if (text.lines()
                .limit(HEAD_LINES)
                .anyMatch(line -> NETSH.matcher(line).matches())) {
            reader.netsh(text);
        } else {
            reader.table(text);
        }
        return new Read<>(reader.leases, reader.problems.list());
    }

    private void table(String text) {
        ListTable table = ListTable.of(text);
        int address = table == null ? -1 : table.column(ADDRESSES);
        if (table == null || address < 0) {
            problems.add(1, NO_COLUMN);
            return;
        }
        int client = table.column(CLIENTS);
        int name = table.column(NAMES);
        int end = table.column(ENDS);
        int state = table.column(STATES);
        List<String> dates = table.rows().stream().map(row -> row.cell(end)).toList();
        for (ListTable.Row row : table.rows()) {
            if (!row.whole()) {
                problems.add(row.line(), NO_ROW);
            } else if (HELD.contains(row.cell(state).toLowerCase(Locale.ROOT))) {
                add(row.line(), row.cell(address), row.cell(client), row.cell(name), moment(row.cell(end), dates));
            }
        }
    }

    private void netsh(String text) {
        List<Matcher> rows = new ArrayList<>();
        int line = 0;
        List<Integer> lines = new ArrayList<>();
        for (String row : (Iterable<String>) text.lines()::iterator) {
            line++;
            Matcher match = NETSH.matcher(row);
            if (match.matches()) {
                rows.add(match);
                lines.add(line);
            }
        }
        List<String> dates = rows.stream().map(row -> row.group(3).strip()).toList();
        for (int i = 0; i < rows.size(); i++) {
            Matcher row = rows.get(i);
            String name = row.group(4) == null ? "" : row.group(4);
            add(lines.get(i), row.group(1), row.group(2), name, moment(dates.get(i), dates));
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
        List<String> dates =
                rows.stream().map(row -> text(row, "LeaseExpiryTime")).toList();
        for (JsonNode row : rows) {
            // Enumerations are numbers in JSON; 2 is Active, 3 Expired, 4 ActiveReservation: not documented, so all
            // count.
            add(
                    0,
                    text(row, "IPAddress"),
                    text(row, "ClientId"),
                    text(row, "HostName"),
                    moment(text(row, "LeaseExpiryTime"), dates));
        }
    }

    /** Text of a field; an address is an object with the text inside. */
    private static String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (value.isObject()) {
            return Stream.of("IPAddressToString", "value", "DateTime")
                    .map(name -> value.path(name))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .findFirst()
                    .orElse("");
        }
        return value.isString() ? value.stringValue() : "";
    }

    private void add(int line, String address, String client, String name, @Nullable Instant end) {
        String ip = NetworkAddress.normalised(address);
        String mac = NetworkAddress.hardware(client);
        String host = ListProblems.host(name);
        if (ip == null) {
            problems.add(line, NO_ROW);
        } else if (leases.size() < LeaseReader.MOST && (mac != null || host != null)) {
            leases.add(new AddressLease(ip, mac, host, null, end));
        }
    }

    /** The end; null where unknown, or where nothing tells whether 3/5 is March or May. */
    private @Nullable Instant moment(String text, List<String> others) {
        Matcher ticks = TICKS.matcher(text);
        if (ticks.matches()) {
            return Instant.ofEpochMilli(Long.parseLong(ticks.group(1)));
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            Instant wall = WindowsDates.read(text, others, null);
            return wall == null
                    ? null
                    : LocalDateTime.ofInstant(wall, ZoneOffset.UTC).atZone(zone).toInstant();
        }
    }
}
