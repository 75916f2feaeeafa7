package dev.firebreak.app.probe.killswitch;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.ResolverConfig;

/** The resolvers that this machine is configured with. */
public final class SystemResolvers {

    /** Where systems other than Windows have them. */
    public static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private static final int MAX = 16;
    private static final int MAX_LINES = 10_000;

    private SystemResolvers() {}

    /** Of this system; none where nothing tells. */
    public static List<HostAndPort> of(String osName) {
        if (!osName.startsWith("Windows")) {
            return read(RESOLV_CONF);
        }
        List<HostAndPort> found = new ArrayList<>();
        for (InetSocketAddress server : ResolverConfig.getCurrentConfig().servers()) {
            if (found.size() < MAX) {
                found.add(new HostAndPort(server.getAddress().getHostAddress(), server.getPort()));
            }
        }
        return found;
    }

    /** Of a file in the form of resolv.conf(5). */
    public static List<HostAndPort> read(Path file) {
        Set<HostAndPort> found = new LinkedHashSet<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String line = in.readLine();
            for (int i = 0; line != null && i < MAX_LINES && found.size() < MAX; i++, line = in.readLine()) {
                String[] words = line.strip().split("[ \t]+");
                if (words.length >= 2 && words[0].equals("nameserver")) {
                    HostAndPort.parseAddress(words[1], DnsQuestion.PORT).ifPresent(found::add);
                }
            }
        } catch (IOException _) {
            return List.of();
        }
        return List.copyOf(found);
    }
}
