package dev.firebreak.app.feed.store;

import dev.firebreak.app.feed.shipped.ShippedKnowledge;
import dev.firebreak.core.advisory.Knowledge;
import dev.firebreak.core.advisory.Lifecycle;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The knowledge that verdicts rest on: the part that ships and the imports of a data folder. Every method reads the folder anew
 * and throws {@link DamagedKnowledge} rather than leave something out.
 *
 * @param data the data folder, see {@link KnowledgeFolder}; one that does not exist holds no imports
 */
public record KnowledgeBase(Path data, ShippedKnowledge shipped) {

    /** The part that ships; imported support dates replace those that ship. */
    public Knowledge knowledge() {
        List<Lifecycle> imported = new ArrayList<>();
        new ImportedKnowledge(data).lifecycles(imported::add);
        Knowledge knowledge = shipped.knowledge();
        return imported.isEmpty() ? knowledge : knowledge.withSupport(imported);
    }

    /**
     * The catalogue of all imports, compiled first where necessary; empty where nothing was imported.
     *
     * @param notices takes messages for the administrator
     */
    public Catalogue catalogue(Consumer<Text> notices) {
        new ImportedKnowledge(data)
                .imports().stream().filter(record -> !record.whole()).forEach(record -> notices.accept(cut(record)));
        return CompiledCatalogue.of(data, shipped, notices);
    }

    /** Changes when the imports in force change. */
    public String fingerprint() {
        return new ImportedKnowledge(data).fingerprint();
    }

    /** The missing part of a feed proves nothing about any machine. */
    private static Text cut(ImportRecord record) {
        return Text.format(
                "Import %s was cut short (%s): advisories may be missing, so less may be shown than is open",
                "取り込み %s は途中で切れています（%s）。情報が欠けているため、実際より少なく表示される可能性があります", record.id(), record.source());
    }
}
