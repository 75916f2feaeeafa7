package dev.firebreak.app.cli.killswitch;

import dev.firebreak.app.io.BoundedJson;
import dev.firebreak.core.watch.killswitch.IpText;
import dev.firebreak.core.watch.killswitch.SinkholeSight;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks for the nonce of a probe in the sinkhole's log. */
final class SinkholeSearch {

    private static final int TRIES = 5;
    private static final long BETWEEN_MILLIS = 200;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int MOST_SOURCES = 8;

    private final @Nullable Path log;

    /** @param log output of {@code sinkhole log --format ndjson}; null for none */
    SinkholeSearch(@Nullable Path log) {
        this.log = log;
    }

    /** Waits a moment, for the log is written beside the answer. */
    SinkholeSight find(String nonce) {
        if (log == null) {
            return SinkholeSight.NOT_ASKED;
        }
        try {
            for (int i = 1; ; i++) {
                List<String> sources = sources(log, nonce);
                if (!sources.isEmpty()) {
                    return SinkholeSight.seen(sources);
                }
                if (i == TRIES) {
                    return SinkholeSight.NOT_SEEN;
                }
                Thread.sleep(BETWEEN_MILLIS);
            }
        } catch (IOException e) {
            return SinkholeSight.UNREADABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SinkholeSight.UNREADABLE;
        }
    }

    private static List<String> sources(Path file, String nonce) throws IOException {
        List<String> sources = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.length() < LONGEST_LINE && line.contains(nonce) && sources.size() < MOST_SOURCES) {
                    source(line, sources);
                }
            }
        }
        return sources;
    }

    private static void source(String line, List<String> sources) {
        try {
            JsonNode source = BoundedJson.tree(line).path("source");
            if (source.isString() && IpText.isAddress(source.stringValue())) {
                sources.add(source.stringValue());
            }
        } catch (JacksonException _) {
            // A line that is no call proves nothing.
        }
    }
}
