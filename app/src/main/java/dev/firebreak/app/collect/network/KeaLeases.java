package dev.firebreak.app.collect.network;

import dev.firebreak.core.fleet.AddressLease;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lease file of Kea (memfile, kea-leases4.csv and kea-leases6.csv). It is a journal: a row replaces the one before it of the same
 * address, and one with a lifetime of 0 deletes it. Columns are found by their names, which differ between versions.
 */
final class KeaLeases {

    private static final Text NOT_WHOLE =
            new Text("a row that cannot be read as a lease is not read", "リースとして読み取れない行は読み取りません");
    private static final Set<String> ADDRESS = Set.of("address");

    /** Default (0); declined (1), reclaimed (2) and released (3) are held by nobody from then on. */
    private static final String HELD = "0";

    private KeaLeases() {}

    static boolean fits(String text) {
        return text.startsWith("address,")
                && text.lines().findFirst().orElse("").contains(",valid_lifetime,expire,");
    }

    static Read<AddressLease> read(Source source, String text) {
        var problems = new ListProblems(source);
        ListTable table = ListTable.of(text);
        List<AddressLease> leases = new ArrayList<>();
        if (table == null) {
            return new Read<>(leases, problems.list());
        }
        int address = table.column(ADDRESS);
        int mac = table.column(Set.of("hwaddr"));
        int lifetime = table.column(Set.of("validlifetime"));
        int expire = table.column(Set.of("expire"));
        int host = table.column(Set.of("hostname"));
        int state = table.column(Set.of("state"));
        Map<String, Integer> last = new HashMap<>();
        for (ListTable.Row row : table.rows()) {
            if (leases.size() >= LeaseReader.MOST) {
                break;
            }
            String ip = NetworkAddress.normalised(row.cell(address));
            Instant end = seconds(row.cell(expire));
            Instant begin = end == null ? null : before(end, row.cell(lifetime));
            if (!row.whole() || ip == null || end == null || begin == null) {
                problems.add(row.line(), NOT_WHOLE);
                continue;
            }
            Integer earlier = last.get(ip);
            boolean over = begin.equals(end)
                    || (!row.cell(state).isEmpty() && !row.cell(state).equals(HELD));
            if (over) {
                AddressLease cut = earlier == null || !begin.equals(end) ? null : cut(leases.get(earlier), end);
                if (earlier != null && cut != null) {
                    leases.set(earlier, cut);
                }
                last.remove(ip);
                continue;
            }
            last.put(ip, leases.size());
            leases.add(new AddressLease(
                    ip,
                    NetworkAddress.hardware(row.cell(mac)),
                    ListProblems.host(row.cell(host).replace("&#x2c", ",")),
                    begin,
                    end));
        }
        return new Read<>(leases, problems.list());
    }

    /** The lease as one that ended earlier; null where it did not. */
    private static @Nullable AddressLease cut(AddressLease lease, Instant end) {
        Instant from = lease.from();
        return from == null || end.isBefore(from) || lease.until() == null || !end.isBefore(lease.until())
                ? null
                : new AddressLease(lease.address(), lease.mac(), lease.hostName(), from, end);
    }

    /** 4294967295 seconds is a lease that never ends (RFC 2131). */
    private static @Nullable Instant before(Instant end, String lifetime) {
        try {
            long seconds = Long.parseLong(lifetime);
            return seconds < 0 ? null : end.minusSeconds(seconds);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Instant seconds(String text) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(text));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
