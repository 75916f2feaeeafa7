package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.CatalogueBuilder;
import dev.firebreak.core.text.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The catalogue compiled to one file in the data folder, so that assessing does not read hundreds of thousands of rows
 * again. It is only ever a copy of what can be made anew: where it is missing, old or damaged, it is made anew.
 */
public final class CompiledCatalogue {

    private static final String NAME = "catalogue.idx";
    /** More than this is no index of ours; the whole of Windows takes a few MB. */
    private static final long MAX_BYTES = 1L << 30;

    private CompiledCatalogue() {}

    /**
     * The catalogue of what was imported into a data folder; an empty one where nothing was.
     *
     * @throws DamagedKnowledge if some of it cannot be read: what is left would call machines safe that are not
     */
    public static Catalogue of(Path data, ShippedKnowledge shipped, Consumer<Text> onMessage) {
        var imported = new ImportedKnowledge(data);
        if (imported.inForce().isEmpty()) {
            return Catalogue.EMPTY;
        }
        String fingerprint = imported.fingerprint() + "/" + shipped.fingerprint();
        Catalogue compiled = open(data, fingerprint, () -> compile(imported, shipped), onMessage);
        return imported.inForce().stream()
                .map(record -> LocalDate.ofInstant(record.when(), ZoneOffset.UTC))
                .max(LocalDate::compareTo)
                .map(compiled::importedOn)
                .orElse(compiled);
    }

    private static Catalogue compile(ImportedKnowledge imported, ShippedKnowledge shipped) {
        var cataloguer = new CatalogueBuilder(shipped.knowledge(), shipped.lines());
        imported.statements(cataloguer::take);
        imported.facts(cataloguer::take);
        return cataloguer.catalogue();
    }

    /**
     * Opens it, compiling it first where need be.
     *
     * @param fingerprint of all it is made from
     * @param compile makes it from what was imported
     * @param onMessage takes what the administrator should know: that the file was damaged, or could not be kept
     */
    public static Catalogue open(
            Path folder, String fingerprint, Supplier<Catalogue> compile, Consumer<Text> onMessage) {
        Path file = folder.resolve(NAME);
        Optional<Catalogue> known = Optional.empty();
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                known = CatalogueFile.read(Files.readAllBytes(file), fingerprint);
            }
        } catch (IOException | CatalogueFile.Damaged e) {
            onMessage.accept(Text.format(
                    "the compiled index %s is damaged and is made anew", "コンパイル済みインデックス %s が破損しているため、作り直す", file));
        }
        return known.orElseGet(() -> {
            Catalogue made = compile.get();
            keep(file, CatalogueFile.write(made, fingerprint), onMessage);
            return made;
        });
    }

    /** Written beside it and moved over it: a reader sees the old file or the new one, never a part. */
    private static void keep(Path file, byte[] bytes, Consumer<Text> onMessage) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                return;
            }
            Files.createDirectories(folder);
            // Not createTempFile: that makes it readable to its maker only, and a service may be another user.
            Path draft =
                    folder.resolve("." + NAME + "-" + ProcessHandle.current().pid());
            try {
                try (FileChannel out = FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    var left = java.nio.ByteBuffer.wrap(bytes);
                    while (left.hasRemaining()) {
                        out.write(left);
                    }
                    out.force(true);
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            onMessage.accept(Text.format(
                    "the compiled index %s could not be kept: the next run has to make it again",
                    "コンパイル済みインデックス %s を保存できないため、次回も作り直しになります", file));
        }
    }
}
