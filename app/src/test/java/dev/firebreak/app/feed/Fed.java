package dev.firebreak.app.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.app.feed.store.ImportResult;
import dev.firebreak.app.feed.store.ImportStore;
import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import dev.firebreak.core.inventory.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A data folder that is fed documents, and what came of it. */
public record Fed(Path folder, ImportStore store) {

    public static final InstantSource NOON = InstantSource.fixed(Instant.parse("2017-05-14T12:00:00Z"));

    public static Fed in(Path folder) {
        return new Fed(folder, new ImportStore(folder.resolve("data"), NOON));
    }

    static Fed in(Path folder, FeedLimits limits) {
        return new Fed(folder, new ImportStore(folder.resolve("data"), NOON, limits, _ -> {}));
    }

    public ImportResult eat(String name, String document) throws IOException {
        return eat(name, document.getBytes(UTF_8));
    }

    public ImportResult eat(String name, byte[] document) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, document);
        return store.take(file, name, (_, _) -> {});
    }

    public List<VendorStatement> statements() {
        List<VendorStatement> all = new ArrayList<>();
        store.knowledge().statements(all::add);
        return all;
    }

    public List<CveFact> facts() {
        List<CveFact> all = new ArrayList<>();
        store.knowledge().facts(all::add);
        return all;
    }

    public List<Map.Entry<Kb, UpdatePackage>> packages() {
        List<Map.Entry<Kb, UpdatePackage>> all = new ArrayList<>();
        store.knowledge().packages((kb, file) -> all.add(Map.entry(kb, file)));
        return all;
    }

    public List<Lifecycle> lifecycles() {
        List<Lifecycle> all = new ArrayList<>();
        store.knowledge().lifecycles(all::add);
        return all;
    }

    /** Complaints in English, each with its place. */
    public static List<String> problems(ImportResult result) {
        List<Problem> all = switch (result) {
            case ImportResult.Imported(var record) -> record.problems();
            case ImportResult.Known _ -> List.of();
            case ImportResult.Refused(var problems) -> problems;
        };
        return all.stream().map(c -> c.source() + ": " + c.what().en()).toList();
    }

    public static byte[] zip(Object... namesAndTexts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndTexts[i]));
                zip.write(((String) namesAndTexts[i + 1]).getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
