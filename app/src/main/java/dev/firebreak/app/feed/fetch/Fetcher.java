package dev.firebreak.app.feed.fetch;

import dev.firebreak.app.feed.store.ImportProgress;
import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.app.io.HttpDownload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fetches one document at a time and keeps it, so that next time the vendor is only asked whether it has changed, and a
 * transfer that broke off goes on where it stopped.
 */
final class Fetcher {

    static final HttpDownload.Limits USUAL = new HttpDownload.Limits(
            2L << 30, 5, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(1));

    private final HttpDownload download;
    private final Path folder;

    /** @param folder where documents are kept */
    Fetcher(HttpDownload download, Path folder) {
        this.download = download;
        this.folder = folder;
    }

    /** @throws IOException where the folder cannot be used */
    FetchResult fetch(URI address, String accept, ImportProgress progress) throws IOException {
        var kept = new CachedDocument(folder.resolve(name(address)));
        Files.createDirectories(kept.folder());
        try {
            download.transfer(
                    address, new Destination(kept, accept), (bytes, all) -> progress.read(bytes, Math.max(all, bytes)));
            return new FetchResult.Fetched(kept.whole());
        } catch (HttpDownload.Failed e) {
            return new FetchResult.Failed(e.why());
        }
    }

    /** The kept document as what a transfer goes on with. */
    private record Destination(CachedDocument kept, String accept) implements HttpDownload.Destination {

        @Override
        public long bytes() {
            CachedDocument.Part part = kept.part();
            return part == null ? 0 : part.bytes();
        }

        @Override
        public Map<String, String> headers(long bytes) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Accept", accept);
            headers.put("Accept-Encoding", "gzip");
            CachedDocument.Part part = kept.part();
            if (bytes > 0 && part != null) {
                headers.put("Range", "bytes=" + bytes + "-");
                headers.put("If-Range", part.validator());
            } else {
                headers.putAll(kept.conditions());
            }
            return headers;
        }

        @Override
        public boolean isWhole(int status, HttpHeaders headers, long bytes) {
            return status == 304 && bytes == 0 && kept.isWhole();
        }

        @Override
        public void drop() throws IOException {
            kept.dropPart();
        }

        @Override
        public HttpDownload.Sink open(HttpHeaders headers, long bytes) throws HttpDownload.NotWritable {
            return kept.receive(
                    bytes > 0,
                    headers.firstValue("ETag").orElse(""),
                    headers.firstValue("Last-Modified").orElse(""));
        }
    }

    private static String name(URI address) {
        byte[] hash = ImportStore.sha256().digest(address.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }
}
