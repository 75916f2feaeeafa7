package dev.firebreak.app.feed.fetch;

import dev.firebreak.app.feed.document.DocumentUnpacker;
import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.app.feed.document.FeedSink;
import dev.firebreak.app.feed.document.JsonRecordReader;
import dev.firebreak.app.feed.document.MeteredStream;
import dev.firebreak.app.feed.store.ImportBundle;
import dev.firebreak.app.feed.store.ImportContent;
import dev.firebreak.app.feed.store.ImportProgress;
import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.app.io.HttpDownload;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fetches what vendors publish and takes it in, each document on its own: one that fails does not touch the others. */
public final class KnowledgeUpdater {

    private static final int MAX_MONTHS = 1200;
    private static final String XML = "application/xml";
    private static final String ANY = "*/*";

    private final Path data;
    private final ImportStore store;
    private final PublisherAddresses publishers;
    private final Fetcher fetcher;

    /** With the public addresses, and the proxy that the environment names. */
    public KnowledgeUpdater(Path data, ImportStore store, Map<String, String> environment) {
        this(
                data,
                store,
                PublisherAddresses.usual(),
                new Fetcher(
                        new HttpDownload(
                                HttpDownload.client(environment, Fetcher.USUAL.connect()),
                                Fetcher.USUAL,
                                address -> true,
                                HttpDownload.Waiting.REAL),
                        data.resolve("fetched")));
    }

    KnowledgeUpdater(Path data, ImportStore store, PublisherAddresses publishers, Fetcher fetcher) {
        this.data = data;
        this.store = store;
        this.publishers = publishers;
        this.fetcher = fetcher;
    }

    /**
     * Fetches all.
     *
     * @param bundle file that gets everything fetched, for sites without internet; null where none is wanted
     * @throws IOException where the data folder cannot be used
     */
    public void update(@Nullable Path bundle, ImportProgress progress, BiConsumer<String, ImportResult> results)
            throws IOException {
        Files.createDirectories(data);
        List<ImportBundle.Part> parts = new ArrayList<>();
        List<URI> months = months(progress, results);
        for (URI month : months) {
            fetch(month, XML, parts, progress, results);
        }
        for (URI document : publishers.documents()) {
            fetch(document, ANY, parts, progress, results);
        }
        if (bundle != null && !parts.isEmpty()) {
            try {
                ImportBundle.write(bundle, parts);
            } catch (IOException e) {
                results.accept(
                        bundle.toString(),
                        refused(
                                bundle.toString(),
                                Text.format(
                                        "cannot be written: %s",
                                        "書き込めません: %s", e.getClass().getSimpleName())));
            }
        }
    }

    private void fetch(
            URI address,
            String accept,
            List<ImportBundle.Part> parts,
            ImportProgress progress,
            BiConsumer<String, ImportResult> results)
            throws IOException {
        String source = address.toString();
        switch (fetcher.fetch(address, accept, progress)) {
            case FetchResult.Fetched(var file) -> {
                parts.add(new ImportBundle.Part(source, file));
                results.accept(source, store.take(file, source, progress));
            }
            case FetchResult.Failed(var why) -> results.accept(source, refused(source, why));
        }
    }

    private List<URI> months(ImportProgress progress, BiConsumer<String, ImportResult> results) throws IOException {
        String source = publishers.months().toString();
        return switch (fetcher.fetch(publishers.months(), "application/json", progress)) {
            case FetchResult.Failed(var why) -> {
                results.accept(source, refused(source, why));
                yield List.of();
            }
            case FetchResult.Fetched(var file) -> {
                var gathering = new ImportContent(source, FeedLimits.USUAL);
                List<URI> months = read(file, gathering.of(""));
                if (months.isEmpty()) {
                    gathering.of("").addProblem(0, new Text("lists no months", "月の一覧がありません"));
                }
                if (!gathering.problems().isEmpty()) {
                    results.accept(source, new ImportResult.Refused(gathering.problems()));
                }
                yield months;
            }
        };
    }

    /** The list's own addresses are not used: only names of months are taken from it. */
    private List<URI> read(Path list, FeedSink sink) {
        Set<String> names = new LinkedHashSet<>();
        try (InputStream in = unpacked(list)) {
            new JsonRecordReader(sink).read(in, "value", new JsonRecordReader.RecordConsumer() {
                @Override
                public void element(JsonNode month, long line) {
                    JsonNode id = month.path("ID");
                    if (id.isString()
                            && id.stringValue().matches("\\d{4}-[A-Z][a-z]{2}")
                            && names.size() < MAX_MONTHS) {
                        names.add(id.stringValue());
                    }
                }

                @Override
                public void field(String name, JsonNode value) {
                    // Where the list comes from: nothing to keep.
                }
            });
        } catch (IOException e) {
            // Months named before the list broke off are fetched all the same.
            sink.cutShort(0, DocumentUnpacker.why(e));
        }
        return names.stream().map(name -> URI.create(publishers.month() + name)).toList();
    }

    private static InputStream unpacked(Path file) throws IOException {
        var in = new BufferedInputStream(PlainFiles.open(file));
        in.mark(2);
        boolean packed = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return MeteredStream.plain(packed ? new GZIPInputStream(in) : in, FeedLimits.USUAL);
    }

    private static ImportResult refused(String source, Text why) {
        return new ImportResult.Refused(List.of(new Problem(Source.of(source), why)));
    }
}
