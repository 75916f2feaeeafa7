package dev.firebreak.core.watch.incident;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules for network devices that cut machines off, as text that a person reads and applies. Only addresses enter it: a name from a log could
 * be anything. Nothing here ever blocks a kill-switch name: that would take the brake off.
 */
public final class Containment {

    /** A command line of Windows has 8,191 characters. */
    private static final int MAX_IN_A_LINE = 100;

    /** With the name of the zone, a name in DNS has 253 characters at most (RFC 1035). */
    private static final int MAX_DOMAIN_LENGTH = 200;

    private Containment() {}

    /** Where the rules go. */
    public enum Device {
        WINDOWS_FIREWALL,
        NFTABLES,
        CISCO_ACL,
        RPZ
    }

    /** The machines that can be named to a device: IPv4 and IPv6 addresses of one machine each, in their one spelling. */
    public static List<String> addresses(Collection<String> hosts) {
        var addresses = new TreeSet<String>();
        for (String host : hosts) {
            String address = address(host);
            if (address != null) {
                addresses.add(address);
            }
        }
        return List.copyOf(addresses);
    }

    private static @Nullable String address(String host) {
        String address = NetworkAddress.normalised(host);
        // Broadcast, loopback and link-local addresses would cut off others than the machine, or nobody.
        return address != null && NetworkAddress.isOfOneMachine(address) ? address : null;
    }

    /** Rules for machines none of whose addresses is known to be shared. */
    public static String rules(Device device, List<String> hosts, Indicators indicators, String sinkhole) {
        return rules(device, hosts, List.of(), indicators, sinkhole);
    }

    /**
     * The rules, a line each.
     *
     * @param hosts machines to cut off; those without an address are counted in a comment
     * @param shared addresses of proxies, resolvers and routers: whoever cuts one off cuts off all behind it, so a comment names them
     * @param indicators domains that are answered with "no such name" (RPZ), but for kill-switch names
     * @param sinkhole address that answers kill-switch names (RPZ); empty where they are only let through
     */
    public static String rules(
            Device device, List<String> hosts, Collection<String> shared, Indicators indicators, String sinkhole) {
        List<String> addresses = new ArrayList<>(addresses(hosts));
        List<String> lines = new ArrayList<>(head(device));
        long unnamed =
                hosts.stream().distinct().filter(host -> address(host) == null).count();
        List<String> left = new ArrayList<>(addresses(shared));
        left.retainAll(addresses);
        addresses.removeAll(left);
        if (!left.isEmpty() && device != Device.RPZ) {
            lines.add(comment(device) + "left out, for others are behind these addresses: " + String.join(", ", left));
        }
        if (unnamed > 0 && device != Device.RPZ) {
            lines.add(comment(device) + unnamed
                    + " machine(s) of the incident are known by name only and are not in these rules");
        }
        lines.addAll(
                switch (device) {
                    case WINDOWS_FIREWALL -> windowsFirewall(addresses);
                    case NFTABLES -> nftables(addresses);
                    case CISCO_ACL -> cisco(addresses);
                    case RPZ -> zone(indicators, sinkhole);
                });
        return String.join("\n", lines) + "\n";
    }

    private static String comment(Device device) {
        return switch (device) {
            case WINDOWS_FIREWALL, NFTABLES -> "# ";
            case CISCO_ACL -> "! ";
            case RPZ -> "; ";
        };
    }

    private static List<String> head(Device device) {
        String mark = comment(device);
        String use = switch (device) {
            case WINDOWS_FIREWALL ->
                "Run in an elevated PowerShell on machines that stay connected (Windows 8 and Server 2012 or later).";
            case NFTABLES -> "Apply on a router or bridge: nft -f FILE. Undo: nft delete table inet firebreak";
            case CISCO_ACL ->
                "Apply to the interfaces of the segments: ip access-group FIREBREAK-CONTAIN in. Read it before.";
            case RPZ -> "Response policy zone: load as zone firebreak.rpz and name it in response-policy.";
        };
        return List.of(
                mark + "Firebreak containment. Nothing applies this by itself: read it, then apply it.", mark + use);
    }

    private static List<String> windowsFirewall(List<String> addresses) {
        List<String> lines = new ArrayList<>();
        if (addresses.isEmpty()) {
            return lines;
        }
        lines.add("$machines = '" + String.join("','", addresses) + "'");
        lines.add("New-NetFirewallRule -Group 'Firebreak' -DisplayName 'Firebreak containment (in)' -Direction Inbound"
                + " -RemoteAddress $machines -Action Block");
        lines.add(
                "New-NetFirewallRule -Group 'Firebreak' -DisplayName 'Firebreak containment (out)' -Direction Outbound"
                        + " -RemoteAddress $machines -Action Block");
        lines.add("# Undo: Remove-NetFirewallRule -Group 'Firebreak'");
        lines.add("# Windows Vista to 7, Server 2008 and 2008 R2:");
        for (int i = 0; i < addresses.size(); i += MAX_IN_A_LINE) {
            String list = String.join(",", addresses.subList(i, Math.min(addresses.size(), i + MAX_IN_A_LINE)));
            for (String direction : List.of("in", "out")) {
                lines.add("# netsh advfirewall firewall add rule name=\"Firebreak containment\" dir=" + direction
                        + " action=block remoteip=" + list);
            }
        }
        lines.add("# Undo: netsh advfirewall firewall delete rule name=\"Firebreak containment\"");
        return lines;
    }

    private static List<String> nftables(List<String> addresses) {
        List<String> four = addresses.stream().filter(NetworkAddress::isIpv4).toList();
        List<String> six = addresses.stream().filter(NetworkAddress::isIpv6).toList();
        List<String> lines = new ArrayList<>();
        // Applied again, the rules take the place of the former ones.
        lines.add("table inet firebreak");
        lines.add("delete table inet firebreak");
        lines.add("table inet firebreak {");
        lines.addAll(set("contained4", "ipv4_addr", four));
        lines.addAll(set("contained6", "ipv6_addr", six));
        lines.add("  chain forward {");
        lines.add("    type filter hook forward priority -10; policy accept;");
        for (String side : List.of("saddr", "daddr")) {
            lines.add("    ip " + side + " @contained4 counter drop");
            lines.add("    ip6 " + side + " @contained6 counter drop");
        }
        lines.add("  }");
        lines.add("}");
        return lines;
    }

    private static List<String> set(String name, String type, List<String> addresses) {
        String elements = addresses.isEmpty() ? "" : " elements = { " + String.join(", ", addresses) + " }";
        return List.of("  set " + name + " { type " + type + ";" + elements + " }");
    }

    private static List<String> cisco(List<String> addresses) {
        List<String> lines = new ArrayList<>();
        lines.add("ip access-list extended FIREBREAK-CONTAIN");
        addresses.stream().filter(NetworkAddress::isIpv4).forEach(address -> {
            lines.add(" deny ip host " + address + " any");
            lines.add(" deny ip any host " + address);
        });
        lines.add(" permit ip any any");
        List<String> six = addresses.stream().filter(NetworkAddress::isIpv6).toList();
        if (!six.isEmpty()) {
            lines.add("ipv6 access-list FIREBREAK-CONTAIN6");
            six.forEach(address -> {
                lines.add(" deny ipv6 host " + address + " any");
                lines.add(" deny ipv6 any host " + address);
            });
            lines.add(" permit ipv6 any any");
        }
        return lines;
    }

    private static List<String> zone(Indicators indicators, String sinkhole) {
        List<String> lines = new ArrayList<>();
        lines.add("$TTL 60");
        lines.add("@ SOA localhost. hostmaster.localhost. 1 3600 600 86400 60");
        lines.add("@ NS localhost.");
        lines.add("; Kill-switch names must stay reachable: blocking them takes the brake off WannaCry.");
        List<String> brakes = indicators.of(Indicators.WANNACRY_KILL_SWITCH).stream()
                .filter(indicator -> indicator.kind() == Indicator.Kind.DOMAIN)
                .map(Indicator::value)
                .toList();
        for (Indicator indicator : indicators.all()) {
            if (indicator.kind() != Indicator.Kind.DOMAIN) {
                continue;
            }
            if (indicator.value().length() > MAX_DOMAIN_LENGTH) {
                lines.add("; left out, too long for a zone: a name of "
                        + indicator.value().length() + " characters");
                continue;
            }
            // Public lists name www.<kill switch> as a domain of malware; it is the brake all the same.
            boolean isBrake = brakes.stream()
                    .anyMatch(brake ->
                            indicator.value().equals(brake) || indicator.value().endsWith("." + brake));
            String answers = address(sinkhole);
            String brake =
                    answers == null ? "CNAME rpz-passthru." : (answers.indexOf(':') < 0 ? "A " : "AAAA ") + answers;
            String answer = isBrake ? brake : "CNAME .";
            lines.add(indicator.value() + " " + answer);
            lines.add("*." + indicator.value() + " " + answer);
        }
        return lines;
    }
}
