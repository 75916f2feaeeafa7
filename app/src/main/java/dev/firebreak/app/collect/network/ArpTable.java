package dev.firebreak.app.collect.network;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.fleet.Sighting;
import dev.firebreak.core.inventory.Read;
import dev.firebreak.core.inventory.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of neighbours as any system prints it: {@code arp -a} of Windows in any language, {@code arp -n}, {@code ip neigh}, {@code show ip
 * arp} of routers. A line with one address and one hardware address is a neighbour; headings and words in any language are not looked at.
 */
final class ArpTable {

    private static final int MAX_LINE = 512;
    private static final int LINES_LOOKED_AT = 200;
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;|]+");

    /** A host name before the address, as {@code arp -a} of Unix prints it. */
    private static final Pattern NAMED = Pattern.compile("\\(([0-9a-fA-F.:]+)\\)");

    private ArpTable() {}

    /** Whether at least one of the first lines is a neighbour. */
    static boolean fits(String text) {
        return text.lines().limit(LINES_LOOKED_AT).anyMatch(line -> neighbour(line, Source.of(""), null) != null);
    }

    /** @param at when the table was printed; null where unknown */
    static Read<Sighting> read(Source source, String text, @Nullable Instant at) {
        List<Sighting> seen = new ArrayList<>();
        int line = 0;
        for (String row : (Iterable<String>) text.lines()::iterator) {
            line++;
            Sighting one = neighbour(row, source.at(line), at);
            if (one != null && seen.size() < LeaseReader.MOST) {
                seen.add(one);
            }
        }
        return new Read<>(seen, List.of());
    }

    private static @Nullable Sighting neighbour(String line, Source source, @Nullable Instant at) {
        if (line.length() > MAX_LINE) {
            return null;
        }
        String address = null;
        String mac = null;
        String name = null;
        String before = null;
        for (String token : BETWEEN.split(line.strip())) {
            String bare = NAMED.matcher(token).replaceAll("$1");
            String found = NetworkAddress.normalised(bare);
            String hardware = NetworkAddress.hardware(token);
            if (found != null) {
                if (address != null) {
                    return null; // two addresses: a route, a lease, a heading of an interface
                }
                address = found;
                name = bare.equals(token) ? null : before;
            } else if (hardware != null) {
                if (mac != null) {
                    return null;
                }
                mac = hardware;
            } else if (token.toLowerCase(Locale.ROOT).matches("failed|incomplete|\\(?incomplete\\)?")) {
                return null;
            }
            before = token;
        }
        if (address == null || mac == null || isGroup(mac) || !NetworkAddress.isOfOneMachine(address)) {
            return null;
        }
        return new Sighting(
                address, mac, "?".equals(name) ? null : ListProblems.host(name), at, Sighting.Kind.ARP, source);
    }

    /** Multicast and broadcast: the lowest bit of the first octet (IEEE 802). */
    private static boolean isGroup(String mac) {
        return (Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0;
    }
}
