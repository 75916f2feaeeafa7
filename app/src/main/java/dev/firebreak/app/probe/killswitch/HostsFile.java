package dev.firebreak.app.probe.killswitch;

import dev.firebreak.core.fleet.NetworkAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** This machine's hosts file, which comes before every resolver. */
public final class HostsFile {

    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_ADDRESSES = 16;

    private final List<Entry> entries;

    private record Entry(String address, String name) {}

    private HostsFile(List<Entry> entries) {
        this.entries = entries;
    }

    /** Where this system has it. */
    public static Path usual(Map<String, String> environment, String osName) {
        return osName.startsWith("Windows")
                ? Path.of(environment.getOrDefault("SystemRoot", "C:\\Windows"), "System32", "drivers", "etc", "hosts")
                : Path.of("/etc/hosts");
    }

    /**
     * Reads the entries of names that matter; none where the file does not exist.
     *
     * @param hosts in lower case
     * @throws IOException where it cannot be read: what it says is then not known
     */
    public static HostsFile read(Path file, Set<String> hosts) throws IOException {
        Set<Entry> entries = new LinkedHashSet<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("more than " + (MAX_BYTES >> 20) + " MiB");
            }
            // Names that matter are ASCII; whatever else is in the file must not stop the reading.
            try (var in = new BufferedReader(
                    new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    entries(line, hosts, entries);
                }
            }
        } catch (NoSuchFileException _) {
            return new HostsFile(List.of());
        }
        return new HostsFile(List.copyOf(entries));
    }

    private static void entries(String line, Set<String> hosts, Set<Entry> entries) {
        int comment = line.indexOf('#');
        String[] words =
                (comment < 0 ? line : line.substring(0, comment)).strip().split("[ \t]+");
        if (words.length < 2 || !NetworkAddress.isAddress(words[0])) {
            return;
        }
        for (int i = 1; i < words.length; i++) {
            String name = words[i].toLowerCase(Locale.ROOT);
            name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            if (hosts.contains(name)) {
                entries.add(new Entry(words[0], name));
            }
        }
    }

    /** Addresses of a host; none where it is not in the file. */
    List<String> addresses(String host) {
        return entries.stream()
                .filter(e -> e.name.equals(host))
                .map(Entry::address)
                .limit(MAX_ADDRESSES)
                .toList();
    }
}
