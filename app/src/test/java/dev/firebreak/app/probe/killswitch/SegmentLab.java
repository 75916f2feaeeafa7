package dev.firebreak.app.probe.killswitch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A site in three network namespaces: a segment with the machine that probes (10.77.1.2), a gateway with the resolvers, proxies and firewall, and
 * the sinkhole's network (10.77.2.80). Nothing of it reaches any other network. Everything is taken down when it is closed.
 */
final class SegmentLab implements AutoCloseable {

    static final String NAME = "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com";
    static final String SINKHOLE = "10.77.2.80";
    static final String NO_RESOLVER = "10.77.1.10";
    static final String BIND = "10.77.1.11";
    static final String UNBOUND = "10.77.1.12";
    static final String DNSMASQ = "10.77.1.13";
    /** BIND whose RPZ waits for an upstream that is dead: the default of {@code qname-wait-recurse}. */
    static final String BIND_WAITING = "10.77.1.14";
    /** Answers with an address where nobody is. */
    static final String WRONG = "10.77.1.15";
    /** Answers with an address of a web server that is not ours. */
    static final String ELSEWHERE = "10.77.1.16";
    /** Knows nothing of the name and has no upstream. */
    static final String IGNORANT = "10.77.1.17";

    static final String SQUID = "10.77.1.1:3128";
    static final String TINYPROXY = "10.77.1.1:8888";

    private static final List<String> PROGRAMS =
            List.of("ip", "nft", "named", "unbound", "dnsmasq", "squid", "tinyproxy");

    private final Path folder;
    private final String prefix = "fbks" + ProcessHandle.current().pid();
    private final String client = prefix + "c";
    private final String gateway = prefix + "g";
    private final String far = prefix + "s";
    private final Deque<Process> daemons = new ArrayDeque<>();
    private final List<Path> made = new ArrayList<>();
    private NamespaceProduct checker;
    private NamespaceProduct sinkhole;

    /** Why the lab cannot be made here; null where it can. */
    static String missing() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return "network namespaces need root";
        }
        for (String program : PROGRAMS) {
            boolean there = Arrays.stream(new String[] {"/usr/sbin", "/usr/bin", "/sbin", "/bin"})
                    .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
            if (!there) {
                return program + " is not installed";
            }
        }
        Process probe = new ProcessBuilder("ip", "netns", "add", "fbksprobe")
                .redirectErrorStream(true)
                .start();
        String said = new String(probe.getInputStream().readAllBytes(), UTF_8);
        try {
            if (probe.waitFor() != 0) {
                return "ip netns does not work here: " + said;
            }
            new ProcessBuilder("ip", "netns", "delete", "fbksprobe").start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        return null;
    }

    SegmentLab(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        try {
            networks();
            NamespaceProduct.Starting probing = NamespaceProduct.start(client);
            NamespaceProduct.Starting answering = NamespaceProduct.start(far);
            resolvers();
            proxies();
            sinkhole = answering.ready();
            sinkhole.begin(
                    "sinkhole",
                    "--http",
                    SINKHOLE + ":80",
                    "--data",
                    folder.resolve("sinkhole").toString());
            checker = probing.ready();
            listening();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void networks() throws IOException, InterruptedException {
        for (String namespace : List.of(client, gateway, far)) {
            run("ip", "netns", "add", namespace);
            run("ip", "-n", namespace, "link", "set", "lo", "up");
            Path etc = Path.of("/etc/netns", namespace);
            Files.createDirectories(etc);
            made.add(etc);
        }
        link(client, "10.77.1.2/24", "10.77.1.1/24", "seg");
        link(far, SINKHOLE + "/24", "10.77.2.1/24", "far");
        run("ip", "-n", client, "route", "add", "default", "via", "10.77.1.1");
        run("ip", "-n", far, "route", "add", "default", "via", "10.77.2.1");
        // A web server of somebody else.
        run("ip", "-n", far, "address", "add", "10.77.2.81/24", "dev", "far0");
        for (String address : List.of(NO_RESOLVER, BIND, UNBOUND, DNSMASQ, BIND_WAITING, WRONG, ELSEWHERE, IGNORANT)) {
            run("ip", "-n", gateway, "address", "add", address + "/24", "dev", "seg1");
        }
        run("ip", "netns", "exec", gateway, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        resolverIs(NO_RESOLVER);
        hostsAre("");
        Files.writeString(Path.of("/etc/netns", gateway, "resolv.conf"), "nameserver " + BIND + "\n");
    }

    private void link(String namespace, String address, String gatewayAddress, String name)
            throws IOException, InterruptedException {
        // Both ends are made inside: a name outside could belong to somebody.
        run(
                "ip",
                "-n",
                namespace,
                "link",
                "add",
                name + "0",
                "type",
                "veth",
                "peer",
                "name",
                name + "1",
                "netns",
                gateway);
        run("ip", "-n", namespace, "address", "add", address, "dev", name + "0");
        run("ip", "-n", namespace, "link", "set", name + "0", "up");
        run("ip", "-n", gateway, "address", "add", gatewayAddress, "dev", name + "1");
        run("ip", "-n", gateway, "link", "set", name + "1", "up");
    }

    private void resolvers() throws IOException, InterruptedException {
        Path zone = Files.writeString(
                folder.resolve("rpz.zone"),
                "$TTL 60\n@ SOA localhost. root.localhost. 1 60 60 60 60\n@ NS localhost.\n" + NAME + " A " + SINKHOLE
                        + "\n*." + NAME + " A " + SINKHOLE + "\n");
        Path named = Files.writeString(folder.resolve("named.conf"), SegmentConfigs.bind(folder, zone));
        daemon("named", "-f", "-c", named.toString(), "-n", "1", "-4");
        Path unbound = Files.writeString(folder.resolve("unbound.conf"), SegmentConfigs.unbound(folder));
        daemon("unbound", "-d", "-c", unbound.toString());
        dnsmasq(DNSMASQ, "--address=/" + NAME + "/" + SINKHOLE);
        dnsmasq(WRONG, "--address=/" + NAME + "/10.77.2.66");
        dnsmasq(ELSEWHERE, "--address=/" + NAME + "/10.77.2.81");
        dnsmasq(IGNORANT, "--address=/#/");
    }

    private void dnsmasq(String address, String record) throws IOException {
        daemon(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--bind-interfaces",
                "--except-interface=lo",
                "--listen-address=" + address,
                "--user=root",
                "--pid-file=",
                "--log-facility=-",
                record);
    }

    private void proxies() throws IOException {
        Path squid = Files.writeString(folder.resolve("squid.conf"), SegmentConfigs.squid());
        // Its own name keeps its shared memory apart from that of any other Squid.
        daemon("squid", "-n", prefix, "-N", "-d", "1", "-f", squid.toString());
        Path tinyproxy = Files.writeString(
                folder.resolve("tinyproxy.conf"),
                "Port 8888\nListen 10.77.1.1\nTimeout 5\nMaxClients 20\nLogLevel Critical\nLogFile \""
                        + folder.resolve("tiny.log") + "\"\nPidFile \"" + folder.resolve("tiny.pid") + "\"\n");
        daemon("tinyproxy", "-d", "-c", tinyproxy.toString());
        Files.writeString(
                folder.resolve("proxy.pac"),
                "function FindProxyForURL(url, host) { return \"PROXY " + SQUID + "; DIRECT\"; }\n");
    }

    Path pac() {
        return folder.resolve("proxy.pac");
    }

    /** Waits until everything listens, or fails with what does not. */
    private void listening() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<String> wanted = List.of(
                BIND + ":53",
                BIND_WAITING + ":53",
                UNBOUND + ":53",
                DNSMASQ + ":53",
                WRONG + ":53",
                ELSEWHERE + ":53",
                IGNORANT + ":53",
                SQUID,
                "10.77.1.1:3129",
                "10.77.1.1:3130",
                TINYPROXY);
        while (true) {
            String there = run("ip", "netns", "exec", gateway, "ss", "-Hltn");
            String web = run("ip", "netns", "exec", far, "ss", "-Hltn");
            List<String> away =
                    wanted.stream().filter(at -> !there.contains(at + " ")).toList();
            if (away.isEmpty() && web.contains(SINKHOLE)) {
                return;
            }
            if (System.nanoTime() > until || daemons.stream().anyMatch(daemon -> !daemon.isAlive())) {
                throw new IOException("nothing listens at " + away + "; sinkhole: " + web + logs());
            }
            Thread.sleep(100);
        }
    }

    private String logs() throws IOException {
        var text = new StringBuilder();
        for (String name : List.of("daemons.log", "unbound.log")) {
            Path log = folder.resolve(name);
            if (Files.exists(log)) {
                text.append("\n--- ").append(name).append('\n').append(Files.readString(log));
            }
        }
        return text.toString();
    }

    /** The resolvers in the machine's own configuration, as it would be handed out. */
    void resolverIs(String... addresses) throws IOException {
        var text = new StringBuilder();
        for (String address : addresses) {
            text.append("nameserver ").append(address).append('\n');
        }
        // In place: the namespace's file is mounted, and a new file would not be seen.
        Files.writeString(Path.of("/etc/netns", client, "resolv.conf"), text);
    }

    void hostsAre(String entries) throws IOException {
        Files.writeString(Path.of("/etc/netns", client, "hosts"), "127.0.0.1 localhost\n" + entries);
    }

    /**
     * Sets the firewall and what is redirected.
     *
     * @param reach {@code open}, {@code rst} or {@code drop}: what becomes of connections to the sinkhole's port 80. A firewall between segment
     *     and sinkhole lets the site's proxies pass; where all web traffic is redirected into a transparent proxy, it stands behind that one.
     * @param redirect port on the gateway that takes the segment's connections to port 80; 0 for none
     */
    void firewall(String reach, int redirect) throws IOException, InterruptedException {
        String rule = switch (reach) {
            case "open" -> "";
            case "rst" -> "ip daddr 10.77.2.0/24 tcp dport 80 reject with tcp reset";
            case "drop" -> "ip daddr 10.77.2.0/24 tcp dport 80 drop";
            default -> throw new IllegalArgumentException(reach);
        };
        String rules = SegmentConfigs.nft(rule, redirect);
        Path file = Files.writeString(folder.resolve("rules.nft"), rules);
        run("ip", "netns", "exec", gateway, "nft", "-f", file.toString());
    }

    /** Drops all questions to a resolver without a word. */
    void silence(String resolver) throws IOException, InterruptedException {
        run(
                "ip",
                "netns",
                "exec",
                gateway,
                "nft",
                "add",
                "chain",
                "ip",
                "lab",
                "input",
                "{ type filter hook input priority 0; }");
        run(
                "ip",
                "netns",
                "exec",
                gateway,
                "nft",
                "add",
                "rule",
                "ip",
                "lab",
                "input",
                "ip",
                "daddr",
                resolver,
                "meta",
                "l4proto",
                "{ tcp, udp }",
                "th",
                "dport",
                "53",
                "drop");
    }

    /** Runs a command of the product on the segment's machine. */
    Answer check(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("killswitch", "check"));
        all.addAll(List.of(arguments));
        return checker.run(all.toArray(String[]::new));
    }

    record Answer(int exit, List<String> lines) {}

    private void daemon(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", gateway));
        all.addAll(List.of(command));
        daemons.push(new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("daemons.log").toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    /** Ends what was begun, whatever of it there is. */
    @Override
    public void close() throws IOException {
        for (NamespaceProduct agent : Arrays.asList(checker, sinkhole)) {
            if (agent != null) {
                agent.close();
            }
        }
        for (Process daemon : daemons) {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            daemon.destroyForcibly();
        }
        IOException failure = null;
        for (String namespace : List.of(client, gateway, far)) {
            try {
                // Whatever still runs inside: an agent whose start failed, a daemon's child.
                Process pids = new ProcessBuilder("ip", "netns", "pids", namespace).start();
                for (String pid : new String(pids.getInputStream().readAllBytes(), UTF_8).split("\\s+")) {
                    if (!pid.isBlank()) {
                        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                    }
                }
                new ProcessBuilder("ip", "netns", "delete", namespace).start().waitFor();
            } catch (IOException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try (DirectoryStream<Path> shared = Files.newDirectoryStream(Path.of("/dev/shm"), prefix + "-*")) {
            for (Path file : shared) {
                Files.deleteIfExists(file);
            }
        }
        for (Path etc : made) {
            for (String file : List.of("resolv.conf", "hosts")) {
                Files.deleteIfExists(etc.resolve(file));
            }
            Files.deleteIfExists(etc);
        }
        try {
            Files.deleteIfExists(Path.of("/etc/netns"));
        } catch (java.nio.file.DirectoryNotEmptyException _) {
            // It was there before.
        }
        if (failure != null) {
            throw failure;
        }
    }
}
