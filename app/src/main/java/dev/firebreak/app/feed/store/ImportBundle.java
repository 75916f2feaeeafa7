package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.document.DocumentUnpacker;
import dev.firebreak.app.feed.document.FeedLimits;
import dev.firebreak.app.feed.document.FeedValues;
import dev.firebreak.app.feed.document.MeteredStream;
import dev.firebreak.app.io.InputTooLarge;
import dev.firebreak.app.io.JsonFields;
import dev.firebreak.app.io.PackedGrowth;
import dev.firebreak.app.io.PlainFiles;
import dev.firebreak.core.inventory.Problem;
import dev.firebreak.core.inventory.Source;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * All that was fetched in one file, for sites without internet: a ZIP whose list names the address of each part. Parts
 * are numbered, so no name of theirs is ever used as a path.
 */
public final class ImportBundle {

    private static final String LIST = "firebreak-bundle.json";
    private static final String SCHEMA = "firebreak.bundle/1";
    private static final int MAX_LIST_BYTES = 4 << 20;
    private static final int MAX_PARTS = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private ImportBundle() {}

    /** What was fetched from one address. */
    public record Part(String source, Path file) {}

    /** Takes one part in. */
    interface Importer {
        void take(Path part, String source) throws IOException;
    }

    /** Writes the parts, whole or not at all. */
    public static void write(Path file, List<Part> parts) throws IOException {
        Path target = file.toAbsolutePath();
        Path whole = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
        try {
            try (var zip = new ZipOutputStream(Files.newOutputStream(whole))) {
                var list = JSON.createObjectNode().put("schema", SCHEMA);
                ArrayNode named = list.putArray("parts");
                for (int i = 0; i < parts.size(); i++) {
                    named.addObject()
                            .put("name", name(i))
                            .put("source", parts.get(i).source());
                }
                zip.putNextEntry(new ZipEntry(LIST));
                zip.write(JSON.writeValueAsBytes(list));
                for (int i = 0; i < parts.size(); i++) {
                    zip.putNextEntry(new ZipEntry(name(i)));
                    Files.copy(parts.get(i).file(), zip);
                }
            }
            Files.move(
                    whole,
                    target,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static String name(int index) {
        return "part-%05d".formatted(index);
    }

    /** Whether the file is a bundle. */
    static boolean is(Path file) {
        try (InputStream in = PlainFiles.open(file)) {
            // Only a ZIP is worth opening as one.
            if (in.read() != 'P' || in.read() != 'K') {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        try (var zip = new ZipFile(file.toFile())) {
            return zip.getEntry(LIST) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Hands out each part, unpacked into a temporary file. */
    static void each(Path file, Importer taking, BiConsumer<String, ImportResult> refused) throws IOException {
        Path folder = Files.createTempDirectory("firebreak-bundle");
        Path part = folder.resolve("part");
        try (var zip = new ZipFile(file.toFile())) {
            for (NamedPart named : list(zip)) {
                String at = named.source();
                try {
                    unpack(zip, named.name(), part);
                } catch (IOException e) {
                    refused.accept(at, refusal(file, named.name(), DocumentUnpacker.why(e)));
                    continue;
                }
                taking.take(part, at);
            }
        } catch (JacksonException | IllegalArgumentException e) {
            refused.accept(
                    file.toString(),
                    refusal(file, LIST, new Text("the list in the bundle is invalid", "バンドルの一覧が正しくありません")));
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(folder);
        }
    }

    private record NamedPart(String name, String source) {}

    private static List<NamedPart> list(ZipFile zip) throws IOException {
        List<NamedPart> parts = new ArrayList<>();
        try (InputStream in = zip.getInputStream(zip.getEntry(LIST))) {
            byte[] bytes = in.readNBytes(MAX_LIST_BYTES);
            for (JsonNode part : JSON.readTree(bytes).path("parts")) {
                if (parts.size() < MAX_PARTS) {
                    parts.add(new NamedPart(
                            JsonFields.text(part, "name"), FeedValues.address(JsonFields.text(part, "source"))));
                }
            }
        }
        return parts;
    }

    private static void unpack(ZipFile zip, String name, Path to) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new InputTooLarge(new Text("listed but not in the bundle", "一覧にありますが、バンドルに入っていません"));
        }
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(to)) {
            long packed = Math.max(entry.getCompressedSize(), 1);
            // The size an entry claims is the archive's word; what comes out of it is counted.
            new MeteredStream(in, FeedLimits.USUAL, new PackedGrowth(packed)).transferTo(out);
        }
    }

    private static ImportResult refusal(Path file, String name, Text what) {
        return new ImportResult.Refused(List.of(new Problem(Source.of(file + "!" + FeedValues.shown(name)), what)));
    }
}
