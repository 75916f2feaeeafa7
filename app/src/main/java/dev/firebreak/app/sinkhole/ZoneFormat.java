package dev.firebreak.app.sinkhole;

import dev.firebreak.core.watch.Indicator;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DNS servers for which the names of the kill switches are written, each name and everything below it with the address of an answer. */
public enum ZoneFormat {
    BIND("bind", "BIND (RPZ)") {
        @Override
        List<File> files(List<String> names, List<InetAddress> answers) {
            List<String> rpz = new ArrayList<>(head(';', "RPZ: named.conf needs firebreak-named.conf beside it."));
            rpz.addAll(zoneHead());
            for (String name : names) {
                for (InetAddress answer : answers) {
                    rpz.add(name + "\tIN\t" + type(answer) + "\t" + text(answer));
                    rpz.add("*." + name + "\tIN\t" + type(answer) + "\t" + text(answer));
                }
            }
            List<String> local = new ArrayList<>(
                    head(';', "For servers without RPZ: one zone of its own for each name, all with this file."));
            local.addAll(zoneHead());
            for (InetAddress answer : answers) {
                local.add("@\tIN\t" + type(answer) + "\t" + text(answer));
                local.add("*\tIN\t" + type(answer) + "\t" + text(answer));
            }
            List<String> conf = new ArrayList<>(head('#', "Into named.conf: include \"firebreak-named.conf\";"));
            conf.add(
                    "# qname-wait-recurse no: the answer must not wait for an upstream server that is down or blocked.");
            conf.add("# The next line belongs into options { } of named.conf:");
            conf.add("#     response-policy { zone \"firebreak.rpz\"; } qname-wait-recurse no;");
            conf.add("zone \"firebreak.rpz\" { type master; file \"firebreak-rpz.zone\"; allow-query { none; }; };");
            List<String> plain = new ArrayList<>(
                    head('#', "For servers without RPZ: into named.conf in place of firebreak-named.conf."));
            names.forEach(name -> plain.add("zone \"" + name + "\" { type master; file \"firebreak-local.zone\"; };"));
            return List.of(
                    new File("firebreak-rpz.zone", rpz),
                    new File("firebreak-named.conf", conf),
                    new File("firebreak-local.zone", local),
                    new File("firebreak-local-named.conf", plain));
        }
    },
    UNBOUND("unbound", "Unbound") {
        @Override
        List<File> files(List<String> names, List<InetAddress> answers) {
            List<String> conf = new ArrayList<>(head('#', "Into unbound.conf: include: \"firebreak-unbound.conf\""));
            conf.add("server:");
            for (String name : names) {
                // "redirect" answers every name below with the same records.
                conf.add("    local-zone: \"" + name + ".\" redirect");
                for (InetAddress answer : answers) {
                    conf.add("    local-data: \"" + name + ". 60 IN " + type(answer) + " " + text(answer) + "\"");
                }
            }
            return List.of(new File("firebreak-unbound.conf", conf));
        }
    },
    DNSMASQ("dnsmasq", "dnsmasq") {
        @Override
        List<File> files(List<String> names, List<InetAddress> answers) {
            List<String> conf = new ArrayList<>(head('#', "Into /etc/dnsmasq.d/firebreak.conf, then restart dnsmasq."));
            addressLines(names, answers, conf);
            return List.of(new File("firebreak-dnsmasq.conf", conf));
        }
    },
    PIHOLE("pihole", "Pi-hole") {
        @Override
        List<File> files(List<String> names, List<InetAddress> answers) {
            List<String> conf = new ArrayList<>(head('#', "Into /etc/dnsmasq.d/99-firebreak.conf of the Pi-hole."));
            conf.add("# Pi-hole 6 reads that folder only after: pihole-FTL --config misc.etc_dnsmasq_d true");
            conf.add("# Block lists win over these lines. Allow the names first (Pi-hole 5: pihole -w NAME):");
            names.forEach(name -> conf.add("#     pihole allow " + name + " www." + name));
            addressLines(names, answers, conf);
            return List.of(new File("99-firebreak.conf", conf));
        }
    },
    WINDOWS_DNS("windows-dns", "Windows DNS") {
        @Override
        List<File> files(List<String> names, List<InetAddress> answers) {
            List<String> script = new ArrayList<>(
                    head('#', "On the DNS server, in PowerShell as administrator: .\\firebreak-dns.ps1"));
            script.add(
                    "# With Active Directory, -ReplicationScope Forest in place of -ZoneFile reaches all DNS servers of the forest.");
            for (String name : names) {
                script.add("Add-DnsServerPrimaryZone -Name '" + name + "' -ZoneFile '" + name + ".dns'");
                for (InetAddress answer : answers) {
                    for (String host : List.of("@", "*")) {
                        script.add("Add-DnsServerResourceRecord" + type(answer) + " -ZoneName '" + name + "' -Name '"
                                + host
                                + "' -" + (isV4(answer) ? "IPv4Address" : "IPv6Address") + " '" + text(answer)
                                + "' -TimeToLive 00:01:00");
                    }
                }
            }
            List<String> old = new ArrayList<>();
            head(' ', "Windows Server 2003 and 2008 (R2), which have no such commands: firebreak-dns.cmd")
                    .forEach(line -> old.add("rem" + line));
            for (String name : names) {
                old.add("dnscmd . /ZoneAdd " + name + " /Primary /file " + name + ".dns");
                for (InetAddress answer : answers) {
                    for (String host : List.of("@", "*")) {
                        old.add("dnscmd . /RecordAdd " + name + " " + host + " 60 " + type(answer) + " "
                                + text(answer));
                    }
                }
            }
            return List.of(new File("firebreak-dns.ps1", script), new File("firebreak-dns.cmd", old));
        }
    };

    private final String id;
    private final String label;

    ZoneFormat(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /** Name of the server, as its maker writes it. */
    public String label() {
        return label;
    }

    /** Name on the command line. */
    public String id() {
        return id;
    }

    /** The format of that name. */
    public static Optional<ZoneFormat> of(String id) {
        for (ZoneFormat format : values()) {
            if (format.id.equals(id)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** A file for the server. */
    public record File(String name, List<String> lines) {
        public File {
            lines = List.copyOf(lines);
        }
    }

    /** What the server needs, the most useful file first; the rest is for servers that cannot do it that way. */
    public List<File> files(Iterable<Indicator> indicators, List<InetAddress> answers) {
        List<String> names = new ArrayList<>();
        for (Indicator indicator : indicators) {
            if (indicator.kind() == Indicator.Kind.DOMAIN) {
                names.add(indicator.value());
            }
        }
        return files(names, answers);
    }

    abstract List<File> files(List<String> names, List<InetAddress> answers);

    private static List<String> head(char mark, String what) {
        return List.of(
                mark + " Firebreak: names of the kill switch of WannaCry, answered inside the site.",
                mark + " A brake on one worm. It does not replace the update MS17-010.",
                mark + " " + what);
    }

    private static List<String> zoneHead() {
        return List.of(
                "$TTL 60",
                "@\tIN\tSOA\tlocalhost. hostmaster.localhost. (1 3600 600 86400 60)",
                "@\tIN\tNS\tlocalhost.");
    }

    /** The name and everything below it. */
    private static void addressLines(List<String> names, List<InetAddress> answers, List<String> conf) {
        for (String name : names) {
            // Other types of record are answered as not there, and nobody else is asked.
            conf.add("local=/" + name + "/");
            for (InetAddress answer : answers) {
                conf.add("address=/" + name + "/" + text(answer));
            }
        }
    }

    private static boolean isV4(InetAddress answer) {
        return answer instanceof Inet4Address;
    }

    private static String type(InetAddress answer) {
        return isV4(answer) ? "A" : "AAAA";
    }

    private static String text(InetAddress answer) {
        return NetworkSegments.text(answer);
    }
}
