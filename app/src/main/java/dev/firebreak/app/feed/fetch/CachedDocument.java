package dev.firebreak.app.feed.fetch;

import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.app.io.HttpDownload;
import dev.firebreak.app.io.HttpDownload.NotWritable;
import dev.firebreak.app.io.PlainFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A document fetched from one address, as it is kept: {@code whole} with what the server said of it, and {@code part} while
 * a transfer is not finished. Nothing is believed that does not fit: then all of it is fetched again.
 */
record CachedDocument(Path folder) {

    private static final int MAX_BYTES = 1 << 14;

    /**
     * What has come so far of a document.
     *
     * @param validator says which document it is a part of
     */
    record Part(long bytes, String validator) {}

    Path whole() {
        return folder.resolve("whole");
    }

    private Path partial() {
        return folder.resolve("part");
    }

    /** Whether what is kept is what came then. */
    boolean isWhole() {
        String told = read("whole.properties").getProperty("sha256", "");
        try {
            return !told.isEmpty() && told.equals(sha256(whole()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Headers that ask whether it has changed since; none where there is nothing to compare. */
    Map<String, String> conditions() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (isWhole()) {
            Properties told = read("whole.properties");
            put(headers, "If-None-Match", told.getProperty("etag", ""));
            put(headers, "If-Modified-Since", told.getProperty("modified", ""));
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 127)) {
            headers.put(name, value);
        }
    }

    /** What has come of a transfer that broke off; null where it cannot be gone on with. */
    @Nullable
    Part part() {
        Properties told = read("part.properties");
        String etag = told.getProperty("etag", "");
        // A weak tag names documents that mean the same, not ones that are the same byte by byte (RFC 9110, 13.1.5).
        String validator = etag.startsWith("\"") ? etag : told.getProperty("modified", "");
        try {
            long bytes = Files.size(partial());
            return bytes > 0 && !validator.isEmpty() && validator.chars().allMatch(c -> c >= ' ' && c < 127)
                    ? new Part(bytes, validator)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    void dropPart() throws IOException {
        Files.deleteIfExists(partial());
        Files.deleteIfExists(folder.resolve("part.properties"));
    }

    /**
     * Takes what comes.
     *
     * @param goesOn whether it comes after what came before
     */
    PartStream receive(boolean goesOn, String etag, String modified) throws NotWritable {
        try {
            var told = new Properties();
            told.setProperty("etag", etag);
            told.setProperty("modified", modified);
            if (!goesOn) {
                dropPart();
                write(told, "part.properties");
            }
            return new PartStream(
                    Files.newOutputStream(partial(), StandardOpenOption.CREATE, StandardOpenOption.APPEND), told);
        } catch (IOException e) {
            throw new NotWritable(e);
        }
    }

    /** A document that is coming in. */
    final class PartStream implements HttpDownload.Sink {

        private final OutputStream out;
        private final Properties told;

        PartStream(OutputStream out, Properties told) {
            this.out = out;
            this.told = told;
        }

        @Override
        public void write(byte[] bytes, int length) throws NotWritable {
            try {
                out.write(bytes, 0, length);
            } catch (IOException e) {
                throw new NotWritable(e);
            }
        }

        @Override
        public void finish() throws NotWritable {
            try {
                out.close();
                told.setProperty("sha256", sha256(partial()));
                // First the content: properties of another content only mean that it is fetched again.
                Files.move(partial(), whole(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                CachedDocument.this.write(told, "whole.properties");
                dropPart();
            } catch (IOException e) {
                throw new NotWritable(e);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private Properties read(String name) {
        var properties = new Properties();
        Path file = folder.resolve(name);
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                try (var in = Files.newBufferedReader(file)) {
                    properties.load(in);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            properties.clear();
        }
        return properties;
    }

    private void write(Properties properties, String name) throws IOException {
        Path part = folder.resolve(name + ".part");
        try (var out = Files.newBufferedWriter(part)) {
            properties.store(out, null);
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = ImportStore.sha256();
        byte[] buffer = new byte[1 << 16];
        try (var in = PlainFiles.open(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
