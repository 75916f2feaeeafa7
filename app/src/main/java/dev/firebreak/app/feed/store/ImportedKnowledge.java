package dev.firebreak.app.feed.store;

import dev.firebreak.core.advisory.CveFact;
import dev.firebreak.core.advisory.Kb;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.advisory.UpdatePackage;
import dev.firebreak.core.catalogue.VendorStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What has been imported, as it was when this was made. Editions that a newer one has taken the place of are listed and
 * not told. Every method throws {@link DamagedKnowledge} rather than leave something out.
 */
public final class ImportedKnowledge {

    /** The same documents kept in another way may say other things. */
    private static final byte[] FORMAT = "firebreak.knowledge/1".getBytes(StandardCharsets.US_ASCII);

    private final Path imports;
    private final List<ImportRecord> records;
    private final List<ImportRecord> inForce;

    /** @param data the data folder, see {@link KnowledgeFolder}; one that is not there holds nothing */
    public ImportedKnowledge(Path data) {
        this.imports = ImportStore.imports(data);
        this.records = ImportStore.records(data);
        this.inForce = ImportEditions.inForce(records);
    }

    /** Every import, oldest first, also those whose place has been taken. */
    public List<ImportRecord> imports() {
        return records;
    }

    /** Imports that count, oldest first. */
    public List<ImportRecord> inForce() {
        return inForce;
    }

    /** Changes when what counts changes, and only then; the same for the same files imported in the same order. */
    public String fingerprint() {
        var digest = ImportStore.sha256();
        digest.update(FORMAT);
        for (ImportRecord record : inForce) {
            digest.update(record.sha256().getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What feeds say that closes what, in the order of import. */
    public void statements(Consumer<VendorStatement> consumer) {
        each(file -> file.statements(consumer));
    }

    /** What feeds say of CVEs, in the order of import: of two facts on one thing the later counts. */
    public void facts(Consumer<CveFact> consumer) {
        each(file -> file.facts(consumer));
    }

    /** Files that install updates. */
    public void packages(BiConsumer<Kb, UpdatePackage> consumer) {
        each(file -> file.packages(consumer));
    }

    /** Support dates, in the order of import. Imports without any are not opened: every command asks. */
    public void lifecycles(Consumer<Lifecycle> consumer) {
        for (ImportRecord record : inForce) {
            if (record.counts().lifecycles() > 0) {
                tell(record, file -> file.lifecycles(consumer));
            }
        }
    }

    private interface Description {
        void tell(KnowledgeFile file) throws KnowledgeFile.Damaged;
    }

    private void each(Description telling) {
        inForce.forEach(record -> tell(record, telling));
    }

    private void tell(ImportRecord record, Description telling) {
        Path folder = imports.resolve(record.id());
        try {
            telling.tell(KnowledgeFile.read(folder.resolve(ImportStore.ROWS)));
        } catch (IOException | KnowledgeFile.Damaged e) {
            throw new DamagedKnowledge(folder, e);
        }
    }
}
