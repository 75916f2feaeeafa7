package dev.firebreak.app.cli;

import dev.firebreak.core.catalogue.Catalogue;
import dev.firebreak.core.text.Text;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens what was imported: what the commands need of the room that keeps it. */
@FunctionalInterface
public interface CataloguePort {

    /**
     * The catalogue; an empty one where nothing was imported.
     *
     * @param data the folder it is in; null for the usual one
     * @param say takes what the administrator should know besides
     */
    Catalogue open(@Nullable Path data, Consumer<Text> say);
}
