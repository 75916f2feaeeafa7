package dev.firebreak.app.cli;

import dev.firebreak.core.advisory.Catalogue;
import dev.firebreak.core.advisory.Freshness;
import dev.firebreak.core.advisory.Lines;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The imported catalogue of one command: opened when first asked for, and once. */
final class Opened implements Supplier<Catalogue> {

    private final Supplier<Catalogue> open;
    private @Nullable Catalogue catalogue;

    Opened(Supplier<Catalogue> open) {
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
    Freshness freshness(Lines shipped) {
        return catalogue == null ? Freshness.shipped(shipped) : Freshness.of(shipped, catalogue);
    }
}
