package dev.firebreak.app.cli.killswitch;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.app.sinkhole.CallLogReader;
import dev.firebreak.app.sinkhole.SinkholeSettings;
import dev.firebreak.core.fleet.NetworkAddress;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks for the nonces of probes in the sinkhole's log: its folder of data, or a file that {@code sinkhole log --format ndjson} wrote. */
final class SinkholeSearch {

    private static final int MAX_LINE_LENGTH = 1 << 16;
    private static final int MAX_NONCES = 10_000;
    private static final int MAX_SOURCES = 8;

    private final Path log;
    private final @Nullable CallLogReader reader;

    /** The latest nonces of HTTP requests in the log, with the addresses that they came from. */
    private final Map<String, Set<String>> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > MAX_NONCES;
        }
    };

    /** @param log folder of data, folder of the log, or a file */
    SinkholeSearch(Path log) {
        this.log = log;
        this.reader = Files.isDirectory(log) ? new CallLogReader(folder(log)) : null;
    }

    private static Path folder(Path data) {
        Path below = SinkholeSettings.folder(data);
        return Files.isDirectory(below) ? below : data;
    }

    /** Waits a moment where the nonce is not there yet. */
    synchronized SinkholeSight find(String nonce) {
        return SinkholeRetry.find(() -> {
            read(log);
            return Optional.ofNullable(seen.get(nonce)).map(List::copyOf).map(SinkholeSight::seen);
        });
    }

    private void read(Path file) throws IOException {
        if (reader == null) {
            try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.length() < MAX_LINE_LENGTH && line.contains("nonce")) {
                        line(line);
                    }
                }
            }
            return;
        }
        if (!reader.exists()) {
            throw new IOException("no log");
        }
        reader.read(call -> {
            String nonce = call.nonce();
            if (nonce != null && !call.isDns()) {
                seen(nonce, call.source());
            }
        });
    }

    private void line(String line) {
        try {
            JsonNode call = BoundedJson.tree(line);
            JsonNode nonce = call.path("nonce");
            JsonNode source = call.path("source");
            boolean http = call.path("kind").isString()
                    && call.path("kind").stringValue().equals("http");
            if (http && nonce.isString() && source.isString() && NetworkAddress.isAddress(source.stringValue())) {
                seen(nonce.stringValue(), source.stringValue());
            }
        } catch (JacksonException _) {
            // A line that is no call proves nothing.
        }
    }

    private void seen(String nonce, String source) {
        Set<String> sources = seen.computeIfAbsent(nonce, n -> new LinkedHashSet<>());
        if (sources.size() < MAX_SOURCES) {
            sources.add(source);
        }
    }
}
