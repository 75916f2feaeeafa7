package dev.firebreak.app.probe.killswitch;

import dev.firebreak.core.watch.killswitch.ProxyObservation;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy auto-configuration file, read as text and never run: Firebreak has no script engine. What it would decide for the name is not known;
 * the proxies that its text names are.
 *
 * @param observation what was read, for people
 * @param proxies named in it, the first few
 */
record PacFile(ProxyObservation observation, List<HostAndPort> proxies) {

    private static final int MAX_BYTES = 1 << 18;
    private static final int MAX_PROXIES = 3;
    private static final Pattern ENTRY =
            Pattern.compile("\\b(?:PROXY|HTTP)\\s+([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5})");

    /** @param where an http or https address, or a file */
    static PacFile read(String where, ProbeTimes times) {
        try {
            boolean remote = where.toLowerCase(Locale.ROOT).matches("https?://.*");
            return of(where, new String(remote ? fetch(where, times) : file(where), StandardCharsets.UTF_8));
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new PacFile(
                    new ProxyObservation(ProxyObservation.Kind.PAC, where, ProxyObservation.Outcome.NONE, 0, why),
                    List.of());
        }
    }

    static PacFile of(String where, String text) {
        List<HostAndPort> proxies = new ArrayList<>();
        Matcher entry = ENTRY.matcher(text);
        while (entry.find() && proxies.size() < MAX_PROXIES) {
            HostAndPort.parse(entry.group(1) + ":" + entry.group(2), 0)
                    .filter(proxy -> !proxies.contains(proxy))
                    .ifPresent(proxies::add);
        }
        List<String> parts = new ArrayList<>();
        parts.add(text.length() + " characters");
        parts.add(text.contains("FindProxyForURL") ? "FindProxyForURL" : "no FindProxyForURL");
        proxies.forEach(proxy -> parts.add("PROXY " + proxy));
        if (text.contains("DIRECT")) {
            parts.add("DIRECT");
        }
        return new PacFile(
                new ProxyObservation(
                        ProxyObservation.Kind.PAC,
                        where,
                        ProxyObservation.Outcome.ANSWERED,
                        0,
                        String.join(", ", parts)),
                List.copyOf(proxies));
    }

    private static byte[] file(String where) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(where))) {
            return bounded(in);
        }
    }

    private static byte[] fetch(String where, ProbeTimes times) throws IOException, URISyntaxException {
        var connection = (HttpURLConnection) new URI(where).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(times.connectMillis());
        connection.setReadTimeout(times.answerMillis());
        connection.setInstanceFollowRedirects(false);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return bounded(in);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES / 1024 + " KiB");
        }
        return bytes;
    }
}
