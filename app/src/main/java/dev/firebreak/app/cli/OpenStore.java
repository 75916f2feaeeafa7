package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.UpdateLines;
import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.catalogue.KnowledgeFreshness;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The imported catalogue of one command: opened when first asked for, and once. */
final class OpenStore implements Supplier<Catalogue> {

    private final Supplier<Catalogue> open;
    private @Nullable Catalogue catalogue;

    OpenStore(Supplier<Catalogue> open) {
        this.open = open;
    }

    @Override
    public Catalogue get() {
        Catalogue known = catalogue;
        if (known == null) {
            known = open.get();
            catalogue = known;
        }
        return known;
    }

    /** How far the knowledge reaches that the command has used so far. */
    KnowledgeFreshness freshness(UpdateLines shipped) {
        return catalogue == null ? KnowledgeFreshness.shipped(shipped) : KnowledgeFreshness.of(shipped, catalogue);
    }
}
