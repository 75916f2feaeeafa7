package dev.firebreak.core.watch.incident;

import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.watch.Indicator;
import dev.firebreak.core.watch.Indicators;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Rules for network devices that cut machines off, as text that a person reads and applies. Only addresses enter it: a name from a log could
 * be anything. Nothing here ever blocks a kill-switch name: that would take the brake off.
 */
public final class Containment {

    private Containment() {}

    /** Where the rules go. */
    public enum Device {
        WINDOWS_FIREWALL,
        NFTABLES,
        CISCO_ACL,
        RPZ
    }

    /** The machines that can be named to a device: IPv4 and IPv6 addresses. */
    public static List<String> addresses(List<String> hosts) {
        var addresses = new TreeSet<String>();
        for (String host : hosts) {
            String address = NetworkAddress.normalised(host);
            if (address != null) {
                addresses.add(address);
            }
        }
        return List.copyOf(addresses);
    }

    /**
     * The rules, a line each.
     *
     * @param hosts machines to cut off; those without an address are listed in a comment
     * @param indicators domains that are answered with "no such name" (RPZ), but for kill-switch names
     * @param sinkhole address that answers kill-switch names (RPZ); empty where they are only let through
     */
    public static String rules(Device device, List<String> hosts, Indicators indicators, String sinkhole) {
        List<String> addresses = addresses(hosts);
        List<String> lines = new ArrayList<>(head(device));
        long unnamed = hosts.stream()
                .distinct()
                .filter(host -> !NetworkAddress.isAddress(host))
                .count();
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
        String list = String.join(",", addresses);
        lines.add("# netsh advfirewall firewall add rule name=\"Firebreak containment\" dir=in action=block remoteip="
                + list);
        lines.add("# netsh advfirewall firewall add rule name=\"Firebreak containment\" dir=out action=block remoteip="
                + list);
        return lines;
    }

    private static List<String> nftables(List<String> addresses) {
        List<String> four = addresses.stream().filter(NetworkAddress::isIpv4).toList();
        List<String> six = addresses.stream().filter(NetworkAddress::isIpv6).toList();
        List<String> lines = new ArrayList<>();
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
        for (Indicator indicator : indicators.all()) {
            if (indicator.kind() != Indicator.Kind.DOMAIN) {
                continue;
            }
            boolean isBrake = indicator.id().equals(Indicators.WANNACRY_KILL_SWITCH);
            String answer = !isBrake
                    ? "CNAME ."
                    : NetworkAddress.isIpv4(sinkhole)
                            ? "A " + NetworkAddress.normalised(sinkhole)
                            : NetworkAddress.isIpv6(sinkhole)
                                    ? "AAAA " + NetworkAddress.normalised(sinkhole)
                                    : "CNAME rpz-passthru.";
            lines.add(indicator.value() + " " + answer);
            lines.add("*." + indicator.value() + " " + answer);
        }
        return lines;
    }
}
