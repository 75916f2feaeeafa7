package dev.firebreak.app.collect.network;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads which addresses were seen on a network: findings of {@code probe smb}, the log of {@code sinkhole}, leases of DHCP servers, ARP
 * tables, or a plain list of addresses. What cannot be read is a problem; nothing makes it throw.
 */
public final class SightingReader {

    private static final Text NOT_KNOWN = new Text(
            "not recognised: neither findings of the SMB probe, a sinkhole log, DHCP leases nor an ARP table",
            "判別できません（SMB の確認結果、シンクホールのログ、DHCP のリース、ARP テーブルのいずれでもありません）");
    private static final Text NO_RECORD = new Text("a line that cannot be read as a record", "レコードとして読み取れない行です");

    private SightingReader() {}

    /**
     * @param zone of the machine that wrote the file
     * @param modified when the file was last changed: the time of tables that have none; null where unknown
     */
    public static Read<Sighting> read(Source source, byte[] content, ZoneId zone, @Nullable Instant modified) {
        if (content.length > NetworkText.LARGEST_BYTES) {
            return problem(source, NetworkText.TOO_LARGE);
        }
        String text = NetworkText.decode(content);
        return text == null ? problem(source, NetworkText.NO_TEXT) : read(source, text, zone, modified);
    }

    /** The same of a text that is decoded. */
    public static Read<Sighting> read(Source source, String text, ZoneId zone, @Nullable Instant modified) {
        if (isRecords(text)) {
            return records(source, text);
        }
        if (LeaseReader.fits(text)) {
            return leases(source, LeaseReader.read(source, text, zone), modified);
        }
        if (ArpTable.fits(text)) {
            return ArpTable.read(source, text, modified);
        }
        return addresses(source, text, modified);
    }

    private static Read<Sighting> problem(Source source, Text what) {
        return new Read<>(List.of(), List.of(new Problem(source, what)));
    }

    private static Read<Sighting> leases(Source source, Read<AddressLease> read, @Nullable Instant modified) {
        List<Sighting> seen = new ArrayList<>();
        for (AddressLease lease : read.items()) {
            // Its end may be to come; it was given at its begin, and in force when the file was written.
            Instant at = lease.from() == null ? modified : lease.from();
            seen.add(new Sighting(lease.address(), lease.mac(), lease.hostName(), at, Sighting.Kind.LEASE, source));
        }
        return new Read<>(seen, read.problems());
    }

    private static Read<Sighting> addresses(Source source, String text, @Nullable Instant modified) {
        List<Sighting> seen = new ArrayList<>();
        int line = 0;
        for (String row : (Iterable<String>) text.lines()::iterator) {
            line++;
            String bare = row.strip();
            if (bare.isEmpty() || bare.startsWith("#")) {
                continue;
            }
            String address = NetworkAddress.normalised(bare);
            if (address == null) {
                return problem(source, NOT_KNOWN);
            }
            seen.add(new Sighting(address, null, null, modified, Sighting.Kind.ARP, source.at(line)));
        }
        return new Read<>(seen, List.of());
    }

    private static boolean isRecords(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .filter(line -> line.startsWith("{")
                        && line.endsWith("}")
                        && record(line, Source.of("")).isRecord())
                .isPresent();
    }

    /**
     * A line of NDJSON.
     *
     * @param isRecord whether it is a record of either kind
     * @param sighting null where it is none, or tells of a target that did not answer
     */
    private record Line(boolean isRecord, @Nullable Sighting sighting) {
        static final Line NONE = new Line(false, null);
        static final Line SILENT = new Line(true, null);

        static Line of(Sighting sighting) {
            return new Line(true, sighting);
        }
    }

    private static Read<Sighting> records(Source source, String text) {
        List<Sighting> seen = new ArrayList<>();
        var problems = new ListProblems(source);
        int line = 0;
        for (String row : (Iterable<String>) text.lines()::iterator) {
            line++;
            if (row.isBlank()) {
                continue;
            }
            Line one = record(row.strip(), source.at(line));
            Sighting sighting = one.sighting();
            if (!one.isRecord()) {
                problems.add(line, NO_RECORD);
            } else if (sighting != null && seen.size() < LeaseReader.MOST) {
                seen.add(sighting);
            }
        }
        return new Read<>(seen, problems.list());
    }

    private static Line record(String line, Source source) {
        JsonNode record;
        try {
            record = BoundedJson.tree(line);
        } catch (JacksonException e) {
            return Line.NONE;
        }
        if (!record.isObject()) {
            return Line.NONE;
        }
        if (record.has("target") && record.has("smb1")) {
            boolean answered =
                    !record.path("dialects").isEmpty() || record.path("smb1").asBoolean(false);
            String address = address(record, record.has("address") ? "address" : "target");
            return address == null
                    ? Line.NONE
                    : answered
                            ? Line.of(new Sighting(
                                    address,
                                    null,
                                    ListProblems.host(text(record.path("host"), "name")),
                                    time(record),
                                    Sighting.Kind.PROBE,
                                    source))
                            : Line.SILENT;
        }
        if (record.has("kind") && record.has("source") && record.has("time")) {
            String address = address(record, "source");
            return address == null
                    ? Line.NONE
                    : Line.of(new Sighting(address, null, null, time(record), Sighting.Kind.SINKHOLE, source));
        }
        return Line.NONE;
    }

    private static @Nullable String address(JsonNode record, String field) {
        String text = text(record, field);
        return text == null ? null : NetworkAddress.normalised(text);
    }

    private static @Nullable String text(JsonNode record, String field) {
        return BoundedJson.text(record, field, wrong -> {});
    }

    private static @Nullable Instant time(JsonNode record) {
        try {
            String text = text(record, "time");
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
